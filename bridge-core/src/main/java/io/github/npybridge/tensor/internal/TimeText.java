package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.DateTimeUnit;
import java.time.LocalDate;

/// Datetimes and timedeltas on their own as NumPy prints its scalars.
final class TimeText {
  private static final long NAT = Long.MIN_VALUE;
  private static final long SECONDS_PER_DAY = 86_400;

  /// The days in which the Gregorian calendar repeats: 400 years.
  private static final long DAYS_PER_CYCLE = 146_097;

  private static final LocalDate CYCLE_START = LocalDate.of(2000, 1, 1);

  private TimeText() {}

  /// A moment in ISO 8601 to the precision of its unit: `2020`, `2020-01-31`, `2020-01-31T12`;
  /// `NaT`.
  ///
  /// Weeks are shown by their first day. Years need not have four digits.
  ///
  /// @throws IllegalArgumentException if there is no unit, so that only NaT would mean something
  static String dateTime(long ticks, DType.DateTime dtype) {
    if (ticks == NAT) {
      return "NaT";
    }
    // Wraps beyond 64 bits, as NumPy 2.4 does; the range of a unit is the same whatever its
    // multiple.
    long count = ticks * dtype.multiple();
    return switch (dtype.unit()) {
      case YEAR -> year(1970 + count);
      case MONTH ->
          year(1970 + Math.floorDiv(count, 12L)) + "-" + two(Math.floorMod(count, 12) + 1);
      case WEEK -> date(count * 7);
      case DAY -> date(count);
      case HOUR -> date(Math.floorDiv(count, 24L)) + "T" + two(Math.floorMod(count, 24));
      case MINUTE -> date(Math.floorDiv(count, 1440L)) + "T" + minute(Math.floorMod(count, 1440));
      case SECOND -> second(count);
      case MILLISECOND -> second(count, 3);
      case MICROSECOND -> second(count, 6);
      case NANOSECOND -> second(count, 9);
      case PICOSECOND -> second(count, 12);
      case FEMTOSECOND -> second(count, 15);
      case ATTOSECOND -> second(count, 18);
      case GENERIC ->
          throw new IllegalArgumentException(
              "datetime64: expected a unit or NaT, found " + ticks + " ticks without a unit");
    };
  }

  /// A duration: `25 seconds`, `-3 generic time units`, `NaT`.
  static String timeDelta(long ticks, DType.TimeDelta dtype) {
    return ticks == NAT ? "NaT" : ticks * dtype.multiple() + " " + plural(dtype.unit());
  }

  private static String plural(DateTimeUnit unit) {
    return switch (unit) {
      case YEAR -> "years";
      case MONTH -> "months";
      case WEEK -> "weeks";
      case DAY -> "days";
      case HOUR -> "hours";
      case MINUTE -> "minutes";
      case SECOND -> "seconds";
      case MILLISECOND -> "milliseconds";
      case MICROSECOND -> "microseconds";
      case NANOSECOND -> "nanoseconds";
      case PICOSECOND -> "picoseconds";
      case FEMTOSECOND -> "femtoseconds";
      case ATTOSECOND -> "attoseconds";
      case GENERIC -> "generic time units";
    };
  }

  /// @param decimals how many decimal places of a second one tick is
  private static String second(long ticks, int decimals) {
    long perSecond = 1;
    for (int i = 0; i < decimals; i++) {
      perSecond *= 10;
    }
    String fraction = Long.toString(Math.floorMod(ticks, perSecond));
    return second(Math.floorDiv(ticks, perSecond))
        + "."
        + "0".repeat(decimals - fraction.length())
        + fraction;
  }

  private static String second(long seconds) {
    long ofDay = Math.floorMod(seconds, SECONDS_PER_DAY);
    return date(Math.floorDiv(seconds, SECONDS_PER_DAY))
        + "T"
        + minute(ofDay / 60)
        + ":"
        + two(ofDay % 60);
  }

  private static String minute(long minutes) {
    return two(minutes / 60) + ":" + two(minutes % 60);
  }

  private static String date(long days) {
    // LocalDate ends at year 999,999,999, long before 64 bits of days do. The subtraction wraps for
    // the first days of all, as in NumPy 2.4.
    long fromStart = days - CYCLE_START.toEpochDay();
    LocalDate date = CYCLE_START.plusDays(Math.floorMod(fromStart, DAYS_PER_CYCLE));
    long year = date.getYear() + 400 * Math.floorDiv(fromStart, DAYS_PER_CYCLE);
    return year(year) + "-" + two(date.getMonthValue()) + "-" + two(date.getDayOfMonth());
  }

  private static String year(long year) {
    String digits = Long.toString(year);
    if (digits.length() >= 4) {
      return digits;
    }
    // The minus sign counts as one of the four places.
    return year < 0
        ? "-" + "0".repeat(4 - digits.length()) + digits.substring(1)
        : "0".repeat(4 - digits.length()) + digits;
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
