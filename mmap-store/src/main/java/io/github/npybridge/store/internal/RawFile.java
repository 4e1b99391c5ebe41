package io.github.npybridge.store.internal;

import io.github.npybridge.store.FileTruncatedException;
import io.github.npybridge.store.MapMode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Opens an array in a file that does not say what it holds.
public final class RawFile {
  private RawFile() {}

  /// Opens a part of a file as [OpenedFile#open] does the whole of it.
  ///
  /// @throws FileTruncatedException if the file is too short
  public static OpenedMemory open(
      Path path, MapMode mode, ArrayLayout layout, @Nullable Arena given) throws IOException {
    if (given != null) {
      OpenedFile.requireOpen(given, path);
    }
    BasicFileAttributes attributes = OpenedFile.regularFile(path);
    try (SeekableByteChannel channel = OpenedFile.channel(path, mode)) {
      long fileSize = channel.size();
      if (fileSize < layout.dataOffset() + layout.dataSize()) {
        throw new FileTruncatedException(
            path, layout.dtype(), layout.shape(), layout.dataOffset(), fileSize);
      }
      return OpenedFile.memory(channel, path, layout, mode, given, FileIdentity.of(attributes));
    } catch (FileSystemException e) {
      if (mode == MapMode.COPY_ON_WRITE) {
        return open(path, MapMode.LOAD, layout, given);
      }
      throw e;
    }
  }

  /// The size of a regular file in bytes.
  public static long size(Path path) throws IOException {
    return OpenedFile.regularFile(path).size();
  }
}
