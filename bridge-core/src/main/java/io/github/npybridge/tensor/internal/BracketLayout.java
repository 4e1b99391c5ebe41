package io.github.npybridge.tensor.internal;

/// Nested brackets, one pair for each axis: rows wrapped at the line width, blank lines between
/// blocks, `...` for what is left out.
final class BracketLayout {
  private static final String GAP = "...";

  private final ShownCorners shown;
  private final ElementFormat format;
  private final String separator;
  private final StringBuilder out = new StringBuilder();
  private int position;

  /// A layout of elements of a format.
  ///
  /// @param separator what stands between elements of a row
  BracketLayout(ShownCorners shown, ElementFormat format, String separator) {
    this.shown = shown;
    this.format = format;
    this.separator = separator;
  }

  /// The text, the closing brackets included.
  ///
  /// @param indent how many characters stand before the text on its first line
  /// @param lineWidth where a line ends at the latest, if it can be wrapped
  String text(int indent, int lineWidth) {
    append(0, indent + 1, lineWidth);
    return out.toString();
  }

  /// @param indent where lines start inside this axis' bracket
  private void append(int axis, int indent, int lineWidth) {
    if (axis == shown.ndim()) {
      out.append(format.text(position++));
      return;
    }
    out.append('[');
    if (axis == shown.ndim() - 1) {
      appendRow(axis, indent, lineWidth - 1);
    } else {
      appendBlocks(axis, indent, lineWidth);
    }
    out.append(']');
  }

  private void appendBlocks(int axis, int indent, int lineWidth) {
    int emptyLines = shown.ndim() - 2 - axis;
    for (int i = 0; i < shown.shown(axis); i++) {
      if (i > 0) {
        endBlock(emptyLines, indent);
      }
      if (shown.isAfterGap(axis, i)) {
        out.append(GAP);
        endBlock(emptyLines, indent);
      }
      // Every further closing bracket takes a column from the lines inside.
      append(axis + 1, indent + 1, lineWidth - 1);
    }
  }

  private void endBlock(int emptyLines, int indent) {
    out.append(separator.stripTrailing()).repeat('\n', 1 + emptyLines).repeat(' ', indent);
  }

  private void appendRow(int axis, int indent, int lineWidth) {
    int column = indent;
    for (int i = 0; i < shown.shown(axis); i++) {
      if (i > 0) {
        column = separate(column);
      }
      if (shown.isAfterGap(axis, i)) {
        column = separate(appendWord(GAP, column, indent, lineWidth));
      }
      column = appendWord(format.text(position++), column, indent, lineWidth);
    }
  }

  private int separate(int column) {
    out.append(separator);
    return column + separator.length();
  }

  /// Appends a word, on a new line where it does not fit; a word that fills a line stays on its
  /// own.
  private int appendWord(String word, int column, int indent, int lineWidth) {
    int width = width(word);
    int start = column;
    if (column + width > lineWidth && column > indent) {
      while (out.charAt(out.length() - 1) == ' ') {
        out.setLength(out.length() - 1);
      }
      out.append('\n').repeat(' ', indent);
      start = indent;
    }
    out.append(word);
    return start + width;
  }

  /// Python counts code points.
  static int width(CharSequence text) {
    return Character.codePointCount(text, 0, text.length());
  }
}
