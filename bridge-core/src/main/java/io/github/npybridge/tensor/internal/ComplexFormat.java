package io.github.npybridge.tensor.internal;

/// How complex numbers are written: both parts as arrays of their own, `1.+2.j`.
///
/// @param real the format of the real parts
/// @param imag the format of the imaginary parts, with signs
record ComplexFormat(FloatFormat real, FloatFormat imag) implements ElementFormat {
  @Override
  public String text(int position) {
    String text = imag.text(position);
    // The j follows the digits, not the blanks that line up the next column.
    int end = text.stripTrailing().length();
    return real.text(position) + text.substring(0, end) + "j" + text.substring(end);
  }
}
