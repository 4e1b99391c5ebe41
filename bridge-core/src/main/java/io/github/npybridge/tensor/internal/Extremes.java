package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;

/// The least and the greatest element.
///
/// There are loops for the least one only: the greatest is the least of the negated floats, or of
/// the integers with all bits flipped, and flipping the sign bit orders unsigned integers as signed
/// ones. Those of one and two bytes are a matter of [LaneExtreme].
final class Extremes {
  private Extremes() {}

  /// The bits of the extreme as [Scalars#write] takes them: of a `double` for floats (NaN if any
  /// element is), else the integer, uint64 as its bits. The region is not empty, its dtype real.
  static long of(Region all, boolean greatest) {
    ScalarType type = ((DType.Numeric) all.dtype()).type();
    Region region = new Scan(all).region();
    long flips = (greatest ? -1L : 0) ^ (type.kind() == 'u' ? Long.MIN_VALUE : 0);
    return switch (type) {
      case INT64, UINT64 -> leastLong(region, flips) ^ flips;
      case INT32 -> leastInt(region, (int) flips) ^ (int) flips;
      case UINT32 -> {
        int high = (int) (flips >> Integer.SIZE);
        yield (leastInt(region, high) ^ high) & 0xffff_ffffL;
      }
      case INT8, UINT8, INT16, UINT16 -> LaneExtreme.of(region, type, greatest);
      case FLOAT64 -> {
        double sign = greatest ? -1 : 1;
        yield Double.doubleToRawLongBits(sign * leastDouble(region, sign));
      }
      default -> {
        float sign = greatest ? -1 : 1;
        float extreme = sign * leastFloat(region, sign);
        yield type.isFloat() ? Double.doubleToRawLongBits(extreme) : (long) extreme;
      }
    };
  }

  private static long leastLong(Region region, long flips) {
    long[] least = Columns.takeLongs(Long.MAX_VALUE);
    int used = 0;
    Region rest = region;
    if (DirectBlocks.exist(region, Long.BYTES)) {
      DirectBlocks blocks = new DirectBlocks(region, Carrier.LONG, DirectScan.BLOCK);
      for (long i = 0; i < blocks.count(); i++) {
        DirectScan.leastLongs(blocks.next(), flips, least);
      }
      used = least.length;
      rest = blocks.rest();
    }
    if (!Bulk.isEmpty(rest)) {
      Scan scan = new Scan(rest);
      long[][] rows = new long[Scan.ROWS][scan.columns()];
      used = Math.max(used, rows[0].length);
      while (scan.left() > 0) {
        scan.readBlock(rows, Long.MAX_VALUE ^ flips);
        least(least, rows[0], rows[1], rows[2], rows[3], flips);
      }
    }
    for (int low = (used + 1) / 2; used > 1; used = low, low = (used + 1) / 2) {
      for (int i = 0; i < used - low; i++) {
        least[i] = Math.min(least[i], least[i + low]);
      }
    }
    long result = least[0];
    Columns.give(least);
    return result;
  }

  private static void least(long[] m, long[] a, long[] b, long[] c, long[] d, long flips) {
    for (int i = 0; i < a.length; i++) {
      long first = Math.min(a[i] ^ flips, b[i] ^ flips);
      long second = Math.min(c[i] ^ flips, d[i] ^ flips);
      m[i] = Math.min(m[i], Math.min(first, second));
    }
  }

  private static int leastInt(Region region, int flips) {
    int[] least = Columns.takeInts(Integer.MAX_VALUE);
    int used = 0;
    Region rest = region;
    if (DirectBlocks.exist(region, Integer.BYTES)) {
      DirectBlocks blocks = new DirectBlocks(region, Carrier.INT, DirectScan.BLOCK);
      for (long i = 0; i < blocks.count(); i++) {
        DirectScan.leastInts(blocks.next(), flips, least);
      }
      used = least.length;
      rest = blocks.rest();
    }
    if (!Bulk.isEmpty(rest)) {
      Scan scan = new Scan(rest);
      int[][] rows = new int[Scan.ROWS][scan.columns()];
      used = Math.max(used, rows[0].length);
      while (scan.left() > 0) {
        scan.readBlock(rows, Integer.MAX_VALUE ^ flips);
        least(least, rows[0], rows[1], rows[2], rows[3], flips);
      }
    }
    for (int low = (used + 1) / 2; used > 1; used = low, low = (used + 1) / 2) {
      for (int i = 0; i < used - low; i++) {
        least[i] = Math.min(least[i], least[i + low]);
      }
    }
    int result = least[0];
    Columns.give(least);
    return result;
  }

  private static void least(int[] m, int[] a, int[] b, int[] c, int[] d, int flips) {
    for (int i = 0; i < a.length; i++) {
      int first = Math.min(a[i] ^ flips, b[i] ^ flips);
      int second = Math.min(c[i] ^ flips, d[i] ^ flips);
      m[i] = Math.min(m[i], Math.min(first, second));
    }
  }

  private static double leastDouble(Region region, double sign) {
    double[] least = Columns.takeDoubles(Double.POSITIVE_INFINITY);
    int used = 0;
    Region rest = region;
    if (DirectBlocks.exist(region, Double.BYTES)) {
      DirectBlocks blocks = new DirectBlocks(region, Carrier.DOUBLE, DirectScan.BLOCK);
      for (long i = 0; i < blocks.count(); i++) {
        DirectScan.leastDoubles(blocks.next(), sign, least);
      }
      used = least.length;
      rest = blocks.rest();
    }
    if (!Bulk.isEmpty(rest)) {
      Scan scan = new Scan(rest);
      double[][] rows = new double[Scan.ROWS][scan.columns()];
      used = Math.max(used, rows[0].length);
      while (scan.left() > 0) {
        scan.readBlock(rows, sign * Double.POSITIVE_INFINITY);
        least(least, rows[0], rows[1], rows[2], rows[3], sign);
      }
    }
    for (int low = (used + 1) / 2; used > 1; used = low, low = (used + 1) / 2) {
      for (int i = 0; i < used - low; i++) {
        least[i] = Math.min(least[i], least[i + low]);
      }
    }
    double result = least[0];
    Columns.give(least);
    return result;
  }

  private static void least(double[] m, double[] a, double[] b, double[] c, double[] d, double s) {
    for (int i = 0; i < a.length; i++) {
      double first = Math.min(s * a[i], s * b[i]);
      double second = Math.min(s * c[i], s * d[i]);
      m[i] = Math.min(m[i], Math.min(first, second));
    }
  }

  private static float leastFloat(Region region, float sign) {
    float[] least = Columns.takeFloats(Float.POSITIVE_INFINITY);
    int used = 0;
    Region rest = region;
    if (Carrier.of(region.dtype()) == Carrier.FLOAT && DirectBlocks.exist(region, Float.BYTES)) {
      DirectBlocks blocks = new DirectBlocks(region, Carrier.FLOAT, DirectScan.BLOCK);
      for (long i = 0; i < blocks.count(); i++) {
        DirectScan.leastFloats(blocks.next(), sign, least);
      }
      used = least.length;
      rest = blocks.rest();
    }
    if (!Bulk.isEmpty(rest)) {
      SmallNumbers numbers = new SmallNumbers(rest);
      float[][] rows = new float[Scan.ROWS][numbers.columns()];
      used = Math.max(used, rows[0].length);
      while (numbers.left() > 0) {
        numbers.readBlock(rows, sign * Float.POSITIVE_INFINITY);
        least(least, rows[0], rows[1], rows[2], rows[3], sign);
      }
    }
    for (int low = (used + 1) / 2; used > 1; used = low, low = (used + 1) / 2) {
      for (int i = 0; i < used - low; i++) {
        least[i] = Math.min(least[i], least[i + low]);
      }
    }
    float result = least[0];
    Columns.give(least);
    return result;
  }

  private static void least(float[] m, float[] a, float[] b, float[] c, float[] d, float s) {
    for (int i = 0; i < a.length; i++) {
      float first = Math.min(s * a[i], s * b[i]);
      float second = Math.min(s * c[i], s * d[i]);
      m[i] = Math.min(m[i], Math.min(first, second));
    }
  }
}
