package io.github.npybridge.tensor.internal;

import java.util.function.IntToLongFunction;

/// The part of a copy that is moved at once through small arrays: up to three axes of a plan, how
/// many places it takes along each, and how the two arrays hold them.
///
/// Where the source is fastest along one axis and the target along another, as in a transpose, the
/// tile has both, so that neither side is touched unit by unit: memory moves in cache lines, and a
/// line of which one unit is used has to be fetched again for the next.
final class Tile {
  /// The number of axes; those that a plan does not have are of length 1.
  static final int AXES = 3;

  /// The index of the units of a run, in the arrays that have it beside the axes.
  static final int LANES = AXES;

  /// Bytes of a tile of places that are close together in the source.
  private static final int CLOSE = Stage.WINDOW;

  /// Bytes of a tile of places that are not, and of its runs in the target and in the source.
  ///
  /// Reading a line at a time and writing long rows was mostly measured better than tiles as long
  /// as wide.
  private static final int APART = 1 << 14;

  private static final int TARGET_RUN = 1024;
  private static final int SOURCE_RUN = 64;

  /// Places are close together up to so many bytes for each.
  private static final int LINE = 64;

  /// The plan's axes, slowest in the target first; -1 for none.
  final int[] axes = {-1, -1, -1};

  /// Places along each axis, and the units of a run.
  final int[] sizes = {1, 1, 1, 1};

  /// Bytes from place to place in the source, and from unit to unit.
  final long[] from = new long[AXES + 1];

  /// Bytes from place to place in the target, and from unit to unit.
  final long[] to = new long[AXES + 1];

  /// Units from place to place, and from unit to unit, in the array that is read into.
  final int[] in = new int[AXES + 1];

  /// The same in the array that is written from.
  final int[] out = new int[AXES + 1];

  /// The axes, those first along which the source's places are the furthest apart.
  final int[] readOrder = {0, 1, 2};

  /// How many of the last axes in that order are read at once, with what lies between their places;
  /// -1 if units are read one by one.
  int readAxes;

  /// How many of the last axes are written at once; -1 if units are written one by one.
  int writeAxes;

  /// The axes and the lanes, the longest last: the order of the loops that move units.
  final int[] loops = {0, 1, 2, LANES};

  /// The lengths of the two arrays.
  int inLength;

  int outLength;

  /// Whether places are close together in the source.
  private boolean close;

  private final CopyPlan plan;

  Tile(CopyPlan plan) {
    this.plan = plan;
    sizes[LANES] = (int) (plan.run / plan.unit);
    from[LANES] = plan.unit;
    to[LANES] = plan.unit;
    choose();
    layOutIn();
    layOutOut();
    sort(loops, i -> -sizes[i]);
  }

  /// Whether the source is better read unit by unit where that is fast.
  boolean isReadByUnits() {
    return close || readAxes < 0;
  }

  private void choose() {
    int last = plan.dims.length - 1;
    if (last < 0) {
      return;
    }
    long[] counts = new long[last + 1];
    int fastest = plan.fastestInSource();
    long budget = Math.max(1, CLOSE / plan.run);
    close = true;
    if (fastest == last) {
      counts[last] = Math.min(plan.dims[last], budget);
    } else {
      counts[fastest] = limited(fastest, SOURCE_RUN / plan.run);
      counts[last] = limited(last, TARGET_RUN / plan.run);
      close = span(counts, fastest, last) <= LINE * counts[fastest] * counts[last];
      budget = close ? budget : Math.max(1, APART / plan.run);
      if (counts[fastest] == plan.dims[fastest]) {
        counts[last] = limited(last, Math.min(budget / counts[fastest], CLOSE / plan.run));
      }
      if (counts[last] == plan.dims[last]) {
        counts[fastest] = limited(fastest, Math.min(budget / counts[last], CLOSE / plan.run));
      }
    }
    // Another axis, or two, where these are short.
    long places = Math.max(1, counts[fastest]) * (fastest == last ? 1 : counts[last]);
    int free = fastest == last ? AXES - 1 : AXES - 2;
    for (int axis = last - 1; axis >= 0 && free > 0 && places * 2 <= budget; axis--) {
      if (counts[axis] == 0) {
        counts[axis] = limited(axis, budget / places);
        places *= counts[axis];
        free--;
      }
    }
    int k = AXES - 1;
    for (int axis = last; axis >= 0; axis--) {
      if (counts[axis] > 0) {
        axes[k] = axis;
        sizes[k] = (int) counts[axis];
        from[k] = plan.from[axis];
        to[k] = plan.to[axis];
        k--;
      }
    }
  }

  private long limited(int axis, long count) {
    return Math.clamp(count, 1, plan.dims[axis]);
  }

  private long span(long[] counts, int one, int other) {
    return plan.run
        + (counts[one] - 1) * Math.abs(plan.from[one])
        + (counts[other] - 1) * Math.abs(plan.from[other]);
  }

  /// Where read units are put: as they lie in the source as far as one piece of it is read, piece
  /// behind piece.
  private void layOutIn() {
    sort(readOrder, axis -> isRepeated(axis) ? Long.MAX_VALUE : Math.abs(from[axis]));
    long span = plan.run;
    long places = 1;
    int next = AXES - 1;
    for (; next >= 0; next--) {
      int axis = readOrder[next];
      if (isRepeated(axis)) {
        continue;
      }
      long wider = span + (sizes[axis] - 1) * Math.abs(from[axis]);
      boolean fits = wider <= LINE * places * sizes[axis] && wider <= APART;
      if (!fits || from[axis] % plan.unit != 0) {
        break;
      }
      span = wider;
      places *= sizes[axis];
      in[axis] = (int) (from[axis] / plan.unit);
    }
    boolean pieces = places > 1 || next < 0;
    readAxes = pieces ? AXES - 1 - next : -1;
    int pitch = pieces ? (int) (span / plan.unit) : 1;
    for (; next >= 0; next--) {
      int axis = readOrder[next];
      if (!isRepeated(axis)) {
        in[axis] = pitch;
        pitch *= sizes[axis];
      }
    }
    in[LANES] = pieces ? 1 : pitch;
    inLength = pieces ? pitch : pitch * sizes[LANES];
  }

  private boolean isRepeated(int axis) {
    return from[axis] == 0 || sizes[axis] == 1;
  }

  /// Where units are put to be written: as they lie in the target.
  private void layOutOut() {
    long bytes = plan.run;
    int next = AXES - 1;
    boolean whole = true;
    for (; next >= 0 && whole && (sizes[next] == 1 || to[next] == bytes); next--) {
      bytes *= sizes[next];
      whole = axes[next] < 0 || sizes[next] == plan.dims[axes[next]];
    }
    boolean pieces = bytes > plan.run || next < 0;
    writeAxes = pieces ? AXES - 1 - next : -1;
    int pitch = pieces ? sizes[LANES] : 1;
    for (int axis = AXES - 1; axis >= 0; axis--) {
      out[axis] = pitch;
      pitch *= sizes[axis];
    }
    out[LANES] = pieces ? 1 : pitch;
    outLength = pieces ? pitch : pitch * sizes[LANES];
  }

  /// Whether both arrays hold all units at the same places.
  boolean isAlike() {
    for (int i = 0; i <= LANES; i++) {
      if (sizes[i] > 1 && in[i] != out[i]) {
        return false;
      }
    }
    return true;
  }

  /// Sorts by falling keys; equal ones stay in order.
  private static void sort(int[] numbers, IntToLongFunction key) {
    for (int i = 1; i < numbers.length; i++) {
      for (int j = i; j > 0 && less(key, numbers[j - 1], numbers[j]); j--) {
        int swap = numbers[j];
        numbers[j] = numbers[j - 1];
        numbers[j - 1] = swap;
      }
    }
  }

  private static boolean less(IntToLongFunction key, int one, int other) {
    return key.applyAsLong(one) < key.applyAsLong(other);
  }
}
