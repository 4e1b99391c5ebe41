package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.DateTimeUnit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Ticks of datetime64 and timedelta64 from and to Java's times, exactly or not at all.
public final class Ticks {
  /// What stands for "not a time".
  public static final long NAT = Long.MIN_VALUE;

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long SECONDS_PER_DAY = 86_400;

  private Ticks() {}

  /// The moment of a number of ticks, taken for UTC.
  ///
  /// @throws ArithmeticException if a Java time cannot say it exactly
  public static Instant toInstant(DType.DateTime dtype, long ticks) {
    DateTimeUnit unit = dtype.unit();
    try {
      long count = count(ticks, dtype.multiple());
      return switch (unit) {
        case YEAR -> midnight(LocalDate.of(Math.toIntExact(Math.addExact(1970, count)), 1, 1));
        case MONTH -> midnight(YearMonth.of(1970, 1).plusMonths(count).atDay(1));
        case GENERIC -> throw noUnit();
        default -> {
          Duration since = duration(unit, count);
          yield Instant.ofEpochSecond(since.getSeconds(), since.getNano());
        }
      };
    } catch (ArithmeticException | DateTimeException e) {
      throw inexact(text(ticks, unit), "a time in Java", e);
    }
  }

  /// The duration of a number of ticks.
  ///
  /// @throws ArithmeticException if a Java duration cannot say it exactly
  /// @throws IllegalArgumentException if the unit has no fixed length
  public static Duration toDuration(DType.TimeDelta dtype, long ticks) {
    DateTimeUnit unit = requireLength(dtype.unit());
    try {
      return duration(unit, count(ticks, dtype.multiple()));
    } catch (ArithmeticException e) {
      throw inexact(text(ticks, unit), "a Duration", e);
    }
  }

  /// The ticks of a moment.
  ///
  /// @throws ArithmeticException if it is no whole number of them
  public static long ofInstant(DType.DateTime dtype, Instant moment) {
    DateTimeUnit unit = dtype.unit();
    try {
      long count =
          switch (unit) {
            case YEAR -> {
              LocalDate date = date(moment);
              requireExact(date.getDayOfYear() == 1);
              yield date.getYear() - 1970L;
            }
            case MONTH -> {
              LocalDate date = date(moment);
              requireExact(date.getDayOfMonth() == 1);
              yield (date.getYear() - 1970L) * 12 + date.getMonthValue() - 1;
            }
            case GENERIC -> throw noUnit();
            default -> count(unit, moment.getEpochSecond(), moment.getNano());
          };
      return ticks(count, dtype.multiple());
    } catch (ArithmeticException e) {
      throw inexact(moment.toString(), dtype.toString(), e);
    }
  }

  /// The ticks of a duration.
  ///
  /// @throws ArithmeticException if it is no whole number of them
  /// @throws IllegalArgumentException if the unit has no fixed length
  public static long ofDuration(DType.TimeDelta dtype, Duration duration) {
    DateTimeUnit unit = requireLength(dtype.unit());
    try {
      long count = count(unit, duration.getSeconds(), duration.getNano());
      return ticks(count, dtype.multiple());
    } catch (ArithmeticException e) {
      throw inexact(duration.toString(), dtype.toString(), e);
    }
  }

  /// The date of a moment at midnight UTC.
  ///
  /// @throws ArithmeticException at another time of the day
  public static LocalDate date(Instant moment) {
    LocalDateTime time = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
    if (time.toLocalTime().toNanoOfDay() != 0) {
      throw inexact(moment.toString(), "a date", null);
    }
    return time.toLocalDate();
  }

  private static Instant midnight(LocalDate date) {
    return date.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private static long count(long ticks, int multiple) {
    if (ticks == NAT) {
      throw new ArithmeticException("NaT");
    }
    return Math.multiplyExact(ticks, multiple);
  }

  private static long ticks(long count, int multiple) {
    requireExact(multiple != 0 && count % multiple == 0 && count != NAT);
    return count / multiple;
  }

  /// So many of a unit of fixed length.
  private static Duration duration(DateTimeUnit unit, long count) {
    return switch (unit) {
      case WEEK -> Duration.ofDays(Math.multiplyExact(count, 7));
      case DAY -> Duration.ofDays(count);
      case HOUR -> Duration.ofHours(count);
      case MINUTE -> Duration.ofMinutes(count);
      case SECOND -> Duration.ofSeconds(count);
      default -> {
        long perNano = unitsPerNano(unit);
        requireExact(count % perNano == 0);
        long nanosPerUnit = nanosPerUnit(unit);
        long perSecond = NANOS_PER_SECOND / nanosPerUnit * perNano;
        long rest = Math.floorMod(count, perSecond);
        yield Duration.ofSeconds(Math.floorDiv(count, perSecond), rest / perNano * nanosPerUnit);
      }
    };
  }

  /// How many of a unit of fixed length a time is.
  private static long count(DateTimeUnit unit, long seconds, int nanos) {
    long secondsPerUnit =
        switch (unit) {
          case WEEK -> 7 * SECONDS_PER_DAY;
          case DAY -> SECONDS_PER_DAY;
          case HOUR -> 3600;
          case MINUTE -> 60;
          case SECOND -> 1;
          default -> 0;
        };
    if (secondsPerUnit > 0) {
      requireExact(nanos == 0 && seconds % secondsPerUnit == 0);
      return seconds / secondsPerUnit;
    }
    long nanosPerUnit = nanosPerUnit(unit);
    requireExact(nanos % nanosPerUnit == 0);
    long perSecond = Math.multiplyExact(NANOS_PER_SECOND / nanosPerUnit, unitsPerNano(unit));
    long parts = Math.multiplyExact(nanos / nanosPerUnit, unitsPerNano(unit));
    // A time before 1970 has negative seconds and parts that count upwards: near the least value
    // the seconds alone are beyond it.
    return seconds < 0 && parts > 0
        ? Math.addExact(Math.multiplyExact(seconds + 1, perSecond), parts - perSecond)
        : Math.addExact(Math.multiplyExact(seconds, perSecond), parts);
  }

  private static long nanosPerUnit(DateTimeUnit unit) {
    return switch (unit) {
      case MILLISECOND -> 1_000_000;
      case MICROSECOND -> 1_000;
      default -> 1;
    };
  }

  private static long unitsPerNano(DateTimeUnit unit) {
    return switch (unit) {
      case PICOSECOND -> 1_000;
      case FEMTOSECOND -> 1_000_000;
      case ATTOSECOND -> 1_000_000_000;
      default -> 1;
    };
  }

  private static DateTimeUnit requireLength(DateTimeUnit unit) {
    if (unit == DateTimeUnit.YEAR || unit == DateTimeUnit.MONTH || unit == DateTimeUnit.GENERIC) {
      throw new IllegalArgumentException(
          "timedelta64: expected a unit of fixed length, found "
              + (unit == DateTimeUnit.GENERIC ? "none" : unit.code())
              + "; use getTicks and setTicks");
    }
    return unit;
  }

  private static IllegalArgumentException noUnit() {
    return new IllegalArgumentException(
        "datetime64: expected a unit, found none; use getTicks and setTicks");
  }

  private static void requireExact(boolean holds) {
    if (!holds) {
      throw new ArithmeticException("inexact");
    }
  }

  private static String text(long ticks, DateTimeUnit unit) {
    return ticks == NAT ? "NaT" : ticks + " ticks of " + unit.code();
  }

  private static ArithmeticException inexact(
      String what, String target, @Nullable Exception cause) {
    ArithmeticException e =
        new ArithmeticException(
            "time: expected one that "
                + target
                + " holds exactly, found "
                + what
                + "; use getTicks and setTicks");
    e.initCause(cause);
    return e;
  }
}
