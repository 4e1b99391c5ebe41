package io.github.npybridge.tensor.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/// A [DirectLoop] for the whole blocks of two regions, each one aligned run off the heap; or from
/// there to a run on the heap, by way of a block that stays in the first cache.
///
/// Not for several threads.
final class DirectCast {
  private final DirectLoop loop;
  private final DirectBlocks read;
  private final DirectBlocks bits;
  private final DirectBlocks written;
  private final @Nullable MemorySegment onHeap;
  private final @Nullable MemorySegment offHeap;
  private final long start;
  private final @Nullable DirectCast otherwise;

  /// @param scratch memory outside of the heap for as long as the cast lasts
  DirectCast(DirectLoop loop, Region source, Region target, SegmentAllocator scratch) {
    int sourceSize = DirectLoop.BLOCK * source.dtype().itemSize();
    int targetSize = DirectLoop.BLOCK * target.dtype().itemSize();
    this.loop = loop;
    this.read = new DirectBlocks(source, loop.source(), sourceSize);
    this.bits = new DirectBlocks(source, loop.bits(), sourceSize);
    this.start = target.geometry().offset();
    if (target.segment().isNative()) {
      this.onHeap = null;
      this.offHeap = null;
      this.written = new DirectBlocks(target, loop.target(), targetSize);
    } else {
      MemorySegment block = scratch.allocate(targetSize, Long.BYTES);
      this.onHeap = target.segment();
      this.offHeap = block;
      this.written = new DirectBlocks(target.block(block), loop.target(), targetSize);
    }
    loop.body().prepare(scratch);
    DirectLoop other = loop.otherwise();
    this.otherwise = other == null ? null : new DirectCast(other, source, target, scratch);
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
      cast.loop.body().run(cast.read.get(block), cast.written.get(cast.onHeap == null ? block : 0));
      if (cast.accepts(block)) {
        cast.deliver(block);
        return true;
      }
    }
    return false;
  }

  private void deliver(long block) {
    MemorySegment from = offHeap;
    MemorySegment to = onHeap;
    if (from != null && to != null) {
      MemorySegment.copy(from, 0, to, start + block * from.byteSize(), from.byteSize());
    }
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
