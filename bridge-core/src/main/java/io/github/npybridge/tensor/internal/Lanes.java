package io.github.npybridge.tensor.internal;

/// Conversions of small integers that lie side by side in a longer one, as lanes: the compiler
/// makes vector code of arithmetic in `long`, and none of a `byte` that becomes a `short`.
///
/// The first element is the lowest lane.
final class Lanes {
  private Lanes() {}

  /// Four bytes, each with zeros above it.
  static long bytesToShorts(int bytes) {
    long v = bytes & 0xffff_ffffL;
    v = (v | (v << 16)) & 0x0000ffff_0000ffffL;
    return (v | (v << 8)) & 0x00ff00ff_00ff00ffL;
  }

  /// Four bytes, each with its sign above it.
  static long signedBytesToShorts(int bytes) {
    long v = bytesToShorts(bytes);
    // A sign at bit 7 becomes 2**16 - 2**8: ones above it and none in the next lane.
    long sign = v & 0x00800080_00800080L;
    return v | ((sign << 9) - (sign << 1));
  }

  /// Two bytes, each with zeros above it.
  ///
  /// @param low 0xff, and `high` 0xff00, as no constants: with those, the compiler makes one scalar
  ///   instruction of "load and mask" and no vector code
  static long bytesToInts(short bytes, long low, long high) {
    long v = bytes;
    return (v & low) | ((v & high) << 24);
  }

  /// Two bytes, each with its sign above it.
  static long signedBytesToInts(short bytes, long low, long high) {
    long v = bytesToInts(bytes, low, high);
    long sign = v & 0x00000080_00000080L;
    return v | ((sign << 25) - (sign << 1));
  }

  /// Two shorts, each with zeros above it.
  static long shortsToInts(int shorts) {
    long v = shorts & 0xffff_ffffL;
    return (v & 0xffff) | ((v & 0xffff_0000L) << 16);
  }

  /// Two shorts, each with its sign above it.
  static long signedShortsToInts(int shorts) {
    long v = shortsToInts(shorts);
    long sign = v & 0x00008000_00008000L;
    return v | ((sign << 17) - (sign << 1));
  }

  /// The low bytes of four shorts.
  static int shortsToBytes(long shorts) {
    long v = shorts & 0x00ff00ff_00ff00ffL;
    v = (v | (v >>> 8)) & 0x0000ffff_0000ffffL;
    return (int) (v | (v >>> 16));
  }

  /// The low bytes of two ints.
  static short intsToBytes(long v) {
    return (short) ((v & 0xff) | (v >>> 24 & 0xff00));
  }

  /// The low shorts of two ints.
  static int intsToShorts(long v) {
    return (int) ((v & 0xffff) | (v >>> 16 & 0xffff_0000L));
  }

  /// Eight bytes as bools: 1 for each that is not 0.
  ///
  /// A lane `v` is not zero when `v | (v without its highest bit) + 0x7f...` has its highest bit
  /// set; the sum stays in its lane.
  static long bytesToTruth(long v) {
    return (v | ((v & 0x7f7f7f7f_7f7f7f7fL) + 0x7f7f7f7f_7f7f7f7fL)) >>> 7 & 0x01010101_01010101L;
  }

  /// Four shorts as bools.
  static int shortsToTruth(long v) {
    long any = v | ((v & 0x7fff7fff_7fff7fffL) + 0x7fff7fff_7fff7fffL);
    any = any >>> 15 & 0x00010001_00010001L;
    any = (any | (any >>> 8)) & 0x0000ffff_0000ffffL;
    return (int) (any | (any >>> 16));
  }

  /// Two ints as bools.
  static short intsToTruth(long v) {
    return highestBits(v | ((v & 0x7fffffff_7fffffffL) + 0x7fffffff_7fffffffL));
  }

  /// Two floats as bools; -0.0 is false.
  static short floatsToTruth(long v) {
    return highestBits((v & 0x7fffffff_7fffffffL) + 0x7fffffff_7fffffffL);
  }

  private static short highestBits(long ints) {
    long any = ints >>> 31 & 0x00000001_00000001L;
    return (short) (any | (any >>> 24));
  }

  /// A long as a bool.
  static byte longToTruth(long v) {
    return (byte) ((v | -v) >>> 63);
  }
}
