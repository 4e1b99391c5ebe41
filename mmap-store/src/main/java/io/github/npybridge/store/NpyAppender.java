package io.github.npybridge.store;

import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.internal.GrowingFile;
import io.github.npybridge.store.internal.RowLayout;
import io.github.npybridge.store.internal.Sibling;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// Lets a `.npy` file grow in place, by rows that are all there or not at all.
///
/// ```java
/// try (NpyAppender appender = NpyAppender.open(path)) {
///   appender.append(MemorySegment.ofArray(new float[] {6, 7, 8}), 1);   // (2, 3) is now (3, 3)
/// }
/// ```
///
/// NumPy has nothing like it: `numpy.save(path, numpy.concatenate([old, rows]))` gives the same
/// bytes, and writes the old ones again.
///
/// **Shape and units**: the array grows along its first axis, in Fortran order along its last. A
/// row is all elements of one index of that axis, in the byte order and the memory order of the
/// file; counts are in rows, sizes in bytes. One axis in Fortran order becomes C order in the
/// header, which is the same and what `numpy.save` says.
///
/// **All or nothing**: the new bytes are written behind the old ones and made durable, and only
/// then the shape in the header is replaced, by one write of the few bytes that differ. Whenever
/// the program is killed, NumPy and this library read the file with the rows of whole appends. So
/// they do after a crash of the machine if those few bytes are in one sector of the device, as they
/// are in a header of less than 512 bytes. What an append left behind the last row is no part of
/// the array: nobody reads it, and the first write of the next appender drops it, as it would drop
/// any other bytes there. An append that fails, on a full disk for example, leaves the file as it
/// was.
///
/// **Mappings**: those that exist keep their length and stay valid; [NpyFile#refresh] makes one of
/// the grown file. The file never becomes shorter than its rows.
///
/// **Lifetime**: for a try-with-resources. What was written and not committed is gone after
/// [#close].
///
/// **Threads**: one at a time; and one appender a file, in all processes that ask for the system's
/// lock as this class does. A file on a network is as safe as that system's locks are.
///
/// **Errors**: after a failure of the file or the device the appender is closed.
public final class NpyAppender implements AutoCloseable {
  private final Path path;
  private final GrowingFile file;
  private RowLayout rows;

  /// The size in bytes that nobody but this appender may change.
  private long fileSize;

  private long written;

  /// The most digits of which it is known that the header has room for them.
  private int fittingDigits;

  private boolean open = true;

  private NpyAppender(Path path, GrowingFile file) throws IOException {
    this.path = path;
    this.file = file;
    this.rows = RowLayout.of(file.header());
    this.fileSize = file.size();
  }

  /// Opens a file to append to, and locks it.
  ///
  /// @throws FileLockedException if somebody else is appending to it
  /// @throws FileTruncatedException if it is shorter than its header says
  /// @throws NpyFormatException if it is no valid `.npy` file, holds a 0-d array, or another array
  ///   stands behind the first
  /// @throws io.github.npybridge.format.UnsupportedDTypeException if it holds Python objects
  /// @throws IOException if it cannot be read and written, or its file system has no locks
  public static NpyAppender open(Path path) throws IOException {
    return open(path, UnaryOperator.identity());
  }

  /// Opens a file, with something between this class and the file.
  static NpyAppender open(Path path, UnaryOperator<FileChannel> wrap) throws IOException {
    GrowingFile file = GrowingFile.open(path, wrap);
    try {
      if (file.header().shape().ndim() == 0) {
        throw new NpyFormatException(
            "shape: expected an axis to append along, found ()",
            path.toString(),
            -1,
            "save it with the shape (1,)");
      }
      file.requireAlone(false);
      return new NpyAppender(path, file);
    } catch (Throwable e) {
      file.close();
      throw e;
    }
  }

  /// Cuts off what stands behind the rows of a file, as a killed append leaves it, and makes that
  /// durable. Opening an appender and writing does the same; this also says what there was.
  ///
  /// @throws FileLockedException if somebody is appending to it
  /// @throws FileTruncatedException if it is shorter than its header says; nothing can be done here
  /// @throws NpyFormatException if it is no valid `.npy` file, or an array stands behind the first:
  ///   [NpyStreamReader] reads both
  /// @throws IOException if it cannot be read and written, or its file system has no locks
  public static Recovery recover(Path path) throws IOException {
    try (GrowingFile file = GrowingFile.open(path, UnaryOperator.identity())) {
      long end = file.header().totalSize();
      long dropped = file.size() - end;
      if (dropped > 0) {
        file.requireAlone(true);
        file.truncate(end);
        file.force();
      }
      return new Recovery(file.header(), dropped);
    }
  }

  /// Writes a file anew with the header that NumPy gives it, which has room for any number of rows,
  /// and puts it in the old one's place. For files of other writers, whose header is full.
  ///
  /// This takes the time and the space of a copy. Mappings of the old file keep showing the old
  /// file. What stands behind the rows is dropped.
  ///
  /// @throws IOException as [#open(Path)], or if the file cannot be replaced; it is then as it was
  /// @throws FileLockedException if somebody is appending to it
  public static void rewrite(Path path) throws IOException {
    try (GrowingFile file = GrowingFile.open(path, UnaryOperator.identity());
        Sibling sibling = Sibling.of(path)) {
      file.requireAlone(false);
      RowLayout rows = RowLayout.of(file.header());
      NpyHeader header = rows.withCount(rows.count());
      sibling.write(
          MemorySegment.ofArray(
              NpyHeaderWriter.encode(header.dtype(), header.shape(), header.order())));
      file.copyDataTo(sibling);
      sibling.commit();
    }
  }

  /// What the file's header says: its rows are those that are committed.
  public NpyHeader header() {
    return rows.header();
  }

  /// The axis lengths of the committed array, in elements.
  public Shape shape() {
    return header().shape();
  }

  /// The axis that grows: the first in C order, the last in Fortran order.
  public int axis() {
    return rows.axis();
  }

  /// The size of one row in bytes; 0 if another axis has the length 0.
  public long rowSize() {
    return rows.rowSize();
  }

  /// Appends whole rows and commits them: [#write(MemorySegment)], then [#commit].
  ///
  /// @param bytes their elements
  /// @param count how many there are
  /// @throws IOException as there
  /// @throws IllegalArgumentException if the bytes are not those of so many rows, or the array
  ///   would have more than 2**63 bytes; nothing was appended
  /// @throws IllegalStateException if there are bytes that were written and not committed
  public void append(MemorySegment bytes, long count) throws IOException {
    requireOpen();
    if (written > 0) {
      throw new IllegalStateException(
          "append: expected no bytes that wait for a commit, found "
              + written
              + " (file="
              + path
              + "); commit them first");
    }
    requireBytes(bytes.byteSize(), count);
    requireRoom(count);
    write(bytes);
    commit(count);
  }

  /// Appends the next bytes of rows that a commit will make part of the array; copied before this
  /// returns. They need not end where a row ends.
  ///
  /// @throws FileChangedException if somebody else changed or replaced the file
  /// @throws FileLockedException if somebody else is appending to it, after the system took the
  ///   lock away
  /// @throws IOException if they cannot be written, for lack of space for example; the file is as
  ///   it was before all that was not committed, and this appender is closed. Also if the header
  ///   has no room for so many rows: [#rewrite] helps, and this appender stays open
  /// @throws IllegalArgumentException if rows of this file have no bytes
  /// @throws ClosedFileException after a close or a failure
  public void write(MemorySegment bytes) throws IOException {
    requireOpen();
    long size = bytes.byteSize();
    if (size == 0) {
      return;
    }
    if (rowSize() == 0) {
      requireBytes(size, 0);
    }
    requireRoom(Math.ceilDiv(Math.addExact(written, size), rowSize()));
    requireUnchanged(false);
    long end = header().totalSize();
    try {
      if (written == 0 && fileSize > end) {
        file.truncate(end);
        fileSize = end;
      }
      file.write(bytes, end + written);
    } catch (IOException e) {
      throw undo(e);
    } catch (Throwable e) {
      undo(new IOException(e));
      throw e;
    }
    written += size;
    fileSize = end + written;
  }

  /// Appends the bytes between a buffer's position and its limit, and moves the position there;
  /// otherwise as [#write(MemorySegment)].
  ///
  /// @throws IOException as there
  public void write(ByteBuffer bytes) throws IOException {
    write(MemorySegment.ofBuffer(bytes));
    bytes.position(bytes.limit());
  }

  /// Makes what was written part of the array: first the bytes become durable, then the shape.
  ///
  /// @param count how many rows that is
  /// @throws FileChangedException as [#write(MemorySegment)]
  /// @throws FileLockedException as there
  /// @throws java.nio.channels.ClosedByInterruptException if the thread is interrupted; the rows
  ///   are all there or not at all, and opening the file again shows which
  /// @throws IOException as there; only if the device fails after it has taken the shape, the rows
  ///   are in the file, and the message says so
  /// @throws IllegalArgumentException if the bytes are not those of so many rows; nothing was
  ///   changed
  /// @throws ClosedFileException after a close or a failure
  public void commit(long count) throws IOException {
    requireOpen();
    requireBytes(written, count);
    requireRoom(count);
    if (count == 0) {
      return;
    }
    byte[] next = encode(count);
    requireUnchanged(true);
    try {
      file.force();
      file.replaceHead(next);
    } catch (IOException e) {
      throw undo(e);
    }
    rows = RowLayout.of(rows.withCount(rows.count() + count));
    written = 0;
    try {
      file.force();
    } catch (IOException e) {
      close();
      throw new IOException(
          "append: expected the device to take the new shape, found '"
              + e.getMessage()
              + "' (file="
              + path
              + "); the rows are in the file, and may be lost if the machine fails",
          e);
    }
  }

  /// Gives up what was not committed, and the lock; does nothing if it has been done.
  ///
  /// @throws FileChangedException if somebody else changed or replaced the file, so that nothing
  ///   could be given up
  /// @throws IOException if the bytes cannot be cut off; the next appender drops them
  @Override
  public void close() throws IOException {
    if (!open) {
      return;
    }
    open = false;
    try (file) {
      if (written > 0) {
        file.requireUnchanged(fileSize);
        file.truncate(header().totalSize());
      }
    }
  }

  private void requireBytes(long found, long count) {
    long rowSize = rowSize();
    boolean right =
        count >= 0
            && (rowSize == 0 ? found == 0 : found % rowSize == 0 && found / rowSize == count);
    if (!right) {
      throw new IllegalArgumentException(
          "rows: expected %d of %d bytes (%s, shape %s, axis %d), found %d bytes (file=%s)"
              .formatted(count, rowSize, header().dtype(), header().shape(), axis(), found, path));
    }
  }

  private void requireRoom(long count) throws IOException {
    long total = rows.count() + count;
    int digits = Long.toString(total).length();
    if (digits > fittingDigits || total < 0) {
      encode(count);
      fittingDigits = digits;
    }
  }

  private byte[] encode(long count) throws IOException {
    // Wraps to a negative length at most, which a shape refuses.
    NpyHeader grown = rows.withCount(rows.count() + count);
    try {
      return NpyHeaderWriter.encode(grown);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "header: expected room for the shape "
              + grown.shape()
              + ", found no more than "
              + grown.headerLength()
              + " bytes (file="
              + path
              + ", offset="
              + grown.version().prefixSize()
              + "); NpyAppender.rewrite gives the file a header with room",
          e);
    }
  }

  /// What somebody else has changed is left as it is: the end of the file is theirs now.
  private void requireUnchanged(boolean headToo) throws IOException {
    try {
      file.requireUnchanged(fileSize);
      if (headToo) {
        file.requireSameHead();
      }
    } catch (Throwable e) {
      open = false;
      file.close();
      throw e;
    }
  }

  /// Drops what was not committed, closes this appender, and says what came of it.
  private IOException undo(IOException cause) {
    open = false;
    String state = "nothing was appended";
    try (file) {
      // Whoever sees the new shape must find its rows.
      file.requireSameHead();
      file.truncate(header().totalSize());
    } catch (IOException | FileChangedException e) {
      cause.addSuppressed(e);
      state = "its rows are as they were, and the next appender drops the bytes behind them";
    }
    return cause instanceof ClosedChannelException
        ? cause
        : new IOException(
            "append: expected success, found '"
                + cause.getMessage()
                + "' (file="
                + path
                + "); "
                + state,
            cause);
  }

  private void requireOpen() {
    if (!open) {
      throw new ClosedFileException(path, null);
    }
  }
}
