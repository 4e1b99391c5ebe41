package io.github.npybridge.store.internal;

import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderReader;
import io.github.npybridge.store.FileTruncatedException;
import io.github.npybridge.store.MapMode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// What opening a file yields: header, data, and what is needed to end and to recognise them.
///
/// @param header the header
/// @param fileSize the file's size in bytes
/// @param memory the data
public record OpenedFile(NpyHeader header, long fileSize, OpenedMemory memory) {
  /// How much of a file is read at once for its header, in bytes: nearly all are 128 long.
  private static final int HEADER_BLOCK_SIZE = 1 << 10;

  /// Opens a file.
  ///
  /// @param given the arena to use, or null for one of its own where one is needed
  public static OpenedFile open(Path path, MapMode mode, @Nullable Arena given) throws IOException {
    if (given != null) {
      requireOpen(given, path);
    }
    BasicFileAttributes attributes = regularFile(path);
    try (SeekableByteChannel channel = channel(path, mode)) {
      return read(channel, path, mode, given, FileIdentity.of(attributes));
    } catch (FileSystemException e) {
      // Only reading is permitted, and the JDK maps privately only what it could also write.
      if (mode == MapMode.COPY_ON_WRITE) {
        return open(path, MapMode.LOAD, given);
      }
      throw e;
    }
  }

  /// The attributes of a regular file; of what a link leads to.
  ///
  /// @throws NpyFormatException if it is something else
  static BasicFileAttributes regularFile(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      // Found out without opening it: a FIFO would wait for its writer, perhaps for ever.
      throw new NpyFormatException(
          "file: expected a regular file, found "
              + (attributes.isDirectory() ? "a directory" : "a FIFO, socket or device"),
          path.toString(),
          -1,
          "");
    }
    return attributes;
  }

  /// Opens a file that is about to take the place of `path`, for reading and writing.
  public static OpenedFile ofSibling(Sibling sibling, Path path) throws IOException {
    FileIdentity identity =
        FileIdentity.of(Files.readAttributes(sibling.path(), BasicFileAttributes.class));
    return read(sibling.channel().position(0), path, MapMode.READ_WRITE, null, identity);
  }

  /// Refuses a path whose file system has no mappings.
  public static void requireMappable(Path path) throws IOException {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      throw new IOException(
          "file system: expected the default one, found "
              + path.getFileSystem().provider().getScheme()
              + " (file="
              + path
              + "); only files of the default one can be mapped: open others with MapMode.LOAD");
    }
  }

  /// Opens a file as a mode needs it.
  static SeekableByteChannel channel(Path path, MapMode mode) throws IOException {
    if (mode == MapMode.LOAD) {
      return Files.newByteChannel(path);
    }
    requireMappable(path);
    return mode == MapMode.READ_ONLY
        ? FileChannel.open(path)
        : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /// Opens what a channel leads to; the channel stands at its start.
  private static OpenedFile read(
      SeekableByteChannel channel,
      Path path,
      MapMode mode,
      @Nullable Arena given,
      FileIdentity identity)
      throws IOException {
    NpyHeader header =
        NpyHeaderReader.DEFAULT.read(
            new BufferedInputStream(Channels.newInputStream(channel), HEADER_BLOCK_SIZE),
            path.toString());
    long fileSize = channel.size();
    if (fileSize < header.totalSize()) {
      throw new FileTruncatedException(path, header, fileSize);
    }
    ArrayLayout layout =
        new ArrayLayout(header.dtype(), header.shape(), header.order(), header.dataOffset());
    return new OpenedFile(header, fileSize, memory(channel, path, layout, mode, given, identity));
  }

  /// The memory of an array in a file that is long enough: mapped, or read where the mode or an
  /// array without data wants that.
  static OpenedMemory memory(
      SeekableByteChannel channel,
      Path path,
      ArrayLayout layout,
      MapMode mode,
      @Nullable Arena given,
      FileIdentity identity)
      throws IOException {
    boolean mapped = mode != MapMode.LOAD && layout.dataSize() > 0;
    MemorySegment array =
        mapped ? null : Loading.newArray(layout.dtype(), layout.dataSize(), Loading.heapLimit());
    if (array != null) {
      Loading.load(channel, path, layout, array);
      return new OpenedMemory(mode.isWritable() ? array : array.asReadOnly(), identity, null);
    }
    if (given != null) {
      return new OpenedMemory(allocate(given, channel, path, layout, mode), identity, null);
    }
    SharedArena own = new SharedArena();
    try {
      return new OpenedMemory(allocate(own.arena(), channel, path, layout, mode), identity, own);
    } catch (Throwable e) {
      own.close();
      throw e;
    }
  }

  /// Memory of its own for an array that is not in a file as it is.
  static OpenedMemory allocate(
      Path path, ArrayLayout layout, @Nullable Arena given, FileIdentity identity) {
    MemorySegment array = Loading.newArray(layout.dtype(), layout.dataSize(), Loading.heapLimit());
    if (array != null) {
      return new OpenedMemory(array, identity, null);
    }
    if (given != null) {
      try {
        MemorySegment segment = given.allocate(layout.dataSize(), Long.BYTES);
        return new OpenedMemory(segment, identity, null);
      } catch (WrongThreadException e) {
        throw FaultGuard.wrongThread(path, e);
      }
    }
    SharedArena own = new SharedArena();
    try {
      MemorySegment segment = own.arena().allocate(layout.dataSize(), Long.BYTES);
      return new OpenedMemory(segment, identity, own);
    } catch (Throwable e) {
      own.close();
      throw e;
    }
  }

  private static MemorySegment allocate(
      Arena arena, SeekableByteChannel channel, Path path, ArrayLayout layout, MapMode mode)
      throws IOException {
    try {
      return mode == MapMode.LOAD
          ? Loading.load(channel, path, layout, arena.allocate(layout.dataSize(), Long.BYTES))
          : Mapping.map((FileChannel) channel, path, layout, mode, arena);
    } catch (WrongThreadException e) {
      throw FaultGuard.wrongThread(path, e);
    } catch (IllegalStateException e) {
      requireOpen(arena, path); // another thread may have closed it meanwhile
      throw e;
    }
  }

  static void requireOpen(Arena arena, Path path) {
    if (!arena.scope().isAlive()) {
      throw new IllegalStateException(
          "arena: expected an open one, found it or its group closed (file=" + path + ")");
    }
  }
}
