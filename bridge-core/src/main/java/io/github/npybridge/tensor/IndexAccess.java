package io.github.npybridge.tensor;

import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.ArrayFile;
import io.github.npybridge.tensor.internal.Geometry;
import io.github.npybridge.tensor.internal.IndexedCopy;
import io.github.npybridge.tensor.internal.Region;
import org.jspecify.annotations.Nullable;

/// The part of [Tensor] that copies chosen indices of an axis: gather and scatter.
abstract sealed class IndexAccess extends ItemAccess permits BulkAccess {
  IndexAccess(Region region, @Nullable ArrayFile file) {
    super(region, file);
  }

  /// A copy of chosen indices along an axis, in new memory in C order: `torch.index_select`,
  /// `numpy.take(a, indices, axis)`. The rows of a batch: `t.indexSelect(0, 17, 4, -1)`.
  ///
  /// Any number of threads may do so at once.
  ///
  /// @param axis the axis, negative ones counted from the end
  /// @param indices the indices in the order wanted, any of them repeatedly; negative ones count
  ///   from the end
  /// @throws IndexOutOfBoundsException if there is no such axis or index
  /// @throws IllegalStateException if the file or its arena is closed
  public final Tensor indexSelect(int axis, long... indices) {
    int along = requireIndices(axis, indices);
    Shape shape = IndexedCopy.shape(region.geometry(), along, indices.length);
    return guarded(() -> {
      Region result = Region.allocate(region.dtype(), shape, MemoryOrder.C);
      IndexedCopy.gather(region, result, along, indices);
      return Tensor.owning(result, view(region).requiresGrad());
    });
  }

  /// Copies chosen indices of another tensor into this one's memory: [#indexSelect] without new
  /// memory, `numpy.take(source, indices, axis, out=a)`. For loops that fill one batch after the
  /// other. The two may overlap.
  ///
  /// Everything is checked before anything is written. The caller synchronises.
  ///
  /// @param axis the axis, negative ones counted from the end
  /// @param indices indices of the source in the order wanted, any of them repeatedly; negative
  ///   ones count from the end
  /// @throws IllegalArgumentException if the dtypes differ, or this tensor has not the source's
  ///   shape with as many indices along the axis
  /// @throws IndexOutOfBoundsException if the source has no such axis or index
  /// @throws ReadOnlyTensorException if this tensor must not be written
  /// @throws IllegalStateException if a file or its arena is closed
  public final void indexSelectFrom(Tensor source, int axis, long... indices) {
    IndexAccess from = source;
    int along = from.requireIndices(axis, indices);
    requireFits("indexSelectFrom", this, from, along, indices.length);
    if (region.segment().isReadOnly()) {
      throw readOnly();
    }
    if (sharesAnything(source)) {
      view(region).copyFrom(source.indexSelect(axis, indices));
      return;
    }
    guarded(() ->
        from.guarded(() -> {
          IndexedCopy.gather(from.region, region, along, indices);
          return this;
        }));
  }

  /// Copies another tensor's rows to chosen indices along an axis of this one:
  /// `torch.Tensor.index_copy_`, `a[indices] = source`. Of a repeated index the last row stays. The
  /// two may overlap.
  ///
  /// Everything is checked before anything is written. The caller synchronises.
  ///
  /// @param axis the axis, negative ones counted from the end
  /// @param indices indices of this tensor; negative ones count from the end
  /// @param source as many rows as indices, of this tensor's dtype
  /// @throws IllegalArgumentException if the dtypes differ, or the source has not this tensor's
  ///   shape with as many indices along the axis
  /// @throws IndexOutOfBoundsException if this tensor has no such axis or index
  /// @throws ReadOnlyTensorException if this tensor must not be written
  /// @throws IllegalStateException if a file or its arena is closed
  public final void indexCopy(int axis, long[] indices, Tensor source) {
    int along = requireIndices(axis, indices);
    IndexAccess given = source;
    requireFits("indexCopy", given, this, along, indices.length);
    if (region.segment().isReadOnly()) {
      throw readOnly();
    }
    IndexAccess from = sharesAnything(source) ? source.copy() : source;
    guarded(() ->
        from.guarded(() -> {
          IndexedCopy.scatter(from.region, region, along, indices);
          return this;
        }));
  }

  /// Whether a write here may change the other tensor, through this mapping or another one.
  private boolean sharesAnything(Tensor other) {
    return other.sharesMemory(view(region));
  }

  private int requireIndices(int axis, long... indices) {
    Geometry geometry = region.geometry();
    int along = Geometry.axis(axis, geometry.ndim());
    for (long index : indices) {
      geometry.normalIndex(along, index);
    }
    return along;
  }

  /// Requires that one tensor holds so many indices of another one.
  private static void requireFits(
      String method, IndexAccess rows, IndexAccess whole, int axis, int count) {
    if (!rows.region.dtype().equals(whole.region.dtype())) {
      throw new IllegalArgumentException(
          method
              + ": expected tensors of one dtype, found "
              + whole.region.dtype()
              + " and "
              + rows.region.dtype());
    }
    Shape expected = IndexedCopy.shape(whole.region.geometry(), axis, count);
    if (!rows.region.geometry().shape().equals(expected)) {
      throw new IllegalArgumentException(
          method
              + ": expected shape "
              + expected
              + " for "
              + count
              + " indices along axis "
              + axis
              + ", found "
              + rows.region.geometry().shape());
    }
  }
}
