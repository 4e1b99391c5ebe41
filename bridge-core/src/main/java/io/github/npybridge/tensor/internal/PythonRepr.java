package io.github.npybridge.tensor.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.HexFormat;

/// Strings as Python's `repr` writes them.
final class PythonRepr {
  private static final HexFormat HEX = HexFormat.of();
  private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

  private PythonRepr() {}

  /// `repr(bytes)` of an item without the NULs at its end: `b'a\x00b'`.
  static String bytes(byte[] item) {
    int length = item.length;
    while (length > 0 && item[length - 1] == 0) {
      length--;
    }
    boolean single = false;
    boolean twofold = false;
    for (int i = 0; i < length; i++) {
      single |= item[i] == '\'';
      twofold |= item[i] == '"';
    }
    char quote = single && !twofold ? '"' : '\'';
    StringBuilder out = new StringBuilder(length + 3).append('b').append(quote);
    for (int i = 0; i < length; i++) {
      append(out, item[i] & 0xff, quote, item[i] >= ' ' && item[i] != 0x7f);
    }
    return out.append(quote).toString();
  }

  /// `repr(numpy.void)` of opaque bytes: `b'\x00\xFF'`, all of them in upper-case hex.
  static String raw(byte[] item) {
    StringBuilder out = new StringBuilder(item.length * 4 + 3).append("b'");
    for (byte b : item) {
      out.append("\\x").append(UPPER_HEX.toHexDigits(b));
    }
    return out.append('\'').toString();
  }

  /// `repr(str)` of a Java string.
  static String text(String text) {
    return text(text.codePoints().toArray());
  }

  /// `repr(str)` of code points, which unlike a Java string can be two surrogates side by side.
  static String text(int[] codePoints) {
    boolean single = false;
    boolean twofold = false;
    for (int c : codePoints) {
      single |= c == '\'';
      twofold |= c == '"';
    }
    char quote = single && !twofold ? '"' : '\'';
    StringBuilder out = new StringBuilder(codePoints.length + 2).append(quote);
    for (int c : codePoints) {
      append(out, c, quote, isPrintable(c));
    }
    return out.append(quote).toString();
  }

  /// The code points of a UTF-32 item without the NULs at its end.
  ///
  /// @throws IllegalArgumentException if one is not a code point; Python has no string for them
  static int[] codePoints(byte[] item, ByteOrder order) {
    IntBuffer units = ByteBuffer.wrap(item).order(order).asIntBuffer();
    int length = units.limit();
    while (length > 0 && units.get(length - 1) == 0) {
      length--;
    }
    int[] codePoints = new int[length];
    for (int i = 0; i < length; i++) {
      codePoints[i] = units.get(i);
      if (!Character.isValidCodePoint(codePoints[i])) {
        throw new IllegalArgumentException(
            "string: expected code points up to 0x10ffff, found 0x"
                + HEX.toHexDigits(codePoints[i]));
      }
    }
    return codePoints;
  }

  private static void append(StringBuilder out, int c, char quote, boolean printable) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (printable) {
          out.appendCodePoint(c);
        } else if (c <= 0xff) {
          out.append("\\x").append(HEX.toHexDigits(c, 2));
        } else if (c <= 0xffff) {
          out.append("\\u").append(HEX.toHexDigits(c, 4));
        } else {
          out.append("\\U").append(HEX.toHexDigits(c, 8));
        }
      }
    }
  }

  /// `str.isprintable()` of one code point, by the JDK's version of Unicode.
  private static boolean isPrintable(int c) {
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
