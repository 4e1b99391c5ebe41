package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;
import io.github.npybridge.tensor.CastOptions;
import io.github.npybridge.tensor.Casting;
import io.github.npybridge.tensor.OutOfRange;

/// Converts blocks of one scalar type to another, in two steps: up to `long` or `double`, which
/// hold every value of the source exactly, and down to the target.
///
/// The rules are NumPy's: integers keep their low bits, integers and doubles are rounded once to
/// the nearest float (to float16 by way of float32 for integers, as NumPy does), complex to real
/// takes the real part, anything but 0 is true. What becomes of a float that an integer type cannot
/// hold, and whether any value may change, the options say.
///
/// Not for several threads.
final class CastKernel {
  private final ScalarType from;
  private final ScalarType to;
  private final boolean sameValue;
  private final OutOfRange outOfRange;
  private final boolean viaLong;
  private final long[] longs;
  private final double[] doubles;
  private final double[] others;
  private final long[] backLongs;
  private final double[] backDoubles;

  CastKernel(ScalarType from, ScalarType to, CastOptions options, int items) {
    this.from = from;
    this.to = to;
    // Everything has a truth value, and having one is not counted as a change, as in NumPy.
    this.sameValue = options.casting() == Casting.SAME_VALUE && to != ScalarType.BOOL;
    this.outOfRange = options.outOfRange();
    this.viaLong = !from.isFloat() && !from.isComplex();
    this.longs = new long[viaLong ? items : 0];
    this.doubles = new double[viaLong ? 0 : 2 * items];
    this.others = new double[viaLong ? 0 : 2 * items];
    this.backLongs = new long[sameValue && viaLong ? items : 0];
    this.backDoubles = new double[sameValue ? 2 * items : 0];
  }

  /// Whether [#run] may refuse a value, so that it pays to ask [#firstRefused] before writing.
  static boolean mayRefuse(ScalarType from, ScalarType to, CastOptions options) {
    if (options.casting() == Casting.SAME_VALUE) {
      return true;
    }
    return options.outOfRange() == OutOfRange.REJECT
        && (from.isFloat() || from.isComplex())
        && to.isInteger();
  }

  /// The value at a position of the block that was refused last, as text.
  String value(int position) {
    if (viaLong) {
      return from == ScalarType.UINT64
          ? Long.toUnsignedString(longs[position])
          : Long.toString(longs[position]);
    }
    return from.isComplex()
        ? doubles[2 * position] + " + " + doubles[2 * position + 1] + "j"
        : Double.toString(doubles[position]);
  }

  /// Looks for values that [#run] refuses, at less cost where that is possible.
  ///
  /// @param scratch an array for the target's units, whose content is lost
  /// @return the position of the first such item, or -1
  int firstRefused(Object source, Object scratch, int count) {
    if (sameValue || viaLong) {
      return run(source, scratch, count);
    }
    Widening.toDoubles(from, source, doubles, from.isComplex() ? 2 * count : count);
    double[] real = from.isComplex() ? realParts(count) : doubles;
    return FloatToInteger.firstOutside(real, to, count);
  }

  /// Converts `count` items.
  ///
  /// @return the position of the first item that is refused, or -1
  int run(Object source, Object target, int count) {
    if (viaLong) {
      Widening.toLongs(from, source, longs, count);
      Narrowing.fromLongs(longs, from == ScalarType.UINT64, to, target, count);
      return sameValue ? firstChangedLong(target, count) : -1;
    }
    Widening.toDoubles(from, source, doubles, from.isComplex() ? 2 * count : count);
    if (to == ScalarType.BOOL) {
      truth((byte[]) target, count);
      return -1;
    }
    if (to.isComplex()) {
      double[] pairs = from.isComplex() ? doubles : withImaginaryParts(count);
      Narrowing.toFloats(pairs, to, target, 2 * count);
      int unit = sameValue ? firstChangedDouble(pairs, target, 2 * count) : -1;
      return unit < 0 ? -1 : unit / 2;
    }
    if (!from.isComplex()) {
      return toReal(doubles, target, count);
    }
    int imaginary = sameValue ? firstImaginary(count) : -1;
    return imaginary >= 0 ? imaginary : toReal(realParts(count), target, count);
  }

  private int toReal(double[] real, Object target, int count) {
    if (!to.isInteger()) {
      Narrowing.toFloats(real, to, target, count);
      return sameValue ? firstChangedDouble(real, target, count) : -1;
    }
    if (sameValue || outOfRange == OutOfRange.REJECT) {
      int refused =
          sameValue
              ? FloatToInteger.firstInexact(real, to, count)
              : FloatToInteger.firstOutside(real, to, count);
      if (refused >= 0) {
        return refused;
      }
      FloatToInteger.convert(real, to, target, count);
    } else if (outOfRange == OutOfRange.NUMPY) {
      FloatToInteger.convertAsX86(real, to, target, count);
    } else {
      FloatToInteger.saturate(real, to, count);
      FloatToInteger.convert(real, to, target, count);
    }
    return -1;
  }

  private void truth(byte[] target, int count) {
    for (int i = 0; i < count; i++) {
      boolean isTrue =
          from.isComplex() ? doubles[2 * i] != 0 || doubles[2 * i + 1] != 0 : doubles[i] != 0;
      target[i] = (byte) (isTrue ? 1 : 0);
    }
  }

  private double[] realParts(int count) {
    for (int i = 0; i < count; i++) {
      others[i] = doubles[2 * i];
    }
    return others;
  }

  private double[] withImaginaryParts(int count) {
    for (int i = 0; i < count; i++) {
      others[2 * i] = doubles[i];
      others[2 * i + 1] = 0;
    }
    return others;
  }

  private int firstImaginary(int count) {
    for (int i = 0; i < count; i++) {
      if (!(doubles[2 * i + 1] == 0)) {
        return i;
      }
    }
    return -1;
  }

  /// The first integer that the target holds as another number.
  private int firstChangedLong(Object target, int count) {
    boolean unsigned = from == ScalarType.UINT64;
    if (to.isInteger()) {
      Widening.toLongs(to, target, backLongs, count);
      // 2**63 and -2**63 have the same bits.
      boolean otherSign = unsigned != (to == ScalarType.UINT64);
      for (int i = 0; i < count; i++) {
        if (longs[i] != backLongs[i] || (otherSign && longs[i] < 0)) {
          return i;
        }
      }
      return -1;
    }
    int step = to.isComplex() ? 2 : 1;
    Widening.toDoubles(to, target, backDoubles, step * count);
    for (int i = 0; i < count; i++) {
      if (!isExactly(backDoubles[step * i], longs[i], unsigned)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isExactly(double value, long integer, boolean unsigned) {
    if (unsigned && integer < 0) {
      double half = value - 0x1p63;
      return half >= 0 && half < 0x1p63 && ((long) half ^ Long.MIN_VALUE) == integer;
    }
    // A conversion saturates, so the ends would seem to survive as 2**63 and the infinities.
    return value >= -0x1p63 && value < 0x1p63 && (long) value == integer;
  }

  /// The first unit that the target holds as another number.
  private int firstChangedDouble(double[] source, Object target, int units) {
    Widening.toDoubles(to, target, backDoubles, units);
    for (int i = 0; i < units; i++) {
      boolean same =
          backDoubles[i] == source[i] || (Double.isNaN(source[i]) && Double.isNaN(backDoubles[i]));
      if (!same) {
        return i;
      }
    }
    return -1;
  }
}
