package io.github.npybridge.tensor;

/// How a cast treats what it could lose.
///
/// @param casting which conversions are allowed
/// @param outOfRange what becomes of a float that an integer dtype cannot hold;
///   [Casting#SAME_VALUE] refuses it in any case
public record CastOptions(Casting casting, OutOfRange outOfRange) {
  /// [Casting#UNSAFE] and [OutOfRange#REJECT]: what [Tensor#to] does. `numpy.ndarray.astype` with
  /// its defaults, but for the values that have no result.
  public static final CastOptions DEFAULT = new CastOptions(Casting.UNSAFE, OutOfRange.REJECT);

  /// These options with another casting level.
  public CastOptions withCasting(Casting level) {
    return new CastOptions(level, outOfRange);
  }

  /// These options with another policy for values out of range.
  public CastOptions withOutOfRange(OutOfRange policy) {
    return new CastOptions(casting, policy);
  }
}
