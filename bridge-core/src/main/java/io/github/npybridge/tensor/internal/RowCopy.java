package io.github.npybridge.tensor.internal;

import java.lang.foreign.MemorySegment;

/// A copy whose runs are long enough to be copied one by one.
record RowCopy(MemorySegment source, MemorySegment target, CopyPlan plan) implements Copying {
  @Override
  public void run(long fromShift, long toShift) {
    walk(0, plan.fromStart + fromShift, plan.toStart + toShift);
  }

  /// Whether this is a plain copy of one run.
  boolean isOneRun() {
    return plan.dims.length == 0 && !plan.swapped;
  }

  private void walk(int axis, long from, long to) {
    int last = plan.dims.length - 1;
    if (axis > last) {
      copy(from, to);
      return;
    }
    for (long i = 0; i < plan.dims[axis]; i++) {
      long rowFrom = from + i * plan.from[axis];
      long rowTo = to + i * plan.to[axis];
      if (axis == last) {
        copy(rowFrom, rowTo);
      } else {
        walk(axis + 1, rowFrom, rowTo);
      }
    }
  }

  private void copy(long from, long to) {
    if (plan.swapped) {
      long done = DirectSwap.copy(source, from, target, to, plan.run, plan.unit);
      Carrier.ofSize(plan.unit)
          .copySwapped(source, from + done, target, to + done, (plan.run - done) / plan.unit);
    } else {
      Runs.copy(source, from, target, to, plan.run);
    }
  }
}
