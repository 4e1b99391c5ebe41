package io.github.npybridge.tensor.internal;

import java.lang.foreign.MemorySegment;

/// A copy of single units from off-heap memory to off-heap memory: in strips where the source's
/// units lie one behind the other along some axis, else unit by unit, in tiles.
///
/// A tile has the axis that is fastest in the source and the one that is fastest in the target. It
/// is so small that the cache lines of either side stay in the first cache until they are used up.
/// A strip is all tiles along the source's fastest axis: in this order memory is read as it lies,
/// and writing, which nothing waits for, jumps from page to page.
final class OffHeapCopy implements Copying {
  /// The side of a tile in units; loops of this length are written out below, which halves their
  /// time.
  private static final int SIDE = 8;

  private final MemorySegment source;
  private final MemorySegment target;
  private final CopyPlan plan;
  private final int last;
  private final int fastest;
  private final boolean inStrips;

  OffHeapCopy(MemorySegment source, MemorySegment target, CopyPlan plan) {
    this.source = source;
    this.target = target;
    this.plan = plan;
    this.last = plan.dims.length - 1;
    this.fastest = plan.fastestInSource();
    this.inStrips =
        plan.from[fastest] == plan.unit
            && plan.to[fastest] != 0
            && StripTranspose.exists(plan.unit);
  }

  /// Whether this way is open for a plan.
  static boolean fits(MemorySegment source, MemorySegment target, CopyPlan plan) {
    int last = plan.dims.length - 1;
    int fastest = plan.fastestInSource();
    return !plan.swapped
        && plan.run == plan.unit
        && OffHeap.holds(source)
        && OffHeap.holds(target)
        && plan.to[last] == plan.unit
        && fastest != last
        && plan.dims[last] >= SIDE
        && plan.dims[fastest] >= SIDE;
  }

  @Override
  public void run(long fromShift, long toShift) {
    walk(0, plan.fromStart + fromShift, plan.toStart + toShift);
  }

  private void walk(int axis, long from, long to) {
    if (axis == last) {
      long done = inStrips ? strips(from, to) : 0;
      for (long i = done; i < plan.dims[last]; i += SIDE) {
        int width = (int) Math.min(SIDE, plan.dims[last] - i);
        copy(from + i * plan.from[last], to + i * plan.unit, width, plan.dims[fastest]);
      }
      return;
    }
    long length = axis == fastest ? 1 : plan.dims[axis];
    for (long i = 0; i < length; i++) {
      walk(axis + 1, from + i * plan.from[axis], to + i * plan.to[axis]);
    }
  }

  /// Transposes as many strips as there are.
  ///
  /// @return how many places along the last axis that were
  private long strips(long from, long to) {
    int width = StripTranspose.width(plan.unit);
    long length = plan.dims[fastest];
    long i = 0;
    for (; i <= plan.dims[last] - width; i += width) {
      long read = from + i * plan.from[last];
      long write = to + i * plan.unit;
      long done =
          StripTranspose.run(
              source, read, plan.from[last], target, write, plan.to[fastest], length, plan.unit);
      for (int j = 0; j < width && done < length; j += SIDE) {
        copy(
            read + j * plan.from[last] + done * plan.unit,
            write + (long) j * plan.unit + done * plan.to[fastest],
            SIDE,
            length - done);
      }
    }
    return i;
  }

  private void copy(long from, long to, int width, long length) {
    long row = plan.from[fastest];
    long step = plan.from[last];
    long toRow = plan.to[fastest];
    switch (plan.unit) {
      case Byte.BYTES -> bytes(source, from, row, step, target, to, toRow, length, width);
      case Short.BYTES -> shorts(source, from, row, step, target, to, toRow, length, width);
      case Integer.BYTES -> ints(source, from, row, step, target, to, toRow, length, width);
      default -> longs(source, from, row, step, target, to, toRow, length, width);
    }
  }

  private static void bytes(
      MemorySegment source,
      long from,
      long fromRow,
      long step,
      MemorySegment target,
      long to,
      long toRow,
      long length,
      int width) {
    for (long start = 0; start < length; start += SIDE) {
      int height = (int) Math.min(SIDE, length - start);
      for (int row = 0; row < height; row++) {
        long read = from + (start + row) * fromRow;
        long write = to + (start + row) * toRow;
        if (width == SIDE) {
          OffHeap.setByte(target, write, OffHeap.getByte(source, read));
          OffHeap.setByte(target, write + 1, OffHeap.getByte(source, read + step));
          OffHeap.setByte(target, write + 2, OffHeap.getByte(source, read + 2 * step));
          OffHeap.setByte(target, write + 3, OffHeap.getByte(source, read + 3 * step));
          OffHeap.setByte(target, write + 4, OffHeap.getByte(source, read + 4 * step));
          OffHeap.setByte(target, write + 5, OffHeap.getByte(source, read + 5 * step));
          OffHeap.setByte(target, write + 6, OffHeap.getByte(source, read + 6 * step));
          OffHeap.setByte(target, write + 7, OffHeap.getByte(source, read + 7 * step));
        } else {
          for (int i = 0; i < width; i++) {
            OffHeap.setByte(target, write + i, OffHeap.getByte(source, read + i * step));
          }
        }
      }
    }
  }

  private static void shorts(
      MemorySegment source,
      long from,
      long fromRow,
      long step,
      MemorySegment target,
      long to,
      long toRow,
      long length,
      int width) {
    for (long start = 0; start < length; start += SIDE) {
      int height = (int) Math.min(SIDE, length - start);
      for (int row = 0; row < height; row++) {
        long read = from + (start + row) * fromRow;
        long write = to + (start + row) * toRow;
        if (width == SIDE) {
          OffHeap.setShort(target, write, OffHeap.getShort(source, read));
          OffHeap.setShort(target, write + 2, OffHeap.getShort(source, read + step));
          OffHeap.setShort(target, write + 4, OffHeap.getShort(source, read + 2 * step));
          OffHeap.setShort(target, write + 6, OffHeap.getShort(source, read + 3 * step));
          OffHeap.setShort(target, write + 8, OffHeap.getShort(source, read + 4 * step));
          OffHeap.setShort(target, write + 10, OffHeap.getShort(source, read + 5 * step));
          OffHeap.setShort(target, write + 12, OffHeap.getShort(source, read + 6 * step));
          OffHeap.setShort(target, write + 14, OffHeap.getShort(source, read + 7 * step));
        } else {
          for (int i = 0; i < width; i++) {
            OffHeap.setShort(target, write + 2L * i, OffHeap.getShort(source, read + i * step));
          }
        }
      }
    }
  }

  private static void ints(
      MemorySegment source,
      long from,
      long fromRow,
      long step,
      MemorySegment target,
      long to,
      long toRow,
      long length,
      int width) {
    for (long start = 0; start < length; start += SIDE) {
      int height = (int) Math.min(SIDE, length - start);
      for (int row = 0; row < height; row++) {
        long read = from + (start + row) * fromRow;
        long write = to + (start + row) * toRow;
        if (width == SIDE) {
          OffHeap.setInt(target, write, OffHeap.getInt(source, read));
          OffHeap.setInt(target, write + 4, OffHeap.getInt(source, read + step));
          OffHeap.setInt(target, write + 8, OffHeap.getInt(source, read + 2 * step));
          OffHeap.setInt(target, write + 12, OffHeap.getInt(source, read + 3 * step));
          OffHeap.setInt(target, write + 16, OffHeap.getInt(source, read + 4 * step));
          OffHeap.setInt(target, write + 20, OffHeap.getInt(source, read + 5 * step));
          OffHeap.setInt(target, write + 24, OffHeap.getInt(source, read + 6 * step));
          OffHeap.setInt(target, write + 28, OffHeap.getInt(source, read + 7 * step));
        } else {
          for (int i = 0; i < width; i++) {
            OffHeap.setInt(target, write + 4L * i, OffHeap.getInt(source, read + i * step));
          }
        }
      }
    }
  }

  private static void longs(
      MemorySegment source,
      long from,
      long fromRow,
      long step,
      MemorySegment target,
      long to,
      long toRow,
      long length,
      int width) {
    for (long start = 0; start < length; start += SIDE) {
      int height = (int) Math.min(SIDE, length - start);
      for (int row = 0; row < height; row++) {
        long read = from + (start + row) * fromRow;
        long write = to + (start + row) * toRow;
        if (width == SIDE) {
          OffHeap.setLong(target, write, OffHeap.getLong(source, read));
          OffHeap.setLong(target, write + 8, OffHeap.getLong(source, read + step));
          OffHeap.setLong(target, write + 16, OffHeap.getLong(source, read + 2 * step));
          OffHeap.setLong(target, write + 24, OffHeap.getLong(source, read + 3 * step));
          OffHeap.setLong(target, write + 32, OffHeap.getLong(source, read + 4 * step));
          OffHeap.setLong(target, write + 40, OffHeap.getLong(source, read + 5 * step));
          OffHeap.setLong(target, write + 48, OffHeap.getLong(source, read + 6 * step));
          OffHeap.setLong(target, write + 56, OffHeap.getLong(source, read + 7 * step));
        } else {
          for (int i = 0; i < width; i++) {
            OffHeap.setLong(target, write + 8L * i, OffHeap.getLong(source, read + i * step));
          }
        }
      }
    }
  }
}
