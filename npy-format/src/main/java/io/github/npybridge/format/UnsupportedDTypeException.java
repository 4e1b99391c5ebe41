package io.github.npybridge.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The file is valid, and holds what cannot be read as data: pickled Python objects.
///
/// Apart from [NpyFormatException], so that a gap of this library is not taken for a broken file.
public class UnsupportedDTypeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String descr;

  /// A refusal.
  ///
  /// @param descr the descr as the header writes it
  /// @param problem what cannot be read and why
  /// @param file the file's name, or null
  /// @param remedy what the user can do, or an empty text
  public UnsupportedDTypeException(
      String descr, String problem, @Nullable String file, String remedy) {
    super(
        problem
            + (file == null ? "" : " (file=" + file + ")")
            + (remedy.isEmpty() ? "" : "; " + remedy));
    this.descr = descr;
  }

  /// The descr that is not supported, as the header writes it.
  public String descr() {
    return descr;
  }
}
