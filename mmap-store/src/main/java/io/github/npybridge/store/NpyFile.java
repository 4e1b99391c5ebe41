package io.github.npybridge.store;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.UnsupportedDTypeException;
import io.github.npybridge.store.internal.ArrayLayout;
import io.github.npybridge.store.internal.FileIdentity;
import io.github.npybridge.store.internal.OpenedFile;
import io.github.npybridge.store.internal.Sibling;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
/// The file handle is closed as soon as the file is open. No mapping follows a file that grows:
/// [#refresh] makes another one.
///
/// **Threads**: any number may use the file and its memory, and [#close] it while others read:
/// their next access fails with an exception. With a caller's confined arena only that arena's
/// thread may touch the memory. Concurrent writes to the same elements need the caller's
/// synchronization.
///
/// **Errors**: the memory is the JDK's, and so are its exceptions, which name no file; inside
/// [#guarded] they become [FileChangedException] and [ClosedFileException].
public final class NpyFile extends ArrayFile {
  private final OpenedFile opened;

  /// The caller's, or null.
  private final @Nullable Arena arena;

  private NpyFile(Path path, MapMode mode, OpenedFile opened, @Nullable Arena arena) {
    super(
        path,
        mode,
        new ArrayLayout(
            opened.header().dtype(),
            opened.header().shape(),
            opened.header().order(),
            opened.header().dataOffset()),
        opened.memory(),
        arena);
    this.opened = opened;
    this.arena = arena;
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

  /// What the file's header said when it was opened.
  public NpyHeader header() {
    return opened.header();
  }

  /// The number of bytes behind the data, when the file was opened. NumPy ignores them, and so does
  /// this library.
  public long trailingBytes() {
    return opened.fileSize() - opened.header().totalSize();
  }

  /// Opens the file again, for the rows that an [NpyAppender] has added since.
  ///
  /// The result is another [NpyFile] of the same path and mode, with an arena of its own if this
  /// one has its own, else in the same arena. This one, its memory and whatever views it stay as
  /// they are, with the length they had; close both. Changes made in [MapMode#COPY_ON_WRITE] or
  /// [MapMode#LOAD] stay in this one. Corresponds to calling `numpy.load` again.
  ///
  /// @throws FileChangedException if it was deleted or replaced, or has another dtype, order or
  ///   shape of its rows, another data offset, or fewer rows
  /// @throws FileTruncatedException if it is shorter than its header says
  /// @throws ClosedFileException if the file is closed
  /// @throws IOException as [#open(Path, MapMode, Arena)]
  public NpyFile refresh() throws IOException {
    requireOpen();
    FileIdentity identity = opened.memory().identity();
    // Before: what is mapped in a caller's arena stays there. After: it is what was mapped.
    identity.checkGrown(path(), header());
    NpyFile file = new NpyFile(path(), mode(), OpenedFile.open(path(), mode(), arena), arena);
    try {
      identity.checkGrown(path(), header());
      return file;
    } catch (Throwable e) {
      file.close();
      throw e;
    }
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
    opened.memory().identity().check(path(), opened.header(), !mode().writesFile());
  }
}
