package io.github.npybridge.benchmarks;

import java.time.Duration;

/// How large the data are, and how long each row is measured.
///
/// @param file bytes of a file
/// @param cast elements of a cast into existing memory
/// @param fresh bytes of a new result
/// @param files how many small files
/// @param square side of the matrix that is transposed
/// @param cube side of the cube that is permuted
/// @param sparse bytes of the file that is summed while memory is watched
/// @param launches how often a whole process is started
/// @param warmUp how long a worker runs a case, a few times, before it counts; 0 where the figures
///   mean nothing, and the JVM has no history then
/// @param ask about how long a worker is asked to run in a round
record Sizes(
    long file,
    long cast,
    long fresh,
    int files,
    int square,
    int cube,
    long sparse,
    int launches,
    Duration warmUp,
    Duration ask) {
  /// What the published figures are measured with.
  static final Sizes FULL =
      new Sizes(
          512L << 20,
          32L << 20,
          128L << 20,
          10_000,
          4096,
          256,
          4L << 30,
          15,
          Duration.ofMillis(200),
          Duration.ofMillis(60));

  /// Fits the caches, in part: shows that everything works, and about how fast.
  static final Sizes QUICK =
      new Sizes(
          8L << 20,
          1L << 18,
          4L << 20,
          500,
          512,
          64,
          128L << 20,
          3,
          Duration.ofMillis(30),
          Duration.ofMillis(10));

  /// Shows that both workers do the same.
  static final Sizes TINY =
      new Sizes(
          1L << 20,
          1L << 12,
          1L << 14,
          20,
          256,
          64,
          1L << 22,
          1,
          Duration.ZERO,
          Duration.ofNanos(1));

  /// Elements that a file of a dtype has.
  long elements(String dtype) {
    return file / itemSize(dtype);
  }

  /// Elements that a file to be written by casts and permutations has.
  long results() {
    return Math.max(cast, Math.max((long) square * square, (long) cube * cube * cube));
  }

  /// Elements of a new result of a dtype, or what the source has if it has less.
  long freshElements(String from, String to) {
    return Math.min(fresh / itemSize(to), elements(from));
  }

  private static int itemSize(String dtype) {
    return Inputs.dtype(dtype).itemSize();
  }
}
