package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;

/// The binary floats: how finely each resolves numbers, and from which size on it is printed with
/// an exponent.
///
/// The limits are NumPy's since 2.3: in an array 10 to the number of decimal digits that the type
/// always keeps, at most 1e8; for a scalar the same, but 1e16 for a double. bfloat16 follows the
/// rule of float16, NumPy having none for it.
enum FloatKind {
  /// float16.
  HALF(11, -24, 1e3, 1e3),
  /// bfloat16.
  BRAIN(8, -133, 1e2, 1e2),
  /// float32.
  SINGLE(24, -149, 1e6, 1e6),
  /// float64.
  DOUBLE(53, -1074, 1e8, 1e16);

  private final int precision;
  private final int leastExponent;
  private final double arrayLimit;
  private final double scalarLimit;
  private final double arrayLeast;

  FloatKind(int precision, int leastExponent, double arrayLimit, double scalarLimit) {
    this.precision = precision;
    this.leastExponent = leastExponent;
    this.arrayLimit = arrayLimit;
    this.scalarLimit = scalarLimit;
    this.arrayLeast = round(1e-4);
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
  boolean isScientific(double min, double max) {
    // NumPy computes in the array's own type: 1e-4 is rounded to it, and so is the quotient.
    return max >= arrayLimit || min < arrayLeast || round(max / min) > 1000;
  }

  /// Whether a scalar of this magnitude is printed with an exponent.
  boolean isScientific(double abs) {
    // Here NumPy compares with the unrounded 1e-4: float32(1e-4) is below it.
    return abs != 0 && (abs < 1e-4 || abs >= scalarLimit);
  }

  /// The exponent of the last bit of a positive number: it is a whole multiple of 2 to this power.
  int exponent(double abs) {
    return Math.max(Math.getExponent(abs) - precision + 1, leastExponent);
  }

  /// Whether the next smaller number is nearer than the next larger one: at powers of two, but
  /// where the subnormal numbers begin.
  boolean isUneven(long significand, int exponent) {
    return significand == 1L << (precision - 1) && exponent > leastExponent;
  }

  /// The nearest number of this type, its range taken as unlimited upwards.
  private double round(double positive) {
    if (Double.isInfinite(positive)) {
      return positive;
    }
    int exponent = exponent(positive);
    return Math.scalb(Math.rint(Math.scalb(positive, -exponent)), exponent);
  }
}
