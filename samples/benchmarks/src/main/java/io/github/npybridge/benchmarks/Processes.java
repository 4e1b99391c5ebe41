package io.github.npybridge.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// What is measured of whole processes: how long one takes, and how much memory.
final class Processes {
  private static final String INFO =
      "import sys, numpy as np; a = np.load(sys.argv[1], mmap_mode='r'); print(a.dtype, a.shape)";

  private static final String ANONYMOUS = "RssAnon:";

  private final String python;
  private final Path script;
  private final Pinning pinning;

  Processes(String python, Path script, Pinning pinning) {
    this.python = python;
    this.script = script;
    this.pinning = pinning;
  }

  /// `npy info` beside a Python that tells the same.
  Outcome launch(Row.Launch row, Data data, Sizes sizes) throws IOException, FailedRunException {
    Path npy = samples().resolve("npy");
    if (!Files.isExecutable(npy) || !Files.exists(samples().resolve("npy-cli/target/npy.jar"))) {
      return Outcome.missing(row, "no samples/npy that is built");
    }
    String file = data.make("info").toString();
    List<String> reference = command(python, "-c", INFO, file);
    List<String> ours = command(npy.toString(), "info", file);
    time(reference);
    time(ours);
    double[] one = new double[sizes.launches()];
    double[] other = new double[sizes.launches()];
    double[] ratios = new double[sizes.launches()];
    for (int i = 0; i < sizes.launches(); i++) {
      one[i] = time(reference);
      other[i] = time(ours);
      ratios[i] = one[i] / other[i];
    }
    return Outcome.ratio(
        row,
        Outcome.time(Comparison.median(one)),
        Outcome.time(Comparison.median(other)),
        Comparison.median(ratios),
        row.atLeast());
  }

  private List<String> command(String... words) {
    List<String> command = new ArrayList<>(pinning.prefix());
    command.addAll(List.of(words));
    return command;
  }

  private static double time(List<String> command) throws IOException, FailedRunException {
    long start = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.onExit().join().exitValue();
    double nanos = System.nanoTime() - start;
    if (code != 0 || !output.contains("float64")) {
      throw new FailedRunException(
          String.join(" ", command) + ": expected the dtype float64, found " + output);
    }
    return nanos;
  }

  /// `samples`, of the sources that this was built from.
  private static Path samples() {
    try {
      Path classes =
          Path.of(Processes.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return classes.resolve("../../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The anonymous memory of new workers while they sum a file without content, which lies where
  /// temporary files lie: on a memory file system its pages would be made while they are read.
  Outcome memory(Row.Memory row, Sizes sizes) throws IOException, FailedRunException {
    if (!Files.isReadable(Path.of("/proc/self/status"))) {
      return Outcome.missing(row, "needs Linux");
    }
    try (Data data = Data.in(Path.of(System.getProperty("java.io.tmpdir")), sizes)) {
      data.make("sparse");
      double reference;
      try (WorkerProcess worker = WorkerProcess.python(python, script, data.folder(), pinning)) {
        reference = growth(worker, sizes);
      }
      try (WorkerProcess worker = WorkerProcess.java(data.folder(), pinning)) {
        double ours = growth(worker, sizes);
        return ours < 0
            ? Outcome.missing(row, "no such operation")
            : Outcome.limit(row, mib(reference), mib(ours), ours, row.atMost(), "MiB");
      }
    }
  }

  /// MiB, or -1 if the worker has no sum.
  private static double growth(WorkerProcess worker, Sizes sizes)
      throws IOException, FailedRunException {
    double idle = anonymous(worker.pid());
    double most = idle;
    CompletableFuture<Boolean> done =
        CompletableFuture.supplyAsync(() -> sum(worker, sizes.sparse() / Double.BYTES));
    try {
      while (!done.isDone()) {
        Thread.sleep(5);
        most = Math.max(most, anonymous(worker.pid()));
      }
      return done.join() ? most - idle : -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedRunException("interrupted");
    } catch (CompletionException e) {
      throw new FailedRunException("" + e.getCause());
    }
  }

  private static boolean sum(WorkerProcess worker, long elements) {
    try {
      return worker.check("sum:sparse:" + elements) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FailedRunException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double anonymous(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith(ANONYMOUS)) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return 0;
  }

  private static String mib(double mib) {
    return String.format(Locale.ROOT, "%.1f MiB", mib);
  }
}
