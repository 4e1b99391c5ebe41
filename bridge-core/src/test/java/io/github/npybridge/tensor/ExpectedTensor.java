package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a call must give: a tensor, or an exception.
///
/// @param error the exception's class; null if there is none
/// @param message a part of its message; for a [CopyRequiredException] the whole
/// @param byteStrides of the axes longer than 1; those of the others mean nothing
/// @param elements in C order, as text that tells all values apart, and no NaN from another
/// @param shares whether writes are seen both ways; of no meaning where there are no elements
record ExpectedTensor(
    @Nullable Class<? extends RuntimeException> error,
    String message,
    @Nullable DType dtype,
    Shape shape,
    List<Long> byteStrides,
    List<String> elements,
    boolean shares,
    boolean isReadOnly,
    boolean requiresGrad) {

  static ExpectedTensor refusal(Class<? extends RuntimeException> error, String message) {
    return new ExpectedTensor(
        error, message, null, Shape.scalar(), List.of(), List.of(), false, false, false);
  }

  static ExpectedTensor tensor(
      DType dtype, Shape shape, List<Long> byteStrides, List<String> elements, boolean shares) {
    return new ExpectedTensor(null, "", dtype, shape, byteStrides, elements, shares, false, false);
  }

  ExpectedTensor withReadOnly(boolean readOnly) {
    return new ExpectedTensor(
        error, message, dtype, shape, byteStrides, elements, shares, readOnly, requiresGrad);
  }

  ExpectedTensor withRequiresGrad(boolean wanted) {
    return new ExpectedTensor(
        error, message, dtype, shape, byteStrides, elements, shares, isReadOnly, wanted);
  }

  boolean isTensor() {
    return error == null;
  }

  /// The strides in bytes of elements without gaps in C order.
  static List<Long> packed(Shape shape, long itemSize) {
    long[] strides = new long[shape.ndim()];
    long stride = itemSize;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.dim(axis);
    }
    return OracleObject.list(strides);
  }

  /// Elements that lie in bytes as text.
  static List<String> text(DType dtype, byte[] bytes) {
    return dtype instanceof DType.Numeric numeric
        ? Numbers.text(numeric.type(), Elements.units(numeric, bytes))
        : List.of(HexFormat.of().formatHex(bytes));
  }

  /// Elements that lie in little-endian bytes as text.
  static List<String> littleEndianText(DType dtype, byte[] bytes) {
    return text(dtype.withOrder(ByteOrder.LITTLE_ENDIAN), bytes);
  }

  /// What differs in a result; empty if nothing does.
  String difference(@Nullable Tensor found, @Nullable RuntimeException thrown) {
    if (error != null) {
      if (thrown == null) {
        return "expected " + error.getSimpleName() + ": " + message + ", found " + found;
      }
      boolean fits =
          error == CopyRequiredException.class
              ? message.equals(thrown.getMessage())
              : String.valueOf(thrown.getMessage()).contains(message);
      return error.isInstance(thrown) && fits
          ? ""
          : "expected " + error.getSimpleName() + ": " + message + ", found " + thrown;
    }
    if (found == null) {
      return "expected " + dtype + " " + shape + " " + elements + ", found " + thrown;
    }
    StringBuilder text = new StringBuilder();
    compare(text, "dtype", dtype, found.dtype());
    compare(text, "shape", shape, found.shape());
    if (!text.isEmpty()) {
      return text.toString();
    }
    compare(
        text, "strides", used(shape, byteStrides), used(shape, OracleObject.list(found.strides())));
    compare(text, "elements", elements, text(found.dtype(), Elements.bytesOf(found)));
    compare(text, "read-only", isReadOnly, found.isReadOnly());
    compare(text, "gradients", requiresGrad, found.requiresGrad());
    return text.toString();
  }

  private static void compare(StringBuilder text, String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      text.append(what + ": expected " + expected + ", found " + found + "; ");
    }
  }

  private static List<Long> used(Shape shape, List<Long> strides) {
    List<Long> used = new ArrayList<>(strides);
    for (int axis = 0; axis < used.size(); axis++) {
      if (shape.dim(axis) < 2 || shape.size() == 0) {
        used.set(axis, 0L);
      }
    }
    return used;
  }
}
