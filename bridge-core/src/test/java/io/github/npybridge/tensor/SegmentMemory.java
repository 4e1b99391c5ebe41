package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import java.lang.foreign.MemorySegment;

/// Tensors of both memory orders over segments.
final class SegmentMemory {
  private SegmentMemory() {}

  static Tensor tensor(MemorySegment segment, DType dtype, Shape shape, MemoryOrder order) {
    if (order == MemoryOrder.C) {
      return Tensors.asTensor(segment, dtype, shape);
    }
    long[] dims = shape.toArray();
    long[] reversed = new long[dims.length];
    for (int axis = 0; axis < dims.length; axis++) {
      reversed[axis] = dims[dims.length - 1 - axis];
    }
    return Tensors.asTensor(segment, dtype, Shape.of(reversed)).transpose();
  }
}
