package io.github.npybridge.store;

import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import java.nio.file.Path;

/// The file is shorter than its header says. Thrown on opening, before anything is mapped.
///
/// NumPy says "mmap length is greater than file size", or extends the file with zeros (`r+`, `c`).
public final class FileTruncatedException extends NpyFormatException {
  private static final long serialVersionUID = 1L;

  /// A file that is too short.
  ///
  /// @param path the file
  /// @param header what the file's header says
  /// @param fileSize the file's size in bytes, less than [NpyHeader#totalSize]
  public FileTruncatedException(Path path, NpyHeader header, long fileSize) {
    super(
        "data: expected "
            + header.dataSize()
            + " bytes ("
            + header.dtype()
            + " "
            + header.shape()
            + "), found "
            + (fileSize - header.dataOffset()),
        path.toString(),
        header.dataOffset(),
        (header.totalSize() - fileSize)
            + " missing; the writer was probably interrupted; nothing was changed");
  }
}
