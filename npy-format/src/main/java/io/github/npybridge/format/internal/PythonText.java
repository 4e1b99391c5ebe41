package io.github.npybridge.format.internal;

/// How Python writes a string: `repr(str)`.
public final class PythonText {
  /// How much of a text a message shows: a hostile header is one string of a million characters.
  private static final int EXCERPT = 60;

  private PythonText() {}

  /// `repr(text)`: in single quotes unless the text has some and no double ones; unprintable
  /// characters escaped.
  public static String quote(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\\' -> out.append("\\\\");
        default -> {
          if (c == quote) {
            out.append('\\').append(quote);
          } else if (isPrintable(c)) {
            out.appendCodePoint(c);
          } else {
            escape(out, c);
          }
        }
      }
    }
    return out.append(quote).toString();
  }

  /// `repr(text)` for a message, cut when it is long.
  static String excerpt(String text) {
    return text.length() <= EXCERPT ? quote(text) : quote(text.substring(0, EXCERPT)) + "...";
  }

  private static void escape(StringBuilder out, int c) {
    String hex = Integer.toHexString(c);
    int width = c <= 0xff ? 2 : c <= 0xffff ? 4 : 8;
    out.append('\\').append(width == 2 ? 'x' : width == 4 ? 'u' : 'U');
    out.repeat('0', width - hex.length()).append(hex);
  }

  /// `str.isprintable()` of one code point.
  static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
