package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.Shape;
import org.jspecify.annotations.Nullable;

/// Copies chosen indices of an axis: gather and scatter.
///
/// The indices have been checked; negative ones count from the end. The regions do not overlap.
public final class IndexedCopy {
  private IndexedCopy() {}

  /// The shape of so many indices of an axis.
  public static Shape shape(Geometry geometry, int axis, int count) {
    long[] dims = geometry.shape().toArray();
    dims[axis] = count;
    return Shape.of(dims);
  }

  /// Copies the source's `indices` to the target's indices 0, 1, 2 and so on.
  public static void gather(Region source, Region target, int axis, long... indices) {
    Copying rows = rows(source, target, axis);
    if (rows == null) {
      return;
    }
    Geometry from = source.geometry();
    long fromStride = from.strides()[axis];
    long toStride = target.geometry().strides()[axis];
    for (int i = 0; i < indices.length; i++) {
      rows.run(from.normalIndex(axis, indices[i]) * fromStride, i * toStride);
    }
  }

  /// Copies the source's indices 0, 1, 2 and so on to the target's `indices`, in this order.
  public static void scatter(Region source, Region target, int axis, long... indices) {
    Copying rows = rows(source, target, axis);
    if (rows == null) {
      return;
    }
    Geometry to = target.geometry();
    long fromStride = source.geometry().strides()[axis];
    long toStride = to.strides()[axis];
    for (int i = 0; i < indices.length; i++) {
      rows.run(i * fromStride, to.normalIndex(axis, indices[i]) * toStride);
    }
  }

  /// The copy of index 0 to index 0, which is that of every other pair when shifted; null if there
  /// is nothing to copy.
  private static @Nullable Copying rows(Region source, Region target, int axis) {
    if (Bulk.isEmpty(source) || Bulk.isEmpty(target)) {
      return null;
    }
    return Copying.of(
        source.with(source.geometry().select(axis, 0)),
        target.with(target.geometry().select(axis, 0)));
  }
}
