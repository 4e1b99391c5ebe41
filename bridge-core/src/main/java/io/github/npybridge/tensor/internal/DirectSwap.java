package io.github.npybridge.tensor.internal;

import static io.github.npybridge.tensor.internal.DirectBuffers.ints;
import static io.github.npybridge.tensor.internal.DirectBuffers.longs;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/// Copies from off-heap memory to off-heap memory that reverse the bytes of each unit. The JDK's
/// own is as fast for two bytes, and slower for four and eight.
///
/// The loops follow the rules of [DirectLoop].
final class DirectSwap {
  private static final int BLOCK = 1 << 13;

  private DirectSwap() {}

  /// Copies as many whole blocks as a run has, if there is a loop for them.
  ///
  /// @param unit the size of a unit
  /// @return how many bytes that were
  static long copy(
      MemorySegment source, long from, MemorySegment target, long to, long size, int unit) {
    if (unit < Integer.BYTES
        || size < BLOCK
        || !DirectBuffers.canView(source, from, unit)
        || !DirectBuffers.canView(target, to, unit)) {
      return 0;
    }
    Carrier carrier = Carrier.ofSize(unit);
    long whole = size - size % BLOCK;
    for (long done = 0; done < whole; done += DirectBuffers.MOST) {
      int part = (int) Math.min(DirectBuffers.MOST, whole - done);
      Buffer read = DirectBuffers.view(source, from + done, part, carrier);
      Buffer written = DirectBuffers.view(target, to + done, part, carrier);
      for (int at = 0; at < part / unit; at += BLOCK / unit) {
        if (unit == Integer.BYTES) {
          swapInts(read.slice(at, BLOCK / unit), written.slice(at, BLOCK / unit));
        } else {
          swapLongs(read.slice(at, BLOCK / unit), written.slice(at, BLOCK / unit));
        }
      }
    }
    return whole;
  }

  private static void swapInts(Buffer source, Buffer target) {
    IntBuffer from = ints(source);
    IntBuffer to = ints(target);
    for (int i = 0; i < BLOCK / Integer.BYTES; i += 4) {
      int a = Integer.reverseBytes(from.get(i));
      int b = Integer.reverseBytes(from.get(i + 1));
      int c = Integer.reverseBytes(from.get(i + 2));
      int d = Integer.reverseBytes(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void swapLongs(Buffer source, Buffer target) {
    LongBuffer from = longs(source);
    LongBuffer to = longs(target);
    for (int i = 0; i < BLOCK / Long.BYTES; i += 4) {
      long a = Long.reverseBytes(from.get(i));
      long b = Long.reverseBytes(from.get(i + 1));
      long c = Long.reverseBytes(from.get(i + 2));
      long d = Long.reverseBytes(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }
}
