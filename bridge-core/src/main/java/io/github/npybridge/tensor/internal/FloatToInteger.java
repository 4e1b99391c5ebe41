package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;

/// Doubles to integers, towards zero, and what becomes of those that have no integer.
///
/// A bare Java cast decides nothing here: it saturates for `int` and `long`, but wraps for smaller
/// types and for unsigned ones.
final class FloatToInteger {
  private static final double TWO_63 = 0x1p63;

  private FloatToInteger() {}

  /// The first double above the range of an integer type. Truncation makes it exclusive.
  private static double high(ScalarType to) {
    int bits = to.itemSize() * Byte.SIZE;
    return Math.scalb(1.0, to.kind() == 'i' ? bits - 1 : bits);
  }

  private static double least(ScalarType to) {
    return to.kind() == 'i' ? -high(to) : 0;
  }

  /// The position of the first value that the integer type cannot hold, or -1.
  static int firstOutside(double[] source, ScalarType to, int count) {
    double high = high(to);
    double least = least(to);
    // For int64 this rounds to the least value itself, hence the second comparison below.
    double below = least - 1;
    for (int i = 0; i < count; i++) {
      double value = source[i];
      boolean holds = value < high && (value > below || value == least);
      if (!holds) {
        return i;
      }
    }
    return -1;
  }

  /// The position of the first value that is no integer of this type, or -1.
  static int firstInexact(double[] source, ScalarType to, int count) {
    double high = high(to);
    double least = least(to);
    for (int i = 0; i < count; i++) {
      double value = source[i];
      boolean holds = value < high && value >= least && value == Math.rint(value);
      if (!holds) {
        return i;
      }
    }
    return -1;
  }

  /// Moves NaN to 0 and every other value into the range, in place. For 64-bit integers the upper
  /// end is one too high; [#convert] gives their largest value for it.
  static void saturate(double[] values, ScalarType to, int count) {
    double least = least(to);
    double most = to.itemSize() == Long.BYTES ? high(to) : high(to) - 1;
    for (int i = 0; i < count; i++) {
      double value = values[i];
      values[i] = Double.isNaN(value) ? 0 : Math.clamp(value, least, most);
    }
  }

  /// Converts values that are in range.
  static void convert(double[] source, ScalarType to, Object target, int count) {
    switch (to) {
      case INT8, UINT8 -> {
        byte[] bytes = (byte[]) target;
        for (int i = 0; i < count; i++) {
          bytes[i] = (byte) (int) source[i];
        }
      }
      case INT16, UINT16 -> {
        short[] shorts = (short[]) target;
        for (int i = 0; i < count; i++) {
          shorts[i] = (short) (int) source[i];
        }
      }
      case INT32, UINT32 -> {
        int[] ints = (int[]) target;
        for (int i = 0; i < count; i++) {
          ints[i] = (int) (long) source[i];
        }
      }
      case INT64 -> {
        long[] longs = (long[]) target;
        for (int i = 0; i < count; i++) {
          longs[i] = (long) source[i];
        }
      }
      case UINT64 -> {
        long[] longs = (long[]) target;
        for (int i = 0; i < count; i++) {
          longs[i] =
              source[i] >= TWO_63 ? (long) (source[i] - TWO_63) ^ Long.MIN_VALUE : (long) source[i];
        }
      }
      default -> throw notAnInteger(to);
    }
  }

  /// Converts as the x86-64 code of NumPy does, whose two instructions give their least value for
  /// everything they cannot convert.
  static void convertAsX86(double[] source, ScalarType to, Object target, int count) {
    switch (to) {
      case INT8, UINT8 -> {
        byte[] bytes = (byte[]) target;
        for (int i = 0; i < count; i++) {
          bytes[i] = (byte) cvttsd2si32(source[i]);
        }
      }
      case INT16, UINT16 -> {
        short[] shorts = (short[]) target;
        for (int i = 0; i < count; i++) {
          shorts[i] = (short) cvttsd2si32(source[i]);
        }
      }
      case INT32 -> {
        int[] ints = (int[]) target;
        for (int i = 0; i < count; i++) {
          ints[i] = cvttsd2si32(source[i]);
        }
      }
      case UINT32 -> {
        int[] ints = (int[]) target;
        for (int i = 0; i < count; i++) {
          ints[i] = (int) cvttsd2si64(source[i]);
        }
      }
      case INT64 -> {
        long[] longs = (long[]) target;
        for (int i = 0; i < count; i++) {
          longs[i] = cvttsd2si64(source[i]);
        }
      }
      case UINT64 -> {
        long[] longs = (long[]) target;
        for (int i = 0; i < count; i++) {
          longs[i] =
              source[i] >= TWO_63
                  ? cvttsd2si64(source[i] - TWO_63) ^ Long.MIN_VALUE
                  : cvttsd2si64(source[i]);
        }
      }
      default -> throw notAnInteger(to);
    }
  }

  private static int cvttsd2si32(double value) {
    return value > Integer.MIN_VALUE - 1.0 && value < Integer.MAX_VALUE + 1.0
        ? (int) value
        : Integer.MIN_VALUE;
  }

  private static long cvttsd2si64(double value) {
    return value >= -TWO_63 && value < TWO_63 ? (long) value : Long.MIN_VALUE;
  }

  private static IllegalArgumentException notAnInteger(ScalarType to) {
    return new IllegalArgumentException("expected an integer type, found " + to);
  }
}
