package io.github.npybridge.format.corpus;

/// What a reader must do with a golden file.
public enum Expectation {
  /// Read it, with every fact right.
  OK,
  /// Refuse it with an exception of ours that names the file.
  ERROR,
  /// Refuse it, or read it with every fact right.
  OK_OR_ERROR
}
