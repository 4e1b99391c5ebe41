package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.tensor.CastOptions;
import io.github.npybridge.tensor.Casting;
import org.jspecify.annotations.Nullable;

/// Converts the elements of one numeric region into those of another one of the same shape that has
/// none of them in another place.
///
/// Straight through off-heap memory where both regions are, or the source is and there is something
/// to gain, else in windows.
final class NumericCast {
  private final Region source;
  private final Region target;
  private final ScalarType from;
  private final DType.Numeric to;
  private final CastOptions options;
  private final int[] axes;
  private final @Nullable DirectLoop loop;

  NumericCast(Region source, Region target, CastOptions options) {
    this.source = source;
    this.target = target;
    this.from = ((DType.Numeric) source.dtype()).type();
    this.to = (DType.Numeric) target.dtype();
    this.options = options;
    this.axes = target.geometry().axesByStride();
    this.loop = loop();
  }

  private @Nullable DirectLoop loop() {
    DirectLoop found =
        options.casting() == Casting.SAME_VALUE ? null : DirectLoop.of(from, to.type());
    return found != null
            && source.geometry().shape().size() >= DirectLoop.BLOCK
            && DirectBlocks.exist(sorted(source), found.widestSource())
            && canWrite(found)
            && !source.overlaps(target)
        ? found
        : null;
  }

  private boolean canWrite(DirectLoop found) {
    return target.segment().isNative()
        ? DirectBlocks.exist(sorted(target), found.target().size())
        : found.isForArrays(from, to.type()) && DirectBlocks.isRun(sorted(target));
  }

  /// A region with its axes in the order of the walk.
  private Region sorted(Region region) {
    return region.with(region.geometry().permute(axes));
  }

  /// Runs the cast.
  ///
  /// @param keeps whether the target keeps its content when a value is refused
  void run(boolean keeps) {
    if (keeps && CastKernel.mayRefuse(from, to.type(), options)) {
      check();
    }
    Windows windows = new Windows();
    if (loop != null) {
      try (Scratch scratch = new Scratch()) {
        DirectCast direct = new DirectCast(loop, source, target, scratch);
        for (long block = 0; block < direct.blocks(); block++) {
          if (!direct.run(block)) {
            windows.run(block * DirectLoop.BLOCK, (block + 1) * DirectLoop.BLOCK);
          }
        }
      }
    }
    windows.run(blocks(), target.geometry().shape().size());
  }

  /// Looks for values that the options refuse.
  private void check() {
    Checks checks = new Checks();
    if (loop != null) {
      try (Scratch scratch = new Scratch()) {
        DirectCast direct = new DirectCast(loop, source, target, scratch);
        for (long block = 0; block < direct.blocks(); block++) {
          if (!direct.canRun(block)) {
            checks.run(block * DirectLoop.BLOCK, (block + 1) * DirectLoop.BLOCK);
          }
        }
      }
    }
    checks.run(blocks(), target.geometry().shape().size());
  }

  /// How many elements the loop's blocks have.
  private long blocks() {
    long size = target.geometry().shape().size();
    return loop == null ? 0 : size - size % DirectLoop.BLOCK;
  }

  /// The exact look at any part that lies behind the ones before it.
  private final class Checks {
    private @Nullable CastWalk walk;

    void run(long start, long end) {
      if (start == end) {
        return;
      }
      CastWalk reader = walk;
      if (reader == null) {
        reader = new CastWalk(source, axes, to, options);
        walk = reader;
      }
      reader.skipTo(start);
      reader.check(end);
    }
  }

  /// The way through windows, for any part that lies behind the ones before it.
  private final class Windows {
    private @Nullable CastWalk walk;
    private @Nullable Stage writer;
    private long done;

    void run(long start, long end) {
      if (start == end) {
        return;
      }
      CastWalk reader = walk;
      Stage window = writer;
      if (reader == null || window == null) {
        reader = new CastWalk(source, axes, to, options);
        window = Stage.writing(sorted(target), reader.items() * unitsPerItem(), reader.lane());
        walk = reader;
        writer = window;
      }
      reader.skipTo(start);
      window.skip((start - done) * unitsPerItem());
      for (int count = reader.next(window.units(), window.start(), end);
          count > 0;
          count = reader.next(window.units(), window.start(), end)) {
        window.write(count * unitsPerItem());
      }
      done = end;
    }

    private int unitsPerItem() {
      return Stage.unitsPerItem(to);
    }
  }
}
