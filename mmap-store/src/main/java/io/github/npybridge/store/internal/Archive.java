package io.github.npybridge.store.internal;

import io.github.npybridge.format.NpzDirectory;
import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.store.MapMode;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// An archive whose directory was read. Its file is opened anew for each look at a member: an open
/// channel would be closed for all threads by the interrupt of one.
///
/// @param path the file
/// @param access how members are made memory: the mode that was asked for, or [MapMode#LOAD] where
///   that is not possible
/// @param directory the members
/// @param fileSize the file's size in bytes
/// @param identity by what the file is recognised
public record Archive(
    Path path, MapMode access, NpzDirectory directory, long fileSize, FileIdentity identity) {

  /// Reads the directory of an archive.
  public static Archive open(Path path, MapMode mode) throws IOException {
    BasicFileAttributes attributes = OpenedFile.regularFile(path);
    try (SeekableByteChannel channel = OpenedFile.channel(path, mode)) {
      return new Archive(
          path,
          mode,
          NpzDirectory.read(channel, path.toString()),
          channel.size(),
          FileIdentity.of(attributes));
    } catch (FileSystemException e) {
      // As for a single file: what may only be read cannot be mapped privately.
      if (mode == MapMode.COPY_ON_WRITE) {
        return open(path, MapMode.LOAD);
      }
      throw e;
    }
  }

  /// Opens the file, which must be the one whose directory was read.
  SeekableByteChannel channel() throws IOException {
    SeekableByteChannel channel = OpenedFile.channel(path, access);
    try {
      identity.check(path, fileSize);
      return channel;
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  /// Where the content of a member starts in the file, in bytes.
  public long contentOffset(NpzEntry entry) throws IOException {
    try (SeekableByteChannel channel = channel()) {
      return directory.contentOffset(channel, entry);
    }
  }

  /// What a look at a member's content yields.
  public interface Reading<T> {
    /// Looks at the content, from its first byte on.
    T read(MemberStream content) throws IOException;
  }

  /// Looks at the content of a member.
  public <T> T read(NpzEntry entry, Reading<T> reading) throws IOException {
    try (SeekableByteChannel channel = channel();
        MemberStream content = MemberStream.open(channel, directory, entry)) {
      return reading.read(content);
    }
  }
}
