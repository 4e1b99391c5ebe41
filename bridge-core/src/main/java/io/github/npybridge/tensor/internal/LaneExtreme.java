package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;
import java.nio.Buffer;

/// The least or the greatest of integers of one or two bytes, several of which lie in a word.
///
/// All are made unsigned numbers of which the least is wanted, by flipping bits. Off the heap, a
/// block is first asked whether it has a lesser one at all, which takes a third of the time.
///
/// Not for several threads.
final class LaneExtreme {
  private final int width;
  private final boolean isSigned;
  private final long signs;
  private final long flips;
  private final long[] least = Columns.takeLongs(-1);

  /// The least number so far, in each lane.
  private long bound = -1;

  private LaneExtreme(ScalarType type, boolean greatest) {
    this.width = type.itemSize() * Byte.SIZE;
    this.isSigned = type.kind() == 'i';
    this.signs = Words.repeat(1L << (width - 1), width);
    this.flips = (greatest ? -1L : 0) ^ (isSigned ? signs : 0);
  }

  /// The extreme, as a number.
  ///
  /// @param region ascending, not empty
  static long of(Region region, ScalarType type, boolean greatest) {
    LaneExtreme extreme = new LaneExtreme(type, greatest);
    extreme.addInWindows(
        DirectBlocks.exist(region, Long.BYTES) ? extreme.addOffHeap(region) : region);
    return extreme.value();
  }

  /// Takes in the elements as far as they fill whole blocks.
  ///
  /// @return the elements that are left
  private Region addOffHeap(Region region) {
    DirectBlocks source = new DirectBlocks(region, Carrier.LONG, DirectScan.BLOCK);
    for (long i = 0; i < source.count(); i++) {
      Buffer block = source.next();
      if (DirectScan.isAnyLess(block, bound, flips, signs)) {
        DirectScan.leastLanes(block, flips, signs, width - 1, least);
        tighten(least.length);
      }
    }
    return source.rest();
  }

  private void addInWindows(Region region) {
    if (Bulk.isEmpty(region)) {
      return;
    }
    Words words = new Words(region, ~flips);
    while (words.hasNext()) {
      words.next();
      for (long[] row : words.rows()) {
        leastLanes(row, flips, signs, width - 1, least);
      }
    }
    tighten(words.rows()[0].length);
  }

  private static void leastLanes(long[] row, long flips, long signs, int shift, long[] least) {
    for (int i = 0; i < row.length; i++) {
      least[i] = Words.leastLanes(least[i], row[i] ^ flips, signs, shift);
    }
  }

  /// Finds the least of the first columns.
  private void tighten(int columns) {
    for (int size = columns, low; size > 1; size = low) {
      low = (size + 1) / 2;
      for (int i = 0; i < size - low; i++) {
        least[i] = Words.leastLanes(least[i], least[i + low], signs, width - 1);
      }
    }
    long mask = -1L >>> (Long.SIZE - width);
    long result = bound & mask;
    for (int at = 0; at < Long.SIZE; at += width) {
      result = Math.min(result, least[0] >>> at & mask);
    }
    bound = Words.repeat(result, width);
  }

  private long value() {
    Columns.give(least);
    long bits = bound ^ flips;
    int unused = Long.SIZE - width;
    return isSigned ? bits << unused >> unused : bits << unused >>> unused;
  }
}
