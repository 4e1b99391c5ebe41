package io.github.npybridge.store;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.internal.ArrayLayout;
import io.github.npybridge.store.internal.FaultGuard;
import io.github.npybridge.store.internal.OpenedMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An array in an open file, and the owner of the memory that holds it.
///
/// | | the array is |
/// |---|---|
/// | [NpyFile] | a `.npy` file |
/// | [NpzMember] | a member of a `.npz` archive |
/// | [RawArray] | a file without a header, or a part of it |
///
/// **Shape and units**: [#segment] is exactly the data region; sizes and offsets are in bytes, and
/// count from its first byte.
///
/// **View or copy**: the file's own pages, or a copy of them; [MapMode] has the table.
///
/// **Lifetime**: with a caller's arena the memory ends with the arena, otherwise with [#close];
/// memory in a Java array when nobody refers to it.
///
/// **Threads**: any number may use the memory, and [#close] it while others read: their next access
/// fails with an exception. With a caller's confined arena only that arena's thread may touch it.
/// Concurrent writes to the same elements need the caller's synchronization.
///
/// **Errors**: the memory is the JDK's, and so are its exceptions, which name no file; inside
/// [#guarded] they become [FileChangedException] and [ClosedFileException].
public abstract sealed class ArrayFile implements AutoCloseable
    permits NpyFile, NpzMember, RawArray {
  private final Path path;
  private final MapMode mode;
  private final ArrayLayout layout;
  private final OpenedMemory memory;
  private final MemorySegment.Scope scope;
  private final FaultGuard guard;
  private volatile boolean closed;

  ArrayFile(
      Path path, MapMode mode, ArrayLayout layout, OpenedMemory memory, @Nullable Arena arena) {
    this.path = path;
    this.mode = mode;
    this.layout = layout;
    this.memory = memory;
    // With an arena its scope, not the segment's: that of a Java array never ends.
    this.scope = arena == null ? memory.segment().scope() : arena.scope();
    long end = layout.dataOffset() + layout.dataSize();
    this.guard = new FaultGuard(path, memory.segment(), end);
  }

  /// The file, as it was named when it was opened.
  public final Path path() {
    return path;
  }

  /// What the elements are.
  public final DType dtype() {
    return layout.dtype();
  }

  /// The axis lengths, in elements.
  public final Shape shape() {
    return layout.shape();
  }

  /// The order of the elements.
  public final MemoryOrder order() {
    return layout.order();
  }

  /// Where the data starts in the file, in bytes; -1 if it is compressed there.
  public final long dataOffset() {
    return layout.dataOffset();
  }

  /// The mode that was asked for.
  public final MapMode mode() {
    return mode;
  }

  /// The data: all of it and nothing else, in the order and byte order of the file.
  ///
  /// It may start at any address: use unaligned layouts. It is read-only in [MapMode#READ_ONLY],
  /// and an array without elements has an empty one. After [#close] a segment that was handed out
  /// before throws the JDK's [IllegalStateException] on every access, unless its memory is a Java
  /// array.
  ///
  /// @throws ClosedFileException if the file is closed
  public final MemorySegment segment() {
    requireOpen();
    return memory.segment();
  }

  /// Whether this and another one map one file, however the two were named: what is written through
  /// one may then be seen through the other.
  public final boolean mapsSameFileAs(ArrayFile other) {
    Object key = memory.identity().key();
    return isMapped()
        && other.isMapped()
        && key != null
        && key.equals(other.memory.identity().key());
  }

  /// Whether the memory is the file's pages: not for [MapMode#LOAD], for an array without data, or
  /// for a [MapMode#COPY_ON_WRITE] that had to be loaded.
  public final boolean isMapped() {
    return memory.segment().isMapped();
  }

  /// Whether the file may still be used: neither it nor the arena or group it is in was closed.
  public final boolean isOpen() {
    return !closed && scope.isAlive();
  }

  /// Writes all changes to the storage device, as [#force(long, long)].
  public final void force() {
    force(0, memory.segment().byteSize());
  }

  /// Writes the changes in a range to the storage device, and returns when they are there.
  ///
  /// Other processes see changes without it. Corresponds to `numpy.memmap.flush`. The change of a
  /// file in place is not atomic: after a power failure some pages may be new and others old.
  ///
  /// @throws IllegalStateException if the mode is not [MapMode#READ_WRITE]: no change reaches the
  ///   file
  /// @throws IndexOutOfBoundsException if the range is not inside the data
  /// @throws FileChangedException if the file has become shorter, which loses changes
  /// @throws java.io.UncheckedIOException if the device reports an error
  /// @throws ClosedFileException if the file is closed
  public final void force(long byteOffset, long byteSize) {
    requireOpen();
    if (!mode.writesFile()) {
      throw new IllegalStateException(
          "force: expected mode READ_WRITE, found "
              + mode
              + " (file="
              + path
              + "); changes made in this mode stay in memory: save a copy, or open it READ_WRITE");
    }
    guard.force(byteOffset, byteSize);
  }

  /// Runs an operation on the memory and gives the JDK's errors the file's name.
  ///
  /// Whole loops belong in here: the call costs some 20 ns, and only a fault that happens inside is
  /// sure to be reported inside. An operation that fails may have done a part of its work.
  ///
  /// Where a page is gone, three kinds of access end the JVM instead (seen with JDK 25 on x86-64),
  /// and have no place on mapped memory: `MemorySegment.mismatch`, checksums such as `CRC32`, and
  /// compiled code that widens an `int` to a `long` while it reads it. Copy blocks to a Java array
  /// first; for a single element, `~(long) ~segment.get(JAVA_INT_UNALIGNED, offset)` is the same
  /// number, safely.
  ///
  /// @throws FileChangedException if the operation met a page that the file no longer has
  /// @throws ClosedFileException if the file is closed, before or meanwhile
  /// @throws WrongThreadException if the memory belongs to another thread
  public final <T extends @Nullable Object> T guarded(Supplier<T> operation) {
    requireOpen();
    return guard.run(operation);
  }

  /// Runs an operation without a result, as [#guarded(Supplier)].
  ///
  /// @throws FileChangedException if the operation met a page that the file no longer has
  /// @throws ClosedFileException if the file is closed, before or meanwhile
  /// @throws WrongThreadException if the memory belongs to another thread
  public final void guarded(Runnable operation) {
    requireOpen();
    guard.run(operation);
  }

  /// Ends this file's use, and its memory if that is its own; does nothing if it has been done.
  ///
  /// Changes need no force to be kept by the system. Ending a mapping for all threads takes 30 to
  /// 100 microseconds and disturbs them a little: thousands of files belong in an [NpyFileGroup].
  ///
  /// @throws IllegalStateException if another thread is in an I/O call with this memory; the file
  ///   stays open
  @Override
  public final void close() {
    memory.close();
    closed = true;
  }

  /// Name, contents and state: `x.npy: float32 (2, 3) C, READ_ONLY, open`.
  @Override
  public String toString() {
    return "%s: %s %s %s, %s, %s"
        .formatted(path, dtype(), shape(), order(), mode, isOpen() ? "open" : "closed");
  }

  final void requireOpen() {
    if (!isOpen()) {
      throw new ClosedFileException(path, null);
    }
  }
}
