package io.github.npybridge.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Somebody else is appending to the file.
public final class FileLockedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /// Lost in serialization, unlike its name in the message.
  private final transient Path path;

  /// A file that is taken.
  ///
  /// @param path the file
  /// @param holder who holds it
  /// @param cause what the JDK reported, or null
  public FileLockedException(Path path, String holder, @Nullable Throwable cause) {
    super(
        "lock: expected nobody else to append, found "
            + holder
            + " doing so (file="
            + path
            + "); try again when that appender is closed",
        cause);
    this.path = path;
  }

  /// The file, as it was named when it was opened.
  public Path path() {
    return path;
  }
}
