package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import java.math.BigInteger;
import java.util.Arrays;

/// The sum of integers, exactly.
///
/// A word is split into its even and its odd items, each with as many zeros in front, and both are
/// added to the same column, whose lanes the items of many words do not fill. Items of eight bytes
/// are split into halves instead, which have columns of their own. The sign bit of signed items is
/// flipped, which makes them unsigned and each too large by the same number.
final class IntegerSum {
  /// Of how many blocks, each of four words for a column with two bytes for a lane, the sum fits a
  /// lane of 16 bits.
  private static final int BLOCKS = 32;

  private final int itemBits;
  private final boolean inHalves;
  private final int shift;
  private final int lane;
  private final long mask;
  private final long signs;
  private final long[] columns = Columns.takeLongs(0);
  private final long[] highColumns;
  private BigInteger total = BigInteger.ZERO;
  private BigInteger highTotal = BigInteger.ZERO;
  private long words;
  private int blocks;

  private IntegerSum(ScalarType type) {
    this.itemBits = type.itemSize() * Byte.SIZE;
    this.inHalves = itemBits == Long.SIZE;
    this.shift = Math.min(itemBits, Integer.SIZE);
    this.lane = 2 * shift;
    this.mask = Words.repeat(-1L >>> (Long.SIZE - shift), lane);
    this.signs = type.kind() == 'i' ? Words.repeat(1L << (itemBits - 1), itemBits) : 0;
    this.highColumns = inHalves ? Columns.takeLongs(0) : new long[0];
  }

  /// The sum of all elements, of an integer dtype.
  static BigInteger of(Region region) {
    IntegerSum sum = new IntegerSum(((DType.Numeric) region.dtype()).type());
    Region sorted = new Scan(region).region();
    sum.addInWindows(DirectBlocks.exist(sorted, Long.BYTES) ? sum.addOffHeap(sorted) : sorted);
    return sum.total();
  }

  /// Adds the elements as far as they fill whole blocks.
  ///
  /// @return the elements that are left
  private Region addOffHeap(Region region) {
    DirectBlocks source = new DirectBlocks(region, Carrier.LONG, DirectScan.BLOCK);
    for (long i = 0; i < source.count(); i++) {
      if (inHalves) {
        DirectScan.addHalves(source.next(), signs, columns, highColumns);
      } else {
        DirectScan.addLanes(source.next(), signs, mask, shift, columns);
      }
      count(4 * DirectScan.COLUMNS);
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
        if (inHalves) {
          addHalves(row, signs, columns, highColumns);
        } else {
          addLanes(row, signs, mask, shift, columns);
        }
      }
      count(Scan.ROWS * scan.rows()[0].length);
    }
  }

  private static void addLanes(long[] row, long signs, long mask, int shift, long[] columns) {
    for (int i = 0; i < row.length; i++) {
      long word = row[i] ^ signs;
      columns[i] += (word & mask) + (word >>> shift & mask);
    }
  }

  private static void addHalves(long[] row, long signs, long[] low, long[] high) {
    for (int i = 0; i < row.length; i++) {
      long word = row[i] ^ signs;
      low[i] += word & 0xffff_ffffL;
      high[i] += word >>> Integer.SIZE;
    }
  }

  private void count(int added) {
    words += added;
    if (++blocks == BLOCKS) {
      carry();
    }
  }

  private void carry() {
    total = total.add(BigInteger.valueOf(drain(columns)));
    highTotal = highTotal.add(BigInteger.valueOf(drain(highColumns)));
    blocks = 0;
  }

  private long drain(long[] sums) {
    // Lanes of twice the width hold the sum of all columns.
    long low = Words.repeat(-1L >>> (Long.SIZE - lane), Math.min(2 * lane, Long.SIZE));
    long above = lane < Long.SIZE ? low : 0;
    long sum = 0;
    for (long column : sums) {
      sum += (column & low) + (column >>> lane & above);
    }
    Arrays.fill(sums, 0);
    return Words.sumOfLanes(sum, Math.min(2 * lane, Long.SIZE));
  }

  private BigInteger total() {
    carry();
    Columns.give(columns);
    if (inHalves) {
      Columns.give(highColumns);
    }
    BigInteger sum = total.add(highTotal.shiftLeft(Integer.SIZE));
    // The zeros behind the last item were flipped too.
    return signs == 0
        ? sum
        : sum.subtract(
            BigInteger.valueOf(words)
                .multiply(BigInteger.valueOf(Long.SIZE / itemBits))
                .shiftLeft(itemBits - 1));
  }
}
