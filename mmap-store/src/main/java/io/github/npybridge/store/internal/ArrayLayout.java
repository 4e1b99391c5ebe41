package io.github.npybridge.store.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;

/// An array in a file: what its elements are and where they lie.
///
/// @param dtype what the elements are
/// @param shape the axis lengths
/// @param order the order of the elements
/// @param dataOffset where the data starts in the file, in bytes
public record ArrayLayout(DType dtype, Shape shape, MemoryOrder order, long dataOffset) {
  /// The size of all elements in bytes.
  public long dataSize() {
    return shape.byteSize(dtype.itemSize());
  }
}
