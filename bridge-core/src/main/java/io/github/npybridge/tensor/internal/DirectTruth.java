package io.github.npybridge.tensor.internal;

import static io.github.npybridge.tensor.internal.DirectLoop.BLOCK;

import io.github.npybridge.format.ScalarType;
import java.nio.Buffer;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/// Direct loops to bool.
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
      long a = Lanes.bytesToTruth(from.get(i));
      long b = Lanes.bytesToTruth(from.get(i + 1));
      long c = Lanes.bytesToTruth(from.get(i + 2));
      long d = Lanes.bytesToTruth(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
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
            truth[i] = Lanes.shortsToTruth(from.get(i), signs);
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
            truth[i] = Lanes.intsToTruth(from.get(i), signs);
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
            truth[i] = Lanes.longToTruth(from.get(i), sign);
          }
          DirectBuffers.bytes(target).put(0, truth);
        });
  }
}
