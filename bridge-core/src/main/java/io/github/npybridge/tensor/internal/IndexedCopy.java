package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Copies chosen indices of an axis: gather and scatter.
///
/// The caller has refused wrong indices by name; negative ones count from the end. The regions do
/// not overlap.
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
    long from = source.geometry().strides()[axis];
    long to = target.geometry().strides()[axis];
    long length = source.geometry().shape().dim(axis);
    copy(source, target, axis, new Steps(from, 0, 0, to), length, indices);
  }

  /// Copies the source's indices 0, 1, 2 and so on to the target's `indices`, in this order.
  public static void scatter(Region source, Region target, int axis, long... indices) {
    long from = source.geometry().strides()[axis];
    long to = target.geometry().strides()[axis];
    long length = target.geometry().shape().dim(axis);
    copy(source, target, axis, new Steps(0, from, to, 0), length, indices);
  }

  /// How many bytes further on a copy is in the source and in the target, for each number that an
  /// index is larger, and for each index before it.
  private record Steps(long fromIndex, long fromPlace, long toIndex, long toPlace) {}

  private static void copy(
      Region source, Region target, int axis, Steps steps, long length, long... indices) {
    if (Bulk.isEmpty(source) || Bulk.isEmpty(target)) {
      return;
    }
    Copying first =
        Copying.of(
            source.with(source.geometry().select(axis, 0)),
            target.with(target.geometry().select(axis, 0)));
    if (first instanceof RowCopy row && row.isOneRun()) {
      copyRuns(row, steps, length, indices);
      return;
    }
    for (int i = 0; i < indices.length; i++) {
      long index = normal(indices[i], length);
      first.run(
          index * steps.fromIndex + i * steps.fromPlace, index * steps.toIndex + i * steps.toPlace);
    }
  }

  /// The same for rows without gaps. Everything is read before the loop: behind the call that
  /// copies a row, the compiler would read it again, and a row of 1 KiB would take half as long
  /// again.
  private static void copyRuns(RowCopy row, Steps steps, long length, long... indices) {
    MemorySegment source = row.source();
    MemorySegment target = row.target();
    long from = row.plan().fromStart;
    long to = row.plan().toStart;
    long size = row.plan().run;
    long fromIndex = steps.fromIndex;
    long fromPlace = steps.fromPlace;
    long toIndex = steps.toIndex;
    long toPlace = steps.toPlace;
    for (int i = 0; i < indices.length; i++) {
      long index = normal(indices[i], length);
      Runs.copy(
          source,
          from + index * fromIndex + i * fromPlace,
          target,
          to + index * toIndex + i * toPlace,
          size);
    }
  }

  /// Checked once more, where it is used: the array is the caller's, who may write to it meanwhile.
  private static long normal(long index, long length) {
    return Objects.checkIndex(index < 0 ? index + length : index, length);
  }
}
