package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A window of a few KiB that moves over a region: an array of units, filled from the region's next
/// places or written to them.
///
/// A window that is only written lies in the region's own array where there is one, so that nothing
/// is copied.
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
  private final boolean isInPlace;
  private final @Nullable Lanes lanes;

  /// The window's bytes in an array of another kind.
  private record Lanes(Object array, MemorySegment bytes, MemorySegment units, boolean isOneRun) {}

  /// A window over `region` of `length` units.
  Stage(Region region, int length) {
    this(region, length, Carrier.of(region.dtype()), false);
  }

  private Stage(Region region, int length, Carrier lane, boolean isWritten) {
    this.segment = region.segment();
    this.carrier = Carrier.of(region.dtype());
    this.swapped = region.isSwapped();
    this.cursor = new Cursor(region);
    Object array = isWritten && lane == carrier ? ownArray() : null;
    this.isInPlace = array != null;
    this.units = array != null ? array : carrier.newArray(length);
    if (lane == carrier) {
      this.lanes = null;
    } else {
      Object bytes = lane.newArray(length * carrier.size() / lane.size());
      this.lanes = new Lanes(bytes, lane.segment(bytes), carrier.segment(units), isOneRun());
    }
  }

  /// A window to read `region` with, whose bytes lie in an array of any kind.
  static Stage reading(Region region, int length, Carrier lane) {
    return new Stage(region, length, lane, false);
  }

  /// A window to write `region` with, whose bytes lie in an array of any kind.
  static Stage writing(Region region, int length, Carrier lane) {
    return new Stage(region, length, lane, true);
  }

  /// The array behind the region, if the units lie in it as they would in a window.
  private @Nullable Object ownArray() {
    Object array = segment.heapBase().orElse(null);
    long offset = segment.address() + cursor.offset();
    return array != null && carrier.isOf(array) && isOneRun() && offset % carrier.size() == 0
        ? array
        : null;
  }

  private boolean isOneRun() {
    return !swapped && cursor.isOneRun(carrier.size());
  }

  /// How many items of a dtype a window holds, at least one.
  static int items(DType dtype) {
    return Math.max(1, WINDOW / Math.max(1, dtype.itemSize()));
  }

  /// How many items a window for a region needs to hold, at least one.
  static int items(Region region) {
    return Math.clamp(region.geometry().shape().size(), 1, items(region.dtype()));
  }

  /// How many units one item has.
  static int unitsPerItem(DType dtype) {
    return dtype.itemSize() / Carrier.of(dtype).size();
  }

  /// The window: an array of the carrier's type, or of the lanes', in the machine's byte order.
  Object units() {
    return lanes == null ? units : lanes.array();
  }

  /// Where in the array the window begins.
  int start() {
    return isInPlace ? (int) ((segment.address() + cursor.offset()) / carrier.size()) : 0;
  }

  /// Leaves out the region's next units, all in one run.
  void skip(long count) {
    if (count > 0) {
      cursor.advance(count);
    }
  }

  /// Fills the window with the region's next `count` units.
  void read(int count) {
    if (lanes == null) {
      readUnits(count);
      return;
    }
    long size = (long) count * carrier.size();
    if (lanes.isOneRun()) {
      MemorySegment.copy(segment, cursor.offset(), lanes.bytes(), 0, size);
      cursor.advance(count);
    } else {
      readUnits(count);
      MemorySegment.copy(lanes.units(), 0, lanes.bytes(), 0, size);
    }
  }

  private void readUnits(int count) {
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
    if (isInPlace) {
      cursor.advance(count);
      return;
    }
    if (lanes == null) {
      writeFrom(units, count);
      return;
    }
    long size = (long) count * carrier.size();
    if (lanes.isOneRun()) {
      MemorySegment.copy(lanes.bytes(), 0, segment, cursor.offset(), size);
      cursor.advance(count);
    } else {
      MemorySegment.copy(lanes.bytes(), 0, lanes.units(), 0, size);
      writeFrom(units, count);
    }
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
