package io.github.npybridge.tensor.internal;

import static io.github.npybridge.tensor.internal.Carrier.BYTE;
import static io.github.npybridge.tensor.internal.Carrier.DOUBLE;
import static io.github.npybridge.tensor.internal.Carrier.FLOAT;
import static io.github.npybridge.tensor.internal.Carrier.INT;
import static io.github.npybridge.tensor.internal.Carrier.LONG;
import static io.github.npybridge.tensor.internal.Carrier.SHORT;
import static io.github.npybridge.tensor.internal.DirectBuffers.bytes;
import static io.github.npybridge.tensor.internal.DirectBuffers.doubles;
import static io.github.npybridge.tensor.internal.DirectBuffers.floats;
import static io.github.npybridge.tensor.internal.DirectBuffers.ints;
import static io.github.npybridge.tensor.internal.DirectBuffers.longs;
import static io.github.npybridge.tensor.internal.DirectBuffers.shorts;
import static io.github.npybridge.tensor.internal.DirectLoop.BLOCK;

import io.github.npybridge.format.ScalarType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;

/// Direct loops from integers to floats, each value rounded once, ties to even.
final class DirectIntegersToFloats {
  private DirectIntegersToFloats() {}

  static @Nullable DirectLoop of(ScalarType from, ScalarType to) {
    DirectLoop any = widest(from, to);
    if (any == null || from.itemSize() < Long.BYTES) {
      return any;
    }
    DirectLoop.Body small =
        to == ScalarType.FLOAT32
            ? DirectIntegersToFloats::smallLongsToFloats
            : DirectIntegersToFloats::smallLongsToDoubles;
    return new DirectLoop(LONG, any.target(), small).onlyIf(LONG, areInts(from), any);
  }

  /// The loop for any value, or for as many as there is one.
  static @Nullable DirectLoop widest(ScalarType from, ScalarType to) {
    return switch (to) {
      case FLOAT32 -> toFloats(from);
      case FLOAT64 -> toDoubles(from);
      default -> null;
    };
  }

  private static @Nullable DirectLoop toFloats(ScalarType from) {
    return switch (from) {
      case INT8 -> new DirectLoop(BYTE, FLOAT, DirectIntegersToFloats::bytesToFloats);
      case UINT8 -> unsignedBytesToFloats();
      case INT16 -> new DirectLoop(SHORT, FLOAT, DirectIntegersToFloats::shortsToFloats);
      case UINT16 -> unsignedShortsToFloats();
      case INT32 -> new DirectLoop(INT, FLOAT, DirectIntegersToFloats::intsToFloats);
      case UINT32 -> new DirectLoop(INT, FLOAT, DirectIntegersToFloats::unsignedIntsToFloats);
      case INT64 -> new DirectLoop(LONG, FLOAT, DirectIntegersToFloats::longsToFloats);
      case UINT64 ->
          new DirectLoop(LONG, FLOAT, DirectIntegersToFloats::longsToFloats)
              .onlyIf(LONG, DirectIntegersToFloats::areSigned, null);
      default -> null;
    };
  }

  private static @Nullable DirectLoop toDoubles(ScalarType from) {
    return switch (from) {
      case INT8 -> new DirectLoop(BYTE, DOUBLE, DirectIntegersToFloats::bytesToDoubles);
      case UINT8 -> unsignedBytesToDoubles();
      case INT16 -> new DirectLoop(SHORT, DOUBLE, DirectIntegersToFloats::shortsToDoubles);
      case UINT16 -> unsignedShortsToDoubles();
      case INT32 -> new DirectLoop(INT, DOUBLE, DirectIntegersToFloats::intsToDoubles);
      case UINT32 -> new DirectLoop(INT, DOUBLE, DirectIntegersToFloats::unsignedIntsToDoubles);
      case INT64 -> new DirectLoop(LONG, DOUBLE, DirectIntegersToFloats::longsToDoubles);
      case UINT64 ->
          new DirectLoop(LONG, DOUBLE, DirectIntegersToFloats::longsToDoubles)
              .onlyIf(LONG, DirectIntegersToFloats::areSigned, null);
      default -> null;
    };
  }

  private static void bytesToFloats(Buffer source, Buffer target) {
    ByteBuffer from = bytes(source);
    FloatBuffer to = floats(target);
    for (int i = 0; i < BLOCK; i += 4) {
      float a = from.get(i);
      float b = from.get(i + 1);
      float c = from.get(i + 2);
      float d = from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void bytesToDoubles(Buffer source, Buffer target) {
    ByteBuffer from = bytes(source);
    DoubleBuffer to = doubles(target);
    for (int i = 0; i < BLOCK; i += 4) {
      double a = from.get(i);
      double b = from.get(i + 1);
      double c = from.get(i + 2);
      double d = from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void shortsToFloats(Buffer source, Buffer target) {
    ShortBuffer from = shorts(source);
    FloatBuffer to = floats(target);
    for (int i = 0; i < BLOCK; i += 4) {
      float a = from.get(i);
      float b = from.get(i + 1);
      float c = from.get(i + 2);
      float d = from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void shortsToDoubles(Buffer source, Buffer target) {
    ShortBuffer from = shorts(source);
    DoubleBuffer to = doubles(target);
    for (int i = 0; i < BLOCK; i += 4) {
      double a = from.get(i);
      double b = from.get(i + 1);
      double c = from.get(i + 2);
      double d = from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void intsToFloats(Buffer source, Buffer target) {
    IntBuffer from = ints(source);
    FloatBuffer to = floats(target);
    for (int i = 0; i < BLOCK; i += 4) {
      float a = (float) from.get(i);
      float b = (float) from.get(i + 1);
      float c = (float) from.get(i + 2);
      float d = (float) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void intsToDoubles(Buffer source, Buffer target) {
    IntBuffer from = ints(source);
    DoubleBuffer to = doubles(target);
    for (int i = 0; i < BLOCK; i += 4) {
      double a = from.get(i);
      double b = from.get(i + 1);
      double c = from.get(i + 2);
      double d = from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void longsToFloats(Buffer source, Buffer target) {
    LongBuffer from = longs(source);
    FloatBuffer to = floats(target);
    for (int i = 0; i < BLOCK; i += 4) {
      float a = (float) from.get(i);
      float b = (float) from.get(i + 1);
      float c = (float) from.get(i + 2);
      float d = (float) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void longsToDoubles(Buffer source, Buffer target) {
    LongBuffer from = longs(source);
    DoubleBuffer to = doubles(target);
    for (int i = 0; i < BLOCK; i += 4) {
      double a = (double) from.get(i);
      double b = (double) from.get(i + 1);
      double c = (double) from.get(i + 2);
      double d = (double) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  /// By way of `int`, of which there is vector code on every processor.
  private static void smallLongsToFloats(Buffer source, Buffer target) {
    LongBuffer from = longs(source);
    FloatBuffer to = floats(target);
    for (int i = 0; i < BLOCK; i += 4) {
      float a = (float) (int) from.get(i);
      float b = (float) (int) from.get(i + 1);
      float c = (float) (int) from.get(i + 2);
      float d = (float) (int) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  /// See [#smallLongsToFloats].
  private static void smallLongsToDoubles(Buffer source, Buffer target) {
    LongBuffer from = longs(source);
    DoubleBuffer to = doubles(target);
    for (int i = 0; i < BLOCK; i += 4) {
      double a = (int) from.get(i);
      double b = (int) from.get(i + 1);
      double c = (int) from.get(i + 2);
      double d = (int) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void unsignedIntsToFloats(Buffer source, Buffer target) {
    IntBuffer from = ints(source);
    FloatBuffer to = floats(target);
    for (int i = 0; i < BLOCK; i += 4) {
      float a = (float) unsigned(from.get(i));
      float b = (float) unsigned(from.get(i + 1));
      float c = (float) unsigned(from.get(i + 2));
      float d = (float) unsigned(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void unsignedIntsToDoubles(Buffer source, Buffer target) {
    IntBuffer from = ints(source);
    DoubleBuffer to = doubles(target);
    for (int i = 0; i < BLOCK; i += 4) {
      double a = unsigned(from.get(i));
      double b = unsigned(from.get(i + 1));
      double c = unsigned(from.get(i + 2));
      double d = unsigned(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  /// An unsigned number, of which there is a conversion only for signed ones; both steps are exact.
  private static double unsigned(int bits) {
    return (bits ^ Integer.MIN_VALUE) + 0x1p31;
  }

  /// Less 128 first, in an array: there is vector code for signed numbers only.
  private static DirectLoop unsignedBytesToFloats() {
    byte[] signed = new byte[BLOCK];
    return new DirectLoop(
        BYTE,
        FLOAT,
        (source, target) -> {
          ByteBuffer from = bytes(source);
          for (int i = 0; i < BLOCK; i++) {
            signed[i] = (byte) (from.get(i) ^ Byte.MIN_VALUE);
          }
          FloatBuffer to = floats(target);
          for (int i = 0; i < BLOCK; i++) {
            to.put(i, signed[i] + 0x1p7f);
          }
        });
  }

  private static DirectLoop unsignedBytesToDoubles() {
    byte[] signed = new byte[BLOCK];
    return new DirectLoop(
        BYTE,
        DOUBLE,
        (source, target) -> {
          ByteBuffer from = bytes(source);
          for (int i = 0; i < BLOCK; i++) {
            signed[i] = (byte) (from.get(i) ^ Byte.MIN_VALUE);
          }
          DoubleBuffer to = doubles(target);
          for (int i = 0; i < BLOCK; i++) {
            to.put(i, signed[i] + 0x1p7);
          }
        });
  }

  private static DirectLoop unsignedShortsToFloats() {
    short[] signed = new short[BLOCK];
    return new DirectLoop(
        SHORT,
        FLOAT,
        (source, target) -> {
          ShortBuffer from = shorts(source);
          for (int i = 0; i < BLOCK; i++) {
            signed[i] = (short) (from.get(i) ^ Short.MIN_VALUE);
          }
          FloatBuffer to = floats(target);
          for (int i = 0; i < BLOCK; i++) {
            to.put(i, signed[i] + 0x1p15f);
          }
        });
  }

  private static DirectLoop unsignedShortsToDoubles() {
    short[] signed = new short[BLOCK];
    return new DirectLoop(
        SHORT,
        DOUBLE,
        (source, target) -> {
          ShortBuffer from = shorts(source);
          for (int i = 0; i < BLOCK; i++) {
            signed[i] = (short) (from.get(i) ^ Short.MIN_VALUE);
          }
          DoubleBuffer to = doubles(target);
          for (int i = 0; i < BLOCK; i++) {
            to.put(i, signed[i] + 0x1p15);
          }
        });
  }

  /// Whether all unsigned values are also signed ones.
  private static boolean areSigned(Buffer source) {
    return areWithin(source, 0, Long.MIN_VALUE);
  }

  /// Whether all values, of `int64` or `uint64`, fit an `int`.
  static DirectLoop.Check areInts(ScalarType from) {
    return from == ScalarType.INT64
        ? source -> areWithin(source, 1L << 31, ~0xffff_ffffL)
        : source -> areWithin(source, 0, ~0x7fff_ffffL);
  }

  /// Whether no value has any of some bits, with something added to it.
  ///
  /// The bits are taken in the loop: the compiler makes vector code of one that does something with
  /// the values before it collects them.
  private static boolean areWithin(Buffer source, long offset, long bits) {
    LongBuffer from = longs(source);
    long all = 0;
    for (int i = 0; i < BLOCK; i++) {
      all |= (from.get(i) + offset) & bits;
    }
    return all == 0;
  }
}
