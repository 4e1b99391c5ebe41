package io.github.npybridge.store;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.Shape;
import java.nio.file.Path;

/// The file is shorter than its header says, or than the array that is asked of it. Thrown on
/// opening, before anything is mapped.
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
    this(path, header.dtype(), header.shape(), header.dataOffset(), fileSize);
  }

  /// A file that is too short for an array in it.
  ///
  /// @param path the file
  /// @param dtype what the array's elements are
  /// @param shape its axis lengths
  /// @param dataOffset where it starts in the file, in bytes
  /// @param fileSize the file's size in bytes, too small for all elements
  public FileTruncatedException(
      Path path, DType dtype, Shape shape, long dataOffset, long fileSize) {
    super(
        "data: expected "
            + shape.byteSize(dtype.itemSize())
            + " bytes ("
            + dtype
            + " "
            + shape
            + "), found "
            + Math.max(0, fileSize - dataOffset),
        path.toString(),
        dataOffset,
        (dataOffset + shape.byteSize(dtype.itemSize()) - fileSize)
            + " missing; the writer was probably interrupted; nothing was changed");
  }
}
