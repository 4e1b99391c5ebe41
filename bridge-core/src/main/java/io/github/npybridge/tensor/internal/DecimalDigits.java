package io.github.npybridge.tensor.internal;

import java.math.BigInteger;

/// The decimal digits of a binary float: `0.d1 d2 d3...` times 10 to `point`.
///
/// Digits are made until they tell the number from its neighbours of the same type, or until a
/// given place; the last one is rounded by the number's exact value, halves to even. This is the
/// free-format algorithm of Steele and White and of Burger and Dybvig, the one NumPy uses.
/// `Double.toString` would do for most numbers, but not for these: it makes two digits at least and
/// so picks 4.9E-324 where the shortest is 5e-324, it knows no 16-bit floats, and a cut and rounded
/// shortest decimal is not the cut and rounded number.
///
/// @param digits one digit or more, the first one not `0` unless it is the only one
/// @param point how many digits stand before the decimal point; 0 or less for numbers below 0.1
record DecimalDigits(String digits, int point) {
  private static final DecimalDigits ZERO = new DecimalDigits("0", 1);
  private static final double LOG10_2 = Math.log10(2);

  /// The shortest digits that stand for this number only.
  ///
  /// @param number a finite number, whose sign is left out
  static DecimalDigits shortest(FloatKind kind, BinaryFloat number) {
    return number.isZero() ? ZERO : new Generator(kind, number).run(0, Integer.MAX_VALUE);
  }

  /// The shortest digits, but at most `most` behind the decimal point.
  ///
  /// @param number a finite number, whose sign is left out; zero, or large enough to leave a digit
  static DecimalDigits fractional(FloatKind kind, BinaryFloat number, int most) {
    if (number.isZero()) {
      return ZERO;
    }
    Generator generator = new Generator(kind, number);
    return generator.run(0, generator.point + most);
  }

  /// The shortest digits, but at most `most` in all.
  ///
  /// @param number a finite number, whose sign is left out
  static DecimalDigits significant(FloatKind kind, BinaryFloat number, int most) {
    return number.isZero() ? ZERO : new Generator(kind, number).run(0, most);
  }

  /// Exactly `count` digits, less those that become zero when rounding up carries.
  ///
  /// @param number a finite number, whose sign is left out
  static DecimalDigits exactly(FloatKind kind, BinaryFloat number, int count) {
    return number.isZero() ? ZERO : new Generator(kind, number).run(count, count);
  }

  /// The number `rest / scale` below 10, whose integer part is the next digit, and how far its
  /// neighbours reach on both sides.
  private static final class Generator {
    private final boolean even;
    private final boolean uneven;
    private final BigInteger scale;
    private final int point;
    private BigInteger rest;
    private BigInteger marginBelow;

    Generator(FloatKind kind, BinaryFloat number) {
      int exponent = kind.exponent(number);
      long significand = number.significand() >>> (exponent - number.exponent());
      even = (significand & 1) == 0;
      uneven = kind.isUneven(significand, exponent);
      // In quarters of the last bit, so that half the way to a nearer neighbour is a whole number.
      BigInteger numerator = BinaryFloat.unsigned(significand).shiftLeft(2 + Math.max(exponent, 0));
      BigInteger margin = BigInteger.valueOf(uneven ? 1 : 2).shiftLeft(Math.max(exponent, 0));
      BigInteger denominator = BigInteger.ONE.shiftLeft(2 + Math.max(-exponent, 0));
      // The logarithm of the highest bit alone: right, or one too small.
      int bits = Long.SIZE - Long.numberOfLeadingZeros(significand) + exponent;
      int estimate = (int) Math.ceil((bits - 1) * LOG10_2 - 0.5);
      BigInteger power = BigInteger.TEN.pow(Math.abs(estimate));
      if (estimate >= 0) {
        denominator = denominator.multiply(power);
      } else {
        numerator = numerator.multiply(power);
        margin = margin.multiply(power);
      }
      if (numerator.compareTo(denominator) >= 0) {
        estimate++;
      } else {
        numerator = numerator.multiply(BigInteger.TEN);
        margin = margin.multiply(BigInteger.TEN);
      }
      scale = denominator;
      rest = numerator;
      marginBelow = margin;
      point = estimate;
    }

    DecimalDigits run(int least, int most) {
      StringBuilder digits = new StringBuilder();
      while (true) {
        BigInteger[] parts = rest.divideAndRemainder(scale);
        int digit = parts[0].intValue();
        rest = parts[1];
        digits.append((char) ('0' + digit));
        boolean low = isWithin(rest.compareTo(marginBelow));
        boolean high = isWithin(scale.compareTo(rest.add(marginAbove())));
        if (digits.length() >= most || ((low || high) && digits.length() >= least)) {
          if (low == high ? isRoundedUp(digit) : high) {
            return roundedUp(digits);
          }
          return new DecimalDigits(digits.toString(), point);
        }
        rest = rest.multiply(BigInteger.TEN);
        marginBelow = marginBelow.multiply(BigInteger.TEN);
      }
    }

    private BigInteger marginAbove() {
      return uneven ? marginBelow.shiftLeft(1) : marginBelow;
    }

    /// Half way to a neighbour still reads back as this number if its significand is even.
    private boolean isWithin(int comparison) {
      return even ? comparison <= 0 : comparison < 0;
    }

    private boolean isRoundedUp(int digit) {
      int half = rest.shiftLeft(1).compareTo(scale);
      return half > 0 || (half == 0 && (digit & 1) == 1);
    }

    private DecimalDigits roundedUp(StringBuilder digits) {
      int last = digits.length() - 1;
      while (last >= 0 && digits.charAt(last) == '9') {
        last--;
      }
      if (last < 0) {
        return new DecimalDigits("1", point + 1);
      }
      digits.setLength(last + 1);
      digits.setCharAt(last, (char) (digits.charAt(last) + 1));
      return new DecimalDigits(digits.toString(), point);
    }
  }
}
