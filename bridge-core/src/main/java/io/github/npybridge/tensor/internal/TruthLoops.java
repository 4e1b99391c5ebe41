package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;

/// Loops to bool: 1 for anything but 0, for the bits of integers and floats alike.
final class TruthLoops {
  private TruthLoops() {}

  static CastLoop of(ScalarType from) {
    return switch (from) {
      case BOOL, INT8, UINT8 -> new CastLoop(Carrier.LONG, Carrier.LONG, TruthLoops::bytes);
      case INT16, UINT16 -> shorts(-1);
      case FLOAT16, BFLOAT16 -> shorts(0x7fff7fff_7fff7fffL);
      case INT32, UINT32 -> ints(-1);
      case FLOAT32 -> ints(0x7fffffff_7fffffffL);
      case INT64, UINT64 -> longs(0);
      case FLOAT64 -> longs(1);
      case COMPLEX64, COMPLEX128 ->
          throw new IllegalArgumentException("expected a real type, found " + from);
    };
  }

  private static void bytes(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    int lanes = (count + 7) / 8;
    for (int i = 0; i < lanes; i++) {
      from[i] = Lanes.bytesToTruth(from[i]);
    }
    System.arraycopy(from, 0, (long[]) target, 0, lanes);
  }

  /// @param kept the bits that count: -0.0 is false
  private static CastLoop shorts(long kept) {
    return new CastLoop(
        Carrier.LONG,
        Carrier.INT,
        (source, target, start, count) -> {
          long[] from = (long[]) source;
          int[] to = (int[]) target;
          int lanes = (count + 3) / 4;
          for (int i = 0; i < lanes; i++) {
            to[i] = Lanes.shortsToTruth(from[i] & kept);
          }
        });
  }

  /// @param kept see [#shorts]
  private static CastLoop ints(long kept) {
    return new CastLoop(
        Carrier.LONG,
        Carrier.SHORT,
        (source, target, start, count) -> {
          long[] from = (long[]) source;
          short[] to = (short[]) target;
          int lanes = (count + 1) / 2;
          for (int i = 0; i < lanes; i++) {
            to[i] = Lanes.intsToTruth(from[i] & kept);
          }
        });
  }

  /// @param shift how many of the highest bits do not count
  private static CastLoop longs(int shift) {
    return new CastLoop(
        Carrier.LONG,
        Carrier.BYTE,
        (source, target, start, count) -> {
          long[] from = (long[]) source;
          byte[] to = (byte[]) target;
          for (int i = 0; i < count; i++) {
            to[start + i] = Lanes.longToTruth(from[i] << shift);
          }
        });
  }
}
