package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;
import java.lang.foreign.MemorySegment;

/// Loops from floats to integers, off-heap to off-heap. The values of a block are checked first, on
/// their bits, as in [Truncation]: a block with one out of range is not converted.
final class OffHeapTruncation {
  private OffHeapTruncation() {}

  /// The loop from float32 or float64 to an integer type.
  static OffHeapLoops.Loop of(ScalarType from, ScalarType to) {
    OffHeapLoops.Loop convert = convert(from == ScalarType.FLOAT32, to);
    return (source, offset, target, start, count) ->
        isInRange(from, to, source, offset, count)
            && convert.run(source, offset, target, start, count);
  }

  private static OffHeapLoops.Loop convert(boolean isFloat, ScalarType to) {
    return switch (to) {
      case INT8, UINT8 ->
          isFloat ? OffHeapTruncation::floatsToBytes : OffHeapTruncation::doublesToBytes;
      case INT16, UINT16 ->
          isFloat ? OffHeapTruncation::floatsToShorts : OffHeapTruncation::doublesToShorts;
      case INT32 -> isFloat ? OffHeapTruncation::floatsToInts : OffHeapTruncation::doublesToInts;
      case UINT32 ->
          isFloat
              ? OffHeapTruncation::floatsToUnsignedInts
              : OffHeapTruncation::doublesToUnsignedInts;
      default -> isFloat ? OffHeapTruncation::floatsToLongs : OffHeapTruncation::doublesToLongs;
    };
  }

  /// Whether all values are in range; false also in a few cases where they are.
  static boolean isInRange(
      ScalarType from, ScalarType to, MemorySegment source, long offset, int count) {
    double limit = Truncation.limit(to);
    boolean isSigned = to.kind() == 'i';
    return from == ScalarType.FLOAT32
        ? areFloatsBelow((float) limit, isSigned ? 0 : Integer.MIN_VALUE, source, offset, count)
        : areDoublesBelow(limit, isSigned ? 0 : Long.MIN_VALUE, source, offset, count);
  }

  private static boolean areFloatsBelow(
      float limit, int sign, MemorySegment source, long offset, int count) {
    int below = Float.floatToRawIntBits(limit) - 1;
    int outside = 0;
    for (int i = 0; i < count; i++) {
      int bits = OffHeap.getInt(source, offset + 4L * i);
      outside |= (below - (bits & Integer.MAX_VALUE)) | (bits & sign);
    }
    return outside >= 0;
  }

  private static boolean areDoublesBelow(
      double limit, long sign, MemorySegment source, long offset, int count) {
    long below = Double.doubleToRawLongBits(limit) - 1;
    long outside = 0;
    for (int i = 0; i < count; i++) {
      long bits = OffHeap.getLong(source, offset + 8L * i);
      outside |= (below - (bits & Long.MAX_VALUE)) | (bits & sign);
    }
    return outside >= 0;
  }

  private static boolean floatsToBytes(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setByte(target, to + i, (byte) (int) OffHeap.getFloat(source, from + 4L * i));
    }
    return true;
  }

  private static boolean floatsToShorts(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setShort(target, to + 2L * i, (short) (int) OffHeap.getFloat(source, from + 4L * i));
    }
    return true;
  }

  private static boolean floatsToInts(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setInt(target, to + 4L * i, (int) OffHeap.getFloat(source, from + 4L * i));
    }
    return true;
  }

  private static boolean floatsToUnsignedInts(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setInt(target, to + 4L * i, (int) (long) OffHeap.getFloat(source, from + 4L * i));
    }
    return true;
  }

  private static boolean floatsToLongs(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setLong(target, to + 8L * i, (long) OffHeap.getFloat(source, from + 4L * i));
    }
    return true;
  }

  private static boolean doublesToBytes(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setByte(target, to + i, (byte) (int) OffHeap.getDouble(source, from + 8L * i));
    }
    return true;
  }

  private static boolean doublesToShorts(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setShort(target, to + 2L * i, (short) (int) OffHeap.getDouble(source, from + 8L * i));
    }
    return true;
  }

  private static boolean doublesToInts(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setInt(target, to + 4L * i, (int) OffHeap.getDouble(source, from + 8L * i));
    }
    return true;
  }

  private static boolean doublesToUnsignedInts(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setInt(target, to + 4L * i, (int) (long) OffHeap.getDouble(source, from + 8L * i));
    }
    return true;
  }

  private static boolean doublesToLongs(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setLong(target, to + 8L * i, (long) OffHeap.getDouble(source, from + 8L * i));
    }
    return true;
  }
}
