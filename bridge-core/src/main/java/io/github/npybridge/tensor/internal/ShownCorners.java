package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.Shape;

/// The elements of an array that a printout shows: all of a small one, and of a large one the first
/// and last few along each axis.
///
/// No other element is ever read, so an array larger than memory prints at once.
final class ShownCorners implements ShownElements {
  private final ElementSource source;
  private final Shape shape;
  private final int[] shown;
  private final int size;

  /// What is shown of `source`.
  ///
  /// @throws IllegalArgumentException if even that is too much for a Java array; an array of more
  ///   than 2**31 elements needs a dozen axes for it
  ShownCorners(ElementSource source) {
    this.source = source;
    this.shape = source.shape();
    this.shown = new int[shape.ndim()];
    boolean summarised = isSummarised(shape);
    long product = 1;
    for (int axis = 0; axis < shown.length; axis++) {
      long dim = shape.dim(axis);
      shown[axis] = (int) (summarised ? Math.min(dim, 2 * ArrayText.EDGE_ITEMS) : dim);
      product *= shown[axis];
      if (product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape: expected one whose printout shows fewer than 2**31 elements, found " + shape);
      }
    }
    this.size = (int) product;
  }

  /// Whether an array of this shape is printed with `...` along its long axes.
  static boolean isSummarised(Shape shape) {
    return shape.size() > ArrayText.THRESHOLD;
  }

  /// The number of axes.
  int ndim() {
    return shown.length;
  }

  /// How many indices of an axis are shown.
  int shown(int axis) {
    return shown[axis];
  }

  /// Whether elements are left out before the `i`-th shown index of an axis.
  boolean isAfterGap(int axis, int i) {
    return i == ArrayText.EDGE_ITEMS && shown[axis] < shape.dim(axis);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean booleanAt(int position) {
    return source.booleanAt(index(position));
  }

  @Override
  public long longAt(int position) {
    return source.longAt(index(position));
  }

  @Override
  public double realAt(int position) {
    return source.realAt(index(position));
  }

  @Override
  public double imagAt(int position) {
    return source.imagAt(index(position));
  }

  @Override
  public byte[] bytesAt(int position) {
    return source.bytesAt(index(position));
  }

  private long[] index(int position) {
    long[] index = new long[shown.length];
    int rest = position;
    for (int axis = shown.length - 1; axis >= 0; axis--) {
      int i = rest % shown[axis];
      rest /= shown[axis];
      index[axis] = i < ArrayText.EDGE_ITEMS ? i : i + shape.dim(axis) - shown[axis];
    }
    return index;
  }
}
