package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import java.math.BigInteger;

/// The sum of integers, exactly.
///
/// A word is split into its even and its odd items, each with as many zeros in front, so that the
/// items of many words can be added up before a lane is full. Items of eight bytes are split into
/// halves instead. The sign bit of signed items is flipped, which makes them unsigned and each too
/// large by the same number.
final class IntegerSum {
  /// The words of a part, half a row: as many items of 255 fit a lane of 16 bits.
  private static final int WORDS = Scan.COLUMNS / 2;

  /// After so many parts, sums of 32-bit items still fit a `long`.
  private static final int PARTS = 1 << 16;

  private final int itemBits;
  private final int shift;
  private final int lane;
  private final long mask;
  private final long signs;
  private BigInteger evenTotal = BigInteger.ZERO;
  private BigInteger oddTotal = BigInteger.ZERO;
  private long even;
  private long odd;
  private long parts;

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
    sum.addInWindows(OffHeapScan.holds(sorted) ? sum.addOffHeap(sorted) : sorted);
    return sum.total();
  }

  /// Adds the elements as far as they fill whole parts.
  ///
  /// @return the elements that are left
  private Region addOffHeap(Region region) {
    int itemSize = region.dtype().itemSize();
    int partSize = WORDS * Long.BYTES;
    long size = region.geometry().shape().size();
    long count = size * itemSize / partSize;
    for (long part = 0; part < count; part++) {
      long at = region.geometry().offset() + part * partSize;
      add(
          OffHeapScan.sumOfLanes(region.segment(), at, WORDS, signs, 0, mask),
          OffHeapScan.sumOfLanes(region.segment(), at, WORDS, signs, shift, mask));
    }
    long done = count * (partSize / itemSize);
    long rest = region.geometry().offset() + count * partSize;
    return region.with(Geometry.strided(Shape.of(size - done), rest, itemSize));
  }

  private void addInWindows(Region region) {
    Words scan = new Words(region);
    while (scan.hasNext()) {
      scan.next();
      for (long[] row : scan.rows()) {
        for (int from = 0; from < Scan.COLUMNS; from += WORDS) {
          add(sumOfLanes(row, from, 0), sumOfLanes(row, from, shift));
        }
      }
    }
  }

  private long sumOfLanes(long[] row, int from, int by) {
    return sumOfLanes(row, from, signs, by, mask);
  }

  private static long sumOfLanes(long[] row, int from, long signs, int by, long mask) {
    long sum = 0;
    for (int i = 0; i < WORDS; i++) {
      sum += (row[from + i] ^ signs) >>> by & mask;
    }
    return sum;
  }

  /// Adds the lanes of one part.
  private void add(long evenLanes, long oddLanes) {
    even += Words.sumOfLanes(evenLanes, lane);
    odd += Words.sumOfLanes(oddLanes, lane);
    if (++parts % PARTS == 0) {
      carry();
    }
  }

  private void carry() {
    evenTotal = evenTotal.add(BigInteger.valueOf(even));
    oddTotal = oddTotal.add(BigInteger.valueOf(odd));
    even = 0;
    odd = 0;
  }

  private BigInteger total() {
    carry();
    BigInteger sum = evenTotal.add(itemBits == Long.SIZE ? oddTotal.shiftLeft(shift) : oddTotal);
    if (signs == 0) {
      return sum;
    }
    // The zeros behind the last item were flipped too.
    BigInteger items =
        BigInteger.valueOf(parts)
            .multiply(BigInteger.valueOf(WORDS * (long) (Long.SIZE / itemBits)));
    return sum.subtract(items.shiftLeft(itemBits - 1));
  }
}
