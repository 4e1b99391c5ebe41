package io.github.npybridge.tensor;

/// What was asked for cannot be had without a copy, and a copy was not asked for.
public final class CopyRequiredException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// A refusal.
  ///
  /// @param message why a copy is needed, and how to get one
  public CopyRequiredException(String message) {
    super(message);
  }
}
