package io.github.npybridge.tensor.internal;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// A walk over all units of a region in the order in which they lie in memory, for results that do
/// not depend on the order.
///
/// It reads a block at a time: four rows, each a window of its own. A kernel takes the four rows
/// together and column by column, which the compiler turns into vector code even for floating-point
/// sums, because no column waits for another. Four rows, because the processor does not fetch from
/// memory while it computes on a window: the fewer passes over the accumulators the better.
///
/// Not for several threads.
final class Scan {
  /// The number of rows in a block.
  static final int ROWS = 4;

  /// The most columns; eight bytes each fill a window.
  private static final int COLUMNS = Stage.WINDOW / Long.BYTES;

  /// The number of columns is a multiple of this one.
  private static final int STEP = 8;

  private final Region region;
  private final Carrier carrier;
  private final boolean swapped;
  private final Cursor cursor;
  private final boolean plain;
  private long left;

  /// Starts at the first unit.
  Scan(Region region) {
    this.region = region.with(ascending(region.geometry()));
    this.carrier = Carrier.of(region.dtype());
    this.swapped = region.isSwapped();
    this.cursor = new Cursor(this.region);
    this.plain = !swapped && cursor.isOneRun(carrier.size());
    int perItem = region.dtype().itemSize() / carrier.size();
    this.left = region.geometry().shape().size() * perItem;
  }

  /// The same places, by falling strides that are not negative.
  private static Geometry ascending(Geometry geometry) {
    Geometry sorted = geometry.permute(geometry.axesByStride());
    for (int axis = 0; axis < sorted.ndim(); axis++) {
      long length = sorted.shape().dim(axis);
      if (sorted.strides()[axis] < 0 && length > 0) {
        sorted = sorted.slice(axis, length - 1, -1, length);
      }
    }
    return sorted;
  }

  /// What one unit travels in.
  Carrier carrier() {
    return carrier;
  }

  /// The region, whose first unit is the one that lies lowest.
  Region region() {
    return region;
  }

  /// Whether the units lie without gaps, in the machine's byte order.
  boolean isPlainRun() {
    return plain;
  }

  /// How many columns a block has: no more than it takes to read all that is left.
  int columns() {
    return columns(left);
  }

  /// How many columns a block for so many units has.
  static int columns(long units) {
    long enough = (units + ROWS * STEP - 1) / (ROWS * STEP) * STEP;
    return (int) Math.min(COLUMNS, enough);
  }

  /// How many units are still to be read.
  long left() {
    return left;
  }

  /// Fills a row with the next units.
  ///
  /// @return how many there were: the row's length except at the end
  int read(Object row, int length) {
    int count = (int) Math.min(length, left);
    if (plain) {
      // Bytes to bytes takes the shortest way through the JDK.
      MemorySegment bytes = carrier.segment(row);
      MemorySegment.copy(
          region.segment(), cursor.offset(), bytes, 0, (long) count * carrier.size());
      cursor.advance(count);
    } else {
      gather(row, count);
    }
    left -= count;
    return count;
  }

  private void gather(Object row, int count) {
    for (int done = 0; done < count; ) {
      int run = (int) Math.min(count - done, cursor.left());
      carrier.read(region.segment(), swapped, cursor.offset(), cursor.stride(), row, done, run);
      cursor.advance(run);
      done += run;
    }
  }

  /// Fills the rows of a block with the next units, and the places behind the last one with
  /// `padding`.
  void readBlock(double[][] rows, double padding) {
    for (double[] row : rows) {
      int count = read(row, row.length);
      Arrays.fill(row, count, row.length, padding);
    }
  }

  /// Fills the rows of a block with the next units, and the places behind the last one with
  /// `padding`.
  void readBlock(int[][] rows, int padding) {
    for (int[] row : rows) {
      int count = read(row, row.length);
      Arrays.fill(row, count, row.length, padding);
    }
  }

  /// Fills the rows of a block with the next units, and the places behind the last one with
  /// `padding`.
  void readBlock(long[][] rows, long padding) {
    for (long[] row : rows) {
      int count = read(row, row.length);
      Arrays.fill(row, count, row.length, padding);
    }
  }
}
