package io.github.npybridge.format.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.DateTimeUnit;
import io.github.npybridge.format.ScalarType;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// The descrs that are one string: `<f4`, `|S10`, `<M8[25s]`, and the names `float32`,
/// `datetime64[ns]`.
///
/// Only what NumPy accepts, and of that what writers produce: single-character codes and comma
/// lists are refused.
final class SimpleDescr {
  private static final DateTimeUnit[] UNITS = DateTimeUnit.values();

  private SimpleDescr() {}

  /// The dtype, or null for Python objects.
  ///
  /// @throws IllegalArgumentException with expectation and finding
  static @Nullable DType parse(String text) {
    if (text.isEmpty()) {
      throw unknown(text);
    }
    char first = text.charAt(0);
    boolean hasOrder = first == '<' || first == '>' || first == '|' || first == '=';
    // A file without an order was written by a little-endian program; there is hardly any other.
    ByteOrder order = first == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int start = hasOrder ? 1 : 0;
    if (start == text.length()) {
      throw unknown(text);
    }
    char kind = text.charAt(start);
    String rest = text.substring(start + 1);
    if (kind == 'O' && (rest.isEmpty() || rest.equals("4") || rest.equals("8"))) {
      return null;
    }
    if (isTicks(kind, rest)) {
      return ticks(text, kind == 'M', rest.substring(1), order);
    }
    int number = number(rest);
    if (number >= 0) {
      return sized(text, kind, number, order);
    }
    return hasOrder ? fail(text) : named(text, order);
  }

  private static boolean isTicks(char kind, String rest) {
    return (kind == 'M' || kind == 'm')
        && (rest.equals("8") || (rest.startsWith("8[") && rest.endsWith("]")));
  }

  private static DType sized(String text, char kind, int number, ByteOrder order) {
    return switch (kind) {
      case 'S', 'a' -> new DType.Bytes(number);
      case 'U' -> new DType.Text(number, order);
      case 'V' -> new DType.Raw(number);
      default -> {
        if ((kind == 'f' && number == 16) || (kind == 'c' && number == 32)) {
          yield new DType.LongDouble(kind == 'c', order);
        }
        for (ScalarType type : ScalarType.values()) {
          if (type.kind() == kind && type.itemSize() == number && type != ScalarType.BFLOAT16) {
            yield DType.of(type).withOrder(order);
          }
        }
        yield fail(text);
      }
    };
  }

  private static DType named(String text, ByteOrder order) {
    for (ScalarType type : ScalarType.values()) {
      if (type.dtypeName().equals(text) && type != ScalarType.BFLOAT16) {
        return DType.of(type).withOrder(order);
      }
    }
    for (String name : new String[] {"datetime64", "timedelta64"}) {
      String rest = text.startsWith(name) ? text.substring(name.length()) : "?";
      if (rest.isEmpty() || (rest.startsWith("[") && rest.endsWith("]"))) {
        return ticks(text, name.startsWith("d"), rest, order);
      }
    }
    return fail(text);
  }

  /// `[25s]`, or nothing. NumPy never writes the fractions it reads (`[s/2]`), nor do we read them.
  private static DType ticks(String text, boolean moment, String unit, ByteOrder order) {
    if (unit.isEmpty() || unit.equals("[generic]")) {
      return ticks(moment, DateTimeUnit.GENERIC, 1, order);
    }
    String body = unit.substring(1, unit.length() - 1);
    int digits = 0;
    while (digits < body.length() && isDigit(body.charAt(digits))) {
      digits++;
    }
    int multiple = digits == 0 ? 1 : number(body.substring(0, digits));
    String code = body.substring(digits);
    for (DateTimeUnit candidate : UNITS) {
      if (candidate != DateTimeUnit.GENERIC && candidate.code().equals(code) && multiple >= 0) {
        return ticks(moment, candidate, multiple, order);
      }
    }
    return fail(text);
  }

  private static DType ticks(boolean moment, DateTimeUnit unit, int multiple, ByteOrder order) {
    return moment
        ? new DType.DateTime(unit, multiple, order)
        : new DType.TimeDelta(unit, multiple, order);
  }

  /// A number of digits only that fits an int, or -1.
  private static int number(String digits) {
    if (digits.isEmpty() || digits.length() > 10) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      if (!isDigit(digits.charAt(i))) {
        return -1;
      }
      value = value * 10 + digits.charAt(i) - '0';
    }
    return value <= Integer.MAX_VALUE ? (int) value : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static DType fail(String text) {
    throw unknown(text);
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "expected a dtype such as '<f4', '|S10' or '<M8[ns]', found " + PythonText.excerpt(text));
  }
}
