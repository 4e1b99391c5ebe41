package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.Allocator;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A tensor as bulk operations see it: memory, what the elements are, where they lie.
///
/// @param segment the memory, of which the elements may be a part
/// @param dtype what the elements are
/// @param geometry where they lie in the segment
public record Region(MemorySegment segment, DType dtype, Geometry geometry) {
  /// New memory, filled with zeros: that of [HeapMemory].
  public static Region allocate(DType dtype, Shape shape, MemoryOrder order) {
    return allocate(dtype, shape, order, HeapMemory::allocate);
  }

  private static Region allocate(DType dtype, Shape shape, MemoryOrder order, Allocator allocator) {
    long bytes = shape.byteSize(dtype.itemSize());
    MemorySegment segment = allocator.allocate(dtype, shape.size());
    if (segment.byteSize() < bytes || segment.isReadOnly()) {
      throw new IllegalArgumentException(
          "allocator: expected "
              + bytes
              + " bytes that may be written, found "
              + segment.byteSize()
              + (segment.isReadOnly() ? " that may not" : ""));
    }
    return new Region(segment, dtype, Geometry.contiguous(shape, dtype.itemSize(), order));
  }

  /// New memory for elements of this shape and another dtype, in this region's memory order if it
  /// has no gaps, else in C order.
  public Region allocateLike(DType other, Allocator allocator) {
    int[] axes = geometry.axesByStride();
    Geometry sorted = geometry.permute(axes);
    if (!sorted.isContiguous(MemoryOrder.C, dtype.itemSize())) {
      return allocate(other, geometry.shape(), MemoryOrder.C, allocator);
    }
    Region packed = allocate(other, sorted.shape(), MemoryOrder.C, allocator);
    int[] back = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      back[axes[i]] = i;
    }
    return packed.with(packed.geometry.permute(back));
  }

  /// Elements of this dtype that fill other memory.
  Region block(MemorySegment memory) {
    Shape shape = Shape.of(memory.byteSize() / dtype.itemSize());
    return new Region(memory, dtype, Geometry.contiguous(shape, dtype.itemSize(), MemoryOrder.C));
  }

  /// Whether the units of an element have to be swapped to be in the machine's byte order.
  boolean isSwapped() {
    return dtype instanceof DType.Numeric numeric && !numeric.isNative();
  }

  /// The same bytes taken for elements in the machine's order, so that nothing is swapped.
  Region raw() {
    return new Region(segment, dtype.withOrder(ByteOrder.nativeOrder()), geometry);
  }

  /// The region with another geometry.
  public Region with(Geometry other) {
    return new Region(segment, dtype, other);
  }

  /// Whether a write to one of the two regions may change the other.
  public boolean overlaps(Region other) {
    long low = geometry.low();
    long otherLow = other.geometry.low();
    MemorySegment used = segment.asSlice(low, geometry.high(dtype.itemSize()) - low);
    MemorySegment otherUsed =
        other.segment.asSlice(otherLow, other.geometry.high(other.dtype.itemSize()) - otherLow);
    // In one memory, addresses have one origin: that of the process, or the start of an array.
    return used.asOverlappingSlice(otherUsed).isPresent()
        && overlapsAt(other, other.segment.address() - segment.address());
  }

  /// Whether the two regions had a byte in common if the other's memory began `distance` bytes
  /// behind the beginning of this one's.
  public boolean overlapsAt(Region other, long distance) {
    return Overlap.test(
        geometry, dtype.itemSize(), other.geometry, other.dtype.itemSize(), distance);
  }

  /// Whether both regions have every element at the same place, so that a walk through both reads
  /// each element just before it is written.
  boolean isSameAs(Region other) {
    return dtype.itemSize() == other.dtype.itemSize()
        && Arrays.equals(geometry.strides(), other.geometry.strides())
        && geometry.offset() == other.geometry.offset()
        && segment.equals(other.segment);
  }
}
