package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.Shape;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/// The whole blocks of a region that is one aligned run off the heap, each as a direct buffer.
///
/// Not for several threads.
final class DirectBlocks {
  private final Region region;
  private final Carrier carrier;
  private final int blockSize;
  private final int unitsPerBlock;
  private final long count;
  private final int perView;
  private @Nullable Buffer view;
  private @Nullable Buffer prepared;
  private long first;
  private long taken;

  /// @param carrier the primitive of the buffers
  /// @param blockSize the bytes of a block
  DirectBlocks(Region region, Carrier carrier, int blockSize) {
    this.region = region;
    this.carrier = carrier;
    this.blockSize = blockSize;
    this.unitsPerBlock = blockSize / carrier.size();
    this.count = region.geometry().shape().size() * region.dtype().itemSize() / blockSize;
    this.perView = DirectBuffers.MOST / blockSize;
  }

  /// Whether a region that is walked by falling strides has such blocks of units of a size.
  static boolean exist(Region region, int unitSize) {
    return DirectBuffers.canView(region.segment(), region.geometry().offset(), unitSize)
        && isRun(region);
  }

  /// Whether a region that is walked by falling strides is one run in the machine's byte order.
  static boolean isRun(Region region) {
    return !region.isSwapped() && new Cursor(region).isOneRun(Carrier.of(region.dtype()).size());
  }

  /// How many there are.
  long count() {
    return count;
  }

  /// The next block.
  ///
  /// It was made one call ago. Of one that is made in the round that uses it, the compiler knows
  /// how its address came about, and makes no vector code of a loop over it.
  Buffer next() {
    Buffer block = prepared == null ? get(0) : prepared;
    taken++;
    prepared = get(taken < count ? taken : 0);
    return block;
  }

  /// One block, for loops that are not part of the method that asks for it.
  Buffer get(long index) {
    Buffer buffer = view;
    if (buffer == null || index < first || index >= first + perView) {
      first = index - index % perView;
      long size = Math.min(perView, count - first) * blockSize;
      long offset = region.geometry().offset() + first * blockSize;
      buffer = DirectBuffers.view(region.segment(), offset, size, carrier);
      view = buffer;
    }
    return buffer.slice((int) (index - first) * unitsPerBlock, unitsPerBlock);
  }

  /// The elements behind the last block, of which each is within one.
  Region rest() {
    int itemSize = region.dtype().itemSize();
    long done = count * blockSize;
    long left = region.geometry().shape().size() - done / itemSize;
    return region.with(
        Geometry.strided(Shape.of(left), region.geometry().offset() + done, itemSize));
  }
}
