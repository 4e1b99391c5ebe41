package io.github.npybridge.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of the table: what is compared, and what is expected of it.
sealed interface Row {
  /// What a reader calls it.
  String operation();

  /// The time of a case beside that of another one, in turn.
  ///
  /// @param inputs the data that the cases need, by the names of [Data#make]
  /// @param side who runs the reference; the other one is run by [Side#POLLUTED]
  /// @param atLeast the ratio that is expected, or 0 if it is told only
  /// @param pair the cell of a matrix in which the ratio is shown, or null for a line of its own
  record Timed(
      String operation,
      List<String> inputs,
      Side side,
      String reference,
      String ours,
      double atLeast,
      @Nullable Pair pair)
      implements Row {}

  /// The time of a case beside a fixed one.
  ///
  /// @param atMost nanoseconds
  record Limited(String operation, List<String> inputs, String ours, double atMost)
      implements Row {}

  /// The geometric mean of a matrix of ratios; for those of its pairs that were measured.
  record Mean(String operation, String matrix, double atLeast) implements Row {}

  /// A process from start to end: `npy info`, and a Python that tells the same.
  record Launch(String operation, double atLeast) implements Row {}

  /// The anonymous memory that a worker takes while it sums a large file.
  ///
  /// @param atMost MiB above those of an idle worker
  record Memory(String operation, double atMost) implements Row {}

  /// A cell of a matrix of ratios.
  record Pair(String matrix, String from, String to) {}
}
