package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a typed accessor says when it is the wrong one, and which is right.
public final class AccessErrors {
  private AccessErrors() {}

  /// A getter was used for a dtype that its Java type does not hold.
  ///
  /// @param target the scalar type that is the getter's Java type, or null for none
  public static IllegalArgumentException wrongGetter(DType dtype, @Nullable ScalarType target) {
    if (target == null) {
      return notNumeric(dtype);
    }
    String accepted =
        Arrays.stream(ScalarType.values())
            .filter(type -> Scalars.widens(type, target))
            .map(ScalarType::dtypeName)
            .collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        getter(target) + ": expected " + accepted + ", found " + dtype + remedy(dtype));
  }

  /// A number was asked of, or given to, elements that are none.
  public static IllegalArgumentException notNumeric(DType dtype) {
    return new IllegalArgumentException(
        "element: expected a numeric dtype, found " + dtype.descr() + bfloat16Hint(dtype));
  }

  /// An operation on numbers was asked of elements that are none.
  public static IllegalArgumentException notNumeric(String operation, DType dtype) {
    return new IllegalArgumentException(
        operation
            + ": expected bool, integers, floats or complex numbers, found "
            + dtype
            + bfloat16Hint(dtype));
  }

  /// An order was asked of complex numbers.
  public static IllegalArgumentException unordered(String operation, DType dtype) {
    return new IllegalArgumentException(
        operation + ": expected a real dtype, found " + dtype + "; use real() and imag()");
  }

  /// Elements that are neither integers nor real floats were to be changed by arithmetic.
  public static IllegalArgumentException noArithmetic(String operation, DType.Numeric dtype) {
    return new IllegalArgumentException(
        operation
            + ": expected an integer or real float dtype, found "
            + dtype
            + (dtype.type().isComplex()
                ? "; real() and imag() are views of such"
                : "; reinterpret(DType.UINT8) is a view of 0 and 1"));
  }

  /// An accessor was used for a dtype of another kind.
  public static IllegalArgumentException wrongAccessor(
      String accessor, String expected, DType found) {
    return new IllegalArgumentException(
        accessor + ": expected " + expected + ", found " + found + remedy(found));
  }

  /// A value is not one of a dtype's.
  public static IllegalArgumentException doesNotHold(DType dtype, String value) {
    return new IllegalArgumentException(
        "element: expected a value that "
            + dtype.name()
            + " holds exactly, found "
            + value
            + "; to round or wrap, copyFrom a tensor that holds it");
  }

  private static String getter(ScalarType target) {
    return switch (target) {
      case BOOL -> "getBoolean";
      case INT8 -> "getByte";
      case INT16 -> "getShort";
      case INT32 -> "getInt";
      case INT64 -> "getLong";
      case FLOAT32 -> "getFloat";
      case FLOAT64 -> "getDouble";
      default -> "getComplex";
    };
  }

  /// What helps with elements that are most likely bfloat16, for which files have no name.
  public static String bfloat16Hint(DType dtype) {
    return dtype instanceof DType.Raw(int length) && length == Short.BYTES
        ? "; if they are bfloat16, reinterpret(DType.BFLOAT16) is a view that reads them"
        : "";
  }

  private static String remedy(DType dtype) {
    if (!(dtype instanceof DType.Numeric numeric)) {
      return otherRemedy(dtype);
    }
    return switch (numeric.type()) {
      case BOOL -> "; use getBoolean";
      case INT8 -> "; use getByte or wider";
      case INT16, UINT8 -> "; use getShort or wider";
      case INT32, UINT16 -> "; use getInt or wider";
      case INT64, UINT32, UINT64 -> "; use getLong";
      case FLOAT16, BFLOAT16, FLOAT32 -> "; use getFloat or getDouble";
      case FLOAT64 -> "; use getDouble";
      case COMPLEX64, COMPLEX128 -> "; use getComplex, or real() and imag()";
    };
  }

  private static String otherRemedy(DType dtype) {
    return switch (dtype) {
      case DType.Bytes b -> "; use getBytes or getString";
      case DType.Text t -> "; use getString";
      case DType.DateTime t -> "; use getInstant, getLocalDateTime, getLocalDate or getTicks";
      case DType.TimeDelta t -> "; use getDuration or getTicks";
      case DType.Struct s -> "; use field, get or records";
      case DType.LongDouble d -> d.complex() ? "; use getComplex" : "; use getDouble";
      default -> {
        String hint = bfloat16Hint(dtype);
        yield hint.isEmpty() ? "; use getBytes" : hint;
      }
    };
  }

  /// A uint64 does not fit a `long`.
  public static ArithmeticException beyondLong(long bits) {
    return new ArithmeticException(
        "getLong: expected a uint64 up to 2**63 - 1, found "
            + Long.toUnsignedString(bits)
            + "; getDouble rounds it, to(DType.INT64) keeps the bits");
  }
}
