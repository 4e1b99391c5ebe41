package io.github.npybridge.tensor.internal;

import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/// A walk over the whole blocks of two regions, each one aligned run off the heap, that converts
/// block after block with a [DirectLoop].
///
/// Not for several threads.
final class DirectCast {
  /// The blocks that are viewed at once.
  private static final long CHUNK = DirectBuffers.MOST / Long.BYTES / DirectLoop.BLOCK;

  private final DirectLoop loop;
  private final Region source;
  private final Region target;
  private final long blocks;
  private long next;
  private @Nullable Step step;

  DirectCast(DirectLoop loop, Region source, Region target) {
    this.loop = loop;
    this.source = source;
    this.target = target;
    this.blocks = target.geometry().shape().size() / DirectLoop.BLOCK;
  }

  /// Whether there is another block.
  boolean hasNext() {
    return next < blocks;
  }

  /// Converts the next block.
  ///
  /// @return whether it was done; if not, another way must be taken for it
  boolean next() {
    Step first = step();
    int block = (int) (next++ % CHUNK);
    for (Step tried = first; tried != null; tried = tried.otherwise) {
      if (tried.accepts(block)) {
        tried.run(block);
        return true;
      }
    }
    return false;
  }

  /// Passes over the next block.
  ///
  /// @return whether [#next] would have converted it
  boolean canNext() {
    Step first = step();
    int block = (int) (next++ % CHUNK);
    for (Step tried = first; tried != null; tried = tried.otherwise) {
      if (tried.accepts(block)) {
        return true;
      }
    }
    return false;
  }

  private Step step() {
    Step current = step;
    if (current == null || next % CHUNK == 0) {
      current = new Step(loop, Math.min(CHUNK, blocks - next));
      step = current;
    }
    return current;
  }

  /// A loop and its views of the blocks from [#next] on.
  private final class Step {
    private final DirectLoop loop;
    private final View read;
    private final View bits;
    private final View written;
    private final @Nullable Step otherwise;

    Step(DirectLoop loop, long count) {
      this.loop = loop;
      this.read = new View(source, loop.source(), next, count);
      this.bits = loop.bits() == loop.source() ? read : new View(source, loop.bits(), next, count);
      this.written = new View(target, loop.target(), next, count);
      DirectLoop other = loop.otherwise();
      this.otherwise = other == null ? null : new Step(other, count);
    }

    boolean accepts(int block) {
      DirectLoop.Check check = loop.check();
      return check == null || check.holds(bits.block(block));
    }

    void run(int block) {
      loop.body().run(read.block(block), written.block(block));
    }
  }

  /// Blocks of a region as a buffer of a carrier's primitive.
  private static final class View {
    private final Buffer buffer;
    private final int unitsPerBlock;

    View(Region region, Carrier carrier, long first, long count) {
      long size = (long) DirectLoop.BLOCK * region.dtype().itemSize();
      long offset = region.geometry().offset() + first * size;
      this.buffer = DirectBuffers.view(region.segment(), offset, count * size, carrier);
      this.unitsPerBlock = (int) (size / carrier.size());
    }

    Buffer block(int block) {
      return buffer.slice(block * unitsPerBlock, unitsPerBlock);
    }
  }
}
