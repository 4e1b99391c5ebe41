package io.github.npybridge.benchmarks;

/// Who runs a case.
enum Side {
  /// NumPy.
  NUMPY,
  /// The library in a JVM that has done nothing else; a new one for each row.
  CLEAN,
  /// The library in the JVM of [Pollution].
  POLLUTED
}
