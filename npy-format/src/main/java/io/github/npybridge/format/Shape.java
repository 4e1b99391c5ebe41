package io.github.npybridge.format;

import java.util.Arrays;

/// The lengths of an array's axes, in elements, outermost first.
///
/// Immutable. Zero axes (a 0-d array, one element) and axes of length 0 (no elements) are ordinary.
/// A shape that exists is valid: no length is negative, there are at most {@value
/// NpyFormat#MAX_NDIM} axes, and the product of the lengths that are not zero fits a `long`.
public final class Shape {
  private static final Shape SCALAR = new Shape(new long[0], 1);

  private final long[] dims;
  private final long size;

  private Shape(long[] dims, long size) {
    this.dims = dims;
    this.size = size;
  }

  /// The shape of a 0-d array, `()`.
  public static Shape scalar() {
    return SCALAR;
  }

  /// A shape with these axis lengths.
  ///
  /// @throws IllegalArgumentException if a length is negative, there are too many axes, or the
  ///   number of elements overflows a `long`
  public static Shape of(long... dims) {
    if (dims.length == 0) {
      return SCALAR;
    }
    if (dims.length > NpyFormat.MAX_NDIM) {
      throw new IllegalArgumentException(
          "shape: expected at most " + NpyFormat.MAX_NDIM + " axes, found " + dims.length);
    }
    long[] copy = dims.clone();
    boolean empty = false;
    long product = 1;
    for (long dim : copy) {
      if (dim < 0) {
        throw new IllegalArgumentException(
            "shape: expected axis lengths of 0 or more, found " + dim + " in " + text(copy));
      }
      if (dim == 0) {
        empty = true;
      } else {
        product = multiply(product, dim, "elements", copy);
      }
    }
    return new Shape(copy, empty ? 0 : product);
  }

  private static long multiply(long product, long factor, String unit, long[] dims) {
    long high = Math.multiplyHigh(product, factor);
    long low = product * factor;
    if (high != 0 || low < 0) {
      throw new IllegalArgumentException(
          "shape: expected fewer than 2**63 " + unit + ", found " + text(dims));
    }
    return low;
  }

  /// The number of axes.
  public int ndim() {
    return dims.length;
  }

  /// The length of one axis.
  ///
  /// @throws IndexOutOfBoundsException if there is no such axis; negative axes are not counted from
  ///   the end here
  public long dim(int axis) {
    if (axis < 0 || axis >= dims.length) {
      throw new IndexOutOfBoundsException(
          "axis " + axis + " is out of bounds for array of dimension " + dims.length);
    }
    return dims[axis];
  }

  /// The number of elements: the product of all axis lengths, 1 for a 0-d array.
  public long size() {
    return size;
  }

  /// The size in bytes of a contiguous array of this shape.
  ///
  /// As in NumPy the lengths that are not zero count even when the array is empty: `(0, 2**62)` of
  /// 8-byte items is refused.
  ///
  /// @throws IllegalArgumentException if it overflows a `long`
  public long byteSize(long itemSize) {
    long product = itemSize;
    for (long dim : dims) {
      if (dim != 0) {
        product = multiply(product, dim, "bytes", dims);
      }
    }
    return size == 0 ? 0 : product;
  }

  /// The axis lengths, in a new array.
  public long[] toArray() {
    return dims.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /// The shape as Python prints a tuple: `()`, `(3,)`, `(2, 3)`.
  @Override
  public String toString() {
    return text(dims);
  }

  private static String text(long[] dims) {
    StringBuilder out = new StringBuilder("(");
    for (int axis = 0; axis < dims.length; axis++) {
      if (axis > 0) {
        out.append(", ");
      }
      out.append(dims[axis]);
    }
    return out.append(dims.length == 1 ? ",)" : ")").toString();
  }
}
