package io.github.npybridge.store.internal;

import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderReader;
import io.github.npybridge.format.UnsupportedDTypeException;
import io.github.npybridge.store.FileChangedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// By what a file is recognised later.
///
/// @param key the file system's own name of the file (device and inode), or null if it has none
/// @param modified when it was modified last
public record FileIdentity(@Nullable Object key, FileTime modified) {
  static FileIdentity of(BasicFileAttributes attributes) {
    return new FileIdentity(attributes.fileKey(), attributes.lastModifiedTime());
  }

  /// Compares the file of this name with the one that was opened.
  ///
  /// @param header what its header said
  /// @param compareTime whether the time of modification counts
  /// @throws FileChangedException if it is another one, or was changed
  public void check(Path path, NpyHeader header, boolean compareTime) throws IOException {
    BasicFileAttributes now;
    try {
      now = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new FileChangedException(path, "file: expected the one that was opened, found none", e);
    }
    // What says most comes first: a file that was replaced differs in all of these.
    require(path, "file key", key, now.fileKey());
    if (now.size() < header.totalSize()) {
      throw tooShort(path, header.totalSize(), now.size(), null);
    }
    NpyHeader headerNow;
    try {
      headerNow = NpyHeaderReader.DEFAULT.read(path);
    } catch (NpyFormatException | UnsupportedDTypeException e) {
      throw new FileChangedException(
          path, "header: expected " + header + ", found no valid one", e);
    }
    require(path, "header", header, headerNow);
    if (compareTime) {
      require(path, "modification time", modified, now.lastModifiedTime());
    }
  }

  /// Compares the file of this name with the one that was opened, and lets it have more rows.
  ///
  /// @param header what its header said
  /// @throws FileChangedException if it is another file, or no longer begins with what was there
  public void checkGrown(Path path, NpyHeader header) throws IOException {
    NpyHeader now;
    try {
      Object keyNow = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      require(path, "file key", key, keyNow);
      now = NpyHeaderReader.DEFAULT.read(path);
    } catch (NoSuchFileException e) {
      throw new FileChangedException(path, "file: expected the one that was opened, found none", e);
    } catch (NpyFormatException | UnsupportedDTypeException e) {
      throw new FileChangedException(
          path, "header: expected " + header + ", found no valid one", e);
    }
    RowLayout rows = RowLayout.of(header);
    RowLayout rowsNow = RowLayout.of(now);
    if (!rows.withCount(1).equals(rowsNow.withCount(1)) || rowsNow.count() < rows.count()) {
      throw new FileChangedException(
          path, "header: expected " + header + " or more rows of it, found " + now, null);
    }
  }

  /// Compares the archive of this name with the one whose directory was read.
  ///
  /// @throws FileChangedException if it is another one, or was changed
  void check(Path path, long fileSize) throws IOException {
    BasicFileAttributes now;
    try {
      now = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new FileChangedException(path, "file: expected the one that was opened, found none", e);
    }
    require(path, "file key", key, now.fileKey());
    require(path, "file size", fileSize, now.size());
    require(path, "modification time", modified, now.lastModifiedTime());
  }

  /// A file that lost bytes, or whose size cannot be found out any more.
  static FileChangedException tooShort(
      Path path, long expected, Object found, @Nullable Throwable cause) {
    return new FileChangedException(
        path, "file size: expected " + expected + " bytes or more, found " + found, cause);
  }

  private static void require(
      Path path, String subject, @Nullable Object expected, @Nullable Object found) {
    if (!Objects.equals(expected, found)) {
      throw new FileChangedException(
          path, subject + ": expected " + expected + ", found " + found, null);
    }
  }
}
