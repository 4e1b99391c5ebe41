package io.github.npybridge.tensor.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Blocks outside of the heap for one cast, of any content. They go back to where the next cast
/// finds them: there are never more than were in use at once.
///
/// Not of a confined arena, whose memory knows its thread: loops that have met such memory ask for
/// the thread from then on, in all of the program.
///
/// Not for several threads, each of which has its own.
final class Scratch implements SegmentAllocator, AutoCloseable {
  private static final int SIZE = DirectLoop.BLOCK * Long.BYTES;
  private static final Queue<MemorySegment> FREE = new ConcurrentLinkedQueue<>();

  private final List<MemorySegment> taken = new ArrayList<>();

  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    MemorySegment free = FREE.poll();
    MemorySegment block = free != null ? free : Arena.ofAuto().allocate(SIZE, Long.BYTES);
    taken.add(block);
    return block.asSlice(0, byteSize, byteAlignment);
  }

  @Override
  public void close() {
    FREE.addAll(taken);
    taken.clear();
  }
}
