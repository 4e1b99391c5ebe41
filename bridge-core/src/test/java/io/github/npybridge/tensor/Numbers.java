package io.github.npybridge.tensor;

import io.github.npybridge.format.ScalarType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/// What the bits of numbers mean, from the definitions alone: nothing of the library is used here.
///
/// A value is exact: a [BigInteger] that counts units of 2**-1074, of which every finite double is
/// a whole number, or a [Double] for NaN, the infinities and -0.0.
final class Numbers {
  private static final int SCALE = 1074;

  private Numbers() {}

  /// A binary floating-point format of IEEE 754, or shaped like one.
  private record Format(int precision, int exponentBits) {
    int bias() {
      return (1 << (exponentBits - 1)) - 1;
    }

    long infinity() {
      return ((1L << exponentBits) - 1) << (precision - 1);
    }

    long sign() {
      return 1L << (exponentBits + precision - 1);
    }

    Object decode(long bits) {
      boolean negative = (bits & sign()) != 0;
      long magnitude = bits & sign() - 1;
      if (magnitude >= infinity()) {
        double special = magnitude > infinity() ? Double.NaN : Double.POSITIVE_INFINITY;
        return negative ? -special : special;
      }
      if (magnitude == 0 && negative) {
        return -0.0;
      }
      long fraction = magnitude & (1L << (precision - 1)) - 1;
      int exponent = (int) (magnitude >>> (precision - 1));
      long significand = exponent == 0 ? fraction : fraction | 1L << (precision - 1);
      int shift = Math.max(exponent, 1) - bias() - (precision - 1) + SCALE;
      BigInteger value = BigInteger.valueOf(significand).shiftLeft(shift);
      return negative ? value.negate() : value;
    }

    /// The nearest number of this format, ties to even.
    long encode(Object value) {
      if (value instanceof Double special) {
        long sign = Double.doubleToRawLongBits(special) < 0 ? sign() : 0;
        if (special.isNaN()) {
          return infinity() | 1L << (precision - 2);
        }
        return special == 0 ? sign : sign | infinity();
      }
      BigInteger exact = (BigInteger) value;
      BigInteger magnitude = exact.abs();
      int exponent = Math.max(magnitude.bitLength() - 1 - SCALE, 1 - bias());
      int ulp = exponent - (precision - 1) + SCALE;
      BigInteger quotient = magnitude.shiftRight(ulp);
      BigInteger twiceRest = magnitude.subtract(quotient.shiftLeft(ulp)).shiftLeft(1);
      int comparison = twiceRest.compareTo(BigInteger.ONE.shiftLeft(ulp));
      if (comparison > 0 || (comparison == 0 && quotient.testBit(0))) {
        quotient = quotient.add(BigInteger.ONE);
      }
      // The implicit bit counts the exponent up, and so does a carry out of the fraction.
      long bits = ((long) (exponent + bias() - 1) << (precision - 1)) + quotient.longValueExact();
      return Math.min(bits, infinity()) | (exact.signum() < 0 ? sign() : 0);
    }
  }

  /// The type of one half of a complex type; any other type itself.
  static ScalarType unit(ScalarType type) {
    return switch (type) {
      case COMPLEX64 -> ScalarType.FLOAT32;
      case COMPLEX128 -> ScalarType.FLOAT64;
      default -> type;
    };
  }

  private static Format format(ScalarType type) {
    return switch (unit(type)) {
      case FLOAT16 -> new Format(11, 5);
      case BFLOAT16 -> new Format(8, 8);
      case FLOAT32 -> new Format(24, 8);
      case FLOAT64 -> new Format(53, 11);
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  private static boolean hasFormat(ScalarType type) {
    return type.isFloat() || type.isComplex();
  }

  /// The value that a unit's bits stand for.
  static Object decode(ScalarType type, long bits) {
    if (hasFormat(type)) {
      return format(type).decode(bits);
    }
    if (type == ScalarType.BOOL) {
      return whole(bits == 0 ? 0 : 1);
    }
    int width = type.itemSize() * 8;
    BigInteger value =
        BigInteger.valueOf(bits).and(BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE));
    boolean negative = type.kind() == 'i' && value.testBit(width - 1);
    return (negative ? value.subtract(BigInteger.ONE.shiftLeft(width)) : value).shiftLeft(SCALE);
  }

  /// Units as text that tells all values apart, and no NaN from another.
  static List<String> text(ScalarType type, long... units) {
    ScalarType unit = unit(type);
    return Arrays.stream(units)
        .map(bits -> bits & -1L >>> (64 - unit.itemSize() * 8))
        .mapToObj(bits -> decode(unit, bits).equals(Double.NaN) ? "NaN" : Long.toHexString(bits))
        .toList();
  }

  /// The value of an integer.
  static BigInteger whole(long value) {
    return BigInteger.valueOf(value).shiftLeft(SCALE);
  }

  /// The value of a double.
  static Object real(double value) {
    return format(ScalarType.FLOAT64).decode(Double.doubleToRawLongBits(value));
  }

  /// The double nearest to a value.
  static double nearest(Object value) {
    return Double.longBitsToDouble(format(ScalarType.FLOAT64).encode(value));
  }

  /// The integer that a value is.
  static BigInteger integer(Object value) {
    return ((BigInteger) value).shiftRight(SCALE);
  }

  /// The bits of exactly this value, or nothing if the type has no such value. NaN is any NaN.
  static OptionalLong exact(ScalarType type, Object value) {
    if (hasFormat(type)) {
      long bits = format(type).encode(value);
      return format(type).decode(bits).equals(value) ? OptionalLong.of(bits) : OptionalLong.empty();
    }
    boolean isWhole =
        value instanceof BigInteger number && number.equals(integer(number).shiftLeft(SCALE));
    return isWhole && decode(type, integer(value).longValue()).equals(value)
        ? OptionalLong.of(integer(value).longValue())
        : OptionalLong.empty();
  }

  /// The bits that a cast makes of the bits of a real number; nothing for a float without an
  /// integer.
  static OptionalLong cast(ScalarType from, long bits, ScalarType to) {
    Object value = decode(from, bits);
    if (to == ScalarType.BOOL) {
      boolean isZero = value.equals(BigInteger.ZERO) || value.equals(-0.0);
      return OptionalLong.of(isZero ? 0 : 1);
    }
    if (hasFormat(to)) {
      boolean twice =
          (to == ScalarType.BFLOAT16 && hasFormat(from))
              || (to.itemSize() == 2 && !hasFormat(from));
      Object rounded =
          twice ? decode(ScalarType.FLOAT32, format(ScalarType.FLOAT32).encode(value)) : value;
      return OptionalLong.of(format(to).encode(rounded));
    }
    if (!hasFormat(from)) {
      return OptionalLong.of(integer(value).longValue());
    }
    if (value.equals(-0.0)) {
      return OptionalLong.of(0);
    }
    if (value instanceof Double) {
      return OptionalLong.empty();
    }
    BigInteger number = (BigInteger) value;
    // Towards zero, where a shift would go towards minus infinity.
    BigInteger truncated =
        number.abs().shiftRight(SCALE).multiply(BigInteger.valueOf(number.signum()));
    return exact(to, truncated.shiftLeft(SCALE));
  }

  /// Bits of values where something changes: bounds, ties, the ends of precision, NaNs with
  /// payload.
  static List<Long> edges(ScalarType type) {
    ScalarType unit = unit(type);
    if (unit == ScalarType.BOOL) {
      return List.of(0L, 1L, 1L, 0L);
    }
    Set<Long> bits = new LinkedHashSet<>();
    int width = unit.itemSize() * 8;
    long mask = -1L >>> (64 - width);
    if (hasFormat(unit)) {
      Format format = format(unit);
      for (double value : REALS) {
        long nearest = format.encode(real(value));
        bits.add(nearest);
        bits.add(nearest ^ format.sign());
        bits.add(nearest - 1 & mask);
        bits.add(nearest + 1 & mask);
      }
      for (long special :
          new long[] {1, format.infinity() - 1, format.infinity(), format.infinity() | 5}) {
        bits.add(special);
        bits.add(special | format.sign());
      }
      bits.add(format.infinity() | 1L << (format.precision() - 2) | 3);
    } else {
      for (int shift = 0; shift < width; shift++) {
        for (int distance = -1; distance <= 1; distance++) {
          bits.add((1L << shift) + distance & mask);
          bits.add(-(1L << shift) + distance & mask);
        }
      }
      for (long tie : TIES) {
        bits.add(tie & mask);
        bits.add(-tie & mask);
      }
    }
    Random random = new Random(width);
    for (int i = 0; i < 16; i++) {
      bits.add(random.nextLong() & mask);
    }
    return new ArrayList<>(bits);
  }

  private static final double[] REALS = {
    0,
    0.5,
    0.99,
    1,
    1.5,
    2,
    3,
    127,
    127.5,
    128,
    128.5,
    129,
    255,
    255.5,
    256,
    2047,
    2049,
    32767,
    32768,
    32769,
    65503,
    65519.99,
    65520,
    65535,
    65536,
    0x1p24,
    0x1.000002p24,
    0x1p31,
    0x1.fffffffcp30,
    0x1p32,
    0x1p53,
    0x1p62,
    0x1p63,
    0x1p64,
    0x1.fffffffffffffp62,
    0x1.fffffep127,
    0x1.ffffffp127,
    0x1p128,
    1e300,
    0.1,
    0x1p-14,
    0x1p-24,
    0x1p-25,
    0x1.8p-25,
    0x1p-126,
    0x1p-149,
    0x1p-150,
    1e-300,
    0x1.0020000000001p0,
    0x1.002p0,
    0x1.01p0,
    0x1.0100000000001p0,
    0x1.000001p0,
    0x1.0000010000001p0
  };

  /// Between two floats when rounded to double first, beyond the middle when not.
  private static final long[] TIES = {
    (1L << 62) + (1L << 38) + 1,
    (1L << 62) + (1L << 54) + 1,
    (1L << 24) + 1,
    (1L << 25) + 3,
    (1L << 53) + 1,
    (1L << 63) + (1L << 39) + 1,
    65519,
    65520,
    2049,
    2051,
    257,
    259
  };
}
