package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// Long doubles of x86 (80 bits in 16 bytes) from and to `double`, and as they are for printing.
///
/// The file does not say which platform wrote it, and others store other numbers under the same
/// name: four times the precision (binary128), or two doubles. So an item is converted only if it
/// is little-endian, has its leading digit where x86 has it, and would be no ordinary number
/// elsewhere. The six bytes behind the 80 bits are zeros, or what was in memory before: NumPy does
/// not clear them.
public final class LongDoubles {
  /// The size of an item, or of half of a complex one, in bytes.
  public static final int SIZE = 16;

  private static final int MAX_EXPONENT = 0x7fff;
  private static final int BIAS = 16383;
  private static final int SIGN = 0x8000;

  /// How far the binary exponents of numbers that people store are from 0, generously.
  private static final int ORDINARY_DOUBLE = 300;

  private LongDoubles() {}

  /// The nearest double, ties to even.
  ///
  /// @throws IllegalArgumentException if the item may be something else
  public static double read(DType.LongDouble dtype, MemorySegment segment, long offset) {
    int rest = signAndExponent(dtype, segment, offset);
    double size = magnitude(Access.getLong(segment, offset), rest & MAX_EXPONENT);
    return (rest & SIGN) == 0 ? size : -size;
  }

  /// The number as it is.
  ///
  /// @throws IllegalArgumentException if the item may be something else
  static BinaryFloat exact(DType.LongDouble dtype, byte[] item, int offset) {
    MemorySegment segment = MemorySegment.ofArray(item);
    int rest = signAndExponent(dtype, segment, offset);
    long digits = Access.getLong(segment, offset);
    boolean negative = (rest & SIGN) != 0;
    int exponent = rest & MAX_EXPONENT;
    if (exponent == MAX_EXPONENT) {
      return digits << 1 == 0 ? BinaryFloat.infinity(negative) : BinaryFloat.NAN;
    }
    // Numbers without a leading digit have the exponent of the smallest with one.
    return BinaryFloat.of(negative, digits, Math.max(exponent, 1) - BIAS - (Long.SIZE - 1));
  }

  /// The bytes behind the digits, which also tell whether the item can be something else.
  private static int signAndExponent(DType.LongDouble dtype, MemorySegment segment, long offset) {
    long digits = Access.getLong(segment, offset);
    long rest = Access.getLong(segment, offset + Long.BYTES);
    if (dtype.order() != ByteOrder.LITTLE_ENDIAN || !isOfX86(digits, rest)) {
      throw new IllegalArgumentException(
          "element: expected an 80-bit float of x86, found the item %016x%016x of unknown origin"
                  .formatted(rest, digits)
              + "; in Python: np.save(path, a.astype('f8'))");
    }
    return (int) rest & (SIGN | MAX_EXPONENT);
  }

  private static boolean isOfX86(long digits, long rest) {
    int exponent = (int) rest & MAX_EXPONENT;
    if (exponent == 0) {
      // Tiny numbers have no leading digit. What is an ordinary double by itself is the first of
      // two: 1.0 and 0.0, say.
      int asDouble = (int) (digits >>> 52) & 0x7ff;
      if (digits != 0 && Math.abs(asDouble - Double.MAX_EXPONENT) <= ORDINARY_DOUBLE) {
        return false;
      }
    } else if (digits >= 0) {
      return false;
    }
    if (rest >>> Short.SIZE == 0) {
      return true;
    }
    // Something stands behind the 80 bits: sign, exponent and first digits of a binary128, unless
    // that were an infinity or a number that hardly any array holds, while this one is ordinary.
    int elsewhere = (int) (rest >>> 48) & MAX_EXPONENT;
    boolean ordinaryElsewhere =
        elsewhere == MAX_EXPONENT || Math.abs(elsewhere - BIAS) <= Double.MAX_EXPONENT;
    boolean ordinaryHere =
        digits == 0 ? exponent == 0 : Math.abs(exponent - BIAS) <= Double.MAX_EXPONENT;
    return ordinaryHere && !ordinaryElsewhere;
  }

  private static double magnitude(long digits, int exponent) {
    if (exponent == MAX_EXPONENT) {
      return digits << 1 == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    int power = exponent - BIAS;
    if (power < Double.MIN_EXPONENT) {
      // Fewer digits than 53 are left, so the rounding is at another place.
      return Double.longBitsToDouble(rounded(digits, 11 + Double.MIN_EXPONENT - power));
    }
    // One bit fewer, which leaves the lowest as a witness that there was more.
    long witnessed = digits >>> 1 | (digits & 1);
    return Math.scalb((double) witnessed, power - 62);
  }

  /// An unsigned number without its lowest digits, rounded to even.
  private static long rounded(long digits, int dropped) {
    if (dropped > Long.SIZE) {
      return 0;
    }
    long kept = dropped == Long.SIZE ? 0 : digits >>> dropped;
    long half = 1L << (dropped - 1);
    long lost = dropped == Long.SIZE ? digits : digits & ((half << 1) - 1);
    int order = Long.compareUnsigned(lost, half);
    return order > 0 || (order == 0 && (kept & 1) == 1) ? kept + 1 : kept;
  }

  /// The nearest doubles of all elements, in C order.
  ///
  /// @throws IllegalArgumentException if an item may be something else
  public static void copy(Region region, DType.LongDouble dtype, double[] target) {
    RawBytes items = new RawBytes(region, Stage.WINDOW);
    int done = 0;
    for (int size = items.next(); size > 0; size = items.next()) {
      MemorySegment block = MemorySegment.ofArray(items.bytes());
      for (int at = 0; at < size; at += SIZE) {
        target[done++] = read(dtype, block, at);
      }
    }
  }

  /// Writes a double, or two of them for a complex item; every long double of x86 holds them
  /// exactly.
  ///
  /// @throws IllegalArgumentException if the items are not little-endian, or a real one is to get
  ///   an imaginary part
  static void write(
      DType.LongDouble dtype, MemorySegment segment, long offset, double real, double imag) {
    if (dtype.order() != ByteOrder.LITTLE_ENDIAN) {
      throw new IllegalArgumentException(
          "element: expected little-endian long doubles, those of x86, found " + dtype);
    }
    if (dtype.complex()) {
      write(segment, offset + SIZE, imag);
    } else if (imag != 0) {
      throw AccessErrors.doesNotHold(dtype, real + ", " + imag);
    }
    write(segment, offset, real);
  }

  private static void write(MemorySegment segment, long offset, double value) {
    long bits = Double.doubleToRawLongBits(value);
    long fraction = bits & (1L << 52) - 1;
    int exponent = (int) (bits >>> 52) & 0x7ff;
    long digits;
    int power;
    if (exponent == 0x7ff) {
      digits = Long.MIN_VALUE | fraction << 11;
      power = MAX_EXPONENT;
    } else if (exponent == 0) {
      int shift = Long.numberOfLeadingZeros(fraction);
      digits = fraction == 0 ? 0 : fraction << shift;
      power = fraction == 0 ? 0 : BIAS + Double.MIN_EXPONENT - (shift - 11);
    } else {
      digits = Long.MIN_VALUE | fraction << 11;
      power = exponent - Double.MAX_EXPONENT + BIAS;
    }
    Access.setLong(segment, offset, digits);
    Access.setLong(segment, offset + Long.BYTES, power | (bits < 0 ? SIGN : 0));
  }
}
