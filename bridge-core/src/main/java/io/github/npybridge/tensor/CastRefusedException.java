package io.github.npybridge.tensor;

/// A conversion between two dtypes that the casting level does not allow, or that there is no rule
/// for.
///
/// Thrown before anything is read or written. Corresponds to NumPy's `UFuncTypeError` and
/// `DTypePromotionError`.
public final class CastRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// A refusal.
  ///
  /// @param message which dtypes, which rule, and what to do
  public CastRefusedException(String message) {
    super(message);
  }
}
