package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.tensor.Casting;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which dtype may become which, and what two of them have in common: the tables of
/// `numpy.can_cast` and `numpy.promote_types` as rules.
public final class CastRules {
  /// Characters that NumPy wants for any value of a bool.
  private static final int BOOL_CHARS = 5;

  /// Characters that NumPy wants for any value of an unsigned integer of 1, 2, 4 and 8 bytes; a
  /// signed one takes one more.
  private static final int[] INTEGER_CHARS = {3, 5, 10, 20};

  private static final int FLOAT_CHARS = 32;
  private static final int LONG_DOUBLE_CHARS = 48;

  private CastRules() {}

  /// Whether there is code that converts elements: between numeric dtypes, and between dtypes that
  /// differ only in byte orders.
  public static boolean exists(DType from, DType to) {
    return (from instanceof DType.Numeric && to instanceof DType.Numeric) || isEquiv(from, to);
  }

  private static boolean isEquiv(DType from, DType to) {
    ByteOrder order = ByteOrder.nativeOrder();
    return from.equals(to) || from.withOrder(order).equals(to.withOrder(order));
  }

  /// The strictest level that allows a conversion, from [Casting#NO] to [Casting#UNSAFE]; null if
  /// NumPy has none.
  public static @Nullable Casting level(DType from, DType to) {
    if (from.equals(to)) {
      return Casting.NO;
    }
    if (isEquiv(from, to)) {
      return Casting.EQUIV;
    }
    return switch (to) {
      case DType.Numeric numeric -> toNumeric(from, numeric.type());
      case DType.LongDouble wide -> toLongDouble(from, wide.complex());
      case DType.Bytes bytes -> toChars(from, bytes.length(), false);
      case DType.Text text -> toChars(from, text.length(), true);
      case DType.Raw raw -> toRaw(from, raw.length());
      case DType.DateTime ticks ->
          from instanceof DType.DateTime other ? TickRules.level(other, ticks) : anyway(from);
      case DType.TimeDelta ticks -> toTimeDelta(from, ticks);
      case DType.Struct struct -> toStruct(from, struct);
      case DType.SubArray subArray ->
          from instanceof DType.SubArray other && other.shape().equals(subArray.shape())
              ? level(other.base(), subArray.base())
              : null;
    };
  }

  /// Everything but a record can be forced into one scalar.
  private static @Nullable Casting anyway(DType from) {
    return switch (from) {
      case DType.Struct struct ->
          struct.fields().size() == 1 ? anyway(struct.fields().getFirst().dtype()) : null;
      case DType.SubArray s -> null;
      default -> Casting.UNSAFE;
    };
  }

  private static @Nullable Casting toNumeric(DType from, ScalarType to) {
    if (from instanceof DType.LongDouble wide) {
      boolean narrows = wide.complex() ? to.isComplex() : to.isComplex() || to.isFloat();
      return narrows ? Casting.SAME_KIND : Casting.UNSAFE;
    }
    if (!(from instanceof DType.Numeric numeric)) {
      return anyway(from);
    }
    ScalarType type = numeric.type();
    if (type == ScalarType.BFLOAT16 || to == ScalarType.BFLOAT16) {
      return bfloat16(type, to);
    }
    if (commonType(type, to) == to) {
      return Casting.SAFE;
    }
    return rank(type) <= rank(to) ? Casting.SAME_KIND : Casting.UNSAFE;
  }

  /// As `ml_dtypes` registers it: safe from what fits 8 bits and to what is wider; anything else
  /// may become one within "the same kind", but it may become nothing else.
  private static Casting bfloat16(ScalarType from, ScalarType to) {
    if (commonType(from, to) == to) {
      return Casting.SAFE;
    }
    return to == ScalarType.BFLOAT16 ? Casting.SAME_KIND : Casting.UNSAFE;
  }

  /// The order of kinds that casting within "the same kind" may go up.
  private static int rank(ScalarType type) {
    return "buifc".indexOf(type.isComplex() ? 'c' : type.isFloat() ? 'f' : type.kind());
  }

  private static @Nullable Casting toLongDouble(DType from, boolean complex) {
    return switch (from) {
      case DType.Numeric numeric ->
          complex || !numeric.type().isComplex() ? Casting.SAFE : Casting.UNSAFE;
      case DType.LongDouble wide -> complex ? Casting.SAFE : Casting.UNSAFE;
      default -> anyway(from);
    };
  }

  private static @Nullable Casting toChars(DType from, int length, boolean unicode) {
    int needed;
    switch (from) {
      case DType.Numeric numeric -> needed = chars(numeric.type());
      case DType.LongDouble wide ->
          needed = wide.complex() ? 2 * LONG_DOUBLE_CHARS : LONG_DOUBLE_CHARS;
      case DType.Bytes bytes -> needed = bytes.length();
      case DType.Text text when unicode -> needed = text.length();
      default -> {
        return anyway(from);
      }
    }
    boolean sameKind = unicode ? from instanceof DType.Text : from instanceof DType.Bytes;
    if (length == 0) {
      // A length of 0 asks NumPy to choose one.
      return sameKind ? Casting.NO : Casting.SAFE;
    }
    return needed <= length ? Casting.SAFE : Casting.SAME_KIND;
  }

  private static int chars(ScalarType type) {
    if (type == ScalarType.BOOL) {
      return BOOL_CHARS;
    }
    if (type.isInteger()) {
      int digits = INTEGER_CHARS[Integer.numberOfTrailingZeros(type.itemSize())];
      return type.kind() == 'i' ? digits + 1 : digits;
    }
    return type.isComplex() ? 2 * FLOAT_CHARS : FLOAT_CHARS;
  }

  private static @Nullable Casting toRaw(DType from, int length) {
    if (from instanceof DType.Raw raw) {
      return length == 0 ? Casting.NO : raw.length() <= length ? Casting.SAFE : Casting.SAME_KIND;
    }
    if (from instanceof DType.Struct || from instanceof DType.SubArray) {
      return anyway(from);
    }
    return length == 0 || from.itemSize() <= length ? Casting.SAFE : Casting.UNSAFE;
  }

  private static @Nullable Casting toTimeDelta(DType from, DType.TimeDelta to) {
    return switch (from) {
      case DType.TimeDelta ticks -> TickRules.level(ticks, to);
      case DType.Numeric numeric
          when numeric.type().isInteger() || numeric.type() == ScalarType.BOOL ->
          numeric.type() == ScalarType.UINT64 ? Casting.SAME_KIND : Casting.SAFE;
      default -> anyway(from);
    };
  }

  /// Records field by field, in order; other names are no more than "safe".
  private static @Nullable Casting toStruct(DType from, DType.Struct to) {
    if (!(from instanceof DType.Struct struct)) {
      return from instanceof DType.SubArray ? null : Casting.UNSAFE;
    }
    List<DType.Field> fields = struct.fields();
    if (fields.size() != to.fields().size()) {
      return null;
    }
    Casting worst = Casting.SAFE;
    for (int i = 0; i < fields.size(); i++) {
      Casting level = level(fields.get(i).dtype(), to.fields().get(i).dtype());
      if (level == null) {
        return null;
      }
      worst = level.compareTo(worst) > 0 ? level : worst;
    }
    return worst;
  }

  /// The smallest dtype that both go to safely, in the machine's byte order; null if there is none.
  public static @Nullable DType common(DType one, DType other) {
    ByteOrder order = ByteOrder.nativeOrder();
    if (one instanceof DType.Numeric a && other instanceof DType.Numeric b) {
      ScalarType type = commonType(a.type(), b.type());
      return type == null ? null : DType.of(type);
    }
    if (isEquiv(one, other)) {
      return one.withOrder(order);
    }
    if (isOpaque(one) || isOpaque(other)) {
      return null;
    }
    if (level(one, other) == Casting.SAFE) {
      return other.withOrder(order);
    }
    return level(other, one) == Casting.SAFE ? one.withOrder(order) : null;
  }

  private static boolean isOpaque(DType dtype) {
    return dtype instanceof DType.Raw || dtype instanceof DType.Struct;
  }

  /// The smallest type that holds every value of both, by NumPy's lights: int64 and float32 make
  /// float64, uint64 and a signed integer make float64.
  static @Nullable ScalarType commonType(ScalarType one, ScalarType other) {
    if (one == other) {
      return one;
    }
    if (one == ScalarType.BOOL || other == ScalarType.BOOL) {
      return one == ScalarType.BOOL ? other : one;
    }
    if (one == ScalarType.BFLOAT16 || other == ScalarType.BFLOAT16) {
      return withBfloat16(one == ScalarType.BFLOAT16 ? other : one);
    }
    if (one.isInteger() && other.isInteger()) {
      return commonInteger(one, other);
    }
    int size = Math.max(floatSize(one), floatSize(other));
    if (one.isComplex() || other.isComplex()) {
      return size == Double.BYTES ? ScalarType.COMPLEX128 : ScalarType.COMPLEX64;
    }
    return switch (size) {
      case Short.BYTES -> ScalarType.FLOAT16;
      case Float.BYTES -> ScalarType.FLOAT32;
      default -> ScalarType.FLOAT64;
    };
  }

  private static @Nullable ScalarType withBfloat16(ScalarType other) {
    return switch (other) {
      case BOOL, INT8, UINT8, BFLOAT16 -> ScalarType.BFLOAT16;
      case FLOAT32, FLOAT64, COMPLEX64, COMPLEX128 -> other;
      case INT16, UINT16, INT32, UINT32, INT64, UINT64, FLOAT16 -> null;
    };
  }

  private static ScalarType commonInteger(ScalarType one, ScalarType other) {
    if (one.kind() == other.kind()) {
      return one.itemSize() >= other.itemSize() ? one : other;
    }
    ScalarType signed = one.kind() == 'i' ? one : other;
    ScalarType unsigned = one.kind() == 'i' ? other : one;
    if (signed.itemSize() > unsigned.itemSize()) {
      return signed;
    }
    return switch (unsigned.itemSize()) {
      case Byte.BYTES -> ScalarType.INT16;
      case Short.BYTES -> ScalarType.INT32;
      case Integer.BYTES -> ScalarType.INT64;
      default -> ScalarType.FLOAT64;
    };
  }

  /// The size of the smallest float that NumPy takes for a type's values, or for each half of them.
  private static int floatSize(ScalarType type) {
    if (type.isInteger()) {
      return type.itemSize() == 1 ? Short.BYTES : type.itemSize() == 2 ? Float.BYTES : Double.BYTES;
    }
    return type.unitSize();
  }
}
