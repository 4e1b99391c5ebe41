package io.github.npybridge.tensor;

/// A complex number: one element of a complex64 or complex128 tensor.
///
/// @param real the real part
/// @param imag the imaginary part
public record Complex(double real, double imag) {
  /// The number in Python's form, with Java's digits: `(1.0+2.0j)`.
  @Override
  public String toString() {
    String sign = Double.compare(imag, 0.0) < 0 ? "" : "+";
    return "(" + real + sign + imag + "j)";
  }
}
