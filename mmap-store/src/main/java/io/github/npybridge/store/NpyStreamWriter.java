package io.github.npybridge.store;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.internal.RowLayout;
import io.github.npybridge.store.internal.RowSpool;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;

/// Writes arrays to a stream, one behind the other; Python reads them with as many calls of
/// `numpy.load(handle)`, and Java with a [NpyStreamReader].
///
/// Corresponds to `numpy.save(handle, array)`. What has been written cannot be taken back: for a
/// file that is there as a whole or not at all there is [NpyWriter].
///
/// | first dimension | destination | |
/// |---|---|---|
/// | known | stream | [#write] |
/// | unknown | stream | [#rows]: the rows wait, in memory and then in a temporary file |
/// | unknown | file | [NpyWriter#openGrowing]: the rows go to their place, the shape comes last |
///
/// **Lifetime**: closing closes the stream.
///
/// **Threads**: one at a time.
public final class NpyStreamWriter implements AutoCloseable {
  /// What is handed to the stream at once, in bytes.
  private static final int BLOCK_SIZE = 1 << 16;

  private final OutputStream out;

  /// A writer to a stream.
  public NpyStreamWriter(OutputStream out) {
    this.out = out;
  }

  /// A writer to a channel in blocking mode, from its position on.
  public NpyStreamWriter(WritableByteChannel channel) {
    this(Channels.newOutputStream(channel));
  }

  /// Writes a whole array.
  ///
  /// The header is that of `numpy.save`, except that `order` is written as given; see
  /// [MemoryOrder#normalized].
  ///
  /// @param data all of its bytes, in the byte order of `dtype` and the memory order `order`
  /// @throws IOException if the stream takes no more
  /// @throws IllegalArgumentException if the bytes are not those of the shape, or `dtype` is a
  ///   sub-array; nothing was written
  public void write(DType dtype, Shape shape, MemoryOrder order, MemorySegment data)
      throws IOException {
    byte[] header = NpyHeaderWriter.encode(dtype, shape, order);
    long expected = shape.byteSize(dtype.itemSize());
    if (data.byteSize() != expected) {
      throw new IllegalArgumentException(
          "data: expected "
              + expected
              + " bytes ("
              + dtype
              + " "
              + shape
              + "), found "
              + data.byteSize()
              + "; nothing was written");
    }
    out.write(header);
    byte[] block = new byte[(int) Math.min(expected, BLOCK_SIZE)];
    MemorySegment blockSegment = MemorySegment.ofArray(block);
    int count;
    for (long done = 0; done < expected; done += count) {
      count = (int) Math.min(block.length, expected - done);
      MemorySegment.copy(data, done, blockSegment, 0, count);
      out.write(block, 0, count);
    }
  }

  /// Starts an array in C order of as many rows as will have been written when it is committed.
  ///
  /// A header comes first and names the number of rows, and a stream cannot go back. So the rows
  /// are kept until the commit, the first 16 MiB in memory and more in a temporary file, and
  /// nothing reaches the stream before. Meanwhile other arrays may be written.
  ///
  /// @param rowShape the axis lengths of one row: all of the array's but the first
  /// @throws IllegalArgumentException if `dtype` is a sub-array, or rows have no bytes or too many
  public Rows rows(DType dtype, Shape rowShape) {
    return new Rows(RowLayout.none(dtype, rowShape), out);
  }

  /// Hands on what the stream holds back.
  ///
  /// @throws IOException if it takes no more
  public void flush() throws IOException {
    out.flush();
  }

  /// Closes the stream.
  ///
  /// @throws IOException if that fails
  @Override
  public void close() throws IOException {
    out.close();
  }

  /// Rows that become an array in the stream with a commit; not for several threads at once.
  public static final class Rows implements AutoCloseable {
    private final RowLayout layout;
    private final RowSpool spool;
    private final OutputStream out;

    private Rows(RowLayout layout, OutputStream out) {
      this.layout = layout;
      this.spool = new RowSpool();
      this.out = out;
    }

    /// Keeps the next bytes of the data; copied before this returns.
    ///
    /// @throws IOException if there is no space for them
    /// @throws IllegalStateException after a commit or a close
    public void write(MemorySegment bytes) throws IOException {
      spool.write(bytes);
    }

    /// Writes header and rows to the stream, and drops them here.
    ///
    /// @throws IOException if the stream takes no more
    /// @throws IllegalStateException if bytes of the last row are missing, or after a commit or a
    ///   close
    public void commit() throws IOException {
      long rest = spool.size() % layout.rowSize();
      if (rest != 0) {
        throw new IllegalStateException(
            "data: expected whole rows of "
                + layout.rowSize()
                + " bytes, found "
                + rest
                + " of the last one; write the rest before the commit");
      }
      try (spool) {
        byte[] header = NpyHeaderWriter.encode(layout.withCount(spool.size() / layout.rowSize()));
        spool.writeTo(header, out);
      }
    }

    /// Drops the rows unless they were committed; does nothing after a commit.
    ///
    /// @throws IOException if the temporary file cannot be deleted
    @Override
    public void close() throws IOException {
      spool.close();
    }
  }
}
