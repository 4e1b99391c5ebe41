package io.github.npybridge.tensor.internal;

import java.math.BigInteger;

/// A binary float of any type up to 64 significant bits: `significand` times 2 to `exponent`.
///
/// The highest bit of a significand is set, so every number is written in one way only, magnitudes
/// compare by exponents first, and the type it came from need not be known.
///
/// @param negative whether there is a minus sign; never on a NaN, which is printed without
/// @param significand unsigned; 0 for zero and infinity
/// @param exponent the lowest `int` for zero, the highest for what is not finite
record BinaryFloat(boolean negative, long significand, int exponent) {
  /// Not a number.
  static final BinaryFloat NAN = new BinaryFloat(false, Long.MIN_VALUE, Integer.MAX_VALUE);

  /// Zero, smaller than all others.
  static final BinaryFloat ZERO = of(false, 0, 0);

  /// An infinity.
  static BinaryFloat infinity(boolean negative) {
    return new BinaryFloat(negative, 0, Integer.MAX_VALUE);
  }

  /// A finite number from a significand with any highest bit.
  static BinaryFloat of(boolean negative, long significand, int exponent) {
    if (significand == 0) {
      return new BinaryFloat(negative, 0, Integer.MIN_VALUE);
    }
    int shift = Long.numberOfLeadingZeros(significand);
    return new BinaryFloat(negative, significand << shift, exponent - shift);
  }

  /// A `double`, exactly.
  static BinaryFloat of(double value) {
    if (Double.isNaN(value)) {
      return NAN;
    }
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    if (Double.isInfinite(value)) {
      return infinity(negative);
    }
    int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
    return of(negative, (long) Math.scalb(Math.abs(value), -exponent), exponent);
  }

  /// Whether it is a number, and not infinite.
  boolean isFinite() {
    return exponent != Integer.MAX_VALUE;
  }

  /// Whether it is not a number.
  boolean isNaN() {
    return !isFinite() && significand != 0;
  }

  /// Whether it is zero, of either sign.
  boolean isZero() {
    return exponent == Integer.MIN_VALUE;
  }

  /// Compares without signs; infinity is above every number.
  int compareMagnitude(BinaryFloat other) {
    int order = Integer.compare(exponent, other.exponent);
    return order != 0 ? order : Long.compareUnsigned(significand, other.significand);
  }

  /// The number that 64 bits without a sign stand for.
  static BigInteger unsigned(long bits) {
    BigInteger low = BigInteger.valueOf(bits & Long.MAX_VALUE);
    return bits < 0 ? low.setBit(Long.SIZE - 1) : low;
  }
}
