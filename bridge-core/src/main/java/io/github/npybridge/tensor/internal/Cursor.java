package io.github.npybridge.tensor.internal;

import java.util.Arrays;

/// A walk over the units of a region, in runs of equal stride.
///
/// Axes of length 1 are dropped and axes that lie behind each other without gaps are joined, so
/// that an array without gaps is one run, whatever its shape.
final class Cursor {
  private final long[] dims;
  private final long[] strides;
  private final long[] index;
  private final long runLength;
  private final long runStride;
  private long offset;
  private long inRun;

  Cursor(Region region) {
    Geometry geometry = region.geometry();
    int unit = Carrier.of(region.dtype()).size();
    long[] allDims = Arrays.copyOf(geometry.shape().toArray(), geometry.ndim() + 1);
    long[] allStrides = Arrays.copyOf(geometry.strides(), geometry.ndim() + 1);
    // The units of an element are one more axis.
    allDims[geometry.ndim()] = region.dtype().itemSize() / unit;
    allStrides[geometry.ndim()] = unit;

    int kept = 0;
    for (int axis = 0; axis < allDims.length; axis++) {
      if (allDims[axis] == 1) {
        continue;
      }
      if (kept > 0 && allStrides[kept - 1] == allDims[axis] * allStrides[axis]) {
        allDims[kept - 1] *= allDims[axis];
        allStrides[kept - 1] = allStrides[axis];
      } else {
        allDims[kept] = allDims[axis];
        allStrides[kept] = allStrides[axis];
        kept++;
      }
    }
    int outer = Math.max(0, kept - 1);
    this.dims = Arrays.copyOf(allDims, outer);
    this.strides = Arrays.copyOf(allStrides, outer);
    this.index = new long[outer];
    this.runLength = kept == 0 ? 1 : allDims[kept - 1];
    this.runStride = kept == 0 ? unit : allStrides[kept - 1];
    this.offset = geometry.offset();
  }

  /// Whether all units lie in one run without gaps.
  boolean isOneRun(int unitSize) {
    return dims.length == 0 && runStride == unitSize;
  }

  /// The byte offset of the next unit.
  long offset() {
    return offset;
  }

  /// Bytes from one unit of the run to the next.
  long stride() {
    return runStride;
  }

  /// How many units are left in the run.
  long left() {
    return runLength - inRun;
  }

  /// Goes on by at most [#left] units, to the next run when this one ends.
  void advance(long units) {
    offset += units * runStride;
    inRun += units;
    if (inRun == runLength) {
      nextRun();
    }
  }

  private void nextRun() {
    offset -= runLength * runStride;
    inRun = 0;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      offset += strides[axis];
      if (++index[axis] < dims[axis]) {
        return;
      }
      offset -= dims[axis] * strides[axis];
      index[axis] = 0;
    }
  }
}
