package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;

/// How many elements are zero, and how many are not a number.
///
/// Both questions are one addition on the bits without the sign, which carries into the place of
/// the sign or does not: any bit plus all ones does, and what is more than an infinity plus as many
/// ones as a significand has. So one loop answers them for all units of a word at once.
public final class BitCount {
  /// Half a row: as many ones fit a lane of 8 bits.
  private static final int WORDS = Scan.COLUMNS / 2;

  private BitCount() {}

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

  /// The number of elements whose magnitude, as bits, carries when `addend` is added.
  private static long count(Region region, ScalarType type, long addend) {
    int width = unitBits(type);
    long magnitudes = Words.repeat(-1L >>> (Long.SIZE - width + 1), width);
    long addends = Words.repeat(addend, width);
    // The sign bit of a number without a sign is one more bit that makes it other than 0.
    long signs = type.isFloat() || type.isComplex() ? 0 : ~magnitudes;
    long ones = Words.repeat(1, width);
    long total = 0;
    Words scan = new Words(region);
    while (scan.hasNext()) {
      scan.next();
      for (long[] row : scan.rows()) {
        if (type.isComplex()) {
          mark(row, magnitudes, addends, width - 1, ones);
          total += width == Integer.SIZE ? countHalves(row) : countPairs(row);
        } else {
          for (int from = 0; from < Scan.COLUMNS; from += WORDS) {
            long lanes = count(row, from, magnitudes, addends, signs, width - 1, ones);
            total += Words.sumOfLanes(lanes, width);
          }
        }
      }
    }
    return total;
  }

  private static long count(
      long[] row, int from, long magnitudes, long addends, long signs, int shift, long ones) {
    long sum = 0;
    for (int i = 0; i < WORDS; i++) {
      long word = row[from + i];
      sum += ((word & magnitudes) + addends | (word & signs)) >>> shift & ones;
    }
    return sum;
  }

  /// Replaces each part of a complex number by 1 if it carries, else by 0.
  private static void mark(long[] row, long magnitudes, long addends, int shift, long ones) {
    for (int i = 0; i < Scan.COLUMNS; i++) {
      row[i] = ((row[i] & magnitudes) + addends) >>> shift & ones;
    }
  }

  /// The number of words with a mark in one half or both.
  private static long countHalves(long[] row) {
    long sum = 0;
    for (int i = 0; i < Scan.COLUMNS; i++) {
      sum += (row[i] | row[i] >>> Integer.SIZE) & 1;
    }
    return sum;
  }

  /// The number of pairs of words with a mark in one or both.
  private static long countPairs(long[] row) {
    long sum = 0;
    for (int i = 0; i < Scan.COLUMNS; i += 2) {
      sum += row[i] | row[i + 1];
    }
    return sum;
  }
}
