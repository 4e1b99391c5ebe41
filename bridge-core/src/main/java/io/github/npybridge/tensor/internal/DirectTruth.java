package io.github.npybridge.tensor.internal;

import static io.github.npybridge.tensor.internal.Carrier.BYTE;
import static io.github.npybridge.tensor.internal.Carrier.INT;
import static io.github.npybridge.tensor.internal.Carrier.LONG;
import static io.github.npybridge.tensor.internal.Carrier.SHORT;
import static io.github.npybridge.tensor.internal.DirectLoop.BLOCK;

import io.github.npybridge.format.ScalarType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;

/// Direct loops to bool, with [Lanes].
///
/// Where four rounds are too much for the compiler, to an array first: the bytes are few.
final class DirectTruth {
  private DirectTruth() {}

  /// The loop to bool; null if there is none.
  static @Nullable DirectLoop of(ScalarType from) {
    return switch (from) {
      case INT8, UINT8 -> new DirectLoop(LONG, LONG, DirectTruth::bytes);
      case INT16, UINT16 -> shorts(-1);
      case FLOAT16 -> shorts(0x7fff7fff_7fff7fffL);
      case INT32, UINT32 -> ints();
      case FLOAT32 -> new DirectLoop(LONG, SHORT, DirectTruth::floats);
      case INT64, UINT64 -> new DirectLoop(LONG, BYTE, DirectTruth::longs);
      case FLOAT64 -> new DirectLoop(LONG, BYTE, DirectTruth::doubles);
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
      all |= from.get(i) & ~0x01010101_01010101L;
    }
    return all == 0;
  }

  /// @param kept the bits that count: -0.0 is false
  private static DirectLoop shorts(long kept) {
    int[] truth = new int[BLOCK / 4];
    return new DirectLoop(
        LONG,
        INT,
        (source, target) -> {
          LongBuffer from = DirectBuffers.longs(source);
          for (int i = 0; i < BLOCK / 4; i++) {
            truth[i] = Lanes.shortsToTruth(from.get(i) & kept);
          }
          DirectBuffers.ints(target).put(0, truth);
        });
  }

  private static DirectLoop ints() {
    short[] truth = new short[BLOCK / 2];
    return new DirectLoop(
        LONG,
        SHORT,
        (source, target) -> {
          LongBuffer from = DirectBuffers.longs(source);
          for (int i = 0; i < BLOCK / 2; i++) {
            truth[i] = Lanes.intsToTruth(from.get(i));
          }
          DirectBuffers.shorts(target).put(0, truth);
        });
  }

  private static void floats(Buffer source, Buffer target) {
    LongBuffer from = DirectBuffers.longs(source);
    ShortBuffer to = DirectBuffers.shorts(target);
    for (int i = 0; i < BLOCK / 2; i += 4) {
      short a = Lanes.floatsToTruth(from.get(i));
      short b = Lanes.floatsToTruth(from.get(i + 1));
      short c = Lanes.floatsToTruth(from.get(i + 2));
      short d = Lanes.floatsToTruth(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void longs(Buffer source, Buffer target) {
    LongBuffer from = DirectBuffers.longs(source);
    ByteBuffer to = DirectBuffers.bytes(target);
    for (int i = 0; i < BLOCK; i += 4) {
      byte a = Lanes.longToTruth(from.get(i));
      byte b = Lanes.longToTruth(from.get(i + 1));
      byte c = Lanes.longToTruth(from.get(i + 2));
      byte d = Lanes.longToTruth(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void doubles(Buffer source, Buffer target) {
    LongBuffer from = DirectBuffers.longs(source);
    ByteBuffer to = DirectBuffers.bytes(target);
    for (int i = 0; i < BLOCK; i += 4) {
      byte a = Lanes.longToTruth(from.get(i) << 1);
      byte b = Lanes.longToTruth(from.get(i + 1) << 1);
      byte c = Lanes.longToTruth(from.get(i + 2) << 1);
      byte d = Lanes.longToTruth(from.get(i + 3) << 1);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }
}
