package io.github.npybridge.format;

/// The numeric element types, without a byte order: what code switches on.
///
/// Corresponds to the numeric part of `numpy.dtype.type`. The same number in another byte order is
/// the same scalar type; [DType.Numeric] adds the order.
public enum ScalarType {
  /// One byte, 0 is false and any other value true.
  BOOL('b', 1, "bool"),
  /// Signed 8-bit integer.
  INT8('i', 1, "int8"),
  /// Unsigned 8-bit integer.
  UINT8('u', 1, "uint8"),
  /// Signed 16-bit integer.
  INT16('i', 2, "int16"),
  /// Unsigned 16-bit integer.
  UINT16('u', 2, "uint16"),
  /// Signed 32-bit integer.
  INT32('i', 4, "int32"),
  /// Unsigned 32-bit integer.
  UINT32('u', 4, "uint32"),
  /// Signed 64-bit integer.
  INT64('i', 8, "int64"),
  /// Unsigned 64-bit integer.
  UINT64('u', 8, "uint64"),
  /// IEEE 754 half precision.
  FLOAT16('f', 2, "float16"),
  /// The upper half of a float32. NumPy has no name for it and writes it as `<V2`, so no file is
  /// ever read as bfloat16 unless the caller says so.
  BFLOAT16('f', 2, "bfloat16"),
  /// IEEE 754 single precision, Java's `float`.
  FLOAT32('f', 4, "float32"),
  /// IEEE 754 double precision, Java's `double`.
  FLOAT64('f', 8, "float64"),
  /// Two float32: real part, imaginary part.
  COMPLEX64('c', 8, "complex64"),
  /// Two float64: real part, imaginary part.
  COMPLEX128('c', 16, "complex128");

  private final char kind;
  private final int itemSize;
  private final String dtypeName;

  ScalarType(char kind, int itemSize, String dtypeName) {
    this.kind = kind;
    this.itemSize = itemSize;
    this.dtypeName = dtypeName;
  }

  /// What sort of number it is: `b` bool, `i` signed, `u` unsigned, `f` real, `c` complex.
  public char kind() {
    return kind;
  }

  /// The size of one element in bytes.
  public int itemSize() {
    return itemSize;
  }

  /// The size in bytes of the unit that a byte order applies to: the item, or half of a complex
  /// one.
  public int unitSize() {
    return kind == 'c' ? itemSize / 2 : itemSize;
  }

  /// NumPy's name, such as `float32`.
  public String dtypeName() {
    return dtypeName;
  }

  /// Whether this is a complex type.
  public boolean isComplex() {
    return kind == 'c';
  }

  /// Whether this is a real floating-point type.
  public boolean isFloat() {
    return kind == 'f';
  }

  /// Whether this is a signed or unsigned integer type; bool is not one.
  public boolean isInteger() {
    return kind == 'i' || kind == 'u';
  }
}
