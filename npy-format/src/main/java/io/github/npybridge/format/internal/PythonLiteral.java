package io.github.npybridge.format.internal;

import io.github.npybridge.format.NpyFormatException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Parses the Python literals that stand in headers: `dict`, `tuple`, `list`, `str`, `int`, `bool`,
/// `None`.
///
/// Bounded in depth and digits, so that no header can exhaust the stack or the processor; nothing
/// is evaluated. What NumPy reads by way of Python's grammar and no writer produces (comments, hex
/// numbers, adjacent strings, triple quotes, expressions) is refused.
public final class PythonLiteral {
  /// Deeper nesting than any dtype needs, far less than the stack holds.
  private static final int MAX_DEPTH = 100;

  /// 2**64 has 20 digits. Parsing a number of a million digits would take seconds.
  private static final int MAX_DIGITS = 100;

  /// As many fit a long, whatever they are.
  private static final int LONG_DIGITS = 18;

  private final Place place;
  private final String text;

  /// Python 2 wrote `2L`; NumPy cleans that up in versions 1 and 2 only.
  private final boolean longSuffix;

  private int pos;
  private int depth;

  private PythonLiteral(Place place, boolean longSuffix) {
    this.place = place;
    this.text = place.text();
    this.longSuffix = longSuffix;
  }

  /// The one value that the place's text holds, with white space around it.
  ///
  /// @param longSuffix whether integers may end in `L`, as Python 2 wrote them
  public static Literal parse(Place place, boolean longSuffix) throws NpyFormatException {
    PythonLiteral parser = new PythonLiteral(place, longSuffix);
    Literal value = parser.value();
    if (parser.skipSpace() < parser.text.length()) {
      throw parser.unexpected("only white space behind the literal");
    }
    return value;
  }

  private Literal value() throws NpyFormatException {
    int at = skipSpace();
    if (at == text.length()) {
      throw unexpected("a value");
    }
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> nested(this::dict);
      case '(' -> nested(this::tuple);
      case '[' -> nested(this::list);
      case '\'', '"' -> string(at);
      case '-' -> integer();
      default -> {
        if (isDigit(c)) {
          yield integer();
        }
        yield word(at);
      }
    };
  }

  private interface Rule {
    Literal parse() throws NpyFormatException;
  }

  private Literal nested(Rule rule) throws NpyFormatException {
    if (++depth > MAX_DEPTH) {
      throw place.fault(pos, "header: expected at most " + MAX_DEPTH + " nested brackets");
    }
    Literal value = rule.parse();
    depth--;
    return value;
  }

  private Literal dict() throws NpyFormatException {
    int at = pos++;
    List<Literal.Entry> entries = new ArrayList<>(4);
    while (!closes('}')) {
      Literal key = value();
      expect(':');
      entries.add(new Literal.Entry(key, value()));
      separator('}');
    }
    return new Literal.Dict(at, entries);
  }

  private Literal tuple() throws NpyFormatException {
    int at = pos++;
    List<Literal> items = new ArrayList<>(4);
    boolean comma = false;
    while (!closes(')')) {
      items.add(value());
      comma |= separator(')');
    }
    // As in Python, brackets around one value without a comma only group it.
    return items.size() == 1 && !comma ? items.getFirst() : new Literal.Tuple(at, items);
  }

  private Literal list() throws NpyFormatException {
    int at = pos++;
    List<Literal> items = new ArrayList<>(4);
    while (!closes(']')) {
      items.add(value());
      separator(']');
    }
    return new Literal.Array(at, items);
  }

  /// Consumes the closing bracket if it comes next.
  private boolean closes(char bracket) {
    if (skipSpace() < text.length() && text.charAt(pos) == bracket) {
      pos++;
      return true;
    }
    return false;
  }

  /// Consumes a comma; its absence is right only before the closing bracket.
  private boolean separator(char bracket) throws NpyFormatException {
    int at = skipSpace();
    if (at < text.length() && text.charAt(at) == ',') {
      pos++;
      return true;
    }
    if (at < text.length() && text.charAt(at) == bracket) {
      return false;
    }
    throw unexpected("',' or '" + bracket + "'");
  }

  private void expect(char c) throws NpyFormatException {
    int at = skipSpace();
    if (at == text.length() || text.charAt(at) != c) {
      throw unexpected("'" + c + "'");
    }
    pos++;
  }

  private Literal word(int at) throws NpyFormatException {
    int end = at;
    while (end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    String word = text.substring(at, end);
    boolean quoted = end < text.length() && (text.charAt(end) == '\'' || text.charAt(end) == '"');
    if (quoted && (word.equals("u") || word.equals("U"))) {
      pos = end;
      return string(at);
    }
    Literal value =
        switch (word) {
          case "True" -> new Literal.Bool(at, true);
          case "False" -> new Literal.Bool(at, false);
          case "None" -> new Literal.None(at);
          default -> throw unexpected("a Python literal");
        };
    pos = end;
    return value;
  }

  private Literal integer() throws NpyFormatException {
    int at = pos;
    boolean negative = text.charAt(pos) == '-';
    if (negative) {
      pos++;
      skipSpace();
    }
    int start = pos;
    while (pos < text.length() && isDigit(text.charAt(pos))) {
      pos++;
    }
    int digits = pos - start;
    if (digits == 0 || digits > MAX_DIGITS) {
      throw place.fault(
          at, "header: expected an integer of 1 to " + MAX_DIGITS + " digits, found " + digits);
    }
    BigInteger value =
        digits <= LONG_DIGITS
            ? BigInteger.valueOf(Long.parseLong(text, start, pos, 10))
            : new BigInteger(text.substring(start, pos));
    // Python forbids 03 and allows 00.
    if (text.charAt(start) == '0' && digits > 1 && value.signum() != 0) {
      throw place.fault(
          start,
          "header: expected an integer without leading zeros, found " + place.excerpt(start));
    }
    if (longSuffix) {
      int end = pos;
      if (skipSpace() < text.length() && text.charAt(pos) == 'L') {
        pos++;
      } else {
        pos = end;
      }
    }
    if (pos < text.length() && (isWordPart(text.charAt(pos)) || text.charAt(pos) == '.')) {
      throw place.fault(at, "header: expected an integer, found " + place.excerpt(at));
    }
    return new Literal.Int(at, negative ? value.negate() : value);
  }

  private Literal string(int at) throws NpyFormatException {
    char quote = text.charAt(pos++);
    StringBuilder value = new StringBuilder();
    while (true) {
      if (pos == text.length() || "\n\r\0".indexOf(text.charAt(pos)) >= 0) {
        throw place.fault(
            at, "header: expected a string that ends in " + quote + ", found " + place.excerpt(at));
      }
      char c = text.charAt(pos++);
      if (c == quote) {
        return new Literal.Str(at, value.toString());
      }
      if (c == '\\') {
        escape(value);
      } else {
        value.append(c);
      }
    }
  }

  private void escape(StringBuilder value) throws NpyFormatException {
    int at = pos - 1;
    if (pos == text.length()) {
      throw unexpected("an escape");
    }
    char c = text.charAt(pos++);
    switch (c) {
      case '\\', '\'', '"' -> value.append(c);
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'a' -> value.append('\u0007');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'v' -> value.append('\u000b');
      case 'x' -> value.appendCodePoint(hex(at, 2));
      case 'u' -> value.appendCodePoint(hex(at, 4));
      case 'U' -> value.appendCodePoint(hex(at, 8));
      default ->
          throw place.fault(at, "header: expected an escape of Python, found " + place.excerpt(at));
    }
  }

  private int hex(int at, int digits) throws NpyFormatException {
    int value = 0;
    for (int i = 0; i < digits; i++, pos++) {
      int digit = pos < text.length() ? Character.digit(text.charAt(pos), 16) : -1;
      // Character.digit also knows the digits of other scripts.
      if (digit < 0 || text.charAt(pos) > 'f' || value > Character.MAX_CODE_POINT >> 4) {
        throw place.fault(
            at,
            "header: expected a code point of "
                + digits
                + " hex digits, found "
                + place.excerpt(at));
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /// Skips white space; returns the new position.
  private int skipSpace() {
    while (pos < text.length() && isSpace(text.charAt(pos))) {
      pos++;
    }
    return pos;
  }

  private NpyFormatException unexpected(String expected) {
    return place.fault(pos, "header: expected " + expected + ", found " + place.excerpt(pos));
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordPart(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }
}
