package io.github.npybridge.tensor.internal;

import org.jspecify.annotations.Nullable;

/// How the floats of one array are written: all with an exponent or none, the points below each
/// other.
///
/// At most 8 digits stand behind the point. Without an exponent, zeros at the end are blank; with
/// one, all numbers have as many digits as the longest, and further digits of the shorter ones are
/// those of their exact values.
final class FloatFormat implements ElementFormat {
  private final BinaryFloat[] values;
  private final FloatKind kind;
  private final boolean plus;

  /// The finished numbers without padding, in a format without exponents.
  private final String @Nullable [] positional;

  private int left;
  private int right;
  private int fraction;
  private int exponentDigits;

  /// The common format of these values.
  ///
  /// @param plus whether positive numbers have a sign, as imaginary parts do
  FloatFormat(BinaryFloat[] values, FloatKind kind, boolean plus) {
    this.values = values;
    this.kind = kind;
    this.plus = plus;
    BinaryFloat min = BinaryFloat.infinity(false);
    BinaryFloat max = BinaryFloat.ZERO;
    boolean allFinite = true;
    boolean negativeInfinity = false;
    for (BinaryFloat value : values) {
      if (!value.isFinite()) {
        allFinite = false;
        negativeInfinity |= value.negative();
      } else if (!value.isZero()) {
        min = value.compareMagnitude(min) < 0 ? value : min;
        max = value.compareMagnitude(max) > 0 ? value : max;
      }
    }
    if (!max.isZero() && kind.isScientific(min, max)) {
      positional = null;
      measureScientific();
    } else {
      positional = new String[values.length];
      measurePositional(positional);
    }
    if (!allFinite) {
      // As in NumPy, room for "inf" is made even where there are only NaNs.
      int widest = plus || negativeInfinity ? 4 : 3;
      left = Math.max(left, widest - (right + 1));
    }
  }

  private void measureScientific() {
    for (BinaryFloat value : values) {
      if (value.isFinite()) {
        DecimalDigits digits = DecimalDigits.significant(kind, value, 1 + ArrayText.PRECISION);
        left = Math.max(left, sign(value).length() + 1);
        fraction = Math.max(fraction, NumberText.mantissa(digits).length() - 2);
        String exponent = NumberText.exponent(digits, NumberText.EXPONENT_DIGITS);
        exponentDigits = Math.max(exponentDigits, exponent.length() - 2);
      }
    }
    right = fraction + 2 + exponentDigits;
  }

  private void measurePositional(String[] texts) {
    for (int i = 0; i < values.length; i++) {
      BinaryFloat value = values[i];
      if (value.isFinite()) {
        DecimalDigits digits = DecimalDigits.fractional(kind, value, ArrayText.PRECISION);
        String text = sign(value) + NumberText.positional(digits);
        int point = text.indexOf('.');
        left = Math.max(left, point);
        right = Math.max(right, text.length() - point - 1);
        texts[i] = text;
      }
    }
  }

  @Override
  public String text(int position) {
    BinaryFloat value = values[position];
    if (!value.isFinite()) {
      String sign = plus && !value.negative() ? "+" : "";
      return ElementFormat.rightAligned(sign + NumberText.nonFinite(value), left + 1 + right);
    }
    if (positional != null) {
      String text = positional[position];
      int point = text.indexOf('.');
      return " ".repeat(left - point) + text + " ".repeat(right - (text.length() - point - 1));
    }
    DecimalDigits digits = DecimalDigits.exactly(kind, value, 1 + fraction);
    String mantissa = NumberText.mantissa(digits);
    return ElementFormat.rightAligned(sign(value), left - 1)
        + mantissa
        + "0".repeat(fraction + 2 - mantissa.length())
        + NumberText.exponent(digits, exponentDigits);
  }

  private String sign(BinaryFloat value) {
    return value.negative() ? "-" : plus ? "+" : "";
  }
}
