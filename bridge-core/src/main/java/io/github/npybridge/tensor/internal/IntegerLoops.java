package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;

/// Loops from integers to integers: sign or zeros in front, or the low bits.
///
/// The masks are parameters and no constants. With a constant, the compiler turns "load a byte and
/// mask it" into one scalar instruction and makes no vector code of the loop.
final class IntegerLoops {
  private IntegerLoops() {}

  static CastLoop of(ScalarType from, ScalarType to) {
    boolean signed = from.kind() == 'i';
    return switch (to.itemSize()) {
      case Byte.BYTES ->
          switch (from.itemSize()) {
            case Byte.BYTES -> copy(Carrier.BYTE);
            case Short.BYTES -> new CastLoop(Carrier.LONG, Carrier.INT, IntegerLoops::from2To1);
            case Integer.BYTES -> new CastLoop(Carrier.LONG, Carrier.SHORT, IntegerLoops::from4To1);
            default -> new CastLoop(Carrier.LONG, Carrier.BYTE, IntegerLoops::from8To1);
          };
      case Short.BYTES ->
          switch (from.itemSize()) {
            case Byte.BYTES -> from1To2(signed);
            case Short.BYTES -> copy(Carrier.SHORT);
            case Integer.BYTES -> new CastLoop(Carrier.LONG, Carrier.INT, IntegerLoops::from4To2);
            default -> new CastLoop(Carrier.LONG, Carrier.SHORT, IntegerLoops::from8To2);
          };
      case Integer.BYTES ->
          switch (from.itemSize()) {
            case Byte.BYTES -> from1To4(signed, 0xff, 0xff00);
            case Short.BYTES -> from2To4(signed);
            case Integer.BYTES -> copy(Carrier.INT);
            default -> new CastLoop(Carrier.LONG, Carrier.INT, IntegerLoops::from8To4);
          };
      default ->
          switch (from.itemSize()) {
            case Byte.BYTES -> from1To8(signed ? -1 : 0xff);
            case Short.BYTES -> from2To8(signed ? -1 : 0xffff);
            case Integer.BYTES -> from4To8(signed ? -1 : 0xffff_ffffL);
            default -> copy(Carrier.LONG);
          };
    };
  }

  private static CastLoop copy(Carrier carrier) {
    return new CastLoop(
        carrier,
        carrier,
        (source, target, start, count) -> System.arraycopy(source, 0, target, start, count));
  }

  private static void from2To1(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    int[] to = (int[]) target;
    int lanes = (count + 3) / 4;
    for (int i = 0; i < lanes; i++) {
      to[i] = Lanes.shortsToBytes(from[i]);
    }
  }

  private static void from4To1(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    short[] to = (short[]) target;
    int lanes = (count + 1) / 2;
    for (int i = 0; i < lanes; i++) {
      to[i] = Lanes.intsToBytes(from[i]);
    }
  }

  private static void from4To2(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    int[] to = (int[]) target;
    int lanes = (count + 1) / 2;
    for (int i = 0; i < lanes; i++) {
      to[i] = Lanes.intsToShorts(from[i]);
    }
  }

  private static void from8To1(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    byte[] to = (byte[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = (byte) from[i];
    }
  }

  private static void from8To2(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    short[] to = (short[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = (short) from[i];
    }
  }

  private static void from8To4(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    int[] to = (int[]) target;
    for (int i = 0; i < count; i++) {
      to[start + i] = (int) from[i];
    }
  }

  private static CastLoop from1To2(boolean signed) {
    return new CastLoop(
        Carrier.INT,
        Carrier.LONG,
        signed
            ? (source, target, start, count) -> {
              int[] from = (int[]) source;
              long[] to = (long[]) target;
              int lanes = (count + 3) / 4;
              for (int i = 0; i < lanes; i++) {
                to[i] = Lanes.signedBytesToShorts(from[i]);
              }
            }
            : (source, target, start, count) -> {
              int[] from = (int[]) source;
              long[] to = (long[]) target;
              int lanes = (count + 3) / 4;
              for (int i = 0; i < lanes; i++) {
                to[i] = Lanes.bytesToShorts(from[i]);
              }
            });
  }

  private static CastLoop from1To4(boolean signed, long low, long high) {
    return new CastLoop(
        Carrier.SHORT,
        Carrier.LONG,
        signed
            ? (source, target, start, count) -> {
              short[] from = (short[]) source;
              long[] to = (long[]) target;
              int lanes = (count + 1) / 2;
              for (int i = 0; i < lanes; i++) {
                to[i] = Lanes.signedBytesToInts(from[i], low, high);
              }
            }
            : (source, target, start, count) -> {
              short[] from = (short[]) source;
              long[] to = (long[]) target;
              int lanes = (count + 1) / 2;
              for (int i = 0; i < lanes; i++) {
                to[i] = Lanes.bytesToInts(from[i], low, high);
              }
            });
  }

  private static CastLoop from2To4(boolean signed) {
    return new CastLoop(
        Carrier.INT,
        Carrier.LONG,
        signed
            ? (source, target, start, count) -> {
              int[] from = (int[]) source;
              long[] to = (long[]) target;
              int lanes = (count + 1) / 2;
              for (int i = 0; i < lanes; i++) {
                to[i] = Lanes.signedShortsToInts(from[i]);
              }
            }
            : (source, target, start, count) -> {
              int[] from = (int[]) source;
              long[] to = (long[]) target;
              int lanes = (count + 1) / 2;
              for (int i = 0; i < lanes; i++) {
                to[i] = Lanes.shortsToInts(from[i]);
              }
            });
  }

  private static CastLoop from1To8(long mask) {
    return new CastLoop(
        Carrier.BYTE,
        Carrier.LONG,
        (source, target, start, count) -> {
          byte[] from = (byte[]) source;
          long[] to = (long[]) target;
          for (int i = 0; i < count; i++) {
            to[start + i] = from[i] & mask;
          }
        });
  }

  private static CastLoop from2To8(long mask) {
    return new CastLoop(
        Carrier.SHORT,
        Carrier.LONG,
        (source, target, start, count) -> {
          short[] from = (short[]) source;
          long[] to = (long[]) target;
          for (int i = 0; i < count; i++) {
            to[start + i] = from[i] & mask;
          }
        });
  }

  private static CastLoop from4To8(long mask) {
    return new CastLoop(
        Carrier.INT,
        Carrier.LONG,
        (source, target, start, count) -> {
          int[] from = (int[]) source;
          long[] to = (long[]) target;
          for (int i = 0; i < count; i++) {
            to[start + i] = from[i] & mask;
          }
        });
  }
}
