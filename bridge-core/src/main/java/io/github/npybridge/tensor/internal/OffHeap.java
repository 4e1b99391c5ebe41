package io.github.npybridge.tensor.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// One element of memory outside of the heap: a mapped file or native memory. As [Access], but with
/// one kind of memory only, so that a loop may use two segments and stay simple enough for the
/// compiler.
final class OffHeap {
  private static final Class<?> NATIVE = MemorySegment.NULL.getClass();

  private OffHeap() {}

  /// Whether these methods may be used with a segment.
  static boolean holds(MemorySegment segment) {
    return NATIVE.isInstance(segment);
  }

  private static MemorySegment sharp(MemorySegment segment) {
    return (MemorySegment) NATIVE.cast(segment);
  }

  static byte getByte(MemorySegment segment, long offset) {
    return sharp(segment).get(JAVA_BYTE, offset);
  }

  static void setByte(MemorySegment segment, long offset, byte value) {
    sharp(segment).set(JAVA_BYTE, offset, value);
  }

  static short getShort(MemorySegment segment, long offset) {
    return sharp(segment).get(JAVA_SHORT_UNALIGNED, offset);
  }

  static void setShort(MemorySegment segment, long offset, short value) {
    sharp(segment).set(JAVA_SHORT_UNALIGNED, offset, value);
  }

  static int getInt(MemorySegment segment, long offset) {
    return sharp(segment).get(JAVA_INT_UNALIGNED, offset);
  }

  static void setInt(MemorySegment segment, long offset, int value) {
    sharp(segment).set(JAVA_INT_UNALIGNED, offset, value);
  }

  static long getLong(MemorySegment segment, long offset) {
    return sharp(segment).get(JAVA_LONG_UNALIGNED, offset);
  }

  static void setLong(MemorySegment segment, long offset, long value) {
    sharp(segment).set(JAVA_LONG_UNALIGNED, offset, value);
  }
}
