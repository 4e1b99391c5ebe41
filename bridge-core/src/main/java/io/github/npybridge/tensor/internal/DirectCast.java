package io.github.npybridge.tensor.internal;

import org.jspecify.annotations.Nullable;

/// A [DirectLoop] for the whole blocks of two regions, each one aligned run off the heap.
///
/// Not for several threads.
final class DirectCast {
  private final DirectLoop loop;
  private final DirectBlocks read;
  private final DirectBlocks bits;
  private final DirectBlocks written;
  private final @Nullable DirectCast otherwise;

  DirectCast(DirectLoop loop, Region source, Region target) {
    int size = DirectLoop.BLOCK * source.dtype().itemSize();
    this.loop = loop;
    this.read = new DirectBlocks(source, loop.source(), size);
    this.bits = new DirectBlocks(source, loop.bits(), size);
    this.written =
        new DirectBlocks(target, loop.target(), DirectLoop.BLOCK * target.dtype().itemSize());
    DirectLoop other = loop.otherwise();
    this.otherwise = other == null ? null : new DirectCast(other, source, target);
  }

  /// How many blocks there are.
  long blocks() {
    return read.count();
  }

  /// Converts a block, and only then looks whether that was right: the look finds the block in the
  /// first cache, while a look before would wait for memory and leave the conversion to wait again.
  ///
  /// @return whether it was done; if not, the target's block is undefined and another way must be
  ///   taken for it
  boolean run(long block) {
    for (DirectCast cast = this; cast != null; cast = cast.otherwise) {
      cast.loop.body().run(cast.read.get(block), cast.written.get(block));
      if (cast.accepts(block)) {
        return true;
      }
    }
    return false;
  }

  /// Whether [#run] would convert a block.
  boolean canRun(long block) {
    for (DirectCast cast = this; cast != null; cast = cast.otherwise) {
      if (cast.accepts(block)) {
        return true;
      }
    }
    return false;
  }

  private boolean accepts(long block) {
    DirectLoop.Check check = loop.check();
    return check == null || check.holds(bits.get(block));
  }
}
