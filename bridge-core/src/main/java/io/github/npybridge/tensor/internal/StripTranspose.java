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
///
/// The loops end at an address and go on by a stride, so the compiler does not count their rounds.
/// For counted rounds HotSpot 25 moves the checks in front of the loop, where it may find them
/// failing (`profile_predicate`) although none does in the loop: it compiled these again dozens of
/// times, and an operation took seconds.
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
  /// @param toRow bytes from there to where the next unit goes, not 0
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
    long end = to + length * toRow;
    long read = from;
    for (long write = to; write != end; write += 8 * toRow) {
      for (int row = 0; row < LINE; row += 8) {
        long in = read + row * fromRow;
        long a = OffHeap.getLong(source, in);
        long b = OffHeap.getLong(source, in + fromRow);
        long c = OffHeap.getLong(source, in + 2 * fromRow);
        long d = OffHeap.getLong(source, in + 3 * fromRow);
        long e = OffHeap.getLong(source, in + 4 * fromRow);
        long f = OffHeap.getLong(source, in + 5 * fromRow);
        long g = OffHeap.getLong(source, in + 6 * fromRow);
        long h = OffHeap.getLong(source, in + 7 * fromRow);
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
        long out = write + row;
        OffHeap.setLong(target, out, even(low0, high0, INTS, 32));
        OffHeap.setLong(target, out + toRow, even(low1, high1, INTS, 32));
        OffHeap.setLong(target, out + 2 * toRow, even(low2, high2, INTS, 32));
        OffHeap.setLong(target, out + 3 * toRow, even(low3, high3, INTS, 32));
        OffHeap.setLong(target, out + 4 * toRow, odd(low0, high0, INTS, 32));
        OffHeap.setLong(target, out + 5 * toRow, odd(low1, high1, INTS, 32));
        OffHeap.setLong(target, out + 6 * toRow, odd(low2, high2, INTS, 32));
        OffHeap.setLong(target, out + 7 * toRow, odd(low3, high3, INTS, 32));
      }
      read += Long.BYTES;
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
    long end = to + length * toRow;
    long read = from;
    for (long write = to; write != end; write += 4 * toRow) {
      for (int row = 0; row < LINE / 2; row += 4) {
        long in = read + row * fromRow;
        long a = OffHeap.getLong(source, in);
        long b = OffHeap.getLong(source, in + fromRow);
        long c = OffHeap.getLong(source, in + 2 * fromRow);
        long d = OffHeap.getLong(source, in + 3 * fromRow);
        long ab = even(a, b, SHORTS, 16);
        long ba = odd(a, b, SHORTS, 16);
        long cd = even(c, d, SHORTS, 16);
        long dc = odd(c, d, SHORTS, 16);
        long out = write + 2L * row;
        OffHeap.setLong(target, out, even(ab, cd, INTS, 32));
        OffHeap.setLong(target, out + toRow, even(ba, dc, INTS, 32));
        OffHeap.setLong(target, out + 2 * toRow, odd(ab, cd, INTS, 32));
        OffHeap.setLong(target, out + 3 * toRow, odd(ba, dc, INTS, 32));
      }
      read += Long.BYTES;
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
    long end = to + length * toRow;
    long read = from;
    for (long write = to; write != end; write += 2 * toRow) {
      for (int row = 0; row < LINE / 4; row += 8) {
        long in = read + row * fromRow;
        long a = OffHeap.getLong(source, in);
        long b = OffHeap.getLong(source, in + fromRow);
        long c = OffHeap.getLong(source, in + 2 * fromRow);
        long d = OffHeap.getLong(source, in + 3 * fromRow);
        long e = OffHeap.getLong(source, in + 4 * fromRow);
        long f = OffHeap.getLong(source, in + 5 * fromRow);
        long g = OffHeap.getLong(source, in + 6 * fromRow);
        long h = OffHeap.getLong(source, in + 7 * fromRow);
        long out = write + 4L * row;
        OffHeap.setLong(target, out, even(a, b, INTS, 32));
        OffHeap.setLong(target, out + 8, even(c, d, INTS, 32));
        OffHeap.setLong(target, out + 16, even(e, f, INTS, 32));
        OffHeap.setLong(target, out + 24, even(g, h, INTS, 32));
        long next = out + toRow;
        OffHeap.setLong(target, next, odd(a, b, INTS, 32));
        OffHeap.setLong(target, next + 8, odd(c, d, INTS, 32));
        OffHeap.setLong(target, next + 16, odd(e, f, INTS, 32));
        OffHeap.setLong(target, next + 24, odd(g, h, INTS, 32));
      }
      read += Long.BYTES;
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
    long end = to + length * toRow;
    long read = from;
    for (long write = to; write != end; write += toRow) {
      for (int row = 0; row < 2 * LINE / 8; row += 8) {
        long in = read + row * fromRow;
        long a = OffHeap.getLong(source, in);
        long b = OffHeap.getLong(source, in + fromRow);
        long c = OffHeap.getLong(source, in + 2 * fromRow);
        long d = OffHeap.getLong(source, in + 3 * fromRow);
        long e = OffHeap.getLong(source, in + 4 * fromRow);
        long f = OffHeap.getLong(source, in + 5 * fromRow);
        long g = OffHeap.getLong(source, in + 6 * fromRow);
        long h = OffHeap.getLong(source, in + 7 * fromRow);
        long out = write + 8L * row;
        OffHeap.setLong(target, out, a);
        OffHeap.setLong(target, out + 8, b);
        OffHeap.setLong(target, out + 16, c);
        OffHeap.setLong(target, out + 24, d);
        OffHeap.setLong(target, out + 32, e);
        OffHeap.setLong(target, out + 40, f);
        OffHeap.setLong(target, out + 48, g);
        OffHeap.setLong(target, out + 56, h);
      }
      read += Long.BYTES;
    }
  }
}
