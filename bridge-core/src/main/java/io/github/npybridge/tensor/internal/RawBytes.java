package io.github.npybridge.tensor.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The elements of a region as the bytes they are, in logical C order: what a file holds.
///
/// Not for several threads.
public final class RawBytes {
  private final Stage stage;
  private final MemorySegment window;
  private final byte[] bytes;
  private final int itemSize;
  private final int items;
  private final int unitsPerItem;
  private long left;

  /// Starts at the region's first element.
  ///
  /// @param blockSize about how many bytes to fetch at once
  public RawBytes(Region region, int blockSize) {
    Region raw = region.raw();
    this.itemSize = raw.dtype().itemSize();
    this.left = itemSize == 0 ? 0 : raw.geometry().shape().size();
    // None for an empty array: a header may claim items of 2 GiB, and none of them.
    this.items = (int) Math.min(left, Math.max(1, blockSize / Math.max(1, itemSize)));
    this.unitsPerItem = Stage.unitsPerItem(raw.dtype());
    this.stage = new Stage(raw, items * unitsPerItem);
    this.window = Carrier.of(raw.dtype()).segment(stage.units());
    this.bytes = new byte[items * itemSize];
  }

  /// The array that [#next] fills.
  public byte[] bytes() {
    return bytes;
  }

  /// Fetches the next whole items into [#bytes].
  ///
  /// @return how many bytes they take, 0 at the end
  public int next() {
    int count = (int) Math.min(items, left);
    left -= count;
    stage.read(count * unitsPerItem);
    int size = count * itemSize;
    MemorySegment.copy(window, ValueLayout.JAVA_BYTE, 0, bytes, 0, size);
    return size;
  }
}
