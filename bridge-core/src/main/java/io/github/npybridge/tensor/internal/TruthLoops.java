package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;

/// Loops to bool: 1 for anything but 0, for the bits of integers and floats alike.
///
/// A lane `v` is not zero when `v | (v without its highest bit) + 0x7f...` has its highest bit set;
/// the sum stays in its lane. The sign of a float does not count: -0.0 is false.
final class TruthLoops {
  private TruthLoops() {}

  static CastLoop of(ScalarType from) {
    return switch (from) {
      case BOOL, INT8, UINT8 -> new CastLoop(Carrier.LONG, Carrier.LONG, TruthLoops::bytes);
      case INT16, UINT16 -> shorts(0x8000_8000_8000_8000L);
      case FLOAT16, BFLOAT16 -> shorts(0);
      case INT32, UINT32 -> ints(0x8000_0000_8000_0000L);
      case FLOAT32 -> ints(0);
      case INT64, UINT64 -> longs(Long.MIN_VALUE);
      case FLOAT64 -> longs(0);
      case COMPLEX64, COMPLEX128 ->
          throw new IllegalArgumentException("expected a real type, found " + from);
    };
  }

  private static void bytes(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    int lanes = (count + 7) / 8;
    for (int i = 0; i < lanes; i++) {
      long v = from[i];
      from[i] =
          (v | ((v & 0x7f7f7f7f_7f7f7f7fL) + 0x7f7f7f7f_7f7f7f7fL)) >>> 7 & 0x01010101_01010101L;
    }
    System.arraycopy(from, 0, (long[]) target, 0, lanes);
  }

  private static CastLoop shorts(long signs) {
    return new CastLoop(
        Carrier.LONG,
        Carrier.INT,
        (source, target, start, count) -> {
          long[] from = (long[]) source;
          int[] to = (int[]) target;
          int lanes = (count + 3) / 4;
          for (int i = 0; i < lanes; i++) {
            long v = from[i];
            long any = (v & signs) | ((v & 0x7fff7fff_7fff7fffL) + 0x7fff7fff_7fff7fffL);
            any = any >>> 15 & 0x00010001_00010001L;
            any = (any | (any >>> 8)) & 0x0000ffff_0000ffffL;
            to[i] = (int) (any | (any >>> 16));
          }
        });
  }

  private static CastLoop ints(long signs) {
    return new CastLoop(
        Carrier.LONG,
        Carrier.SHORT,
        (source, target, start, count) -> {
          long[] from = (long[]) source;
          short[] to = (short[]) target;
          int lanes = (count + 1) / 2;
          for (int i = 0; i < lanes; i++) {
            long v = from[i];
            long any = (v & signs) | ((v & 0x7fffffff_7fffffffL) + 0x7fffffff_7fffffffL);
            any = any >>> 31 & 0x00000001_00000001L;
            to[i] = (short) (any | (any >>> 24));
          }
        });
  }

  private static CastLoop longs(long sign) {
    return new CastLoop(
        Carrier.LONG,
        Carrier.BYTE,
        (source, target, start, count) -> {
          long[] from = (long[]) source;
          byte[] to = (byte[]) target;
          for (int i = 0; i < count; i++) {
            long v = from[i];
            to[start + i] = (byte) (((v & sign) | ((v & Long.MAX_VALUE) + Long.MAX_VALUE)) >>> 63);
          }
        });
  }
}
