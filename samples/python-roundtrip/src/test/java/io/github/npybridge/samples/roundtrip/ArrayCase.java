package io.github.npybridge.samples.roundtrip;

import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;

/// An array that Java and `matrix.py` make alike, each on its own.
///
/// @param dtype what Python calls the dtype, its byte order included
/// @param shape the shape
/// @param order the order in the file
/// @param shift the number of the first element's value among the values of the dtype
record ArrayCase(String dtype, Shape shape, MemoryOrder order, int shift) {
  ArrayCase withShift(int shift) {
    return new ArrayCase(dtype, shape, order, shift);
  }
}
