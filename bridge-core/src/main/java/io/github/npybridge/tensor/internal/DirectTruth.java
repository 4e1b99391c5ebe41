package io.github.npybridge.tensor.internal;

import static io.github.npybridge.tensor.internal.DirectLoop.BLOCK;

import io.github.npybridge.format.ScalarType;
import java.nio.Buffer;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/// Direct loops to bool; see [TruthLoops] for the lanes.
///
/// To an array first: the bytes are few, and so the rounds may be as long as they are.
final class DirectTruth {
  private DirectTruth() {}

  /// The loop to bool; null if there is none.
  static @Nullable DirectLoop of(ScalarType from) {
    return switch (from) {
      case INT8, UINT8 -> new DirectLoop(Carrier.LONG, Carrier.LONG, DirectTruth::bytes);
      case INT16, UINT16 -> shorts(0x8000_8000_8000_8000L);
      case FLOAT16 -> shorts(0);
      case INT32, UINT32 -> ints(0x8000_0000_8000_0000L);
      case FLOAT32 -> ints(0);
      case INT64, UINT64 -> longs(Long.MIN_VALUE);
      case FLOAT64 -> longs(0);
      case BOOL, BFLOAT16, COMPLEX64, COMPLEX128 -> null;
    };
  }

  private static void bytes(Buffer source, Buffer target) {
    LongBuffer from = DirectBuffers.longs(source);
    LongBuffer to = DirectBuffers.longs(target);
    for (int i = 0; i < BLOCK / 8; i += 4) {
      long a = truth(from.get(i));
      long b = truth(from.get(i + 1));
      long c = truth(from.get(i + 2));
      long d = truth(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static long truth(long v) {
    return (v | ((v & 0x7f7f7f7f_7f7f7f7fL) + 0x7f7f7f7f_7f7f7f7fL)) >>> 7 & 0x01010101_01010101L;
  }

  /// Whether all bytes are 0 or 1, as those of bools should be.
  static boolean areTruth(Buffer source) {
    LongBuffer from = DirectBuffers.longs(source);
    long all = 0;
    for (int i = 0; i < BLOCK / 8; i++) {
      all |= from.get(i);
    }
    return (all & ~0x01010101_01010101L) == 0;
  }

  private static DirectLoop shorts(long signs) {
    int[] truth = new int[BLOCK / 4];
    return new DirectLoop(
        Carrier.LONG,
        Carrier.INT,
        (source, target) -> {
          LongBuffer from = DirectBuffers.longs(source);
          for (int i = 0; i < BLOCK / 4; i++) {
            long v = from.get(i);
            long any = (v & signs) | ((v & 0x7fff7fff_7fff7fffL) + 0x7fff7fff_7fff7fffL);
            any = any >>> 15 & 0x00010001_00010001L;
            any = (any | (any >>> 8)) & 0x0000ffff_0000ffffL;
            truth[i] = (int) (any | (any >>> 16));
          }
          DirectBuffers.ints(target).put(0, truth);
        });
  }

  private static DirectLoop ints(long signs) {
    short[] truth = new short[BLOCK / 2];
    return new DirectLoop(
        Carrier.LONG,
        Carrier.SHORT,
        (source, target) -> {
          LongBuffer from = DirectBuffers.longs(source);
          for (int i = 0; i < BLOCK / 2; i++) {
            long v = from.get(i);
            long any = (v & signs) | ((v & 0x7fffffff_7fffffffL) + 0x7fffffff_7fffffffL);
            any = any >>> 31 & 0x00000001_00000001L;
            truth[i] = (short) (any | (any >>> 24));
          }
          DirectBuffers.shorts(target).put(0, truth);
        });
  }

  private static DirectLoop longs(long sign) {
    byte[] truth = new byte[BLOCK];
    return new DirectLoop(
        Carrier.LONG,
        Carrier.BYTE,
        (source, target) -> {
          LongBuffer from = DirectBuffers.longs(source);
          for (int i = 0; i < BLOCK; i++) {
            long v = from.get(i);
            truth[i] = (byte) (((v & sign) | ((v & Long.MAX_VALUE) + Long.MAX_VALUE)) >>> 63);
          }
          DirectBuffers.bytes(target).put(0, truth);
        });
  }
}
