package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Converts blocks of real floats to integers when every value of the block has one, and tells when
/// not; what is to become of the others is decided elsewhere.
///
/// A float of at least 0 is larger than another one when its bits are, so the range is checked on
/// the bits, where the compiler makes vector code of it. The check errs on one side: negative
/// values for unsigned types and the least values of signed ones are left to the exact way.
///
/// Not for several threads.
final class Truncation {
  private final ScalarType to;
  private final boolean isHalf;
  private final float[] floats;
  private final int[] intBits;
  private final long[] longBits;
  private final int @Nullable [] ints;

  /// @param items the longest block
  Truncation(ScalarType from, ScalarType to, int items) {
    boolean isDouble = from == ScalarType.FLOAT64;
    this.to = to;
    this.isHalf = from == ScalarType.FLOAT16;
    this.floats = new float[isHalf ? items : 0];
    this.intBits = new int[isDouble ? 0 : items];
    this.longBits = new long[isDouble ? items : 0];
    this.ints = to.itemSize() == Long.BYTES && !isDouble ? new int[items] : null;
  }

  /// Whether there is code for the pair.
  static boolean exists(ScalarType from, ScalarType to) {
    return to.isInteger()
        && (from == ScalarType.FLOAT16 || from == ScalarType.FLOAT32 || from == ScalarType.FLOAT64);
  }

  /// Whether all of `count` values have an integer; false also in a few cases where they have.
  ///
  /// @param source an array of the source's carrier
  boolean isInRange(Object source, int count) {
    if (source instanceof double[] doubles) {
      return isWithin(bits(doubles, count), limit(to), count);
    }
    return isWithin(bits(floats(source, count), count), (float) limit(to), count);
  }

  /// Converts `count` values if all are in range.
  ///
  /// @return whether it was done; if not, the target's content is undefined
  boolean run(Object source, Object target, int start, int count) {
    if (source instanceof double[] doubles) {
      if (!isWithin(bits(doubles, count), limit(to), count)) {
        return false;
      }
      convert(doubles, target, start, count);
      return true;
    }
    float[] values = floats(source, count);
    int[] bits = bits(values, count);
    boolean fitsInt = isWithin(bits, (float) Math.min(limit(to), 0x1p31), count);
    if (!fitsInt && !(to.itemSize() >= Integer.BYTES && isWithin(bits, (float) limit(to), count))) {
      return false;
    }
    convert(values, target, start, count, fitsInt);
    return true;
  }

  private float[] floats(Object source, int count) {
    if (!isHalf) {
      return (float[]) source;
    }
    FloatLoops.halvesToFloats(source, floats, 0, count);
    return floats;
  }

  private int[] bits(float[] values, int count) {
    Carrier.INT.read(MemorySegment.ofArray(values), false, 0, Float.BYTES, intBits, 0, count);
    return intBits;
  }

  private long[] bits(double[] values, int count) {
    Carrier.LONG.read(MemorySegment.ofArray(values), false, 0, Double.BYTES, longBits, 0, count);
    return longBits;
  }

  /// The first value above the range, and below its negative for signed types; 2**63 also for
  /// uint64, whose upper half has no instruction.
  static double limit(ScalarType to) {
    int bits = to.itemSize() * Byte.SIZE;
    return Math.scalb(1.0, to.kind() == 'i' || bits == Long.SIZE ? bits - 1 : bits);
  }

  private boolean isWithin(int[] bits, float limit, int count) {
    int below = Float.floatToRawIntBits(limit) - 1;
    int outside = 0;
    if (to.kind() == 'i') {
      for (int i = 0; i < count; i++) {
        outside |= below - (bits[i] & Integer.MAX_VALUE);
      }
    } else {
      for (int i = 0; i < count; i++) {
        outside |= (below - (bits[i] & Integer.MAX_VALUE)) | bits[i];
      }
    }
    return outside >= 0;
  }

  private boolean isWithin(long[] bits, double limit, int count) {
    long below = Double.doubleToRawLongBits(limit) - 1;
    long outside = 0;
    if (to.kind() == 'i') {
      for (int i = 0; i < count; i++) {
        outside |= below - (bits[i] & Long.MAX_VALUE);
      }
    } else {
      for (int i = 0; i < count; i++) {
        outside |= (below - (bits[i] & Long.MAX_VALUE)) | bits[i];
      }
    }
    return outside >= 0;
  }

  private void convert(double[] from, Object target, int start, int count) {
    switch (target) {
      case byte[] bytes -> {
        for (int i = 0; i < count; i++) {
          bytes[start + i] = (byte) (int) from[i];
        }
      }
      case short[] shorts -> {
        for (int i = 0; i < count; i++) {
          shorts[start + i] = (short) (int) from[i];
        }
      }
      case int[] signed when to == ScalarType.INT32 -> {
        for (int i = 0; i < count; i++) {
          signed[start + i] = (int) from[i];
        }
      }
      case int[] unsigned -> {
        for (int i = 0; i < count; i++) {
          unsigned[start + i] = (int) (long) from[i];
        }
      }
      default -> {
        long[] longs = (long[]) target;
        for (int i = 0; i < count; i++) {
          longs[start + i] = (long) from[i];
        }
      }
    }
  }

  private void convert(float[] from, Object target, int start, int count, boolean fitsInt) {
    switch (target) {
      case byte[] bytes -> {
        for (int i = 0; i < count; i++) {
          bytes[start + i] = (byte) (int) from[i];
        }
      }
      case short[] shorts -> {
        for (int i = 0; i < count; i++) {
          shorts[start + i] = (short) (int) from[i];
        }
      }
      case int[] small when fitsInt -> toInts(from, small, start, count);
      case int[] unsigned -> {
        for (int i = 0; i < count; i++) {
          unsigned[start + i] = (int) (long) from[i];
        }
      }
      default -> toLongs(from, (long[]) target, start, count, fitsInt);
    }
  }

  private static void toInts(float[] from, int[] to, int start, int count) {
    for (int i = 0; i < count; i++) {
      to[start + i] = (int) from[i];
    }
  }

  /// By way of `int` where that is possible: not every processor converts to vectors of `long`.
  private void toLongs(float[] from, long[] to, int start, int count, boolean fitsInt) {
    if (fitsInt && ints != null) {
      toInts(from, ints, 0, count);
      for (int i = 0; i < count; i++) {
        to[start + i] = ints[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        to[start + i] = (long) from[i];
      }
    }
  }
}
