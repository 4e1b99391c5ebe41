package io.github.npybridge.tensor.internal;

import static io.github.npybridge.tensor.internal.Carrier.BYTE;
import static io.github.npybridge.tensor.internal.Carrier.INT;
import static io.github.npybridge.tensor.internal.Carrier.LONG;
import static io.github.npybridge.tensor.internal.Carrier.SHORT;
import static io.github.npybridge.tensor.internal.DirectBuffers.bytes;
import static io.github.npybridge.tensor.internal.DirectBuffers.ints;
import static io.github.npybridge.tensor.internal.DirectBuffers.longs;
import static io.github.npybridge.tensor.internal.DirectBuffers.shorts;
import static io.github.npybridge.tensor.internal.DirectLoop.BLOCK;

import io.github.npybridge.format.ScalarType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;

/// Direct loops from integers to integers of another size; with [Lanes] where both are small.
final class DirectIntegers {
  private DirectIntegers() {}

  /// The loop to integers of a size; null for the source's own.
  static @Nullable DirectLoop of(ScalarType from, int size) {
    boolean signed = from.kind() == 'i';
    return switch (from.itemSize()) {
      case Byte.BYTES ->
          switch (size) {
            case Short.BYTES ->
                signed ? from1To2() : new DirectLoop(INT, LONG, DirectIntegers::unsigned1To2);
            case Integer.BYTES -> from1To4(signed, 0xff, 0xff00);
            case Long.BYTES -> from1To8(signed ? -1 : 0xff);
            default -> null;
          };
      case Short.BYTES ->
          switch (size) {
            case Byte.BYTES -> from2To1();
            case Integer.BYTES ->
                signed ? from2To4() : new DirectLoop(INT, LONG, DirectIntegers::unsigned2To4);
            case Long.BYTES -> from2To8(signed ? -1 : 0xffff);
            default -> null;
          };
      case Integer.BYTES ->
          switch (size) {
            case Byte.BYTES -> new DirectLoop(LONG, SHORT, DirectIntegers::from4To1);
            case Short.BYTES -> new DirectLoop(LONG, INT, DirectIntegers::from4To2);
            case Long.BYTES ->
                new DirectLoop(
                    INT, LONG, signed ? DirectIntegers::signed4To8 : DirectIntegers::unsigned4To8);
            default -> null;
          };
      default ->
          switch (size) {
            case Byte.BYTES -> new DirectLoop(LONG, BYTE, DirectIntegers::from8To1);
            case Short.BYTES -> new DirectLoop(LONG, SHORT, DirectIntegers::from8To2);
            case Integer.BYTES -> new DirectLoop(LONG, INT, DirectIntegers::from8To4);
            default -> null;
          };
    };
  }

  private static void unsigned1To2(Buffer source, Buffer target) {
    IntBuffer from = ints(source);
    LongBuffer to = longs(target);
    for (int i = 0; i < BLOCK / 4; i += 4) {
      long a = Lanes.bytesToShorts(from.get(i));
      long b = Lanes.bytesToShorts(from.get(i + 1));
      long c = Lanes.bytesToShorts(from.get(i + 2));
      long d = Lanes.bytesToShorts(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  /// By way of an array, because four rounds of this are too much for the compiler.
  private static DirectLoop from1To2() {
    int[] bytes = new int[BLOCK / 4];
    return new DirectLoop(
        INT,
        LONG,
        (source, target) -> {
          ints(source).get(0, bytes);
          LongBuffer to = longs(target);
          for (int i = 0; i < BLOCK / 4; i++) {
            to.put(i, Lanes.signedBytesToShorts(bytes[i]));
          }
        });
  }

  private static DirectLoop from2To1() {
    int[] bytes = new int[BLOCK / 4];
    return new DirectLoop(
        LONG,
        INT,
        (source, target) -> {
          LongBuffer from = longs(source);
          for (int i = 0; i < BLOCK / 4; i++) {
            bytes[i] = Lanes.shortsToBytes(from.get(i));
          }
          ints(target).put(0, bytes);
        });
  }

  private static DirectLoop from1To4(boolean signed, long low, long high) {
    short[] bytes = new short[BLOCK / 2];
    return new DirectLoop(
        SHORT,
        LONG,
        signed
            ? (source, target) -> {
              shorts(source).get(0, bytes);
              LongBuffer to = longs(target);
              for (int i = 0; i < BLOCK / 2; i++) {
                to.put(i, Lanes.signedBytesToInts(bytes[i], low, high));
              }
            }
            : (source, target) -> {
              shorts(source).get(0, bytes);
              LongBuffer to = longs(target);
              for (int i = 0; i < BLOCK / 2; i++) {
                to.put(i, Lanes.bytesToInts(bytes[i], low, high));
              }
            });
  }

  private static DirectLoop from1To8(long mask) {
    return new DirectLoop(
        BYTE,
        LONG,
        (source, target) -> {
          ByteBuffer from = bytes(source);
          LongBuffer to = longs(target);
          for (int i = 0; i < BLOCK; i += 4) {
            long a = from.get(i) & mask;
            long b = from.get(i + 1) & mask;
            long c = from.get(i + 2) & mask;
            long d = from.get(i + 3) & mask;
            to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
          }
        });
  }

  private static DirectLoop from2To8(long mask) {
    return new DirectLoop(
        SHORT,
        LONG,
        (source, target) -> {
          ShortBuffer from = shorts(source);
          LongBuffer to = longs(target);
          for (int i = 0; i < BLOCK; i += 4) {
            long a = from.get(i) & mask;
            long b = from.get(i + 1) & mask;
            long c = from.get(i + 2) & mask;
            long d = from.get(i + 3) & mask;
            to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
          }
        });
  }

  private static void unsigned2To4(Buffer source, Buffer target) {
    IntBuffer from = ints(source);
    LongBuffer to = longs(target);
    for (int i = 0; i < BLOCK / 2; i += 4) {
      long a = Lanes.shortsToInts(from.get(i));
      long b = Lanes.shortsToInts(from.get(i + 1));
      long c = Lanes.shortsToInts(from.get(i + 2));
      long d = Lanes.shortsToInts(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static DirectLoop from2To4() {
    int[] halves = new int[BLOCK / 2];
    return new DirectLoop(
        INT,
        LONG,
        (source, target) -> {
          ints(source).get(0, halves);
          LongBuffer to = longs(target);
          for (int i = 0; i < BLOCK / 2; i++) {
            to.put(i, Lanes.signedShortsToInts(halves[i]));
          }
        });
  }

  private static void from4To1(Buffer source, Buffer target) {
    LongBuffer from = longs(source);
    ShortBuffer to = shorts(target);
    for (int i = 0; i < BLOCK / 2; i += 4) {
      short a = Lanes.intsToBytes(from.get(i));
      short b = Lanes.intsToBytes(from.get(i + 1));
      short c = Lanes.intsToBytes(from.get(i + 2));
      short d = Lanes.intsToBytes(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void from4To2(Buffer source, Buffer target) {
    LongBuffer from = longs(source);
    IntBuffer to = ints(target);
    for (int i = 0; i < BLOCK / 2; i += 4) {
      int a = Lanes.intsToShorts(from.get(i));
      int b = Lanes.intsToShorts(from.get(i + 1));
      int c = Lanes.intsToShorts(from.get(i + 2));
      int d = Lanes.intsToShorts(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void unsigned4To8(Buffer source, Buffer target) {
    IntBuffer from = ints(source);
    LongBuffer to = longs(target);
    for (int i = 0; i < BLOCK; i += 4) {
      long a = from.get(i) & 0xffff_ffffL;
      long b = from.get(i + 1) & 0xffff_ffffL;
      long c = from.get(i + 2) & 0xffff_ffffL;
      long d = from.get(i + 3) & 0xffff_ffffL;
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void signed4To8(Buffer source, Buffer target) {
    IntBuffer from = ints(source);
    LongBuffer to = longs(target);
    for (int i = 0; i < BLOCK; i += 4) {
      long a = signed(from.get(i));
      long b = signed(from.get(i + 1));
      long c = signed(from.get(i + 2));
      long d = signed(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  /// An `int` as a `long`, not by the instruction that loads one as the other: HotSpot 25 does not
  /// survive its fault, should the file have become shorter.
  private static long signed(int value) {
    return ((value & 0xffff_ffffL) ^ 0x8000_0000L) - 0x8000_0000L;
  }

  private static void from8To1(Buffer source, Buffer target) {
    LongBuffer from = longs(source);
    ByteBuffer to = bytes(target);
    for (int i = 0; i < BLOCK; i += 4) {
      byte a = (byte) from.get(i);
      byte b = (byte) from.get(i + 1);
      byte c = (byte) from.get(i + 2);
      byte d = (byte) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void from8To2(Buffer source, Buffer target) {
    LongBuffer from = longs(source);
    ShortBuffer to = shorts(target);
    for (int i = 0; i < BLOCK; i += 4) {
      short a = (short) from.get(i);
      short b = (short) from.get(i + 1);
      short c = (short) from.get(i + 2);
      short d = (short) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void from8To4(Buffer source, Buffer target) {
    LongBuffer from = longs(source);
    IntBuffer to = ints(target);
    for (int i = 0; i < BLOCK; i += 4) {
      int a = (int) from.get(i);
      int b = (int) from.get(i + 1);
      int c = (int) from.get(i + 2);
      int d = (int) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }
}
