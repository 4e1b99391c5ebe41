package io.github.npybridge.store;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.internal.DataLength;
import io.github.npybridge.store.internal.RowLayout;
import io.github.npybridge.store.internal.Sibling;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Writes a `.npy` file from start to end, and puts it in place only when it is complete.
///
/// The bytes go to a hidden file beside the target. [#commit] makes them durable and renames that
/// file over the target in one step; until then, and if anything fails, the target is as it was.
/// Corresponds to `numpy.save`, which overwrites the target from its first byte on.
///
/// A target that exists keeps its permissions; one that may not be written is refused. A symbolic
/// link stays, and the file it leads to is replaced. Mappings of the old file keep showing the old
/// file.
///
/// **Lifetime**: for a try-with-resources; closing without a commit leaves nothing.
///
/// **Threads**: one at a time.
public final class NpyWriter implements AutoCloseable {
  private final Path target;
  private final Sibling sibling;
  private final DataLength length;

  /// The array without rows, where their number is not known before the commit; else null.
  private final @Nullable RowLayout growing;

  private boolean open = true;

  private NpyWriter(Path target, Sibling sibling, long dataSize, @Nullable RowLayout growing) {
    this.target = target;
    this.sibling = sibling;
    this.length = new DataLength(dataSize, target);
    this.growing = growing;
  }

  /// Starts a file.
  ///
  /// The header is that of `numpy.save`, except that `order` is written as given; see
  /// [MemoryOrder#normalized].
  ///
  /// @throws IOException if the target is not a regular file or may not be written, or no file can
  ///   be made in its directory
  /// @throws IllegalArgumentException if `dtype` is a sub-array, or the size in bytes overflows
  public static NpyWriter open(Path target, DType dtype, Shape shape, MemoryOrder order)
      throws IOException {
    byte[] header = NpyHeaderWriter.encode(dtype, shape, order);
    return start(target, header, shape.byteSize(dtype.itemSize()), null);
  }

  /// Starts a file in C order of as many rows as will have been written when it is committed: for
  /// data whose first dimension nobody knows ahead.
  ///
  /// The header of `numpy.save` has room for any number of rows, so the file is the same as if the
  /// number had been known.
  ///
  /// @param rowShape the axis lengths of one row: all of the array's but the first
  /// @throws IOException as [#open]
  /// @throws IllegalArgumentException if `dtype` is a sub-array, or rows have no bytes or too many
  public static NpyWriter openGrowing(Path target, DType dtype, Shape rowShape) throws IOException {
    RowLayout none = RowLayout.none(dtype, rowShape);
    byte[] header = NpyHeaderWriter.encode(dtype, none.header().shape(), MemoryOrder.C);
    return start(target, header, Long.MAX_VALUE - header.length, none);
  }

  private static NpyWriter start(
      Path target, byte[] header, long dataSize, @Nullable RowLayout growing) throws IOException {
    Sibling sibling = Sibling.of(target);
    NpyWriter writer = new NpyWriter(target, sibling, dataSize, growing);
    try {
      sibling.write(MemorySegment.ofArray(header));
      return writer;
    } catch (Throwable e) {
      sibling.close();
      throw e;
    }
  }

  /// Appends the next bytes of the data, in the byte order and the memory order that the header
  /// says; copied before this returns.
  ///
  /// @throws IOException if they cannot be written, for lack of space for example; this writer is
  ///   then closed
  /// @throws IllegalArgumentException if they are more than the shape still has room for; none of
  ///   them is written
  /// @throws ClosedFileException after a commit or a close
  public void write(MemorySegment bytes) throws IOException {
    requireOpen();
    length.requireRoom(bytes.byteSize());
    try {
      sibling.write(bytes);
    } catch (Throwable e) {
      // A part may be written, so there is no going on from here.
      close();
      throw e;
    }
    length.add(bytes.byteSize());
  }

  /// Appends the bytes between a buffer's position and its limit, and moves the position there;
  /// otherwise as [#write(MemorySegment)].
  ///
  /// @throws IOException as there
  public void write(ByteBuffer bytes) throws IOException {
    write(MemorySegment.ofBuffer(bytes));
    bytes.position(bytes.limit());
  }

  /// Makes the file durable, puts it in the target's place and closes this writer.
  ///
  /// @throws IOException if that fails; the target is as it was
  /// @throws IllegalStateException if bytes are missing, those of the last row where the number of
  ///   rows is open; the writer stays open
  /// @throws ClosedFileException after a commit or a close
  public void commit() throws IOException {
    requireOpen();
    if (growing == null) {
      length.requireComplete("the commit");
    } else {
      long rows = Math.ceilDiv(length.written(), growing.rowSize());
      length.requireComplete(rows * growing.rowSize(), "the commit");
    }
    try (this) {
      if (growing != null) {
        NpyHeader header = growing.withCount(length.written() / growing.rowSize());
        sibling.rewrite(NpyHeaderWriter.encode(header), 0);
      }
      sibling.commit();
    }
  }

  /// Gives up what was not committed; does nothing after a commit or a close.
  ///
  /// @throws IOException if the unfinished file cannot be deleted
  @Override
  public void close() throws IOException {
    open = false;
    sibling.close();
  }

  private void requireOpen() {
    if (!open) {
      throw new ClosedFileException(target, null);
    }
  }
}
