package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.DateTimeUnit;
import io.github.npybridge.tensor.Casting;
import java.util.EnumSet;

/// Which datetime64 or timedelta64 may become which other one: safe towards finer units of which
/// every tick is a whole number.
///
/// The limits are NumPy's own, odd ones included: it takes a factor of 2**56 or more for an
/// overflow, so that seconds do not go to attoseconds safely.
final class TickRules {
  private static final long OVERFLOW = 0xffL << 56;

  private TickRules() {}

  static Casting level(DType.DateTime from, DType.DateTime to) {
    if (isGeneric(from.unit(), to.unit())) {
      return from.unit() == DateTimeUnit.GENERIC ? Casting.SAFE : Casting.UNSAFE;
    }
    return from.unit().compareTo(to.unit()) <= 0
            && divides(from.unit(), from.multiple(), to.unit(), to.multiple(), false)
        ? Casting.SAFE
        : Casting.SAME_KIND;
  }

  static Casting level(DType.TimeDelta from, DType.TimeDelta to) {
    if (isGeneric(from.unit(), to.unit())) {
      return from.unit() == DateTimeUnit.GENERIC ? Casting.SAFE : Casting.UNSAFE;
    }
    if (isCalendar(from.unit()) != isCalendar(to.unit())) {
      return Casting.UNSAFE;
    }
    return from.unit().compareTo(to.unit()) <= 0
            && divides(from.unit(), from.multiple(), to.unit(), to.multiple(), true)
        ? Casting.SAFE
        : Casting.SAME_KIND;
  }

  private static boolean isGeneric(DateTimeUnit from, DateTimeUnit to) {
    return from == DateTimeUnit.GENERIC || to == DateTimeUnit.GENERIC;
  }

  private static boolean isCalendar(DateTimeUnit unit) {
    return unit == DateTimeUnit.YEAR || unit == DateTimeUnit.MONTH;
  }

  /// Whether a tick of the first kind is a whole number of those of the second, finer kind.
  private static boolean divides(
      DateTimeUnit from, long fromMultiple, DateTimeUnit to, long toMultiple, boolean strict) {
    long ticks = fromMultiple;
    if (from != to && from == DateTimeUnit.YEAR && to == DateTimeUnit.MONTH) {
      ticks *= 12;
    } else if (from != to && isCalendar(from)) {
      return !strict;
    } else {
      for (DateTimeUnit unit : EnumSet.range(from, to)) {
        ticks *= unit == to ? 1 : finer(unit);
        if ((ticks & OVERFLOW) != 0) {
          return false;
        }
      }
    }
    return toMultiple != 0 && ticks % toMultiple == 0;
  }

  /// How many of the next finer unit one unit has; years and months have no fixed length.
  private static int finer(DateTimeUnit unit) {
    return switch (unit) {
      case WEEK -> 7;
      case DAY -> 24;
      case HOUR, MINUTE -> 60;
      case SECOND, MILLISECOND, MICROSECOND, NANOSECOND, PICOSECOND, FEMTOSECOND -> 1000;
      case YEAR, MONTH, ATTOSECOND, GENERIC -> 1;
    };
  }
}
