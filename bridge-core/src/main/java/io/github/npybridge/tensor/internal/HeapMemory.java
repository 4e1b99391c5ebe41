package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// New memory that the garbage collector owns.
public final class HeapMemory {
  /// The longest Java array.
  private static final long MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

  /// A fresh array takes at most this share of the heap; what is larger lies outside of it.
  private static final int HEAP_SHARE = 8;

  private HeapMemory() {}

  /// Memory for `count` elements, filled with zeros: a Java array of the dtype's carrier where one
  /// is long enough, else native memory.
  ///
  /// An array is the faster choice: the collector reuses memory that the operating system would
  /// have to clear page by page.
  public static MemorySegment allocate(DType dtype, long count) {
    long bytes = Math.multiplyExact(count, (long) dtype.itemSize());
    Carrier carrier = Carrier.of(dtype);
    long length = bytes / carrier.size();
    boolean fits =
        length <= MAX_ARRAY_LENGTH && bytes <= Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    return fits
        ? carrier.segment(carrier.newArray((int) length))
        : Arena.ofAuto().allocate(bytes, Long.BYTES);
  }
}
