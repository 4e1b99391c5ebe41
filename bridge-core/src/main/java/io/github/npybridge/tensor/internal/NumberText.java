package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;

/// Numbers on their own as NumPy prints its scalars: `str(numpy.float32(0.1))` is `0.1`.
///
/// Floats have as many digits as tell them from their neighbours of the same type, so the same
/// value is longer as a float64 than as a float16.
public final class NumberText {
  /// The digits of an exponent, at the least: `1e-05`.
  static final int EXPONENT_DIGITS = 2;

  private NumberText() {}

  /// An integer; the bits of an unsigned one.
  public static String integer(long value, ScalarType type) {
    return type == ScalarType.UINT64 ? Long.toUnsignedString(value) : Long.toString(value);
  }

  /// A float: `0.1`, `1.0`, `1e+16`, `nan`, `-inf`.
  ///
  /// @param value the number, exactly widened
  /// @param type the float type that it comes from
  public static String real(double value, ScalarType type) {
    return real(BinaryFloat.of(value), FloatKind.of(type));
  }

  /// A complex number: `(1+2j)`, `0.5j`, `(nan-infj)`.
  ///
  /// @param type the complex type that the parts come from
  public static String complex(double real, double imag, ScalarType type) {
    return complex(BinaryFloat.of(real), BinaryFloat.of(imag), FloatKind.of(type));
  }

  /// A float of a kind.
  static String real(BinaryFloat value, FloatKind kind) {
    return number(value, kind, ".0");
  }

  /// A complex number whose parts are of a kind.
  static String complex(BinaryFloat real, BinaryFloat imag, FloatKind kind) {
    String imagText = number(imag, kind, "");
    if (real.isZero() && !real.negative()) {
      return imagText + "j";
    }
    return "(" + number(real, kind, "") + (imag.negative() ? "" : "+") + imagText + "j)";
  }

  /// @param whole what ends a number without a fraction
  private static String number(BinaryFloat value, FloatKind kind, String whole) {
    if (!value.isFinite()) {
      return nonFinite(value);
    }
    DecimalDigits digits = DecimalDigits.shortest(kind, value);
    String text =
        kind.isScientific(value)
            ? withoutPoint(mantissa(digits), "") + exponent(digits, EXPONENT_DIGITS)
            : withoutPoint(positional(digits), whole);
    return value.negative() ? "-" + text : text;
  }

  private static String withoutPoint(String text, String whole) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) + whole : text;
  }

  /// `nan`, `inf` or `-inf`.
  static String nonFinite(BinaryFloat value) {
    return value.isNaN() ? "nan" : value.negative() ? "-inf" : "inf";
  }

  /// Digits around a decimal point, which is always there: `1.`, `0.25`; no zeros at the end.
  static String positional(DecimalDigits number) {
    String digits = number.digits();
    int point = number.point();
    StringBuilder out = new StringBuilder();
    if (point <= 0) {
      out.append("0.").repeat('0', -point).append(digits);
    } else if (digits.length() <= point) {
      return out.append(digits).repeat('0', point - digits.length()).append('.').toString();
    } else {
      out.append(digits, 0, point).append('.').append(digits, point, digits.length());
    }
    while (out.charAt(out.length() - 1) == '0') {
      out.setLength(out.length() - 1);
    }
    return out.toString();
  }

  /// The digits in front of an exponent, with a point behind the first: `1.`, `1.25`.
  static String mantissa(DecimalDigits number) {
    String digits = number.digits();
    int end = digits.length();
    while (end > 1 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.charAt(0) + "." + digits.substring(1, end);
  }

  /// An exponent that fits a mantissa: `e+00`, `e-100`.
  ///
  /// @param width how many digits it has at the least
  static String exponent(DecimalDigits number, int width) {
    int exponent = number.point() - 1;
    String magnitude = Integer.toString(Math.abs(exponent));
    return (exponent < 0 ? "e-" : "e+")
        + "0".repeat(Math.max(0, width - magnitude.length()))
        + magnitude;
  }
}
