package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;

/// Loops from integers to float32 and float64, each value rounded once.
///
/// Java and most processors convert signed integers only. An unsigned one is moved down by half its
/// range first and the result up again, which is exact, or converted in two halves.
final class IntegerToFloatLoops {
  private IntegerToFloatLoops() {}

  static CastLoop of(ScalarType from, ScalarType to) {
    Carrier source = Carrier.of(from);
    return to == ScalarType.FLOAT32
        ? new CastLoop(source, Carrier.FLOAT, toFloats(from))
        : new CastLoop(source, Carrier.DOUBLE, toDoubles(from));
  }

  private static CastLoop.Body toFloats(ScalarType from) {
    return switch (from) {
      case INT8 -> IntegerToFloatLoops::bytesToFloats;
      case UINT8 -> IntegerToFloatLoops::unsignedBytesToFloats;
      case INT16 -> IntegerToFloatLoops::shortsToFloats;
      case UINT16 -> IntegerToFloatLoops::unsignedShortsToFloats;
      case INT32 -> IntegerToFloatLoops::intsToFloats;
      case UINT32 -> IntegerToFloatLoops::unsignedIntsToFloats;
      case INT64 -> IntegerToFloatLoops::longsToFloats;
      case UINT64 -> IntegerToFloatLoops::unsignedLongsToFloats;
      default -> throw new IllegalArgumentException("expected an integer type, found " + from);
    };
  }

  private static CastLoop.Body toDoubles(ScalarType from) {
    return switch (from) {
      case INT8 -> IntegerToFloatLoops::bytesToDoubles;
      case UINT8 -> IntegerToFloatLoops::unsignedBytesToDoubles;
      case INT16 -> IntegerToFloatLoops::shortsToDoubles;
      case UINT16 -> IntegerToFloatLoops::unsignedShortsToDoubles;
      case INT32 -> IntegerToFloatLoops::intsToDoubles;
      case UINT32 -> IntegerToFloatLoops::unsignedIntsToDoubles;
      case INT64 -> IntegerToFloatLoops::longsToDoubles;
      case UINT64 -> IntegerToFloatLoops::unsignedLongsToDoubles;
      default -> throw new IllegalArgumentException("expected an integer type, found " + from);
    };
  }

  private static void bytesToFloats(Object source, Object target, int start, int count) {
    byte[] from = (byte[]) source;
    float[] to = (float[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[i];
    }
  }

  private static void unsignedBytesToFloats(Object source, Object target, int start, int count) {
    byte[] from = (byte[]) source;
    float[] to = (float[]) target;
    flip(from, count);
    for (int i = 0; i < count; i++) {
      to[start + i] = from[i] + 0x1p7f;
    }
  }

  private static void flip(byte[] values, int count) {
    for (int i = 0; i < count; i++) {
      values[i] ^= Byte.MIN_VALUE;
    }
  }

  private static void shortsToFloats(Object source, Object target, int start, int count) {
    short[] from = (short[]) source;
    float[] to = (float[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[i];
    }
  }

  private static void unsignedShortsToFloats(Object source, Object target, int start, int count) {
    short[] from = (short[]) source;
    float[] to = (float[]) target;
    flip(from, count);
    for (int i = 0; i < count; i++) {
      to[start + i] = from[i] + 0x1p15f;
    }
  }

  private static void flip(short[] values, int count) {
    for (int i = 0; i < count; i++) {
      values[i] ^= Short.MIN_VALUE;
    }
  }

  private static void intsToFloats(Object source, Object target, int start, int count) {
    int[] from = (int[]) source;
    float[] to = (float[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[i];
    }
  }

  /// Both halves are exact, so only the sum rounds.
  private static void unsignedIntsToFloats(Object source, Object target, int start, int count) {
    int[] from = (int[]) source;
    float[] to = (float[]) target;
    for (int i = 0; i < count; i++) {
      int v = from[i];
      to[start + i] = (float) (v >>> 16) * 0x1p16f + (float) (v & 0xffff);
    }
  }

  private static void longsToFloats(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    float[] to = (float[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[i];
    }
  }

  private static void unsignedLongsToFloats(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    if (areSigned(from, count)) {
      longsToFloats(source, target, start, count);
      return;
    }
    float[] to = (float[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = Narrowing.unsignedToFloat(from[i]);
    }
  }

  private static void bytesToDoubles(Object source, Object target, int start, int count) {
    byte[] from = (byte[]) source;
    double[] to = (double[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[i];
    }
  }

  private static void unsignedBytesToDoubles(Object source, Object target, int start, int count) {
    byte[] from = (byte[]) source;
    double[] to = (double[]) target;
    flip(from, count);
    for (int i = 0; i < count; i++) {
      to[start + i] = from[i] + 0x1p7;
    }
  }

  private static void shortsToDoubles(Object source, Object target, int start, int count) {
    short[] from = (short[]) source;
    double[] to = (double[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[i];
    }
  }

  private static void unsignedShortsToDoubles(Object source, Object target, int start, int count) {
    short[] from = (short[]) source;
    double[] to = (double[]) target;
    flip(from, count);
    for (int i = 0; i < count; i++) {
      to[start + i] = from[i] + 0x1p15;
    }
  }

  private static void intsToDoubles(Object source, Object target, int start, int count) {
    int[] from = (int[]) source;
    double[] to = (double[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[i];
    }
  }

  private static void unsignedIntsToDoubles(Object source, Object target, int start, int count) {
    int[] from = (int[]) source;
    double[] to = (double[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = (from[i] ^ Integer.MIN_VALUE) + 0x1p31;
    }
  }

  private static void longsToDoubles(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    double[] to = (double[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[i];
    }
  }

  private static void unsignedLongsToDoubles(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    if (areSigned(from, count)) {
      longsToDoubles(source, target, start, count);
      return;
    }
    double[] to = (double[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = Narrowing.unsignedToDouble(from[i]);
    }
  }

  /// Whether all unsigned values are also signed ones.
  private static boolean areSigned(long[] values, int count) {
    long all = 0;
    for (int i = 0; i < count; i++) {
      all |= values[i];
    }
    return all >= 0;
  }
}
