package io.github.npybridge.store.internal;

import io.github.npybridge.format.NpyFormat;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderReader;
import io.github.npybridge.format.UnsupportedDTypeException;
import io.github.npybridge.store.FileChangedException;
import io.github.npybridge.store.FileTruncatedException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A `.npy` file that is open to grow, and locked against other appenders. Not for several threads
/// at once.
public final class GrowingFile implements AutoCloseable {
  /// What is copied at once, in bytes.
  private static final int BLOCK_SIZE = 1 << 16;

  private final Path path;
  private final @Nullable Object key;
  private final FileChannel channel;
  private final AppendLock lock;
  private final NpyHeader header;

  /// The bytes in front of the data, as they are in the file.
  private byte[] head;

  /// Every byte goes through this block, for the reasons that [Sibling] has.
  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_SIZE);

  private final MemorySegment blockSegment = MemorySegment.ofBuffer(block);

  private GrowingFile(
      Path path, @Nullable Object key, FileChannel channel, AppendLock lock, NpyHeader header)
      throws IOException {
    this.path = path;
    this.key = key;
    this.channel = channel;
    this.lock = lock;
    this.header = header;
    this.head = read(0, Math.toIntExact(header.dataOffset()));
  }

  /// Opens and locks a file that holds as many bytes as its header says, or more.
  ///
  /// @param wrap what to put around the channel
  public static GrowingFile open(Path path, UnaryOperator<FileChannel> wrap) throws IOException {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      throw new IOException(
          "file system: expected the default one, found "
              + path.getFileSystem().provider().getScheme()
              + " (file="
              + path
              + "); only there can a file grow in place: write a new one with NpyWriter");
    }
    BasicFileAttributes attributes = OpenedFile.regularFile(path);
    FileChannel channel =
        wrap.apply(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    try {
      AppendLock lock = AppendLock.of(channel, path);
      // Another file may have been renamed over the one that was opened, before the lock was there.
      requireSame(path, attributes.fileKey());
      NpyHeader header = NpyHeaderReader.DEFAULT.read(channel.position(0), path.toString());
      if (channel.size() < header.totalSize()) {
        throw new FileTruncatedException(path, header, channel.size());
      }
      return new GrowingFile(path, attributes.fileKey(), channel, lock, header);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  /// What the header said when the file was opened.
  public NpyHeader header() {
    return header;
  }

  /// The file's size in bytes.
  public long size() throws IOException {
    return channel.size();
  }

  /// Refuses a file with another array behind the first: what stands there is then not what a
  /// killed append left.
  ///
  /// @param whole whether a magic is not enough, and only what has a valid header counts
  public void requireAlone(boolean whole) throws IOException {
    long end = header.totalSize();
    long size = channel.size();
    if (size > end && isArrayAt(end, whole)) {
      throw new NpyFormatException(
          "file: expected one array, found "
              + (whole ? "another one" : "what looks like another one")
              + " in the "
              + (size - end)
              + " bytes behind it",
          path.toString(),
          end,
          whole
              ? "NpyStreamReader reads all of them"
              : "NpyStreamReader reads all of them; if it is what a killed append left,"
                  + " NpyAppender.recover drops it");
    }
  }

  private boolean isArrayAt(long position, boolean whole) throws IOException {
    boolean magic = NpyFormat.isMagic(read(position, NpyFormat.MAGIC_SIZE));
    if (!magic || !whole) {
      return magic;
    }
    try {
      NpyHeaderReader.DEFAULT.read(channel.position(position), path.toString());
      return true;
    } catch (UnsupportedDTypeException e) {
      return true;
    } catch (NpyFormatException e) {
      return false;
    }
  }

  /// Refuses to go on if another file stands in this one's place, or somebody else appends.
  ///
  /// @param expectedSize the size in bytes that the file must have
  /// @throws FileChangedException if it is another file or has another size
  /// @throws io.github.npybridge.store.FileLockedException if somebody else has the lock
  public void requireUnchanged(long expectedSize) throws IOException {
    lock.renew();
    requireSame(path, key);
    long found = channel.size();
    if (found != expectedSize) {
      throw new FileChangedException(
          path, "file size: expected " + expectedSize + " bytes, found " + found, null);
    }
  }

  /// Refuses to go on if the header is not the one that this object read or wrote.
  ///
  /// @throws FileChangedException if it is another one
  public void requireSameHead() throws IOException {
    if (!Arrays.equals(head, read(0, head.length))) {
      throw new FileChangedException(
          path, "header: expected the one that was read, found another one", null);
    }
  }

  /// Writes bytes at a position.
  public void write(MemorySegment bytes, long position) throws IOException {
    long size = bytes.byteSize();
    int count;
    for (long done = 0; done < size; done += count) {
      count = (int) Math.min(BLOCK_SIZE, size - done);
      MemorySegment.copy(bytes, done, blockSegment, 0, count);
      writeAll(block.clear().limit(count), position + done);
    }
  }

  /// Puts a header of the same length in the place of the header, with one call of the system for
  /// the bytes that differ: whenever the process is killed, one of the two stands there.
  ///
  /// @throws IOException if that fails; the old one was put back, if that was possible
  public void replaceHead(byte[] next) throws IOException {
    int from = Math.max(0, Arrays.mismatch(head, next));
    int to = next.length;
    while (to > from && head[to - 1] == next[to - 1]) {
      to--;
    }
    try {
      writeAll(ByteBuffer.wrap(next, from, to - from), from);
    } catch (IOException e) {
      try {
        writeAll(ByteBuffer.wrap(head, from, to - from), from);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    head = next;
  }

  private byte[] read(long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
      // a channel may deliver less than it has
    }
    return buffer.array();
  }

  private void writeAll(ByteBuffer buffer, long position) throws IOException {
    int from = buffer.position();
    while (buffer.hasRemaining()) {
      channel.write(buffer, position + buffer.position() - from);
    }
  }

  /// Copies the data to the end of a new file.
  public void copyDataTo(Sibling sibling) throws IOException {
    long end = header.totalSize();
    for (long position = header.dataOffset(); position < end; position += block.position()) {
      block.clear().limit((int) Math.min(BLOCK_SIZE, end - position));
      if (channel.read(block, position) < 0) {
        throw new FileTruncatedException(path, header, position);
      }
      sibling.write(blockSegment.asSlice(0, block.position()));
    }
  }

  /// Waits until the device has everything.
  public void force() throws IOException {
    channel.force(true);
  }

  /// Cuts the file to a size that is not less than its rows take.
  public void truncate(long size) throws IOException {
    channel.truncate(size);
  }

  /// Closes the file and gives the lock back.
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static void requireSame(Path path, @Nullable Object key) throws IOException {
    Object now;
    try {
      now = OpenedFile.regularFile(path).fileKey();
    } catch (NoSuchFileException e) {
      throw new FileChangedException(path, "file: expected the one that was opened, found none", e);
    }
    if (!Objects.equals(key, now)) {
      throw new FileChangedException(path, "file key: expected " + key + ", found " + now, null);
    }
  }
}
