package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import java.util.Arrays;

/// How many elements are zero, and how many are not a number.
///
/// Both questions are one addition on the bits without the sign, which carries into the place of
/// the sign or does not: any bit plus all ones does, and what is more than an infinity plus as many
/// ones as a significand has. So one loop answers them for all units of a word at once.
public final class BitCount {
  /// As many blocks, each of four words for a column, add at most 252 to a lane of 8 bits.
  private static final int BLOCKS = 63;

  /// As many columns of two lanes of 8 bits each add up to less than a lane of 16 bits holds.
  private static final int PART = 64;

  private final int width;
  private final long magnitudes;
  private final long addends;
  private final long signs;
  private final long ones;
  private final long[] columns = Columns.takeLongs(0);
  private long total;
  private int blocks;

  /// Counts units whose magnitude, as bits, carries when `addend` is added.
  private BitCount(ScalarType type, long addend) {
    this.width = unitBits(type);
    this.magnitudes = Words.repeat(-1L >>> (Long.SIZE - width + 1), width);
    this.addends = Words.repeat(addend, width);
    // The sign bit of a number without a sign is one more bit that makes it other than 0.
    this.signs = type.isFloat() || type.isComplex() ? 0 : ~magnitudes;
    this.ones = Words.repeat(1, width);
  }

  /// The number of elements that are 0, of either sign; of complex ones, those with two such parts.
  public static long zeros(Region region) {
    ScalarType type = ((DType.Numeric) region.dtype()).type();
    long magnitude = -1L >>> (Long.SIZE - unitBits(type) + 1);
    return region.geometry().shape().size() - count(region, type, magnitude);
  }

  /// The number of elements that are not a number; of complex ones, those with one such part.
  public static long nans(Region region) {
    ScalarType type = ((DType.Numeric) region.dtype()).type();
    return switch (type) {
      case BOOL, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 -> 0;
      case FLOAT16 -> count(region, type, (1L << 10) - 1);
      case BFLOAT16 -> count(region, type, (1L << 7) - 1);
      case FLOAT32, COMPLEX64 -> count(region, type, (1L << 23) - 1);
      case FLOAT64, COMPLEX128 -> count(region, type, (1L << 52) - 1);
    };
  }

  private static int unitBits(ScalarType type) {
    return type.unitSize() * Byte.SIZE;
  }

  private static long count(Region region, ScalarType type, long addend) {
    BitCount count = new BitCount(type, addend);
    if (type.isComplex()) {
      count.addPairs(region);
    } else {
      Region sorted = new Scan(region).region();
      count.addInWindows(
          DirectBlocks.exist(sorted, Long.BYTES) ? count.addOffHeap(sorted) : sorted);
    }
    return count.total();
  }

  /// Adds the elements as far as they fill whole blocks.
  ///
  /// @return the elements that are left
  private Region addOffHeap(Region region) {
    DirectBlocks source = new DirectBlocks(region, Carrier.LONG, DirectScan.BLOCK);
    for (long i = 0; i < source.count(); i++) {
      DirectScan.addCarries(source.next(), magnitudes, addends, signs, width - 1, ones, columns);
      count();
    }
    return source.rest();
  }

  private void addInWindows(Region region) {
    if (Bulk.isEmpty(region)) {
      return;
    }
    Words scan = new Words(region, 0);
    while (scan.hasNext()) {
      scan.next();
      for (long[] row : scan.rows()) {
        addCarries(row, magnitudes, addends, signs, width - 1, ones, columns);
      }
      count();
    }
  }

  private static void addCarries(
      long[] row, long magnitudes, long addends, long signs, int shift, long ones, long[] columns) {
    for (int i = 0; i < row.length; i++) {
      long word = row[i];
      columns[i] += ((word & magnitudes) + addends | (word & signs)) >>> shift & ones;
    }
  }

  private void count() {
    if (++blocks == BLOCKS) {
      drain();
    }
  }

  private void drain() {
    // Two lanes become one of twice the width.
    int wide = Math.min(2 * width, Long.SIZE);
    long low = Words.repeat(-1L >>> (Long.SIZE - width), wide);
    long above = width < Long.SIZE ? low : 0;
    for (int start = 0; start < columns.length; start += PART) {
      long sum = 0;
      for (int i = start; i < start + PART; i++) {
        sum += (columns[i] & low) + (columns[i] >>> width & above);
      }
      total += Words.sumOfLanes(sum, wide);
    }
    Arrays.fill(columns, 0);
    blocks = 0;
  }

  /// Adds complex elements, each once.
  private void addPairs(Region region) {
    if (Bulk.isEmpty(region)) {
      return;
    }
    Words scan = new Words(region, 0);
    while (scan.hasNext()) {
      scan.next();
      for (long[] row : scan.rows()) {
        mark(row, magnitudes, addends, width - 1, ones);
        total += width == Integer.SIZE ? countHalves(row) : countPairs(row);
      }
    }
  }

  /// Replaces each part of a complex number by 1 if it carries, else by 0.
  private static void mark(long[] row, long magnitudes, long addends, int shift, long ones) {
    for (int i = 0; i < row.length; i++) {
      row[i] = ((row[i] & magnitudes) + addends) >>> shift & ones;
    }
  }

  /// The number of words with a mark in one half or both.
  private static long countHalves(long[] row) {
    long sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += (row[i] | row[i] >>> Integer.SIZE) & 1;
    }
    return sum;
  }

  /// The number of pairs of words with a mark in one or both.
  private static long countPairs(long[] row) {
    long sum = 0;
    for (int i = 0; i < row.length; i += 2) {
      sum += row[i] | row[i + 1];
    }
    return sum;
  }

  private long total() {
    drain();
    Columns.give(columns);
    return total;
  }
}
