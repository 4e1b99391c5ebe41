package io.github.npybridge.cli;

import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderReader;
import io.github.npybridge.store.FileTruncatedException;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.TensorDigest;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What is known of an array in a file.
///
/// @param header the header
/// @param trailingBytes how many bytes follow the data
/// @param digest `sha256:` and the digest of the elements, or null if nobody asked for it
record ArrayInfo(NpyHeader header, long trailingBytes, @Nullable String digest) {
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
    return new ArrayInfo(header, trailingBytes, null);
  }

  /// Reads the header of a file and the digest of its elements.
  ///
  /// @throws IOException as [#read], or if the file cannot be mapped
  static ArrayInfo readWithDigest(Path path) throws IOException {
    try (Arena arena = Arena.ofConfined();
        NpyFile file = NpyFile.open(path, MapMode.READ_ONLY, arena)) {
      String digest = "sha256:" + TensorDigest.sha256(Tensors.asTensor(file));
      return new ArrayInfo(file.header(), file.trailingBytes(), digest);
    }
  }
}
