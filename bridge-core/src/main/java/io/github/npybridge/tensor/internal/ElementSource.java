package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;

/// What is printed: the elements of one array, by logical index.
///
/// Which accessor is called follows from the dtype; the others need not work. An index has one
/// number for each axis, all inside the shape, and is only valid during the call.
public interface ElementSource {
  /// The dtype of all elements, with the byte order that a `repr` shows.
  DType dtype();

  /// The shape of the whole array, not only of the part that a printout shows.
  Shape shape();

  /// An element of a bool array.
  boolean booleanAt(long... index);

  /// An element of an integer array; uint64 as its bits.
  long longAt(long... index);

  /// An element of a float array, exactly widened, or the real part of a complex one.
  double realAt(long... index);

  /// The imaginary part of an element of a complex array.
  double imagAt(long... index);

  /// An element of an array that is not numeric, as its `itemSize` bytes in the dtype's own byte
  /// order: strings, datetimes, opaque items, records. The caller does not change them.
  byte[] bytesAt(long... index);
}
