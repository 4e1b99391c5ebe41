package io.github.npybridge.benchmarks;

/// The comparison cannot be made: a worker fails, or two have different results.
class FailedRunException extends Exception {
  private static final long serialVersionUID = 1;

  FailedRunException(String message) {
    super(message);
  }
}
