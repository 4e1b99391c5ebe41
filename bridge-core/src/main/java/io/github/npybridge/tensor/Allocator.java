package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.tensor.internal.HeapMemory;
import io.github.npybridge.tensor.internal.HugePages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Where the memory of a result comes from: `tensor.to(dtype, allocator)`.
///
/// Without one, results are in [#heap]. Allocating is a large part of the time of a large result,
/// because the operating system clears memory page by page when it is first touched; what exists
/// already costs nothing ([DTypeMapper#castInto], [Tensor#copyFrom]).
///
/// An own allocator may return any writable memory that is long enough, with any content. Its
/// lifetime and threads are those of the tensor.
@FunctionalInterface
public interface Allocator {
  /// Memory for `count` elements of a dtype, at least `count * dtype.itemSize()` bytes.
  MemorySegment allocate(DType dtype, long count);

  /// Java arrays, and native memory for what no array can hold or what would take more than an
  /// eighth of the heap. The garbage collector owns both, so there is nothing to close; every
  /// thread may use them.
  ///
  /// Fastest in a program that makes large results again and again, since the collector (G1) reuses
  /// what it has freed. The JVM flag `-XX:+UseTransparentHugePages` makes the first ones as fast.
  static Allocator heap() {
    return HeapMemory::allocate;
  }

  /// Native memory that lives as long as an arena, and may be used by its threads.
  static Allocator arena(Arena arena) {
    return (dtype, count) ->
        arena.allocate(Math.multiplyExact(count, (long) dtype.itemSize()), Long.BYTES);
  }

  /// Native memory in huge pages, which the operating system clears several times faster; for
  /// results of at least 16 MiB, smaller ones are in [#heap]. The garbage collector owns it.
  ///
  /// What NumPy does for large arrays. Needs Linux, and that the program allows this module to call
  /// native code: `--enable-native-access=io.github.npybridge.tensor`, or `ALL-UNNAMED` on the
  /// class path.
  ///
  /// @return empty where it is not possible
  static Optional<Allocator> hugePages() {
    return HugePages.isAvailable() ? Optional.of(HugePages::allocate) : Optional.empty();
  }
}
