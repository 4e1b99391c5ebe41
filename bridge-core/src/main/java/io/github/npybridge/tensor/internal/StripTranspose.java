package io.github.npybridge.tensor.internal;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// Transposes strips of off-heap memory: from rows whose units lie one behind the other to columns
/// whose units do.
///
/// All memory is read and written in `long`s, of which a few are exchanged lane by lane: a loop
/// over memory of any strides pays for its checks, and there are two, four or eight times fewer. A
/// strip is as wide as a cache line of the target, so that each line is written at once: half of
/// one would have to be fetched again for the other half. For 8-byte units two lines were measured
/// to be better, for smaller ones worse.
final class StripTranspose {
  private static final int LINE = 64;

  /// The even lanes.
  private static final long BYTES = 0x00ff00ff_00ff00ffL;

  private static final long SHORTS = 0x0000ffff_0000ffffL;
  private static final long INTS = 0x00000000_ffffffffL;

  private StripTranspose() {}

  /// Whether there is a way for units of a size: lanes are counted from the lowest.
  static boolean exists(int unit) {
    return unit == Long.BYTES || ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  /// How many source rows, which become target columns, a strip has.
  static int width(int unit) {
    return unit == Long.BYTES ? 2 * LINE / unit : LINE / unit;
  }

  /// Transposes a strip as far as it fills whole `long`s.
  ///
  /// @param from where the first source row is
  /// @param fromRow bytes from source row to source row
  /// @param to where the first unit of each source row goes
  /// @param toRow bytes from there to where the next unit goes
  /// @param length the units of a source row
  /// @return how many of them are done
  static long run(
      MemorySegment source,
      long from,
      long fromRow,
      MemorySegment target,
      long to,
      long toRow,
      long length,
      int unit) {
    long done = length - length % (Long.BYTES / unit);
    switch (unit) {
      case Byte.BYTES -> bytes(source, from, fromRow, target, to, toRow, done);
      case Short.BYTES -> shorts(source, from, fromRow, target, to, toRow, done);
      case Integer.BYTES -> ints(source, from, fromRow, target, to, toRow, done);
      default -> longs(source, from, fromRow, target, to, toRow, done);
    }
    return done;
  }

  /// The even lanes of two numbers, in turn.
  private static long even(long a, long b, long mask, int bits) {
    return (a & mask) | (b & mask) << bits;
  }

  /// The odd lanes of two numbers, in turn.
  private static long odd(long a, long b, long mask, int bits) {
    return (a >>> bits & mask) | (b & ~mask);
  }

  private static void bytes(
      MemorySegment source,
      long from,
      long fromRow,
      MemorySegment target,
      long to,
      long toRow,
      long length) {
    for (long i = 0; i < length; i += 8) {
      for (int row = 0; row < LINE; row += 8) {
        long read = from + i + row * fromRow;
        long a = OffHeap.getLong(source, read);
        long b = OffHeap.getLong(source, read + fromRow);
        long c = OffHeap.getLong(source, read + 2 * fromRow);
        long d = OffHeap.getLong(source, read + 3 * fromRow);
        long e = OffHeap.getLong(source, read + 4 * fromRow);
        long f = OffHeap.getLong(source, read + 5 * fromRow);
        long g = OffHeap.getLong(source, read + 6 * fromRow);
        long h = OffHeap.getLong(source, read + 7 * fromRow);
        long ab = even(a, b, BYTES, 8);
        long ba = odd(a, b, BYTES, 8);
        long cd = even(c, d, BYTES, 8);
        long dc = odd(c, d, BYTES, 8);
        long ef = even(e, f, BYTES, 8);
        long fe = odd(e, f, BYTES, 8);
        long gh = even(g, h, BYTES, 8);
        long hg = odd(g, h, BYTES, 8);
        // Of rows a to d and e to h, the columns of the number and four further on.
        long low0 = even(ab, cd, SHORTS, 16);
        long low1 = even(ba, dc, SHORTS, 16);
        long low2 = odd(ab, cd, SHORTS, 16);
        long low3 = odd(ba, dc, SHORTS, 16);
        long high0 = even(ef, gh, SHORTS, 16);
        long high1 = even(fe, hg, SHORTS, 16);
        long high2 = odd(ef, gh, SHORTS, 16);
        long high3 = odd(fe, hg, SHORTS, 16);
        long write = to + i * toRow + row;
        OffHeap.setLong(target, write, even(low0, high0, INTS, 32));
        OffHeap.setLong(target, write + toRow, even(low1, high1, INTS, 32));
        OffHeap.setLong(target, write + 2 * toRow, even(low2, high2, INTS, 32));
        OffHeap.setLong(target, write + 3 * toRow, even(low3, high3, INTS, 32));
        OffHeap.setLong(target, write + 4 * toRow, odd(low0, high0, INTS, 32));
        OffHeap.setLong(target, write + 5 * toRow, odd(low1, high1, INTS, 32));
        OffHeap.setLong(target, write + 6 * toRow, odd(low2, high2, INTS, 32));
        OffHeap.setLong(target, write + 7 * toRow, odd(low3, high3, INTS, 32));
      }
    }
  }

  private static void shorts(
      MemorySegment source,
      long from,
      long fromRow,
      MemorySegment target,
      long to,
      long toRow,
      long length) {
    for (long i = 0; i < length; i += 4) {
      for (int row = 0; row < LINE / 2; row += 4) {
        long read = from + 2 * i + row * fromRow;
        long a = OffHeap.getLong(source, read);
        long b = OffHeap.getLong(source, read + fromRow);
        long c = OffHeap.getLong(source, read + 2 * fromRow);
        long d = OffHeap.getLong(source, read + 3 * fromRow);
        long ab = even(a, b, SHORTS, 16);
        long ba = odd(a, b, SHORTS, 16);
        long cd = even(c, d, SHORTS, 16);
        long dc = odd(c, d, SHORTS, 16);
        long write = to + i * toRow + 2L * row;
        OffHeap.setLong(target, write, even(ab, cd, INTS, 32));
        OffHeap.setLong(target, write + toRow, even(ba, dc, INTS, 32));
        OffHeap.setLong(target, write + 2 * toRow, odd(ab, cd, INTS, 32));
        OffHeap.setLong(target, write + 3 * toRow, odd(ba, dc, INTS, 32));
      }
    }
  }

  private static void ints(
      MemorySegment source,
      long from,
      long fromRow,
      MemorySegment target,
      long to,
      long toRow,
      long length) {
    for (long i = 0; i < length; i += 2) {
      for (int row = 0; row < LINE / 4; row += 8) {
        long read = from + 4 * i + row * fromRow;
        long a = OffHeap.getLong(source, read);
        long b = OffHeap.getLong(source, read + fromRow);
        long c = OffHeap.getLong(source, read + 2 * fromRow);
        long d = OffHeap.getLong(source, read + 3 * fromRow);
        long e = OffHeap.getLong(source, read + 4 * fromRow);
        long f = OffHeap.getLong(source, read + 5 * fromRow);
        long g = OffHeap.getLong(source, read + 6 * fromRow);
        long h = OffHeap.getLong(source, read + 7 * fromRow);
        long write = to + i * toRow + 4L * row;
        OffHeap.setLong(target, write, even(a, b, INTS, 32));
        OffHeap.setLong(target, write + 8, even(c, d, INTS, 32));
        OffHeap.setLong(target, write + 16, even(e, f, INTS, 32));
        OffHeap.setLong(target, write + 24, even(g, h, INTS, 32));
        long next = write + toRow;
        OffHeap.setLong(target, next, odd(a, b, INTS, 32));
        OffHeap.setLong(target, next + 8, odd(c, d, INTS, 32));
        OffHeap.setLong(target, next + 16, odd(e, f, INTS, 32));
        OffHeap.setLong(target, next + 24, odd(g, h, INTS, 32));
      }
    }
  }

  private static void longs(
      MemorySegment source,
      long from,
      long fromRow,
      MemorySegment target,
      long to,
      long toRow,
      long length) {
    for (long i = 0; i < length; i++) {
      for (int row = 0; row < 2 * LINE / 8; row += 8) {
        long read = from + 8 * i + row * fromRow;
        long a = OffHeap.getLong(source, read);
        long b = OffHeap.getLong(source, read + fromRow);
        long c = OffHeap.getLong(source, read + 2 * fromRow);
        long d = OffHeap.getLong(source, read + 3 * fromRow);
        long e = OffHeap.getLong(source, read + 4 * fromRow);
        long f = OffHeap.getLong(source, read + 5 * fromRow);
        long g = OffHeap.getLong(source, read + 6 * fromRow);
        long h = OffHeap.getLong(source, read + 7 * fromRow);
        long write = to + i * toRow + 8L * row;
        OffHeap.setLong(target, write, a);
        OffHeap.setLong(target, write + 8, b);
        OffHeap.setLong(target, write + 16, c);
        OffHeap.setLong(target, write + 24, d);
        OffHeap.setLong(target, write + 32, e);
        OffHeap.setLong(target, write + 40, f);
        OffHeap.setLong(target, write + 48, g);
        OffHeap.setLong(target, write + 56, h);
      }
    }
  }
}
