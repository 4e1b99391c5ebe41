package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;

/// Loops from floats to floats, each value rounded once, ties to even.
final class FloatLoops {
  /// The exponent of float64 is this much larger than that of float32, at float32's place.
  private static final long REBIAS = (1023L - 127) << 23;

  private FloatLoops() {}

  static CastLoop of(ScalarType from, ScalarType to) {
    return switch (from) {
      case FLOAT16 ->
          to == ScalarType.FLOAT32
              ? new CastLoop(Carrier.SHORT, Carrier.FLOAT, FloatLoops::halvesToFloats)
              : new CastLoop(Carrier.SHORT, Carrier.DOUBLE, FloatLoops::halvesToDoubles);
      case BFLOAT16 -> new CastLoop(Carrier.INT, Carrier.LONG, FloatLoops::bfloatsToFloats);
      case FLOAT32 ->
          switch (to) {
            case FLOAT16 -> new CastLoop(Carrier.FLOAT, Carrier.SHORT, FloatLoops::floatsToHalves);
            case BFLOAT16 -> new CastLoop(Carrier.LONG, Carrier.INT, FloatLoops::floatsToBfloats);
            default -> new CastLoop(Carrier.FLOAT, Carrier.DOUBLE, FloatLoops::floatsToDoubles);
          };
      default ->
          to == ScalarType.FLOAT16
              ? doublesToHalves()
              : new CastLoop(Carrier.DOUBLE, Carrier.FLOAT, FloatLoops::doublesToFloats);
    };
  }

  static void halvesToFloats(Object source, Object target, int start, int count) {
    short[] from = (short[]) source;
    float[] to = (float[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = Float.float16ToFloat(from[i]);
    }
  }

  private static void halvesToDoubles(Object source, Object target, int start, int count) {
    short[] from = (short[]) source;
    double[] to = (double[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = Float.float16ToFloat(from[i]);
    }
  }

  /// A bfloat16 is the upper half of a float32; two at a time.
  private static void bfloatsToFloats(Object source, Object target, int start, int count) {
    int[] from = (int[]) source;
    long[] to = (long[]) target;
    int lanes = (count + 1) / 2;
    for (int i = 0; i < lanes; i++) {
      long v = from[i];
      to[i] = ((v & 0xffff) << 16) | ((v & 0xffff_0000L) << 32);
    }
  }

  private static void floatsToHalves(Object source, Object target, int start, int count) {
    float[] from = (float[]) source;
    short[] to = (short[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = Float.floatToFloat16(from[i]);
    }
  }

  private static void floatsToDoubles(Object source, Object target, int start, int count) {
    float[] from = (float[]) source;
    double[] to = (double[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = from[i];
    }
  }

  private static void doublesToFloats(Object source, Object target, int start, int count) {
    double[] from = (double[]) source;
    float[] to = (float[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = (float) from[i];
    }
  }

  /// Two at a time; a block with a NaN one by one, because rounding could turn it into an infinity.
  private static void floatsToBfloats(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    int[] to = (int[]) target;
    int lanes = (count + 1) / 2;
    if (count % 2 != 0) {
      from[lanes - 1] &= 0xffff_ffffL;
    }
    long nan = 0;
    for (int i = 0; i < lanes; i++) {
      nan |= (from[i] & 0x7fffffff_7fffffffL) + 0x007fffff_007fffffL;
    }
    if ((nan & 0x80000000_80000000L) == 0) {
      for (int i = 0; i < lanes; i++) {
        long v = from[i];
        v += 0x00007fff_00007fffL + (v >>> 16 & 0x00000001_00000001L);
        to[i] = (int) ((v >>> 16 & 0xffff) | (v >>> 32 & 0xffff_0000L));
      }
      return;
    }
    for (int i = 0; i < lanes; i++) {
      float low = Float.intBitsToFloat((int) from[i]);
      float high = Float.intBitsToFloat((int) (from[i] >>> 32));
      to[i] = (HalfFloats.toBfloat16(low) & 0xffff) | (HalfFloats.toBfloat16(high) << 16);
    }
  }

  /// By way of float32, but not rounded there: what is cut off leaves its lowest bit set, so that
  /// the second step rounds as if it saw all of it.
  private static CastLoop doublesToHalves() {
    int[] bits = new int[Stage.WINDOW / Double.BYTES];
    float[] floats = new float[bits.length];
    return new CastLoop(
        Carrier.LONG,
        Carrier.SHORT,
        (source, target, start, count) -> {
          long[] from = (long[]) source;
          long range = 0;
          for (int i = 0; i < count; i++) {
            long v = from[i];
            long magnitude = v & Long.MAX_VALUE;
            long sticky = ((magnitude & 0x1fff_ffff) + 0x1fff_ffff) >>> 29;
            long cut = (magnitude >>> 29 | sticky) - REBIAS;
            range |= 0x7f7f_ffff - cut;
            // What is too small for a float32 is 0 in float16.
            bits[i] = (int) ((cut & ~(cut >> 63)) | (v >>> 32 & 0x8000_0000L));
          }
          if (range < 0) {
            // A NaN, an infinity or a value beyond float32.
            short[] to = (short[]) target;
            for (int i = 0; i < count; i++) {
              to[start + i] = HalfFloats.toFloat16(Double.longBitsToDouble(from[i]));
            }
            return;
          }
          Carrier.FLOAT.read(Carrier.INT.segment(bits), false, 0, Float.BYTES, floats, 0, count);
          floatsToHalves(floats, target, start, count);
        });
  }
}
