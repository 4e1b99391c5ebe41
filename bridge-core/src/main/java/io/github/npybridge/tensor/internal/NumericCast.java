package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.tensor.CastOptions;
import io.github.npybridge.tensor.Casting;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Converts the elements of one numeric region into those of another one of the same shape that has
/// none of them in another place.
///
/// Straight through off-heap memory where both regions are, else in windows.
final class NumericCast {
  /// Elements that an [OffHeapLoops.Loop] converts at once: enough to forget the call, and few
  /// enough that the loop is soon compiled and finds in the first cache what it has checked.
  private static final int BLOCK = 2048;

  private final Region source;
  private final Region target;
  private final ScalarType from;
  private final DType.Numeric to;
  private final CastOptions options;
  private final int[] axes;

  NumericCast(Region source, Region target, CastOptions options) {
    this.source = source;
    this.target = target;
    this.from = ((DType.Numeric) source.dtype()).type();
    this.to = (DType.Numeric) target.dtype();
    this.options = options;
    this.axes = target.geometry().axesByStride();
  }

  /// Runs the cast.
  ///
  /// @param keeps whether the target keeps its content when a value is refused
  void run(boolean keeps) {
    OffHeapLoops.Loop loop = loop();
    if (keeps && CastKernel.mayRefuse(from, to.type(), options) && !(loop != null && isInRange())) {
      new CastWalk(source, axes, to, options).check();
    }
    if (loop == null || !runOffHeap(loop)) {
      runWindows();
    }
  }

  private void runWindows() {
    CastWalk walk = new CastWalk(source, axes, to, options);
    int unitsPerItem = Stage.unitsPerItem(to);
    Region sorted = target.with(target.geometry().permute(axes));
    Stage writer = Stage.writing(sorted, walk.items() * unitsPerItem, walk.lane());
    for (int count = walk.next(writer.units(), writer.start());
        count > 0;
        count = walk.next(writer.units(), writer.start())) {
      writer.write(count * unitsPerItem);
    }
  }

  private OffHeapLoops.@Nullable Loop loop() {
    boolean isStraight =
        options.casting() != Casting.SAME_VALUE
            && isOneRun(source)
            && isOneRun(target)
            && !source.overlaps(target);
    return isStraight ? OffHeapLoops.of(from, to.type()) : null;
  }

  private boolean isOneRun(Region region) {
    Region sorted = region.with(region.geometry().permute(axes));
    return OffHeap.holds(region.segment())
        && !region.isSwapped()
        && new Cursor(sorted).isOneRun(Carrier.of(region.dtype()).size());
  }

  private boolean isInRange() {
    if (!Truncation.exists(from, to.type()) || from == ScalarType.FLOAT16) {
      return false;
    }
    MemorySegment segment = source.segment();
    long size = source.geometry().shape().size();
    for (long at = 0; at < size; at += BLOCK) {
      int count = (int) Math.min(BLOCK, size - at);
      long offset = source.geometry().offset() + at * from.itemSize();
      if (!OffHeapTruncation.isInRange(from, to.type(), segment, offset, count)) {
        return false;
      }
    }
    return true;
  }

  /// Runs a loop over all blocks, as long as it gives the right result.
  private boolean runOffHeap(OffHeapLoops.Loop loop) {
    long size = target.geometry().shape().size();
    long read = source.geometry().offset();
    long written = target.geometry().offset();
    for (long at = 0; at < size; at += BLOCK) {
      int count = (int) Math.min(BLOCK, size - at);
      if (!loop.run(
          source.segment(),
          read + at * from.itemSize(),
          target.segment(),
          written + at * to.itemSize(),
          count)) {
        return false;
      }
    }
    return true;
  }
}
