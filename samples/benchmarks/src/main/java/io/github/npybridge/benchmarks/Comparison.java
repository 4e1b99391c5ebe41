package io.github.npybridge.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// A run over rows: starts the workers, and asks them in turn.
///
/// Each round asks the one and the other for the median of a few runs; the ratio of a row is the
/// median of the ratios of its rounds. What slows the machine for a while slows both.
///
/// **Lifetime**: closing ends the workers.
final class Comparison implements AutoCloseable {
  /// Of the relative difference of two sums: NumPy adds float32 in float32.
  private static final double TOLERANCE = 1e-5;

  private static final int MOST_TIMES = 64;

  /// A JVM compiles code more than once: with profiling, then without, and again where a guess
  /// fails. It is warm when it has not become faster by a tenth for so many times.
  private static final int STEADY = 3;

  private static final double FASTER = 0.9;

  private static final int MOST_WARM_UPS = 16;

  private final Sizes sizes;
  private final int rounds;
  private final Data data;
  private final Pinning pinning;
  private final Path script;
  private final WorkerProcess numpy;
  private final WorkerProcess polluted;
  private final Processes processes;

  /// Starts the workers.
  ///
  /// @param python the command
  /// @throws FailedRunException if one of them does not start
  Comparison(Sizes sizes, int rounds, Data data, Pinning pinning, String python)
      throws IOException, FailedRunException {
    this.sizes = sizes;
    this.rounds = rounds;
    this.data = data;
    this.pinning = pinning;
    this.script = script(data.folder());
    this.numpy = WorkerProcess.python(python, script, data.folder(), pinning);
    this.polluted = WorkerProcess.java(data.folder(), pinning);
    this.processes = new Processes(python, script, pinning);
    if (!sizes.warmUp().isZero()) {
      polluted.pollute();
      polluted.settle();
    }
  }

  private static Path script(Path folder) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Comparison.class.getResourceAsStream("worker.py"))) {
      Path script = folder.resolve("worker.py");
      return Files.writeString(script, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  String numpyVersion() {
    return numpy.version();
  }

  String javaVersion() {
    return polluted.version();
  }

  /// Measures rows one after the other.
  ///
  /// @param progress is told each outcome as it comes
  /// @throws FailedRunException if a worker fails, or two workers have different results
  List<Outcome> run(List<Row> rows, Consumer<Outcome> progress)
      throws IOException, FailedRunException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Row row : rows) {
      Outcome outcome =
          switch (row) {
            case Row.Timed timed -> compare(timed);
            case Row.Limited limited -> limit(limited);
            case Row.Mean mean -> mean(mean, outcomes);
            case Row.Launch launch -> processes.launch(launch, data, sizes);
            case Row.Memory memory -> processes.memory(memory, sizes);
          };
      outcomes.add(outcome);
      progress.accept(outcome);
    }
    return outcomes;
  }

  private Outcome compare(Row.Timed row) throws IOException, FailedRunException {
    prepare(row.inputs());
    return switch (row.side()) {
      case NUMPY -> compare(row, numpy);
      case POLLUTED -> compare(row, polluted);
      case CLEAN -> {
        try (WorkerProcess clean = WorkerProcess.java(data.folder(), pinning)) {
          // It has just started, and is slow for so long that it seems to be steady.
          for (int i = 0; i < STEADY; i++) {
            warmUp(clean, row.reference());
          }
          clean.collect();
          polluted.collect();
          yield compare(row, clean);
        }
      }
    };
  }

  private Outcome compare(Row.Timed row, WorkerProcess reference)
      throws IOException, FailedRunException {
    String expected = reference.check(row.reference());
    String found = polluted.check(row.ours());
    if (expected == null || found == null) {
      return Outcome.missing(row, "no such operation");
    }
    if (!agree(expected, found)) {
      throw new FailedRunException(
          row.operation() + ": expected the result " + expected + ", found " + found);
    }
    int referenceTimes = warmUp(reference, row.reference());
    int times = warmUp(polluted, row.ours());
    double[] one = new double[rounds];
    double[] other = new double[rounds];
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      one[i] = reference.time(row.reference(), referenceTimes);
      other[i] = polluted.time(row.ours(), times);
      ratios[i] = one[i] / other[i];
    }
    String mark =
        row.side() == Side.NUMPY ? "" : row.side() == Side.CLEAN ? " (clean)" : " (array)";
    return Outcome.ratio(
        row,
        Outcome.time(median(one)) + mark,
        Outcome.time(median(other)),
        median(ratios),
        row.atLeast());
  }

  private Outcome limit(Row.Limited row) throws IOException, FailedRunException {
    prepare(row.inputs());
    int times = warmUp(polluted, row.ours());
    double[] figures = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      figures[i] = polluted.time(row.ours(), times);
    }
    double nanos = median(figures);
    return Outcome.limit(row, "-", Outcome.time(nanos), nanos, row.atMost(), "ns");
  }

  private static Outcome mean(Row.Mean row, List<Outcome> outcomes) {
    double logarithms = 0;
    int count = 0;
    for (Outcome outcome : outcomes) {
      if (outcome.row() instanceof Row.Timed timed
          && timed.pair() != null
          && timed.pair().matrix().equals(row.matrix())
          && outcome.isMeasured()) {
        logarithms += Math.log(outcome.value());
        count++;
      }
    }
    return count == 0
        ? Outcome.missing(row, "no pair was measured")
        : Outcome.ratio(row, "", count + " pairs", Math.exp(logarithms / count), row.atLeast());
  }

  private void prepare(List<String> inputs) throws IOException {
    for (String input : inputs) {
      data.make(input);
    }
  }

  /// Runs a case until it is warm, and tells how often it has to run in a round.
  private int warmUp(WorkerProcess worker, String name) throws IOException, FailedRunException {
    boolean compiles = worker != numpy && !sizes.warmUp().isZero();
    double best = Double.MAX_VALUE;
    int steady = 0;
    for (int i = 0; compiles && steady < STEADY && i < MOST_WARM_UPS; i++) {
      int times = runFor(worker, name);
      worker.settle();
      double nanos = worker.time(name, times);
      steady = nanos < best * FASTER ? 0 : steady + 1;
      best = Math.min(best, nanos);
    }
    return runFor(worker, name);
  }

  private int runFor(WorkerProcess worker, String name) throws IOException, FailedRunException {
    long start = System.nanoTime();
    double nanos;
    int times = 1;
    do {
      long before = System.nanoTime();
      worker.time(name, times);
      nanos = (System.nanoTime() - before) / (double) times;
      times = (int) Math.clamp(sizes.ask().toNanos() / Math.max(nanos, 1), 3, MOST_TIMES);
    } while (System.nanoTime() - start < sizes.warmUp().toNanos());
    return times;
  }

  private static boolean agree(String expected, String found) {
    if (expected.equals(found)) {
      return true;
    }
    if (expected.startsWith("crc") || found.startsWith("crc")) {
      return false;
    }
    double one = Double.parseDouble(expected);
    double other = Double.parseDouble(found);
    return Math.abs(one - other) <= TOLERANCE * Math.abs(one);
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  @Override
  public void close() {
    numpy.close();
    polluted.close();
  }
}
