package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import java.util.Arrays;

/// The least and the greatest element.
///
/// There are loops for the least one only: the greatest is the least of the negated floats, or of
/// the integers with all bits flipped, and flipping the sign bit orders unsigned integers as signed
/// ones.
final class Extremes {
  private Extremes() {}

  /// The bits of the extreme as [Scalars#write] takes them: of a `double` for floats (NaN if any
  /// element is), else the integer, uint64 as its bits. The region is not empty, its dtype real.
  static long of(Region region, boolean greatest) {
    ScalarType type = ((DType.Numeric) region.dtype()).type();
    long flips = (greatest ? -1L : 0) ^ (type.kind() == 'u' ? Long.MIN_VALUE : 0);
    return switch (type) {
      case INT64, UINT64 -> leastLong(new Scan(region), flips) ^ flips;
      case INT32 -> leastInt(new Scan(region), (int) flips) ^ (int) flips;
      case UINT32 -> {
        int high = (int) (flips >> Integer.SIZE);
        yield (leastInt(new Scan(region), high) ^ high) & 0xffff_ffffL;
      }
      case FLOAT64 -> {
        double sign = greatest ? -1 : 1;
        yield Double.doubleToRawLongBits(sign * leastDouble(new Scan(region), sign));
      }
      default -> {
        float sign = greatest ? -1 : 1;
        float extreme = sign * leastFloat(new SmallNumbers(region), sign);
        yield type.isFloat() ? Double.doubleToRawLongBits(extreme) : (long) extreme;
      }
    };
  }

  private static long leastLong(Scan scan, long flips) {
    long[][] rows = new long[Scan.ROWS][Scan.COLUMNS];
    long[] least = new long[Scan.COLUMNS];
    Arrays.fill(least, Long.MAX_VALUE);
    while (scan.left() > 0) {
      scan.readBlock(rows, Long.MAX_VALUE ^ flips);
      least(least, rows[0], rows[1], rows[2], rows[3], flips);
    }
    return Arrays.stream(least).min().getAsLong();
  }

  private static void least(long[] m, long[] a, long[] b, long[] c, long[] d, long flips) {
    for (int i = 0; i < Scan.COLUMNS; i++) {
      long first = Math.min(a[i] ^ flips, b[i] ^ flips);
      long second = Math.min(c[i] ^ flips, d[i] ^ flips);
      m[i] = Math.min(m[i], Math.min(first, second));
    }
  }

  private static int leastInt(Scan scan, int flips) {
    int[][] rows = new int[Scan.ROWS][Scan.COLUMNS];
    int[] least = new int[Scan.COLUMNS];
    Arrays.fill(least, Integer.MAX_VALUE);
    while (scan.left() > 0) {
      scan.readBlock(rows, Integer.MAX_VALUE ^ flips);
      least(least, rows[0], rows[1], rows[2], rows[3], flips);
    }
    return Arrays.stream(least).min().getAsInt();
  }

  private static void least(int[] m, int[] a, int[] b, int[] c, int[] d, int flips) {
    for (int i = 0; i < Scan.COLUMNS; i++) {
      int first = Math.min(a[i] ^ flips, b[i] ^ flips);
      int second = Math.min(c[i] ^ flips, d[i] ^ flips);
      m[i] = Math.min(m[i], Math.min(first, second));
    }
  }

  private static double leastDouble(Scan scan, double sign) {
    double[][] rows = new double[Scan.ROWS][Scan.COLUMNS];
    double[] least = new double[Scan.COLUMNS];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    while (scan.left() > 0) {
      scan.readBlock(rows, sign * Double.POSITIVE_INFINITY);
      least(least, rows[0], rows[1], rows[2], rows[3], sign);
    }
    return Arrays.stream(least).reduce(Double.POSITIVE_INFINITY, Math::min);
  }

  private static void least(double[] m, double[] a, double[] b, double[] c, double[] d, double s) {
    for (int i = 0; i < Scan.COLUMNS; i++) {
      double first = Math.min(s * a[i], s * b[i]);
      double second = Math.min(s * c[i], s * d[i]);
      m[i] = Math.min(m[i], Math.min(first, second));
    }
  }

  private static float leastFloat(SmallNumbers numbers, float sign) {
    float[][] rows = new float[Scan.ROWS][Scan.COLUMNS];
    float[] least = new float[Scan.COLUMNS];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    while (numbers.left() > 0) {
      numbers.readBlock(rows, sign * Float.POSITIVE_INFINITY);
      least(least, rows[0], rows[1], rows[2], rows[3], sign);
    }
    float result = Float.POSITIVE_INFINITY;
    for (float value : least) {
      result = Math.min(result, value);
    }
    return result;
  }

  private static void least(float[] m, float[] a, float[] b, float[] c, float[] d, float s) {
    for (int i = 0; i < Scan.COLUMNS; i++) {
      float first = Math.min(s * a[i], s * b[i]);
      float second = Math.min(s * c[i], s * d[i]);
      m[i] = Math.min(m[i], Math.min(first, second));
    }
  }
}
