package io.github.npybridge.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Somebody changed the file after it had been opened: its memory no longer is what the header
/// says.
public final class FileChangedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /// Lost in serialization, unlike its name in the message.
  private final transient Path path;

  /// A change.
  ///
  /// @param path the file
  /// @param problem what was expected and what was found
  /// @param cause what led to finding out, or null
  public FileChangedException(Path path, String problem, @Nullable Throwable cause) {
    super(
        problem
            + " (file="
            + path
            + "); open it again, and let its writer write another file and rename it over this one"
            + " (Python: os.replace)",
        cause);
    this.path = path;
  }

  /// The file, as it was named when it was opened.
  public Path path() {
    return path;
  }
}
