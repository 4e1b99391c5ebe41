package io.github.npybridge.tensor;

/// Which conversions between dtypes are allowed: the `casting` argument of `numpy.ndarray.astype`.
///
/// | level | allows | from int32, for example |
/// |---|---|---|
/// | [#NO] | the very same dtype | int32 |
/// | [#EQUIV] | another byte order | `>i4` |
/// | [#SAFE] | a dtype that holds every value | int64, float64 |
/// | [#SAME_KIND] | a smaller dtype of the same kind, or any of a wider kind | int8, float32 |
/// | [#UNSAFE] | everything there is a rule for | uint8, bool |
/// | [#SAME_VALUE] | as [#UNSAFE], as long as no value changes | int8 for 100, not for 300 |
///
/// Each of the first five allows what the ones above it allow. The tables are those of
/// `numpy.can_cast`, with bfloat16 as `ml_dtypes` registers it.
public enum Casting {
  /// Only the very same dtype.
  NO("no"),
  /// The same dtype in any byte order.
  EQUIV("equiv"),
  /// No value can be lost.
  SAFE("safe"),
  /// Safe, or to a dtype of the same kind.
  SAME_KIND("same_kind"),
  /// Any conversion.
  UNSAFE("unsafe"),
  /// Any conversion of which every value comes out as it was: decided by the values, as NumPy 2.4's
  /// `astype(casting='same_value')` does. A NaN may become a NaN, -0.0 may become 0, and bool takes
  /// everything.
  SAME_VALUE("same_value");

  private final String numpyName;

  Casting(String numpyName) {
    this.numpyName = numpyName;
  }

  /// NumPy's name of the level, such as `same_kind`.
  public String numpyName() {
    return numpyName;
  }
}
