package io.github.npybridge.benchmarks;

import java.util.Locale;

/// What a row gave, as it is shown.
///
/// @param row the row
/// @param reference the figure to compare with, with its unit
/// @param ours the library's
/// @param value the ratio, or another figure with a limit; NaN if nothing was measured
/// @param measured the value as it is shown, or why there is none
/// @param expected the least or the most that is expected, as it is shown
/// @param reached whether the value is as expected; true if nothing is expected or measured
record Outcome(
    Row row,
    String reference,
    String ours,
    double value,
    String measured,
    String expected,
    boolean reached) {
  /// A ratio that should be large.
  static Outcome ratio(Row row, String reference, String ours, double ratio, double atLeast) {
    return new Outcome(
        row,
        reference,
        ours,
        ratio,
        twoDigits(ratio) + "x",
        atLeast == 0 ? "-" : twoDigits(atLeast) + "x",
        ratio >= atLeast);
  }

  /// A figure that should be small.
  static Outcome limit(
      Row row, String reference, String ours, double value, double atMost, String unit) {
    return new Outcome(
        row, reference, ours, value, "", "at most " + (int) atMost + " " + unit, value <= atMost);
  }

  /// A row that could not be measured.
  static Outcome missing(Row row, String reason) {
    return new Outcome(row, "", "", Double.NaN, reason, "-", true);
  }

  boolean isMeasured() {
    return !Double.isNaN(value);
  }

  /// The line that tells that the row is below what is expected of it.
  String below() {
    return "below: "
        + row.operation()
        + ": "
        + (measured.isEmpty() ? ours + ", " : measured + " < ")
        + expected;
  }

  /// Three digits and a unit.
  static String time(double nanos) {
    if (nanos < 1e3) {
      return threeDigits(nanos) + " ns";
    }
    if (nanos < 1e6) {
      return threeDigits(nanos / 1e3) + " µs";
    }
    return nanos < 1e9 ? threeDigits(nanos / 1e6) + " ms" : threeDigits(nanos / 1e9) + " s";
  }

  static String twoDigits(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String threeDigits(double value) {
    int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
