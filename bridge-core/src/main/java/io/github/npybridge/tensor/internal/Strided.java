package io.github.npybridge.tensor.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Loops that put units of 1, 2, 4 or 8 bytes in another order.
final class Strided {
  private static final Class<?> NATIVE = MemorySegment.NULL.getClass();

  private Strided() {}

  /// Whether [#read] can read a segment: mapped and native memory.
  static boolean isNative(MemorySegment segment) {
    return NATIVE.isInstance(segment);
  }

  /// Moves `count` units, `step` apart, to places `toStep` apart in another array of the same type.
  static void move(
      Object source, int from, int step, Object target, int to, int toStep, int count) {
    switch (target) {
      case byte[] units -> move((byte[]) source, from, step, units, to, toStep, count);
      case short[] units -> move((short[]) source, from, step, units, to, toStep, count);
      case int[] units -> move((int[]) source, from, step, units, to, toStep, count);
      case long[] units -> move((long[]) source, from, step, units, to, toStep, count);
      default -> throw new IllegalArgumentException("units: found " + target.getClass());
    }
  }

  /// Reads `count` units, `step` bytes apart, to places `toStep` apart in an array.
  static void read(
      MemorySegment source, long from, long step, Object target, int to, int toStep, int count) {
    switch (target) {
      case byte[] units -> read(source, from, step, units, to, toStep, count);
      case short[] units -> read(source, from, step, units, to, toStep, count);
      case int[] units -> read(source, from, step, units, to, toStep, count);
      case long[] units -> read(source, from, step, units, to, toStep, count);
      default -> throw new IllegalArgumentException("units: found " + target.getClass());
    }
  }

  /// Reverses the bytes of each of the first `count` units.
  static void swap(Object array, int count) {
    switch (array) {
      case short[] units -> swap(units, count);
      case int[] units -> swap(units, count);
      case long[] units -> swap(units, count);
      default -> throw new IllegalArgumentException("units: found " + array.getClass());
    }
  }

  private static void move(byte[] from, int f, int fj, byte[] to, int t, int tj, int count) {
    if (tj != 1) {
      for (int j = 0; j < count; j++) {
        to[t + j * tj] = from[f + j * fj];
      }
    } else if (fj == 0) {
      Arrays.fill(to, t, t + count, from[f]);
    } else {
      for (int j = 0; j < count; j++) {
        to[t + j] = from[f + j * fj];
      }
    }
  }

  private static void read(
      MemorySegment from, long f, long fj, byte[] to, int t, int tj, int count) {
    MemorySegment known = (MemorySegment) NATIVE.cast(from);
    if (tj != 1) {
      for (int j = 0; j < count; j++) {
        to[t + j * tj] = known.get(JAVA_BYTE, f + j * fj);
      }
    } else if (fj == 0) {
      Arrays.fill(to, t, t + count, known.get(JAVA_BYTE, f));
    } else {
      for (int j = 0; j < count; j++) {
        to[t + j] = known.get(JAVA_BYTE, f + j * fj);
      }
    }
  }

  private static void move(short[] from, int f, int fj, short[] to, int t, int tj, int count) {
    if (tj != 1) {
      for (int j = 0; j < count; j++) {
        to[t + j * tj] = from[f + j * fj];
      }
    } else if (fj == 0) {
      Arrays.fill(to, t, t + count, from[f]);
    } else {
      for (int j = 0; j < count; j++) {
        to[t + j] = from[f + j * fj];
      }
    }
  }

  private static void read(
      MemorySegment from, long f, long fj, short[] to, int t, int tj, int count) {
    MemorySegment known = (MemorySegment) NATIVE.cast(from);
    if (tj != 1) {
      for (int j = 0; j < count; j++) {
        to[t + j * tj] = known.get(JAVA_SHORT_UNALIGNED, f + j * fj);
      }
    } else if (fj == 0) {
      Arrays.fill(to, t, t + count, known.get(JAVA_SHORT_UNALIGNED, f));
    } else {
      for (int j = 0; j < count; j++) {
        to[t + j] = known.get(JAVA_SHORT_UNALIGNED, f + j * fj);
      }
    }
  }

  private static void move(int[] from, int f, int fj, int[] to, int t, int tj, int count) {
    if (tj != 1) {
      for (int j = 0; j < count; j++) {
        to[t + j * tj] = from[f + j * fj];
      }
    } else if (fj == 0) {
      Arrays.fill(to, t, t + count, from[f]);
    } else {
      for (int j = 0; j < count; j++) {
        to[t + j] = from[f + j * fj];
      }
    }
  }

  private static void read(
      MemorySegment from, long f, long fj, int[] to, int t, int tj, int count) {
    MemorySegment known = (MemorySegment) NATIVE.cast(from);
    if (tj != 1) {
      for (int j = 0; j < count; j++) {
        to[t + j * tj] = known.get(JAVA_INT_UNALIGNED, f + j * fj);
      }
    } else if (fj == 0) {
      Arrays.fill(to, t, t + count, known.get(JAVA_INT_UNALIGNED, f));
    } else {
      for (int j = 0; j < count; j++) {
        to[t + j] = known.get(JAVA_INT_UNALIGNED, f + j * fj);
      }
    }
  }

  private static void move(long[] from, int f, int fj, long[] to, int t, int tj, int count) {
    if (tj != 1) {
      for (int j = 0; j < count; j++) {
        to[t + j * tj] = from[f + j * fj];
      }
    } else if (fj == 0) {
      Arrays.fill(to, t, t + count, from[f]);
    } else {
      for (int j = 0; j < count; j++) {
        to[t + j] = from[f + j * fj];
      }
    }
  }

  private static void read(
      MemorySegment from, long f, long fj, long[] to, int t, int tj, int count) {
    MemorySegment known = (MemorySegment) NATIVE.cast(from);
    if (tj != 1) {
      for (int j = 0; j < count; j++) {
        to[t + j * tj] = known.get(JAVA_LONG_UNALIGNED, f + j * fj);
      }
    } else if (fj == 0) {
      Arrays.fill(to, t, t + count, known.get(JAVA_LONG_UNALIGNED, f));
    } else {
      for (int j = 0; j < count; j++) {
        to[t + j] = known.get(JAVA_LONG_UNALIGNED, f + j * fj);
      }
    }
  }

  private static void swap(short[] units, int count) {
    for (int i = 0; i < count; i++) {
      units[i] = Short.reverseBytes(units[i]);
    }
  }

  private static void swap(int[] units, int count) {
    for (int i = 0; i < count; i++) {
      units[i] = Integer.reverseBytes(units[i]);
    }
  }

  private static void swap(long[] units, int count) {
    for (int i = 0; i < count; i++) {
      units[i] = Long.reverseBytes(units[i]);
    }
  }
}
