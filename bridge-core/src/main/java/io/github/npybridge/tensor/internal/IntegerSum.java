package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import java.math.BigInteger;
import java.util.Arrays;

/// The sum of integers, exactly.
///
/// A word is split into its even and its odd items, each with as many zeros in front, so that the
/// items of many words can be added up before a lane is full. Items of eight bytes are split into
/// halves instead. The sign bit of signed items is flipped, which makes them unsigned and each too
/// large by the same number.
final class IntegerSum {
  private static final int COLUMNS = Math.max(Scan.COLUMNS, DirectScan.COLUMNS);

  /// Of how many blocks, each of up to eight words for a column, 255 fits a lane of 16 bits.
  private static final int BLOCKS = 32;

  private final int itemBits;
  private final int shift;
  private final int lane;
  private final long mask;
  private final long signs;
  private final long[] even = new long[COLUMNS];
  private final long[] odd = new long[COLUMNS];
  private BigInteger evenTotal = BigInteger.ZERO;
  private BigInteger oddTotal = BigInteger.ZERO;
  private long words;
  private int blocks;

  private IntegerSum(ScalarType type) {
    this.itemBits = type.itemSize() * Byte.SIZE;
    this.shift = Math.min(itemBits, Integer.SIZE);
    this.lane = 2 * shift;
    this.mask = Words.repeat(-1L >>> (Long.SIZE - shift), lane);
    this.signs = type.kind() == 'i' ? Words.repeat(1L << (itemBits - 1), itemBits) : 0;
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
    DirectBlocks source = new DirectBlocks(region, Carrier.LONG, DirectScan.LANES_BLOCK);
    for (long i = 0; i < source.count(); i++) {
      DirectScan.addLanes(source.next(), signs, mask, shift, even, odd);
      count(8 * DirectScan.COLUMNS);
    }
    return source.rest();
  }

  private void addInWindows(Region region) {
    if (Bulk.isEmpty(region)) {
      return;
    }
    Words scan = new Words(region);
    while (scan.hasNext()) {
      scan.next();
      long[][] rows = scan.rows();
      add(rows[0], rows[1], rows[2], rows[3], signs, 0, mask, even);
      add(rows[0], rows[1], rows[2], rows[3], signs, shift, mask, odd);
      count(4 * Scan.COLUMNS);
    }
  }

  private static void add(
      long[] a, long[] b, long[] c, long[] d, long signs, int by, long mask, long[] columns) {
    for (int i = 0; i < Scan.COLUMNS; i++) {
      long first = ((a[i] ^ signs) >>> by & mask) + ((b[i] ^ signs) >>> by & mask);
      long second = ((c[i] ^ signs) >>> by & mask) + ((d[i] ^ signs) >>> by & mask);
      columns[i] += first + second;
    }
  }

  private void count(int added) {
    words += added;
    if (++blocks == BLOCKS) {
      carry();
    }
  }

  private void carry() {
    evenTotal = evenTotal.add(BigInteger.valueOf(drain(even)));
    oddTotal = oddTotal.add(BigInteger.valueOf(drain(odd)));
    blocks = 0;
  }

  private long drain(long[] columns) {
    // Lanes of twice the width hold the sum of all columns.
    long low = Words.repeat(-1L >>> (Long.SIZE - lane), Math.min(2 * lane, Long.SIZE));
    long high = lane < Long.SIZE ? low : 0;
    long sum = 0;
    for (long column : columns) {
      sum += (column & low) + (column >>> lane & high);
    }
    Arrays.fill(columns, 0);
    return Words.sumOfLanes(sum, Math.min(2 * lane, Long.SIZE));
  }

  private BigInteger total() {
    carry();
    BigInteger sum = evenTotal.add(itemBits == Long.SIZE ? oddTotal.shiftLeft(shift) : oddTotal);
    // The zeros behind the last item were flipped too.
    return signs == 0
        ? sum
        : sum.subtract(
            BigInteger.valueOf(words)
                .multiply(BigInteger.valueOf(Long.SIZE / itemBits))
                .shiftLeft(itemBits - 1));
  }
}
