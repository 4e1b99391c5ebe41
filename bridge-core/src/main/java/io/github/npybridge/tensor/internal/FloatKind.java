package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;
import java.math.BigInteger;

/// The binary floats: how finely each resolves numbers, and from which size on it is printed with
/// an exponent.
///
/// The limits are NumPy's since 2.3: in an array 10 to the number of decimal digits that the type
/// always keeps, at most 1e8; for a scalar the same, but 1e16 from double on. bfloat16 follows the
/// rule of float16, NumPy having none for it.
@SuppressWarnings("ImmutableEnumChecker") // the fields are records of numbers
enum FloatKind {
  /// float16.
  HALF(11, -24, 1e3, 1e3),
  /// bfloat16.
  BRAIN(8, -133, 1e2, 1e2),
  /// float32.
  SINGLE(24, -149, 1e6, 1e6),
  /// float64.
  DOUBLE(53, -1074, 1e8, 1e16),
  /// The long double of x86. Only in C, where scalars are compared, is 1e-4 rounded to it; the one
  /// for arrays comes from Python and is a double.
  EXTENDED(64, -16445, 1e8, 1e16, BinaryFloat.of(false, 0xd1b71758e219652cL, -77));

  private final int precision;
  private final int leastExponent;
  private final BinaryFloat arrayLimit;
  private final BinaryFloat scalarLimit;
  private final BinaryFloat arrayLeast;
  private final BinaryFloat scalarLeast;

  FloatKind(int precision, int leastExponent, double arrayLimit, double scalarLimit) {
    // C compares narrower scalars with the unrounded 1e-4: float32(1e-4) is below it.
    this(precision, leastExponent, arrayLimit, scalarLimit, BinaryFloat.of(1e-4));
  }

  FloatKind(
      int precision,
      int leastExponent,
      double arrayLimit,
      double scalarLimit,
      BinaryFloat scalarLeast) {
    this.precision = precision;
    this.leastExponent = leastExponent;
    this.arrayLimit = BinaryFloat.of(arrayLimit);
    this.scalarLimit = BinaryFloat.of(scalarLimit);
    this.arrayLeast = BinaryFloat.of(rounded(1e-4));
    this.scalarLeast = scalarLeast;
  }

  /// The floats that a float or complex type is made of.
  static FloatKind of(ScalarType type) {
    return switch (type) {
      case FLOAT16 -> HALF;
      case BFLOAT16 -> BRAIN;
      case FLOAT32, COMPLEX64 -> SINGLE;
      case FLOAT64, COMPLEX128 -> DOUBLE;
      case BOOL, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 ->
          throw new IllegalArgumentException("expected a float type, found " + type.dtypeName());
    };
  }

  /// Whether an array whose finite non-zero magnitudes reach from `min` to `max` is printed with
  /// exponents.
  boolean isScientific(BinaryFloat min, BinaryFloat max) {
    return max.compareMagnitude(arrayLimit) >= 0
        || min.compareMagnitude(arrayLeast) < 0
        || isQuotientAbove1000(max, min);
  }

  /// Whether a scalar of this magnitude is printed with an exponent.
  boolean isScientific(BinaryFloat number) {
    return !number.isZero()
        && (number.compareMagnitude(scalarLeast) < 0 || number.compareMagnitude(scalarLimit) >= 0);
  }

  /// The exponent of the last bit of a number: it is a whole multiple of 2 to this power.
  int exponent(BinaryFloat number) {
    return Math.max(number.exponent() + Long.SIZE - precision, leastExponent);
  }

  /// Whether the next smaller number is nearer than the next larger one: at powers of two, but
  /// where the subnormal numbers begin.
  boolean isUneven(long significand, int exponent) {
    return significand == 1L << (precision - 1) && exponent > leastExponent;
  }

  /// NumPy rounds the quotient to the array's own type, so it has to be more than half of a last
  /// bit above 1000; from the very half it is rounded to 1000, whose last bit is even.
  private boolean isQuotientAbove1000(BinaryFloat max, BinaryFloat min) {
    int shift = max.exponent() - min.exponent();
    if (shift > 10) {
      return true;
    }
    // In quarters of the last bit that 1000 has in this type.
    BigInteger limit = BigInteger.valueOf(1000).shiftLeft(precision - 8).add(BigInteger.TWO);
    BigInteger dividend = BinaryFloat.unsigned(max.significand()).shiftLeft(shift + precision - 8);
    return dividend.compareTo(BinaryFloat.unsigned(min.significand()).multiply(limit)) > 0;
  }

  /// The nearest number of this type.
  private double rounded(double positive) {
    int last = exponent(BinaryFloat.of(positive));
    return Math.scalb(Math.rint(Math.scalb(positive, -last)), last);
  }
}
