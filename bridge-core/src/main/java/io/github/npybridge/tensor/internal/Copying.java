package io.github.npybridge.tensor.internal;

import java.lang.foreign.MemorySegment;

/// A copy from region to region that has been planned, ready to run: by runs if those are long,
/// else through tiles.
///
/// Not for several threads.
sealed interface Copying permits RowCopy, OffHeapCopy, TileCopy {
  /// Plans a copy. The regions have one shape, are not empty, and do not overlap unless they are
  /// the same places; their dtypes differ at most in byte order.
  static Copying of(Region source, Region target) {
    boolean swapped = source.isSwapped() != target.isSwapped();
    CopyPlan plan = new CopyPlan(source, target, swapped);
    MemorySegment from = source.segment();
    MemorySegment to = target.segment();
    if (plan.hasLongRuns()) {
      return new RowCopy(from, to, plan);
    }
    return OffHeapCopy.fits(from, to, plan)
        ? new OffHeapCopy(from, to, plan)
        : new TileCopy(from, to, plan, new Tile(plan));
  }

  /// Copies all elements.
  static void copy(Region source, Region target) {
    of(source, target).run(0, 0);
  }

  /// Copies all elements of the regions moved by so many bytes in their memories.
  void run(long fromShift, long toShift);
}
