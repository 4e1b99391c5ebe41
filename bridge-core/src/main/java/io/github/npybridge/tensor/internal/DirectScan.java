package io.github.npybridge.tensor.internal;

import static io.github.npybridge.tensor.internal.DirectBuffers.doubles;
import static io.github.npybridge.tensor.internal.DirectBuffers.floats;
import static io.github.npybridge.tensor.internal.DirectBuffers.ints;
import static io.github.npybridge.tensor.internal.DirectBuffers.longs;
import static io.github.npybridge.tensor.internal.DirectBuffers.writableDoubles;
import static io.github.npybridge.tensor.internal.DirectBuffers.writableFloats;

import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/// Loops over one block of off-heap memory: sums, extremes, counts, arithmetic in place, fill.
///
/// They are bound by memory, and the processor fetches ahead within a page and not over its end: so
/// a round takes units of four pages, where this lets it be vector code, and gets a third more.
final class DirectScan {
  /// The size of a block in bytes.
  static final int BLOCK = 4 * Columns.SIZE;

  /// The doubles of a page.
  static final int COLUMNS = Columns.SIZE / Double.BYTES;

  private DirectScan() {}

  /// Adds a block of doubles to columns, the four of a column to each other first.
  static void addDoubles(Buffer block, double[] columns) {
    DoubleBuffer from = doubles(block);
    for (int i = 0; i < COLUMNS; i++) {
      columns[i] +=
          (from.get(i) + from.get(i + COLUMNS))
              + (from.get(i + 2 * COLUMNS) + from.get(i + 3 * COLUMNS));
    }
  }

  /// Adds a block of floats to columns, in `double`.
  static void addFloats(Buffer block, double[] columns) {
    FloatBuffer from = floats(block);
    addHalf(from, columns);
    addHalf(from.slice(COLUMNS, 7 * COLUMNS), columns);
  }

  private static void addHalf(FloatBuffer block, double[] columns) {
    FloatBuffer from = floats(block);
    for (int i = 0; i < COLUMNS; i++) {
      columns[i] +=
          ((double) from.get(i) + from.get(i + 2 * COLUMNS))
              + ((double) from.get(i + 4 * COLUMNS) + from.get(i + 6 * COLUMNS));
    }
  }

  /// Adds the even and the odd lanes of each word of a block to a column; see [IntegerSum].
  ///
  /// Page by page: of a loop with more words in a round, the compiler makes vector code only in
  /// some JVMs, and what that gives is more than what four pages at a time do.
  static void addLanes(Buffer block, long signs, long mask, int shift, long[] columns) {
    LongBuffer from = longs(block);
    for (int start = 0; start < 4 * COLUMNS; start += COLUMNS) {
      addLanes(from, start, signs, mask, shift, columns);
    }
  }

  private static void addLanes(
      LongBuffer from, int start, long signs, long mask, int shift, long[] columns) {
    for (int i = 0; i < COLUMNS; i++) {
      long word = from.get(start + i) ^ signs;
      columns[i] += (word & mask) + (word >>> shift & mask);
    }
  }

  /// Adds the halves of each word of a block to columns of their own; see [#addLanes].
  static void addHalves(Buffer block, long signs, long[] low, long[] high) {
    LongBuffer from = longs(block);
    for (int start = 0; start < 4 * COLUMNS; start += COLUMNS) {
      addHalves(from, start, signs, low, high);
    }
  }

  private static void addHalves(LongBuffer from, int start, long signs, long[] low, long[] high) {
    for (int i = 0; i < COLUMNS; i++) {
      long word = from.get(start + i) ^ signs;
      low[i] += word & 0xffff_ffffL;
      high[i] += word >>> Integer.SIZE;
    }
  }

  /// Adds 1 to a column for each lane of a word that carries; see [BitCount].
  static void addCarries(
      Buffer block,
      long magnitudes,
      long addends,
      long signs,
      int shift,
      long ones,
      long[] columns) {
    LongBuffer from = longs(block);
    for (int start = 0; start < 4 * COLUMNS; start += COLUMNS) {
      addCarries(from, start, magnitudes, addends, signs, shift, ones, columns);
    }
  }

  private static void addCarries(
      LongBuffer from,
      int start,
      long magnitudes,
      long addends,
      long signs,
      int shift,
      long ones,
      long[] columns) {
    for (int i = 0; i < COLUMNS; i++) {
      long word = from.get(start + i);
      columns[i] += ((word & magnitudes) + addends | (word & signs)) >>> shift & ones;
    }
  }

  /// Keeps the least double of each column; see [Extremes].
  static void leastDoubles(Buffer block, double sign, double[] least) {
    DoubleBuffer from = doubles(block);
    for (int i = 0; i < COLUMNS; i++) {
      double first = Math.min(sign * from.get(i), sign * from.get(i + COLUMNS));
      double second = Math.min(sign * from.get(i + 2 * COLUMNS), sign * from.get(i + 3 * COLUMNS));
      least[i] = Math.min(least[i], Math.min(first, second));
    }
  }

  /// Keeps the least float of each column; see [Extremes].
  static void leastFloats(Buffer block, float sign, float[] least) {
    FloatBuffer from = floats(block);
    for (int i = 0; i < 2 * COLUMNS; i++) {
      float first = Math.min(sign * from.get(i), sign * from.get(i + 2 * COLUMNS));
      float second = Math.min(sign * from.get(i + 4 * COLUMNS), sign * from.get(i + 6 * COLUMNS));
      least[i] = Math.min(least[i], Math.min(first, second));
    }
  }

  /// Keeps the least `int` of each column, with bits flipped first; see [Extremes].
  static void leastInts(Buffer block, int flips, int[] least) {
    IntBuffer from = ints(block);
    for (int i = 0; i < 2 * COLUMNS; i++) {
      int first = Math.min(from.get(i) ^ flips, from.get(i + 2 * COLUMNS) ^ flips);
      int second = Math.min(from.get(i + 4 * COLUMNS) ^ flips, from.get(i + 6 * COLUMNS) ^ flips);
      least[i] = Math.min(least[i], Math.min(first, second));
    }
  }

  /// Keeps the least `long` of each column, with bits flipped first; see [Extremes].
  static void leastLongs(Buffer block, long flips, long[] least) {
    LongBuffer from = longs(block);
    for (int i = 0; i < COLUMNS; i++) {
      long first = Math.min(from.get(i) ^ flips, from.get(i + COLUMNS) ^ flips);
      long second = Math.min(from.get(i + 2 * COLUMNS) ^ flips, from.get(i + 3 * COLUMNS) ^ flips);
      least[i] = Math.min(least[i], Math.min(first, second));
    }
  }

  /// Whether a lane is less than the bound, unsigned, with bits flipped first; see [LaneExtreme].
  ///
  /// @param bound the same number in each lane
  /// @param signs the highest bit of each lane
  static boolean isAnyLess(Buffer block, long bound, long flips, long signs) {
    LongBuffer from = longs(block);
    long low = bound & ~signs;
    long notLess = -1;
    if ((bound & signs) == 0) {
      for (int i = 0; i < COLUMNS; i++) {
        long a = from.get(i) ^ flips;
        long b = from.get(i + COLUMNS) ^ flips;
        long c = from.get(i + 2 * COLUMNS) ^ flips;
        long d = from.get(i + 3 * COLUMNS) ^ flips;
        // What is subtracted from keeps the highest bit where the low bits are not less. In one
        // expression: a second `&=` would keep this from being vector code.
        notLess &=
            ((a | signs) - low | a)
                & ((b | signs) - low | b)
                & ((c | signs) - low | c)
                & ((d | signs) - low | d);
      }
    } else {
      for (int i = 0; i < COLUMNS; i++) {
        long a = from.get(i) ^ flips;
        long b = from.get(i + COLUMNS) ^ flips;
        long c = from.get(i + 2 * COLUMNS) ^ flips;
        long d = from.get(i + 3 * COLUMNS) ^ flips;
        notLess &=
            ((a | signs) - low & a)
                & ((b | signs) - low & b)
                & ((c | signs) - low & c)
                & ((d | signs) - low & d);
      }
    }
    return (notLess & signs) != signs;
  }

  /// Keeps the least of each lane of a column, unsigned, with bits flipped first; see
  /// [LaneExtreme].
  static void leastLanes(Buffer block, long flips, long signs, int shift, long[] least) {
    LongBuffer from = longs(block);
    for (int start = 0; start < 4 * COLUMNS; start += COLUMNS) {
      leastLanes(from, start, flips, signs, shift, least);
    }
  }

  private static void leastLanes(
      LongBuffer from, int start, long flips, long signs, int shift, long[] least) {
    for (int i = 0; i < COLUMNS; i++) {
      least[i] = Words.leastLanes(least[i], from.get(start + i) ^ flips, signs, shift);
    }
  }

  /// Replaces each double `x` of a block by `x * factor + term`.
  static void affineDoubles(Buffer block, double factor, double term) {
    DoubleBuffer units = writableDoubles(block);
    for (int i = 0; i < COLUMNS; i++) {
      double a = units.get(i) * factor + term;
      double b = units.get(i + COLUMNS) * factor + term;
      double c = units.get(i + 2 * COLUMNS) * factor + term;
      double d = units.get(i + 3 * COLUMNS) * factor + term;
      units.put(i, a).put(i + COLUMNS, b).put(i + 2 * COLUMNS, c).put(i + 3 * COLUMNS, d);
    }
  }

  /// Replaces each float `x` of a block by `x * factor + term`.
  static void affineFloats(Buffer block, float factor, float term) {
    FloatBuffer units = writableFloats(block);
    for (int i = 0; i < 2 * COLUMNS; i++) {
      float a = units.get(i) * factor + term;
      float b = units.get(i + 2 * COLUMNS) * factor + term;
      float c = units.get(i + 4 * COLUMNS) * factor + term;
      float d = units.get(i + 6 * COLUMNS) * factor + term;
      units.put(i, a).put(i + 2 * COLUMNS, b).put(i + 4 * COLUMNS, c).put(i + 6 * COLUMNS, d);
    }
  }

  /// Sets each word of a block.
  static void fill(Buffer block, long word) {
    LongBuffer units = longs(block);
    for (int i = 0; i < COLUMNS; i++) {
      units.put(i, word).put(i + COLUMNS, word);
      units.put(i + 2 * COLUMNS, word).put(i + 3 * COLUMNS, word);
    }
  }
}
