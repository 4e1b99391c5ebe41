package io.github.npybridge.benchmarks;

/// The comparison cannot be made, because there is no Python, or it has no NumPy.
final class MissingNumPyException extends FailedRunException {
  private static final long serialVersionUID = 1;

  MissingNumPyException(String python) {
    super(
        python + ": expected a Python with NumPy, found none; install NumPy, or name another one");
  }
}
