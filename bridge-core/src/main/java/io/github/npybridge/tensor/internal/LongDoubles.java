package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// Long doubles of x86 (80 bits in 16 bytes) from and to `double`.
///
/// The file does not say which platform wrote it, and others store other numbers under the same
/// name. So an item is converted only if it can be nothing else: little-endian, the six bytes of
/// padding all zero (they are the sign, exponent and first digits elsewhere), and the leading digit
/// as x86 sets it.
public final class LongDoubles {
  /// The size of an item, or of half of a complex one, in bytes.
  public static final int SIZE = 16;

  private static final int MAX_EXPONENT = 0x7fff;
  private static final int BIAS = 16383;

  private LongDoubles() {}

  /// The nearest double, ties to even.
  ///
  /// @throws IllegalArgumentException if the item may be something else
  public static double read(DType.LongDouble dtype, MemorySegment segment, long offset) {
    long digits = Access.getLong(segment, offset);
    long rest = Access.getLong(segment, offset + Long.BYTES);
    int exponent = (int) rest & MAX_EXPONENT;
    boolean little = dtype.order() == ByteOrder.LITTLE_ENDIAN;
    boolean leadingDigit = digits < 0;
    // Below 2**-16382 x86 has numbers without a leading digit; with exponent 0 and with it they are
    // legal, too.
    if (!little || rest >>> Short.SIZE != 0 || (exponent != 0 && !leadingDigit)) {
      throw new IllegalArgumentException(
          "element: expected an 80-bit float of x86 with zeros behind it, found the item %016x%016x"
                  .formatted(rest, digits)
              + " of unknown origin; in Python: np.save(path, a.astype('f8'))");
    }
    double size = magnitude(digits, exponent);
    return (rest & 0x8000) == 0 ? size : -size;
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
    Access.setLong(segment, offset + Long.BYTES, power | (bits < 0 ? 0x8000 : 0));
  }
}
