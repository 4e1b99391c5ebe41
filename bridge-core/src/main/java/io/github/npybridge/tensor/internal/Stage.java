package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import java.lang.foreign.MemorySegment;

/// A window of a few KiB that moves over a region: an array of units, filled from the region's next
/// places or written to them.
///
/// Not for several threads.
final class Stage {
  /// The size of the window in bytes. The JDK's copy takes a slower way from 4 KiB on, and a window
  /// this small stays in the first cache: measured against 512 bytes to 32 KiB.
  static final int WINDOW = 448 * Long.BYTES;

  private final MemorySegment segment;
  private final Carrier carrier;
  private final boolean swapped;
  private final Cursor cursor;
  private final Object units;

  /// A window over `region` of `length` units.
  Stage(Region region, int length) {
    this.segment = region.segment();
    this.carrier = Carrier.of(region.dtype());
    this.swapped = region.isSwapped();
    this.cursor = new Cursor(region);
    this.units = carrier.newArray(length);
  }

  /// How many items of a dtype a window holds, at least one.
  static int items(DType dtype) {
    return Math.max(1, WINDOW / Math.max(1, dtype.itemSize()));
  }

  /// How many units one item has.
  static int unitsPerItem(DType dtype) {
    return dtype.itemSize() / Carrier.of(dtype).size();
  }

  /// The window: an array of the carrier's type, in the machine's byte order.
  Object units() {
    return units;
  }

  /// Fills the window with the region's next `count` units.
  void read(int count) {
    for (int done = 0; done < count; ) {
      int run = (int) Math.min(count - done, cursor.left());
      carrier.read(segment, swapped, cursor.offset(), cursor.stride(), units, done, run);
      cursor.advance(run);
      done += run;
    }
  }

  /// Writes the window's first `count` units to the region's next places. The window's content is
  /// undefined afterwards.
  void write(int count) {
    writeFrom(units, count);
  }

  /// Writes another window's first `count` units, of the same carrier, to the region's next places.
  void writeFrom(Object source, int count) {
    for (int done = 0; done < count; ) {
      int run = (int) Math.min(count - done, cursor.left());
      carrier.write(segment, swapped, cursor.offset(), cursor.stride(), source, done, run);
      cursor.advance(run);
      done += run;
    }
  }
}
