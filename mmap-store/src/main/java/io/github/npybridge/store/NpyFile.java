package io.github.npybridge.store;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.UnsupportedDTypeException;
import io.github.npybridge.store.internal.FaultGuard;
import io.github.npybridge.store.internal.OpenedFile;
import io.github.npybridge.store.internal.Sibling;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An open `.npy` file: its header, and the owner of the memory that holds its data.
///
/// Corresponds to `numpy.load(path, mmap_mode=...)`, with a `close` that ends the mapping at once.
///
/// **Shape and units**: [#segment] is exactly the data region; sizes and offsets are in bytes, and
/// count from its first byte.
///
/// **View or copy**: the file's own pages, or a copy of them; [MapMode] has the table. Nothing but
/// the header is read to map a file, whatever its size.
///
/// **Lifetime**:
///
/// | opened by | its memory ends |
/// |---|---|
/// | `open(path)`, `open(path, mode)`, `create` | with [#close] |
/// | `open(path, mode, arena)` | with the arena |
/// | [NpyFileGroup#open(Path)] | with the group |
/// | any of them, memory in a Java array | when nobody refers to it |
///
/// The file handle is closed as soon as the file is open. No mapping follows a file that grows.
///
/// **Threads**: any number may use the file and its memory, and [#close] it while others read:
/// their next access fails with an exception. With a caller's confined arena only that arena's
/// thread may touch the memory. Concurrent writes to the same elements need the caller's
/// synchronization.
///
/// **Errors**: the memory is the JDK's, and so are its exceptions, which name no file; inside
/// [#guarded] they become [FileChangedException] and [ClosedFileException].
public final class NpyFile implements AutoCloseable {
  private final Path path;
  private final MapMode mode;
  private final OpenedFile opened;
  private final MemorySegment.Scope scope;
  private final FaultGuard guard;
  private volatile boolean closed;

  private NpyFile(Path path, MapMode mode, OpenedFile opened, @Nullable Arena arena) {
    this.path = path;
    this.mode = mode;
    this.opened = opened;
    // With an arena its scope, not the segment's: that of a Java array never ends.
    this.scope = arena == null ? opened.segment().scope() : arena.scope();
    this.guard = new FaultGuard(path, opened.segment(), opened.header().totalSize());
  }

  /// Opens a file [MapMode#READ_ONLY], for any thread.
  ///
  /// @throws IOException as [#open(Path, MapMode, Arena)]
  public static NpyFile open(Path path) throws IOException {
    return open(path, MapMode.READ_ONLY);
  }

  /// Opens a file for any thread, with an arena of its own where memory needs one.
  ///
  /// @throws IOException as [#open(Path, MapMode, Arena)]
  public static NpyFile open(Path path, MapMode mode) throws IOException {
    return new NpyFile(path, mode, OpenedFile.open(path, mode, null), null);
  }

  /// Opens a file with memory of the caller's arena: a confined one is the cheapest to close, one
  /// shared arena serves many files. [#close] then only keeps this object from being used.
  ///
  /// @throws NoSuchFileException if there is no such file
  /// @throws AccessDeniedException if it may not be read, or not be written for
  ///   [MapMode#READ_WRITE]
  /// @throws FileTruncatedException if it is shorter than its header says
  /// @throws NpyFormatException if it is no valid `.npy` file, or not a regular file
  /// @throws UnsupportedDTypeException if it holds Python objects
  /// @throws IOException if it cannot be mapped, because of its file system or of the limits on
  ///   mappings, or reading fails
  /// @throws IllegalStateException if the arena is closed
  /// @throws WrongThreadException if the arena belongs to another thread
  public static NpyFile open(Path path, MapMode mode, Arena arena) throws IOException {
    return new NpyFile(path, mode, OpenedFile.open(path, mode, arena), arena);
  }

  /// Creates a file of zeros in C order, its space [Allocation#RESERVED], and opens it.
  ///
  /// @throws IOException as [#create(Path, DType, Shape, MemoryOrder, Allocation)]
  public static NpyFile create(Path path, DType dtype, Shape shape) throws IOException {
    return create(path, dtype, shape, MemoryOrder.C, Allocation.RESERVED);
  }

  /// Creates a file of zeros and opens it [MapMode#READ_WRITE].
  ///
  /// A file that exists is replaced, in one step and only when the new one is complete, as by
  /// [NpyWriter]. Corresponds to `numpy.lib.format.open_memmap(path, mode='w+', ...)`, which
  /// empties the existing file first.
  ///
  /// The header that is opened is the one that was written: bfloat16, for which NumPy has no name,
  /// comes back as two raw bytes.
  ///
  /// @throws NpyFormatException if something other than a regular file stands there
  /// @throws AccessDeniedException if the existing file or the directory may not be written
  /// @throws IOException if there is too little space, or the file cannot be written or mapped;
  ///   nothing is left, and an existing file is as it was
  /// @throws IllegalArgumentException if `dtype` is a sub-array, or the size in bytes overflows
  public static NpyFile create(
      Path path, DType dtype, Shape shape, MemoryOrder order, Allocation allocation)
      throws IOException {
    OpenedFile.requireMappable(path);
    byte[] header = NpyHeaderWriter.encode(dtype, shape, order);
    long dataSize = shape.byteSize(dtype.itemSize());
    try (Sibling sibling = Sibling.of(path)) {
      sibling.write(MemorySegment.ofArray(header));
      switch (allocation) {
        case RESERVED -> sibling.writeZeros(dataSize);
        case SPARSE -> sibling.skip(dataSize);
      }
      // Mapped before it takes its place, so that no failure comes after that.
      NpyFile file =
          new NpyFile(path, MapMode.READ_WRITE, OpenedFile.ofSibling(sibling, path), null);
      try {
        sibling.commit();
        return file;
      } catch (Throwable e) {
        file.close();
        throw e;
      }
    }
  }

  /// The file, as it was named when it was opened.
  public Path path() {
    return path;
  }

  /// What the file's header said when it was opened.
  public NpyHeader header() {
    return opened.header();
  }

  /// The mode that was asked for.
  public MapMode mode() {
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
  public MemorySegment segment() {
    requireOpen();
    return opened.segment();
  }

  /// Whether the memory is the file's pages: not for [MapMode#LOAD], for an array without data, or
  /// for a [MapMode#COPY_ON_WRITE] that had to be loaded.
  public boolean isMapped() {
    return opened.segment().isMapped();
  }

  /// Whether the file may still be used: neither it nor the arena or group it is in was closed.
  public boolean isOpen() {
    return !closed && scope.isAlive();
  }

  /// The number of bytes behind the data, when the file was opened. NumPy ignores them, and so does
  /// this library.
  public long trailingBytes() {
    return opened.fileSize() - opened.header().totalSize();
  }

  /// Writes all changes to the storage device, as [#force(long, long)].
  public void force() {
    force(0, opened.segment().byteSize());
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
  public void force(long byteOffset, long byteSize) {
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

  /// Compares the file with what it was when it was opened.
  ///
  /// A rewrite that keeps file, header and length shows in the time of modification only, which
  /// moves in steps of milliseconds; in [MapMode#READ_WRITE] that time says nothing, since one's
  /// own changes move it.
  ///
  /// @throws FileChangedException if it was deleted or replaced, is shorter, has another header or
  ///   was modified: the message says which
  /// @throws ClosedFileException if the file is closed
  /// @throws IOException if it cannot be looked at
  public void checkUnchanged() throws IOException {
    requireOpen();
    opened.identity().check(path, opened.header(), !mode.writesFile());
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
  public <T extends @Nullable Object> T guarded(Supplier<T> operation) {
    requireOpen();
    return guard.run(operation);
  }

  /// Runs an operation without a result, as [#guarded(Supplier)].
  ///
  /// @throws FileChangedException if the operation met a page that the file no longer has
  /// @throws ClosedFileException if the file is closed, before or meanwhile
  /// @throws WrongThreadException if the memory belongs to another thread
  public void guarded(Runnable operation) {
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
  public void close() {
    opened.close();
    closed = true;
  }

  /// Name, contents and state: `x.npy: float32 (2, 3) C, READ_ONLY, open`.
  @Override
  public String toString() {
    NpyHeader header = opened.header();
    return "%s: %s %s %s, %s, %s"
        .formatted(
            path,
            header.dtype(),
            header.shape(),
            header.order(),
            mode,
            isOpen() ? "open" : "closed");
  }

  private void requireOpen() {
    if (!isOpen()) {
      throw new ClosedFileException(path, null);
    }
  }
}
