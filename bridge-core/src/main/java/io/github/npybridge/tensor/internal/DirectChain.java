package io.github.npybridge.tensor.internal;

import java.lang.foreign.SegmentAllocator;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/// Two loops one after the other, by way of a block that stays in the first cache.
///
/// The block is outside of the heap, so that one loop may write it as other units than the other
/// one reads: of a `long` that becomes a `double` of the same bits in an expression, the compiler
/// makes no vector code.
///
/// Not for several threads.
final class DirectChain implements DirectLoop.Body {
  private final DirectLoop.Body first;
  private final Carrier written;
  private final Carrier read;
  private final DirectLoop.Body second;
  private @Nullable Buffer middle;
  private @Nullable Buffer viewed;

  /// @param written what the first loop's target is viewed as
  /// @param read what the second loop's source is viewed as, of the same size
  DirectChain(DirectLoop.Body first, Carrier written, Carrier read, DirectLoop.Body second) {
    this.first = first;
    this.written = written;
    this.read = read;
    this.second = second;
  }

  @Override
  public void prepare(SegmentAllocator scratch) {
    first.prepare(scratch);
    second.prepare(scratch);
    int size = DirectLoop.BLOCK * written.size();
    var block = scratch.allocate(size, Long.BYTES);
    middle = DirectBuffers.view(block, 0, size, written);
    viewed = DirectBuffers.view(block, 0, size, read);
  }

  @Override
  public void run(Buffer source, Buffer target) {
    Buffer to = middle;
    Buffer from = viewed;
    if (to == null || from == null) {
      throw new IllegalStateException("expected prepare, found run");
    }
    first.run(source, to);
    second.run(from, target);
  }
}
