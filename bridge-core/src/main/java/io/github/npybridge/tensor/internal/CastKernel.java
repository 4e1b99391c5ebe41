package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;

/// Converts blocks of one scalar type to another, in two steps: up to `long` or `double`, which
/// hold every value of the source exactly, and down to the target.
///
/// The rules are NumPy's: integers keep their low bits, integers and doubles are rounded once to
/// the nearest float (to float16 by way of float32 for integers, as NumPy does), complex to real
/// takes the real part, anything but 0 is true. A float that has no integer counterpart in the
/// target is refused.
///
/// Not for several threads.
final class CastKernel {
  private final ScalarType from;
  private final ScalarType to;
  private final boolean viaLong;
  private final long[] longs;
  private final double[] doubles;
  private double refused;

  CastKernel(ScalarType from, ScalarType to, int items) {
    this.from = from;
    this.to = to;
    this.viaLong = !from.isFloat() && !from.isComplex();
    this.longs = new long[viaLong ? items : 0];
    this.doubles = new double[viaLong ? 0 : 2 * items];
  }

  /// The value that [#run] refused last.
  double refusedValue() {
    return refused;
  }

  /// Converts `count` items.
  ///
  /// @return the position of the first item without a counterpart, or -1
  int run(Object source, Object target, int count) {
    if (viaLong) {
      Widening.toLongs(from, source, longs, count);
      Narrowing.fromLongs(longs, from == ScalarType.UINT64, to, target, count);
      return -1;
    }
    int units = from.isComplex() ? 2 * count : count;
    Widening.toDoubles(from, source, doubles, units);
    if (to == ScalarType.BOOL) {
      truth((byte[]) target, count);
      return -1;
    }
    if (from.isComplex() && !to.isComplex()) {
      dropImaginary(count);
    } else if (to.isComplex() && !from.isComplex()) {
      addImaginary(count);
    }
    if (to.isInteger()) {
      int position = Narrowing.toIntegers(doubles, to, target, count);
      refused = position < 0 ? 0 : doubles[position];
      return position;
    }
    Narrowing.toFloats(doubles, to, target, to.isComplex() ? 2 * count : count);
    return -1;
  }

  private void truth(byte[] target, int count) {
    for (int i = 0; i < count; i++) {
      boolean isTrue =
          from.isComplex() ? doubles[2 * i] != 0 || doubles[2 * i + 1] != 0 : doubles[i] != 0;
      target[i] = (byte) (isTrue ? 1 : 0);
    }
  }

  private void dropImaginary(int count) {
    for (int i = 0; i < count; i++) {
      doubles[i] = doubles[2 * i];
    }
  }

  private void addImaginary(int count) {
    for (int i = count - 1; i >= 0; i--) {
      doubles[2 * i] = doubles[i];
      doubles[2 * i + 1] = 0;
    }
  }
}
