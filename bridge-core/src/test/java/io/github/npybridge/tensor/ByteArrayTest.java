package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A part of a byte array, which carries every dtype, at an odd offset.
class ByteArrayTest extends TensorContract implements MemoryContract.OrdersByTurns {
  @Override
  Memory place(DType dtype, Shape shape, MemoryOrder order, byte[] stored) {
    byte[] array = new byte[stored.length + 8];
    MemorySegment segment = MemorySegment.ofArray(array).asSlice(3, stored.length);
    segment.copyFrom(MemorySegment.ofArray(stored));
    return new Memory(
        SegmentMemory.tensor(segment, dtype, shape, order),
        () -> segment.toArray(ValueLayout.JAVA_BYTE),
        () -> {});
  }
}
