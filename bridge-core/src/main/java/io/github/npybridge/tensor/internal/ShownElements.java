package io.github.npybridge.tensor.internal;

/// The elements that a printout shows, in the order in which it shows them, by position.
///
/// Which accessor is called follows from the dtype, as in [ElementSource].
interface ShownElements {
  /// How many there are.
  int size();

  /// A bool.
  boolean booleanAt(int position);

  /// An integer; uint64 as its bits.
  long longAt(int position);

  /// A float, or the real part of a complex number.
  double realAt(int position);

  /// The imaginary part of a complex number.
  double imagAt(int position);

  /// The stored bytes of anything else.
  byte[] bytesAt(int position);

  /// All floats or real parts.
  default double[] reals() {
    double[] values = new double[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = realAt(i);
    }
    return values;
  }

  /// All imaginary parts.
  default double[] imags() {
    double[] values = new double[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = imagAt(i);
    }
    return values;
  }

  /// All integers.
  default long[] longs() {
    long[] values = new long[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = longAt(i);
    }
    return values;
  }
}
