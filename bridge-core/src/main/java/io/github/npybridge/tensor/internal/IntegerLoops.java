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
      long v = from[i] & 0x00ff00ff_00ff00ffL;
      v = (v | (v >>> 8)) & 0x0000ffff_0000ffffL;
      to[i] = (int) (v | (v >>> 16));
    }
  }

  private static void from4To1(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    short[] to = (short[]) target;
    int lanes = (count + 1) / 2;
    for (int i = 0; i < lanes; i++) {
      long v = from[i];
      to[i] = (short) ((v & 0xff) | (v >>> 24 & 0xff00));
    }
  }

  private static void from4To2(Object source, Object target, int start, int count) {
    long[] from = (long[]) source;
    int[] to = (int[]) target;
    int lanes = (count + 1) / 2;
    for (int i = 0; i < lanes; i++) {
      long v = from[i];
      to[i] = (int) ((v & 0xffff) | (v >>> 16 & 0xffff_0000L));
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
                long v = from[i] & 0xffff_ffffL;
                v = (v | (v << 16)) & 0x0000ffff_0000ffffL;
                v = (v | (v << 8)) & 0x00ff00ff_00ff00ffL;
                // A sign at bit 7 becomes 2**16 - 2**8: ones above it and none in the next lane.
                long sign = v & 0x00800080_00800080L;
                to[i] = v | ((sign << 9) - (sign << 1));
              }
            }
            : (source, target, start, count) -> {
              int[] from = (int[]) source;
              long[] to = (long[]) target;
              int lanes = (count + 3) / 4;
              for (int i = 0; i < lanes; i++) {
                long v = from[i] & 0xffff_ffffL;
                v = (v | (v << 16)) & 0x0000ffff_0000ffffL;
                to[i] = (v | (v << 8)) & 0x00ff00ff_00ff00ffL;
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
                long v = from[i];
                v = (v & low) | ((v & high) << 24);
                long sign = v & 0x00000080_00000080L;
                to[i] = v | ((sign << 25) - (sign << 1));
              }
            }
            : (source, target, start, count) -> {
              short[] from = (short[]) source;
              long[] to = (long[]) target;
              int lanes = (count + 1) / 2;
              for (int i = 0; i < lanes; i++) {
                long v = from[i];
                to[i] = (v & low) | ((v & high) << 24);
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
                long v = from[i];
                v = (v & 0xffff) | ((v & 0xffff_0000L) << 16);
                long sign = v & 0x00008000_00008000L;
                to[i] = v | ((sign << 17) - (sign << 1));
              }
            }
            : (source, target, start, count) -> {
              int[] from = (int[]) source;
              long[] to = (long[]) target;
              int lanes = (count + 1) / 2;
              for (int i = 0; i < lanes; i++) {
                long v = from[i];
                to[i] = (v & 0xffff) | ((v & 0xffff_0000L) << 16);
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
