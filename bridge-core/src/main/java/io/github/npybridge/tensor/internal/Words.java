package io.github.npybridge.tensor.internal;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Blocks of `long` that hold the bits of several units each, in the machine's byte order.
///
/// What computes on all units of a word at once needs no conversion and one loop for all types.
///
/// Not for several threads.
final class Words {
  private final Scan scan;
  private final int unitSize;
  private final boolean direct;
  private final Object units;
  private final MemorySegment unitBytes;
  private final long padding;
  private final long[][] rows;
  private final MemorySegment[] rowBytes = new MemorySegment[Scan.ROWS];
  private long offset;
  private long left;

  /// @param padding what stands behind the last unit
  Words(Region region, long padding) {
    this.scan = new Scan(region);
    this.unitSize = scan.carrier().size();
    this.direct = scan.isPlainRun();
    this.padding = padding;
    this.rows = new long[Scan.ROWS][Scan.columns((scan.left() * unitSize + 7) / Long.BYTES)];
    this.units = scan.carrier().newArray(direct ? 0 : rows[0].length * Long.BYTES / unitSize);
    this.unitBytes = scan.carrier().segment(units);
    Arrays.setAll(rowBytes, row -> MemorySegment.ofArray(rows[row]));
    this.offset = scan.region().geometry().offset();
    this.left = scan.left() * unitSize;
  }

  /// The rows of the block.
  long[][] rows() {
    return rows;
  }

  /// Whether there is another block.
  boolean hasNext() {
    return left > 0;
  }

  /// Fills the block with the next units, and what is behind the last one with the padding.
  void next() {
    for (int row = 0; row < Scan.ROWS; row++) {
      int size = rows[row].length * Long.BYTES;
      int bytes = (int) Math.min(size, left);
      if (bytes < size) {
        Arrays.fill(rows[row], padding);
      }
      if (direct) {
        MemorySegment.copy(scan.region().segment(), offset, rowBytes[row], 0, bytes);
        offset += bytes;
      } else {
        scan.read(units, bytes / unitSize);
        MemorySegment.copy(unitBytes, 0, rowBytes[row], 0, bytes);
      }
      left -= bytes;
    }
  }

  /// A word with the same bits in each of its lanes.
  ///
  /// @param width the width of a lane in bits
  static long repeat(long bits, int width) {
    long word = 0;
    for (int at = 0; at < Long.SIZE; at += width) {
      word |= bits << at;
    }
    return word;
  }

  /// The lesser of each two lanes, unsigned.
  ///
  /// @param signs the highest bit of each lane
  /// @param shift how many bits there are below it
  static long leastLanes(long a, long b, long signs, int shift) {
    // The difference of the low bits keeps its highest one where nothing is borrowed.
    long difference = (a | signs) - (b & ~signs);
    long different = a ^ b;
    // Where the highest bits of the two differ, a's is the answer.
    long notLess = (difference ^ (different & (difference ^ a))) & signs;
    long mask = notLess - (notLess >>> shift) | notLess;
    return a ^ (different & mask);
  }

  /// The sum of the lanes of a word; each is an unsigned number of `width` bits.
  static long sumOfLanes(long word, int width) {
    long mask = -1L >>> (Long.SIZE - width);
    long sum = 0;
    for (int at = 0; at < Long.SIZE; at += width) {
      sum += word >>> at & mask;
    }
    return sum;
  }
}
