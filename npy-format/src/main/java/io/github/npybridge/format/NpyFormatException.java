package io.github.npybridge.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The file is not a valid `.npy` or `.npz` file: what was expected, what was found, and where.
///
/// The message names the file and the offset in bytes when they are known, and ends with a remedy
/// when there is one. Nothing of the file has been read as data when this is thrown.
public class NpyFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String file;
  private final long offset;

  /// A problem at a place.
  ///
  /// @param problem subject, what was expected and what was found
  /// @param file the file's name, or null when the bytes come from no file
  /// @param offset the offset in bytes from the start of the array or the archive, or -1
  /// @param remedy what the user can do, or an empty text
  public NpyFormatException(String problem, @Nullable String file, long offset, String remedy) {
    super(message(problem, file, offset, remedy));
    this.file = file;
    this.offset = offset;
  }

  private static String message(String problem, @Nullable String file, long offset, String remedy) {
    StringBuilder out = new StringBuilder(problem);
    if (file != null || offset >= 0) {
      out.append(" (");
      if (file != null) {
        out.append("file=").append(file).append(offset >= 0 ? ", " : "");
      }
      if (offset >= 0) {
        out.append("offset=").append(offset);
      }
      out.append(')');
    }
    return remedy.isEmpty() ? out.toString() : out.append("; ").append(remedy).toString();
  }

  /// The name of the file, or null when the bytes come from no file.
  public @Nullable String file() {
    return file;
  }

  /// The offset in bytes from the start of the array or the archive where the problem stands, or
  /// -1.
  public long offset() {
    return offset;
  }
}
