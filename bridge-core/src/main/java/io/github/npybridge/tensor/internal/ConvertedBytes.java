package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.tensor.CastOptions;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The elements of a region, converted to a dtype, as the bytes that a file of that dtype holds.
///
/// Not for several threads.
public abstract sealed class ConvertedBytes {
  private ConvertedBytes() {}

  /// Starts at the region's first element.
  ///
  /// @param order the memory order of the file
  /// @param blockSize about how many bytes to fetch at once
  public static ConvertedBytes of(
      Region region, MemoryOrder order, DType dtype, CastOptions options, int blockSize) {
    int[] axes = new int[region.geometry().ndim()];
    Arrays.setAll(axes, i -> order == MemoryOrder.C ? i : axes.length - 1 - i);
    return region.dtype() instanceof DType.Numeric from
            && dtype instanceof DType.Numeric to
            && from != to
        ? new Cast(region, axes, to, options, blockSize)
        : new Reordered(
            new OrderedBytes(region.with(region.geometry().permute(axes)), dtype, blockSize));
  }

  /// The array that [#next] fills.
  public abstract byte[] bytes();

  /// Fetches the next whole items into [#bytes].
  ///
  /// @return how many bytes they take, 0 at the end
  /// @throws io.github.npybridge.tensor.UnrepresentableValueException if the options refuse one
  public abstract int next();

  private static final class Reordered extends ConvertedBytes {
    private final OrderedBytes source;

    Reordered(OrderedBytes source) {
      this.source = source;
    }

    @Override
    public byte[] bytes() {
      return source.bytes();
    }

    @Override
    public int next() {
      return source.next();
    }
  }

  private static final class Cast extends ConvertedBytes {
    private final CastWalk walk;
    private final Carrier carrier;
    private final boolean swapped;
    private final int itemSize;
    private final byte[] bytes;
    private final MemorySegment window;
    private final Object block;
    private final MemorySegment units;

    Cast(Region region, int[] axes, DType.Numeric to, CastOptions options, int blockSize) {
      this.walk = new CastWalk(region, axes, to, options);
      this.carrier = Carrier.of(to);
      this.swapped = !to.isNative();
      this.itemSize = to.itemSize();
      this.bytes = new byte[Math.max(blockSize, 2 * Stage.WINDOW)];
      this.window = MemorySegment.ofArray(bytes);
      this.block = walk.lane().newArray(walk.items() * itemSize / walk.lane().size());
      this.units = walk.lane().segment(block);
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public int next() {
      int filled = 0;
      while (bytes.length - filled >= Stage.WINDOW) {
        int count = walk.next(block, 0, walk.size());
        if (count == 0) {
          break;
        }
        int size = count * itemSize;
        carrier.copy(units, window, swapped, filled, size / carrier.size());
        filled += size;
      }
      return filled;
    }
  }
}
