package io.github.npybridge.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The file, or the memory it came from, was used after it had been closed.
public final class ClosedFileException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /// Lost in serialization, unlike its name in the message.
  private final transient Path path;

  /// A use after close.
  ///
  /// @param path the file
  /// @param cause what the JDK reported, or null
  public ClosedFileException(Path path, @Nullable Throwable cause) {
    super(
        "file: expected it open, found it closed (file=" + path + "); copy what is to outlive it",
        cause);
    this.path = path;
  }

  /// The file, as it was named when it was opened.
  public Path path() {
    return path;
  }
}
