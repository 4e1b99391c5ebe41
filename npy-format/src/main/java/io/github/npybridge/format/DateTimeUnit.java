package io.github.npybridge.format;

/// What one tick of a datetime64 or timedelta64 lasts, from years to attoseconds.
///
/// Corresponds to the unit codes of `numpy.datetime_data`.
public enum DateTimeUnit {
  /// Years.
  YEAR("Y"),
  /// Months.
  MONTH("M"),
  /// Weeks.
  WEEK("W"),
  /// Days.
  DAY("D"),
  /// Hours.
  HOUR("h"),
  /// Minutes.
  MINUTE("m"),
  /// Seconds.
  SECOND("s"),
  /// Milliseconds.
  MILLISECOND("ms"),
  /// Microseconds.
  MICROSECOND("us"),
  /// Nanoseconds.
  NANOSECOND("ns"),
  /// Picoseconds.
  PICOSECOND("ps"),
  /// Femtoseconds.
  FEMTOSECOND("fs"),
  /// Attoseconds.
  ATTOSECOND("as"),
  /// No unit: ticks whose length the file does not say.
  GENERIC("");

  private final String code;

  DateTimeUnit(String code) {
    this.code = code;
  }

  /// NumPy's code, such as `ns`; empty for [#GENERIC].
  public String code() {
    return code;
  }

  /// The unit as a descr shows it: `[ns]`, `[25s]`, or nothing for [#GENERIC].
  String bracketed(int multiple) {
    return this == GENERIC ? "" : "[" + (multiple == 1 ? "" : multiple) + code + "]";
  }
}
