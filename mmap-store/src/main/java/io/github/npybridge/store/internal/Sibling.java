package io.github.npybridge.store.internal;

import io.github.npybridge.format.NpyFormatException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// A new file beside a target, which takes the target's place when it is complete.
///
/// Closing deletes what was not committed. Not for several threads at once.
public final class Sibling implements AutoCloseable {
  /// Sparse, or Windows would fill what [#skip] leaves out; elsewhere the option means nothing.
  private static final Set<OpenOption> OPTIONS =
      Set.of(
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.SPARSE);

  /// What is written at once, in bytes.
  private static final int BLOCK_SIZE = 1 << 16;

  /// As many links as Linux follows for one name.
  private static final int MAX_LINKS = 40;

  private final Path target;
  private final Path path;
  private final FileChannel channel;

  /// Every byte goes through this block. Native memory, since the JDK would copy a buffer on the
  /// heap once more; and never the caller's, which another thread could close during the system
  /// call.
  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_SIZE);

  private final MemorySegment blockSegment = MemorySegment.ofBuffer(block);

  private Sibling(Path target, Path path, FileChannel channel) {
    this.target = target;
    this.path = path;
    this.channel = channel;
  }

  /// Makes an empty file beside a target or, if that is a link, beside what it leads to.
  ///
  /// It has the target's permissions, or those of any new file if there is no target.
  public static Sibling of(Path name) throws IOException {
    Path target = followLinks(name);
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    // Not the target's name with something added, which may be too long.
    Path path = target.resolveSibling(".npy-" + random + ".tmp");
    Set<PosixFilePermission> permissions = permissionsOfExisting(target);
    if (permissions == null) {
      return new Sibling(target, path, FileChannel.open(path, OPTIONS));
    }
    // The umask may take some away here, but for no moment are there more than the target has.
    FileChannel channel =
        FileChannel.open(path, OPTIONS, PosixFilePermissions.asFileAttribute(permissions));
    Sibling sibling = new Sibling(target, path, channel);
    try {
      Files.setPosixFilePermissions(path, permissions);
      return sibling;
    } catch (Throwable e) {
      sibling.close();
      throw e;
    }
  }

  /// The new file's own name, until it is committed.
  public Path path() {
    return path;
  }

  /// The new file, for reading and writing.
  public FileChannel channel() {
    return channel;
  }

  /// Writes bytes.
  public void write(MemorySegment bytes) throws IOException {
    long size = bytes.byteSize();
    int count;
    for (long position = 0; position < size; position += count) {
      count = (int) Math.min(BLOCK_SIZE, size - position);
      MemorySegment.copy(bytes, position, blockSegment, 0, count);
      writeBlock(count);
    }
  }

  /// Where the next byte is written.
  public long position() throws IOException {
    return channel.position();
  }

  /// Writes bytes over those at an earlier position.
  public void writeAt(long position, MemorySegment bytes) throws IOException {
    long end = channel.position();
    channel.position(position);
    write(bytes);
    channel.position(end);
  }

  /// Writes `size` zeros, if there is space for them.
  public void writeZeros(long size) throws IOException {
    FileStore store = Files.getFileStore(path);
    long usable = store.getUsableSpace();
    if (usable < size) {
      throw new IOException(
          "space: expected "
              + size
              + " bytes, found "
              + usable
              + " on "
              + store
              + " (file="
              + target
              + "); nothing was created");
    }
    blockSegment.fill((byte) 0);
    for (long left = size; left > 0; left -= BLOCK_SIZE) {
      writeBlock((int) Math.min(BLOCK_SIZE, left));
    }
  }

  /// Makes the file `size` bytes longer; as a hole, where there are such.
  public void skip(long size) throws IOException {
    if (size > 0) {
      attempt(() -> channel.position(channel.position() + size - 1));
      blockSegment.set(ValueLayout.JAVA_BYTE, 0, (byte) 0);
      writeBlock(1);
    }
  }

  /// Writes bytes over those at a position, and goes on behind the last ones then.
  public void rewrite(byte[] bytes, long position) throws IOException {
    long end = channel.position();
    attempt(() -> channel.position(position));
    write(MemorySegment.ofArray(bytes));
    attempt(() -> channel.position(end));
  }

  /// Makes the file durable and gives it the target's name, in one step for whoever looks.
  public void commit() throws IOException {
    attempt(() -> channel.force(true));
    channel.close();
    // Providers that know no atomic moves look at the second option, all others ignore it.
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory();
  }

  /// Deletes the file unless it was committed.
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(path);
    }
  }

  private static Path followLinks(Path name) throws IOException {
    Path place = name;
    for (int links = 0; Files.isSymbolicLink(place); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(name.toString());
      }
      place = place.resolveSibling(Files.readSymbolicLink(place));
    }
    return place;
  }

  /// The target's permissions; null if it does not exist, or its file system has no such.
  private static @Nullable Set<PosixFilePermission> permissionsOfExisting(Path target)
      throws IOException {
    if (!Files.exists(target)) {
      return null;
    }
    if (!Files.isRegularFile(target)) {
      throw new NpyFormatException(
          "target: expected a regular file or none, found something else",
          target.toString(),
          -1,
          "");
    }
    // A rename would not ask.
    if (!Files.isWritable(target)) {
      throw new AccessDeniedException(
          target.toString(), null, "expected a file that may be written, found a protected one");
    }
    PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    return view == null ? null : view.readAttributes().permissions();
  }

  private void writeBlock(int count) throws IOException {
    block.clear().limit(count);
    attempt(() -> {
      while (block.hasRemaining()) {
        channel.write(block);
      }
    });
  }

  private interface Output {
    void run() throws IOException;
  }

  /// Adds the target's name to what the JDK says about the device.
  private void attempt(Output output) throws IOException {
    try {
      output.run();
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "write: expected success, found '"
              + e.getMessage()
              + "' (file="
              + target
              + "); nothing was changed",
          e);
    }
  }

  private void forceDirectory() {
    try (FileChannel directory =
        FileChannel.open(target.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException | UnsupportedOperationException e) {
      // Windows opens no directories, zip files have none: the name is then as durable as the file
      // system makes it on its own.
    }
  }
}
