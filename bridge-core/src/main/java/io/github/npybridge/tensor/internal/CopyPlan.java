package io.github.npybridge.tensor.internal;

import java.util.Arrays;

/// The places of two regions of one shape, walked together: what lies without a gap in both is a
/// run, the rest are axes.
///
/// Axes of length 1 are dropped, axes are sorted by the target's strides, turned around where the
/// target goes backwards, and joined where they lie behind each other in both. Copies that do the
/// same to memory so become the same plan, however their tensors were sliced and transposed.
final class CopyPlan {
  /// A longer run is better moved by a copy of its own than within a tile.
  private static final int LONG_RUN = 64;

  /// Bytes of the numbers that a run is made of.
  final int unit;

  /// Bytes that lie without a gap at each place of both regions.
  final long run;

  /// The axis lengths, those first along which the target's places are the furthest apart.
  final long[] dims;

  /// Bytes from place to place in the source.
  final long[] from;

  /// Bytes from place to place in the target; none is negative.
  final long[] to;

  /// Whether units have to be swapped on the way.
  final boolean swapped;

  /// Where the first place is in the source.
  final long fromStart;

  /// Where the first place is in the target.
  final long toStart;

  /// A plan for two regions of one shape, neither empty.
  ///
  /// @param swapped whether units have to be swapped on the way
  CopyPlan(Region source, Region target, boolean swapped) {
    int ndim = target.geometry().ndim();
    long[] lengths = new long[ndim + 1];
    long[] steps = new long[ndim + 1];
    long[] toSteps = new long[ndim + 1];
    long start = source.geometry().offset();
    long targetStart = target.geometry().offset();
    int count = 0;
    for (int axis = 0; axis < ndim; axis++) {
      long length = target.geometry().shape().dim(axis);
      long step = source.geometry().strides()[axis];
      long toStep = target.geometry().strides()[axis];
      if (length == 1) {
        continue;
      }
      if (toStep < 0) {
        start += (length - 1) * step;
        targetStart += (length - 1) * toStep;
        step = -step;
        toStep = -toStep;
      }
      int at = count++;
      for (; at > 0 && toSteps[at - 1] < toStep; at--) {
        lengths[at] = lengths[at - 1];
        steps[at] = steps[at - 1];
        toSteps[at] = toSteps[at - 1];
      }
      lengths[at] = length;
      steps[at] = step;
      toSteps[at] = toStep;
    }
    int itemSize = target.dtype().itemSize();
    long joined = swapped ? Carrier.of(target.dtype()).size() : itemSize;
    if (joined < itemSize) {
      lengths[count] = itemSize / joined;
      steps[count] = joined;
      toSteps[count++] = joined;
    }
    int size = swapped ? (int) joined : 0;
    while (count > 0 && steps[count - 1] == joined && toSteps[count - 1] == joined) {
      joined *= lengths[--count];
    }
    count = join(count, lengths, steps, toSteps);
    this.unit = swapped ? size : (int) Math.min(Long.BYTES, Long.lowestOneBit(joined));
    this.run = joined;
    this.dims = Arrays.copyOf(lengths, count);
    this.from = Arrays.copyOf(steps, count);
    this.to = Arrays.copyOf(toSteps, count);
    this.swapped = swapped;
    this.fromStart = start;
    this.toStart = targetStart;
  }

  /// Joins axes that lie behind each other without gaps in both regions.
  ///
  /// @return how many axes are left
  private static int join(int count, long[] dims, long[] from, long[] to) {
    int kept = 0;
    for (int axis = 0; axis < count; axis++) {
      if (kept > 0
          && from[kept - 1] == dims[axis] * from[axis]
          && to[kept - 1] == dims[axis] * to[axis]) {
        dims[kept - 1] *= dims[axis];
        from[kept - 1] = from[axis];
        to[kept - 1] = to[axis];
      } else {
        dims[kept] = dims[axis];
        from[kept] = from[axis];
        to[kept] = to[axis];
        kept++;
      }
    }
    return kept;
  }

  /// Whether each run is better copied on its own than as a part of a tile.
  boolean hasLongRuns() {
    return dims.length == 0 || run >= LONG_RUN;
  }

  /// The axis along which the source's places are closest together; there is one axis at least.
  int fastestInSource() {
    int last = dims.length - 1;
    int fastest = last;
    // Where the target's fastest axis repeats the source, it alone makes long runs.
    for (int axis = last - 1; axis >= 0 && from[last] != 0; axis--) {
      long stride = Math.abs(from[axis]);
      if (stride != 0 && stride < Math.abs(from[fastest])) {
        fastest = axis;
      }
    }
    return fastest;
  }
}
