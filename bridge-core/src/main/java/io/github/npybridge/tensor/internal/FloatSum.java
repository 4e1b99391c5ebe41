package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import java.util.Arrays;

/// The sum of floats, in `double`.
///
/// A part is added up plainly, to hundreds of sums side by side and these to a few: at most 40
/// roundings one after the other. The parts are added to running sums together with the error of
/// each such addition (Knuth's two-sum). So the error stays below that of 41 roundings of the sum
/// of magnitudes, however many elements there are; pairwise summation, NumPy's way, makes about as
/// many for float64, and all of them in `float` for float32.
///
/// Not for several threads.
final class FloatSum {
  private static final int BLOCKS = 16;

  /// The running sums.
  private static final int LANES = 8;

  private final double[] columns = Columns.takeDoubles(0);
  private final double[] sums = new double[LANES];
  private final double[] errors = new double[LANES];

  private FloatSum() {}

  /// The sum of all elements: its real part and its imaginary part, 0 for real floats.
  static double[] of(Region all) {
    FloatSum sum = new FloatSum();
    ScalarType type = ((DType.Numeric) all.dtype()).type();
    Region region = new Scan(all).region();
    Carrier carrier = Carrier.of(type);
    boolean isFloat = carrier == Carrier.FLOAT;
    if ((isFloat || carrier == Carrier.DOUBLE) && DirectBlocks.exist(region, carrier.size())) {
      region = sum.addBlocks(new DirectBlocks(region, carrier, DirectScan.BLOCK), isFloat);
    }
    if (!Bulk.isEmpty(region)) {
      if (SmallNumbers.hold(type)) {
        sum.addFloats(new SmallNumbers(region));
      } else {
        sum.addDoubles(new Scan(region));
      }
    }
    Columns.give(sum.columns);
    // Real and imaginary parts alternate, and there is an even number of columns.
    return type.isComplex()
        ? new double[] {sum.total(0, 2), sum.total(1, 2)}
        : new double[] {sum.total(0, 1), 0};
  }

  /// Adds the elements as far as they fill whole blocks.
  ///
  /// @return the elements that are left
  private Region addBlocks(DirectBlocks blocks, boolean areFloats) {
    for (long i = 0; i < blocks.count(); i++) {
      if (areFloats) {
        DirectScan.addFloats(blocks.next(), columns);
      } else {
        DirectScan.addDoubles(blocks.next(), columns);
      }
      if (i % BLOCKS == BLOCKS - 1 || i == blocks.count() - 1) {
        carry();
      }
    }
    return blocks.rest();
  }

  private void addDoubles(Scan scan) {
    double[][] rows = new double[Scan.ROWS][scan.columns()];
    while (scan.left() > 0) {
      for (int block = 0; block < BLOCKS && scan.left() > 0; block++) {
        scan.readBlock(rows, 0);
        add(columns, rows[0], rows[1], rows[2], rows[3]);
      }
      carry();
    }
  }

  private void addFloats(SmallNumbers numbers) {
    float[][] rows = new float[Scan.ROWS][numbers.columns()];
    while (numbers.left() > 0) {
      for (int block = 0; block < BLOCKS && numbers.left() > 0; block++) {
        numbers.readBlock(rows, 0);
        add(columns, rows[0], rows[1], rows[2], rows[3]);
      }
      carry();
    }
  }

  private static void add(double[] sum, double[] a, double[] b, double[] c, double[] d) {
    for (int i = 0; i < a.length; i++) {
      sum[i] += (a[i] + b[i]) + (c[i] + d[i]);
    }
  }

  private static void add(double[] sum, float[] a, float[] b, float[] c, float[] d) {
    for (int i = 0; i < a.length; i++) {
      sum[i] += ((double) a[i] + (double) b[i]) + ((double) c[i] + (double) d[i]);
    }
  }

  private void carry() {
    for (int half = columns.length / 2; half >= LANES; half /= 2) {
      for (int i = 0; i < half; i++) {
        columns[i] += columns[i + half];
      }
    }
    for (int i = 0; i < LANES; i++) {
      double sum = sums[i] + columns[i];
      errors[i] += error(sums[i], columns[i], sum);
      sums[i] = sum;
    }
    Arrays.fill(columns, 0);
  }

  /// What rounding took from `a + b`, exactly.
  private static double error(double a, double b, double sum) {
    double rest = sum - a;
    return (a - (sum - rest)) + (b - rest);
  }

  /// The sum of every `step`th column.
  private double total(int first, int step) {
    double total = 0;
    double error = 0;
    for (int i = first; i < LANES; i += step) {
      double sum = total + sums[i];
      error += error(total, sums[i], sum) + errors[i];
      total = sum;
    }
    // The error of an addition that overflowed is not a number.
    double exact = total + error;
    return Double.isFinite(exact) ? exact : total;
  }
}
