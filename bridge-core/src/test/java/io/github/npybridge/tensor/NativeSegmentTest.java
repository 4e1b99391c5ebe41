package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Native memory of the caller's arena, at an odd address.
class NativeSegmentTest extends TensorContract implements MemoryContract.OrdersByTurns {
  @Override
  Memory place(DType dtype, Shape shape, MemoryOrder order, byte[] stored) {
    Arena arena = Arena.ofConfined();
    MemorySegment segment = arena.allocate(stored.length + 1, Long.BYTES).asSlice(1);
    segment.copyFrom(MemorySegment.ofArray(stored));
    return new Memory(
        SegmentMemory.tensor(segment, dtype, shape, order),
        () -> segment.toArray(ValueLayout.JAVA_BYTE),
        arena::close);
  }
}
