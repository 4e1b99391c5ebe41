package io.github.npybridge.tensor;

/// What becomes of a float that an integer dtype cannot hold: NaN, an infinity, or a number whose
/// whole part is beyond the dtype's range.
///
/// C leaves it undefined, and NumPy gives what the processor gives. Casts between integers are not
/// concerned: they keep the low bits. Nor are casts to floats: what is too large becomes infinite.
///
/// | | NaN to int32 | 1e10 to int32 | 300.0 to int8 | -1.0 to uint8 |
/// |---|---|---|---|---|
/// | [#REJECT] | error | error | error | error |
/// | [#SATURATE] | 0 | 2147483647 | 127 | 0 |
/// | [#NUMPY] | -2147483648 | -2147483648 | 44 | 255 |
public enum OutOfRange {
  /// An [UnrepresentableValueException] with the value and its index. The default.
  REJECT,
  /// NaN becomes 0, everything else the nearest value that the dtype has; on every machine.
  SATURATE,
  /// What NumPy gives on x86-64, whatever machine this runs on. For float to uint32, where NumPy
  /// gives one of two answers depending on the array's length, the one for a single element.
  NUMPY
}
