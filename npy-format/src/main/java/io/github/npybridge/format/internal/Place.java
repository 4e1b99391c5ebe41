package io.github.npybridge.format.internal;

import io.github.npybridge.format.FormatVersion;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.UnsupportedDTypeException;
import org.jspecify.annotations.Nullable;

/// Where a header text comes from; turns a position in the text into an exception that names the
/// file and the offset in bytes.
///
/// @param file the file's name, or null
/// @param version the version of the header, or null when the text stands for itself
/// @param text the header text
public record Place(@Nullable String file, @Nullable FormatVersion version, String text) {
  /// How much of the text a message shows.
  private static final int EXCERPT = 40;

  /// A problem at a character of the text.
  public NpyFormatException fault(int position, String problem) {
    if (version == null) {
      return new NpyFormatException(problem, file, -1, "");
    }
    // A character of version 3 may be several bytes; the user looks at bytes.
    long bytes = text.substring(0, position).getBytes(version.charset()).length;
    return new NpyFormatException(problem, file, version.prefixSize() + bytes, "");
  }

  /// Pickled objects, with the Python line that gets rid of them.
  UnsupportedDTypeException objects(String descr) {
    return new UnsupportedDTypeException(
        descr,
        "dtype: expected plain data, found pickled Python objects ("
            + PythonText.quote(descr)
            + ")",
        file,
        "only Python can load them; convert there: "
            + "np.save('plain.npy', a.astype('<f8')) for numbers, a.astype('U') for text");
  }

  /// What stands at a position, quoted and cut.
  String excerpt(int position) {
    if (position >= text.length()) {
      return "the end of the header";
    }
    int end = Math.min(text.length(), position + EXCERPT);
    String shown = text.substring(position, end).stripTrailing();
    return PythonText.quote(shown) + (end < text.length() ? "..." : "");
  }
}
