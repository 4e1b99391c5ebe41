package io.github.npybridge.tensor.internal;

import java.lang.foreign.MemorySegment;

/// A copy between regions that do not lie in memory alike, tile by tile: a tile of the source is
/// read into an array in long pieces, put from there into another one in the target's order, and
/// written in long pieces.
final class TileCopy implements Copying {
  private static final int LANES = Tile.LANES;

  private final MemorySegment source;
  private final MemorySegment target;
  private final CopyPlan plan;
  private final Tile tile;
  private final Carrier carrier;
  private final boolean direct;
  private final boolean alike;
  private final Object in;
  private final Object out;
  private final MemorySegment inSegment;
  private final MemorySegment outSegment;

  /// The tile's lengths; shorter ones at the ends of the axes.
  private final int[] counts;

  TileCopy(MemorySegment source, MemorySegment target, CopyPlan plan, Tile tile) {
    this.source = source;
    this.target = target;
    this.plan = plan;
    this.tile = tile;
    this.carrier = Carrier.ofSize(plan.unit);
    this.direct = Strided.isNative(source) && tile.isReadByUnits();
    this.alike = !direct && tile.isAlike();
    this.in = carrier.newArray(direct ? 0 : tile.inLength);
    this.out = alike ? in : carrier.newArray(tile.outLength);
    this.inSegment = carrier.segment(in);
    this.outSegment = carrier.segment(out);
    this.counts = tile.sizes.clone();
  }

  @Override
  public void run(long fromShift, long toShift) {
    walk(0, plan.fromStart + fromShift, plan.toStart + toShift);
  }

  private void walk(int axis, long from, long to) {
    if (axis == plan.dims.length) {
      move(from, to);
      return;
    }
    int k = tile.axes.length - 1;
    while (k >= 0 && tile.axes[k] != axis) {
      k--;
    }
    long step = k < 0 ? 1 : tile.sizes[k];
    for (long i = 0; i < plan.dims[axis]; i += step) {
      if (k >= 0) {
        counts[k] = (int) Math.min(step, plan.dims[axis] - i);
      }
      walk(axis + 1, from + i * plan.from[axis], to + i * plan.to[axis]);
    }
  }

  private void move(long from, long to) {
    if (direct) {
      rearrange(from);
    } else {
      int base = read(from);
      if (!alike) {
        rearrange(base);
      }
    }
    if (plan.swapped) {
      int used = 1;
      for (int i = 0; i <= LANES; i++) {
        used += (counts[i] - 1) * tile.out[i];
      }
      Strided.swap(out, used);
    }
    write(to);
  }

  /// Reads a tile.
  ///
  /// @return where in the array its first place is
  private int read(long start) {
    int[] order = tile.readOrder;
    long low = start;
    long bytes = plan.run;
    int base = 0;
    int[] left = {1, 1, 1};
    for (int j = 0; j < Tile.AXES; j++) {
      int axis = order[j];
      long stride = tile.from[axis];
      if (j >= Tile.AXES - tile.readAxes) {
        long reach = (counts[axis] - 1) * Math.abs(stride);
        bytes += reach;
        if (stride < 0) {
          low -= reach;
          base += (int) (reach / plan.unit);
        }
      } else if (stride != 0) {
        left[j] = counts[axis];
      }
    }
    for (int i = 0; i < left[0]; i++) {
      for (int j = 0; j < left[1]; j++) {
        long from = low + i * tile.from[order[0]] + j * tile.from[order[1]];
        int to = i * tile.in[order[0]] + j * tile.in[order[1]];
        if (tile.readAxes < 0) {
          readUnits(from, tile.from[order[2]], to, left[2]);
        } else {
          for (int k = 0; k < left[2]; k++) {
            long piece = (long) (to + k * tile.in[order[2]]) * plan.unit;
            Runs.copy(source, from + k * tile.from[order[2]], inSegment, piece, bytes);
          }
        }
      }
    }
    return base;
  }

  private void readUnits(long from, long stride, int to, int count) {
    for (int lane = 0; lane < counts[LANES]; lane++) {
      int at = to + lane * tile.in[LANES];
      carrier.gather(source, from + (long) lane * plan.unit, stride, in, at, count);
    }
  }

  /// Puts a tile in the target's order: from the place `start` of the array, or of the source if
  /// that is read directly.
  private void rearrange(long start) {
    int a = tile.loops[0];
    int b = tile.loops[1];
    int c = tile.loops[2];
    int d = tile.loops[3];
    for (int i = 0; i < counts[a]; i++) {
      for (int j = 0; j < counts[b]; j++) {
        for (int k = 0; k < counts[c]; k++) {
          int to = i * tile.out[a] + j * tile.out[b] + k * tile.out[c];
          if (direct) {
            long from = start + i * tile.from[a] + j * tile.from[b] + k * tile.from[c];
            Strided.read(source, from, tile.from[d], out, to, tile.out[d], counts[d]);
          } else {
            int from = (int) start + i * tile.in[a] + j * tile.in[b] + k * tile.in[c];
            Strided.move(in, from, tile.in[d], out, to, tile.out[d], counts[d]);
          }
        }
      }
    }
  }

  private void write(long start) {
    int joined = Math.max(0, tile.writeAxes);
    long bytes = plan.run;
    for (int axis = Tile.AXES - joined; axis < Tile.AXES; axis++) {
      bytes *= counts[axis];
    }
    int rows = joined > 0 ? 1 : counts[2];
    for (int i = 0; i < (joined > 2 ? 1 : counts[0]); i++) {
      for (int j = 0; j < (joined > 1 ? 1 : counts[1]); j++) {
        long to = start + i * tile.to[0] + j * tile.to[1];
        int from = i * tile.out[0] + j * tile.out[1];
        if (tile.writeAxes < 0) {
          writeUnits(from, to, rows);
        } else {
          for (int k = 0; k < rows; k++) {
            long piece = (long) (from + k * tile.out[2]) * plan.unit;
            Runs.copy(outSegment, piece, target, to + k * tile.to[2], bytes);
          }
        }
      }
    }
  }

  private void writeUnits(int from, long to, int count) {
    for (int lane = 0; lane < counts[LANES]; lane++) {
      int at = from + lane * tile.out[LANES];
      carrier.scatter(target, to + (long) lane * plan.unit, tile.to[2], out, at, count);
    }
  }
}
