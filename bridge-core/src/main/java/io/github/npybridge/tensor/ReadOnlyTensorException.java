package io.github.npybridge.tensor;

/// A write to a tensor that must not be written: its file was opened for reading only, or several
/// of its elements share one place.
public final class ReadOnlyTensorException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /// A refusal.
  ///
  /// @param message why the tensor is read-only, and what to do
  public ReadOnlyTensorException(String message) {
    super(message);
  }
}
