package io.github.npybridge.benchmarks;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;

/// One operation that is timed, and its result for comparison with NumPy's.
///
/// @param repeat how often the operation runs between two looks at the clock
/// @param units what one run is divided by, in files or elements
/// @param operation the operation
/// @param result runs the operation once and returns a number, or a checksum of what it wrote
record Case(long repeat, long units, Operation operation, Result result) {
  private static final int BLOCK = 1 << 16;
  private static final int BLOCKS = 16;

  /// Where a result goes that nobody needs, so that the compiler cannot drop what made it.
  static volatile double sink;

  /// What is timed.
  @FunctionalInterface
  interface Operation {
    /// Runs once.
    void run() throws IOException;
  }

  /// What an operation gives.
  @FunctionalInterface
  interface Result {
    /// Runs once, and tells what came out.
    String get() throws IOException;
  }

  /// An operation that gives a number.
  @FunctionalInterface
  interface Scalar {
    /// Runs once.
    double get() throws IOException;
  }

  /// An operation over this many elements; short ones are repeated.
  static Case over(long elements, Operation operation, Result result) {
    return new Case(repeat(elements), 1, operation, result);
  }

  /// How often an operation over this many elements runs between two looks at the clock.
  static long repeat(long elements) {
    return Math.max(1, (1 << 18) / elements);
  }

  /// An operation whose result is a number.
  static Case number(long repeat, long units, Scalar number) {
    return new Case(repeat, units, () -> sink = number.get(), () -> Double.toString(number.get()));
  }

  /// Times the operation: `OK median min`, in nanoseconds for a unit.
  String measure(int times) throws IOException {
    double[] figures = new double[times];
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      for (long j = 0; j < repeat; j++) {
        operation.run();
      }
      figures[i] = (System.nanoTime() - start) / (double) repeat / units;
    }
    Arrays.sort(figures);
    return String.format(Locale.ROOT, "OK %.2f %.2f", figures[times / 2], figures[0]);
  }

  /// CRC-32 of up to 16 blocks of 64 KiB, spread over the bytes.
  static String checksum(MemorySegment bytes) {
    CRC32 crc = new CRC32();
    long size = bytes.byteSize();
    long step = Math.max(BLOCK, size / BLOCKS);
    for (long start = 0; start < size; start += step) {
      byte[] block = new byte[(int) Math.min(BLOCK, size - start)];
      MemorySegment.copy(bytes, start, MemorySegment.ofArray(block), 0, block.length);
      crc.update(block);
    }
    return "crc:" + crc.getValue() + ":" + size;
  }
}
