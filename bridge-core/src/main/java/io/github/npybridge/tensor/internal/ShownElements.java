package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;

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
  default BinaryFloat[] reals() {
    BinaryFloat[] values = new BinaryFloat[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = BinaryFloat.of(realAt(i));
    }
    return values;
  }

  /// All imaginary parts.
  default BinaryFloat[] imags() {
    BinaryFloat[] values = new BinaryFloat[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = BinaryFloat.of(imagAt(i));
    }
    return values;
  }

  /// All long doubles, or one part of complex ones.
  ///
  /// @param offset where the part starts in an item, in bytes
  default BinaryFloat[] longDoubles(DType.LongDouble dtype, int offset) {
    BinaryFloat[] values = new BinaryFloat[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = LongDoubles.exact(dtype, bytesAt(i), offset);
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
