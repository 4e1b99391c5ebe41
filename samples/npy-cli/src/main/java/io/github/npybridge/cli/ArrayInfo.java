package io.github.npybridge.cli;

import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderReader;
import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.format.NpzMethod;
import io.github.npybridge.store.ArrayFile;
import io.github.npybridge.store.FileTruncatedException;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.store.NpzFile;
import io.github.npybridge.store.NpzMember;
import io.github.npybridge.tensor.TensorDigest;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What is known of an array in a file or in an archive.
///
/// @param header the header
/// @param dataOffset where the data starts: in the file, in the archive, or in the content of a
///   member that is compressed
/// @param trailingBytes how many bytes follow the data in the file, or in the member
/// @param mappable whether the data lie in the file as they are
/// @param digest `sha256:` and the digest of the elements, or null if nobody asked for it
record ArrayInfo(
    NpyHeader header,
    long dataOffset,
    long trailingBytes,
    boolean mappable,
    @Nullable String digest) {
  /// Reads the header of a file and nothing else.
  ///
  /// @throws FileTruncatedException if the file is shorter than the header says
  /// @throws IOException if it is not a valid `.npy` file
  static ArrayInfo read(Path file) throws IOException {
    // No mapping, so that an array larger than the address space can be looked at, too.
    NpyHeader header = NpyHeaderReader.DEFAULT.read(file);
    long trailingBytes = Files.size(file) - header.totalSize();
    if (trailingBytes < 0) {
      throw new FileTruncatedException(file, header, trailingBytes + header.totalSize());
    }
    return new ArrayInfo(header, header.dataOffset(), trailingBytes, true, null);
  }

  /// Reads the header of a file and the digest of its elements.
  ///
  /// @throws IOException as [#read(Path)], or if the file cannot be mapped
  static ArrayInfo readWithDigest(Path path) throws IOException {
    try (Arena arena = Arena.ofConfined();
        NpyFile file = NpyFile.open(path, MapMode.READ_ONLY, arena)) {
      NpyHeader header = file.header();
      return new ArrayInfo(header, header.dataOffset(), file.trailingBytes(), true, digestOf(file));
    }
  }

  /// Reads the header of a member of an archive and nothing else of it.
  ///
  /// @return null if the member is no array
  /// @throws IOException if the member is damaged, or its content cannot be read
  static @Nullable ArrayInfo read(NpzFile archive, NpzEntry entry) throws IOException {
    if (!archive.isArray(entry)) {
      return null;
    }
    NpyHeader header = archive.header(entry);
    boolean stored = entry.method() == NpzMethod.STORED;
    return new ArrayInfo(
        header,
        (stored ? archive.contentOffset(entry) : 0) + header.dataOffset(),
        entry.size() - header.totalSize(),
        stored,
        null);
  }

  /// Reads a member of an archive, compares its checksum, and takes the digest of its elements.
  ///
  /// @return null if the member is no array; its checksum was compared, too
  /// @throws IOException as [#read(NpzFile, NpzEntry)], or if the checksum is another
  static @Nullable ArrayInfo readWithDigest(NpzFile archive, NpzEntry entry) throws IOException {
    ArrayInfo info = read(archive, entry);
    if (info == null || info.mappable) {
      archive.copyTo(entry, OutputStream.nullOutputStream());
    }
    if (info == null) {
      return null;
    }
    // Reads what is compressed to its end, and compares the checksum on the way.
    try (NpzMember member = archive.array(entry)) {
      return new ArrayInfo(
          info.header, info.dataOffset, info.trailingBytes, info.mappable, digestOf(member));
    }
  }

  private static String digestOf(ArrayFile file) {
    return "sha256:" + TensorDigest.sha256(Tensors.asTensor(file));
  }
}
