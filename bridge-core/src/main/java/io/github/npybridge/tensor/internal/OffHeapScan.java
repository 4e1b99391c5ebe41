package io.github.npybridge.tensor.internal;

import java.lang.foreign.MemorySegment;

/// Loops over one run of off-heap memory: scans, in-place arithmetic and swapping copies, which are
/// bound by memory and would only lose by taking turns with copies into a window.
final class OffHeapScan {
  /// The elements that the float sums add up: 64 to each of eight sums, so that no addition waits
  /// for the one before. With fewer, entering the loop would take longer than running it.
  static final int PIECE = 512;

  private OffHeapScan() {}

  /// Whether these loops may be used for a region: its units in one run, none swapped.
  static boolean holds(Region region) {
    return OffHeap.holds(region.segment())
        && !region.isSwapped()
        && new Cursor(region).isOneRun(Carrier.of(region.dtype()).size());
  }

  /// The sum of [#PIECE] doubles.
  static double sumOfDoubles(MemorySegment segment, long offset) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    for (int i = 0; i < PIECE; i += 8) {
      long at = offset + 8L * i;
      a += OffHeap.getDouble(segment, at);
      b += OffHeap.getDouble(segment, at + 8);
      c += OffHeap.getDouble(segment, at + 16);
      d += OffHeap.getDouble(segment, at + 24);
      e += OffHeap.getDouble(segment, at + 32);
      f += OffHeap.getDouble(segment, at + 40);
      g += OffHeap.getDouble(segment, at + 48);
      h += OffHeap.getDouble(segment, at + 56);
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  /// The sum of [#PIECE] floats, in `double`.
  static double sumOfFloats(MemorySegment segment, long offset) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    for (int i = 0; i < PIECE; i += 8) {
      long at = offset + 4L * i;
      a += OffHeap.getFloat(segment, at);
      b += OffHeap.getFloat(segment, at + 4);
      c += OffHeap.getFloat(segment, at + 8);
      d += OffHeap.getFloat(segment, at + 12);
      e += OffHeap.getFloat(segment, at + 16);
      f += OffHeap.getFloat(segment, at + 20);
      g += OffHeap.getFloat(segment, at + 24);
      h += OffHeap.getFloat(segment, at + 28);
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  /// The sum of lanes of words, lane by lane; see [IntegerSum].
  static long sumOfLanes(
      MemorySegment segment, long offset, int words, long signs, int shift, long mask) {
    long sum = 0;
    for (int i = 0; i < words; i++) {
      sum += (OffHeap.getLong(segment, offset + 8L * i) ^ signs) >>> shift & mask;
    }
    return sum;
  }

  /// Replaces `count` doubles `x` by `x * factor + term`.
  static void affine(MemorySegment segment, long offset, int count, double factor, double term) {
    for (int i = 0; i < count; i++) {
      long at = offset + 8L * i;
      OffHeap.setDouble(segment, at, OffHeap.getDouble(segment, at) * factor + term);
    }
  }

  /// Replaces `count` floats `x` by `x * factor + term`.
  static void affine(MemorySegment segment, long offset, int count, float factor, float term) {
    for (int i = 0; i < count; i++) {
      long at = offset + 4L * i;
      OffHeap.setFloat(segment, at, OffHeap.getFloat(segment, at) * factor + term);
    }
  }

  /// Copies `size` bytes of 4-byte units, an even number of them, and swaps each: two at a time,
  /// whose order is put right again.
  static void swapInts(MemorySegment source, long from, MemorySegment target, long to, int size) {
    for (int i = 0; i < size; i += Long.BYTES) {
      long pair = OffHeap.getLong(source, from + i);
      OffHeap.setLong(target, to + i, Long.rotateLeft(Long.reverseBytes(pair), Integer.SIZE));
    }
  }

  /// Copies `size` bytes of 8-byte units, and swaps each.
  static void swapLongs(MemorySegment source, long from, MemorySegment target, long to, int size) {
    for (int i = 0; i < size; i += Long.BYTES) {
      long unit = OffHeap.getLong(source, from + i);
      OffHeap.setLong(target, to + i, Long.reverseBytes(unit));
    }
  }
}
