package io.github.npybridge.tensor.internal;

import java.lang.foreign.MemorySegment;

/// Copies runs of bytes between segments, many short ones at the speed of few long ones.
///
/// As in [Access], a cast to a constant class tells the compiler what it copies between; a copy of
/// 64 bytes takes less than half the time then in a program that has used several kinds of memory.
///
/// One method would be too long: the JDK's copy is inlined at every place, and of a dozen copies of
/// it HotSpot's first compiler makes no code. Without that code the second one is never asked, and
/// a run of 1 KiB takes twice as long.
final class Runs {
  private static final Class<?> NATIVE = MemorySegment.NULL.getClass();
  private static final Class<?> BYTES = MemorySegment.ofArray(new byte[0]).getClass();
  private static final Class<?> SHORTS = MemorySegment.ofArray(new short[0]).getClass();
  private static final Class<?> INTS = MemorySegment.ofArray(new int[0]).getClass();
  private static final Class<?> LONGS = MemorySegment.ofArray(new long[0]).getClass();

  private Runs() {}

  /// Copies a run of `size` bytes.
  static void copy(MemorySegment source, long from, MemorySegment target, long to, long size) {
    if (!NATIVE.isInstance(source)) {
      copyFromArray(source, from, target, to, size);
    } else if (!NATIVE.isInstance(target)) {
      copyToArray(source, from, target, to, size);
    } else {
      MemorySegment.copy(
          (MemorySegment) NATIVE.cast(source), from, (MemorySegment) NATIVE.cast(target), to, size);
    }
  }

  private static void copyToArray(
      MemorySegment source, long from, MemorySegment target, long to, long size) {
    MemorySegment known = (MemorySegment) NATIVE.cast(source);
    if (BYTES.isInstance(target)) {
      MemorySegment.copy(known, from, (MemorySegment) BYTES.cast(target), to, size);
    } else if (SHORTS.isInstance(target)) {
      MemorySegment.copy(known, from, (MemorySegment) SHORTS.cast(target), to, size);
    } else if (INTS.isInstance(target)) {
      MemorySegment.copy(known, from, (MemorySegment) INTS.cast(target), to, size);
    } else if (LONGS.isInstance(target)) {
      MemorySegment.copy(known, from, (MemorySegment) LONGS.cast(target), to, size);
    } else {
      MemorySegment.copy(known, from, target, to, size);
    }
  }

  private static void copyFromArray(
      MemorySegment source, long from, MemorySegment target, long to, long size) {
    if (!NATIVE.isInstance(target)) {
      MemorySegment.copy(source, from, target, to, size);
      return;
    }
    MemorySegment known = (MemorySegment) NATIVE.cast(target);
    if (BYTES.isInstance(source)) {
      MemorySegment.copy((MemorySegment) BYTES.cast(source), from, known, to, size);
    } else if (SHORTS.isInstance(source)) {
      MemorySegment.copy((MemorySegment) SHORTS.cast(source), from, known, to, size);
    } else if (INTS.isInstance(source)) {
      MemorySegment.copy((MemorySegment) INTS.cast(source), from, known, to, size);
    } else if (LONGS.isInstance(source)) {
      MemorySegment.copy((MemorySegment) LONGS.cast(source), from, known, to, size);
    } else {
      MemorySegment.copy(source, from, known, to, size);
    }
  }
}
