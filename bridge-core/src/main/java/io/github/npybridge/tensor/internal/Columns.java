package io.github.npybridge.tensor.internal;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Accumulators that scans borrow: a page of them, one for each column of a loop over blocks.
///
/// New ones would be most of the work for a few elements, and the pages that a growing heap gives
/// them cost more than a sum over a whole block. There are never more than were in use at once.
///
/// For several threads.
final class Columns {
  /// The size of each array in bytes: that of a page of memory.
  static final int SIZE = 4096;

  private static final Queue<double[]> DOUBLES = new ConcurrentLinkedQueue<>();
  private static final Queue<float[]> FLOATS = new ConcurrentLinkedQueue<>();
  private static final Queue<long[]> LONGS = new ConcurrentLinkedQueue<>();
  private static final Queue<int[]> INTS = new ConcurrentLinkedQueue<>();

  private Columns() {}

  static double[] takeDoubles(double initial) {
    double[] free = DOUBLES.poll();
    double[] columns = free != null ? free : new double[SIZE / Double.BYTES];
    Arrays.fill(columns, initial);
    return columns;
  }

  static float[] takeFloats(float initial) {
    float[] free = FLOATS.poll();
    float[] columns = free != null ? free : new float[SIZE / Float.BYTES];
    Arrays.fill(columns, initial);
    return columns;
  }

  static long[] takeLongs(long initial) {
    long[] free = LONGS.poll();
    long[] columns = free != null ? free : new long[SIZE / Long.BYTES];
    Arrays.fill(columns, initial);
    return columns;
  }

  static int[] takeInts(int initial) {
    int[] free = INTS.poll();
    int[] columns = free != null ? free : new int[SIZE / Integer.BYTES];
    Arrays.fill(columns, initial);
    return columns;
  }

  static void give(double[] columns) {
    DOUBLES.add(columns);
  }

  static void give(float[] columns) {
    FLOATS.add(columns);
  }

  static void give(long[] columns) {
    LONGS.add(columns);
  }

  static void give(int[] columns) {
    INTS.add(columns);
  }
}
