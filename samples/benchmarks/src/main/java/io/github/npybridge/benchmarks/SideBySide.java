package io.github.npybridge.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Compares the library with NumPy, one beside the other, and prints a table.
///
/// | exit code | when |
/// |---|---|
/// | 0 | every row is as expected |
/// | 1 | some are not: a line `below: ...` for each |
/// | 2 | the comparison could not be made, or wrong usage |
/// | 3 | there is no Python with NumPy |
@Command(
    name = "samples/benchmarks/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Compares the library with NumPy, one beside the other, and prints a table.")
public final class SideBySide implements Callable<Integer> {
  private static final int BELOW = 1;
  private static final int FAILED = 2;
  private static final int NO_NUMPY = 3;

  private static final Path MEMORY = Path.of("/dev/shm");

  /// A file for each dtype, two to write, and some small ones.
  private static final int FILES = 16;

  @Option(names = "--rounds", description = "How often each row is measured: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--quick", description = "Small data and little time.")
  private boolean quick;

  @Option(names = "--only", description = "Rows with this in their text; a regular expression.")
  private Pattern only = Pattern.compile("");

  @Option(names = "--all", description = "Casts into new memory between all dtypes.")
  private boolean all;

  @Option(
      names = "--folder",
      description = "Where the data are made: /dev/shm, or where temporary files are.")
  private @Nullable Path folder;

  @Option(names = "--cpu", description = "The processor of the workers: the last one.")
  private @Nullable Integer cpu;

  @Option(names = "--python", description = "A Python with NumPy: ${DEFAULT-VALUE}.")
  private String python = "python3";

  @Option(names = "--markdown", description = "A file that gets the tables, too.")
  private @Nullable Path markdown;

  private final Sizes full;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  private SideBySide(Sizes full) {
    this.full = full;
  }

  /// Runs the command, and ends with its exit code.
  public static void main(String... arguments) {
    System.exit(command(Sizes.FULL).execute(arguments));
  }

  /// The command.
  ///
  /// @param full the sizes without `--quick`
  static CommandLine command(Sizes full) {
    return new CommandLine(new SideBySide(full));
  }

  @Override
  public Integer call() throws IOException {
    Sizes sizes = quick ? Sizes.QUICK : full;
    return run(
        sizes,
        Rows.of(sizes, !quick, all).stream()
            .filter(row -> only.matcher(row.operation()).find())
            .toList());
  }

  private int run(Sizes sizes, List<Row> rows) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Pinning pinning = cpu == null ? Pinning.last() : new Pinning(cpu);
    try (Data data = Data.in(parent(sizes), sizes)) {
      Thread cleanUp = new Thread(() -> delete(data));
      Runtime.getRuntime().addShutdownHook(cleanUp);
      try (Comparison comparison = new Comparison(sizes, rounds, data, pinning, python)) {
        List<Outcome> outcomes = comparison.run(rows, outcome -> progress(err, outcome));
        Report report = new Report(heading(comparison, pinning, data), outcomes);
        report.markdown().forEach(out::println);
        if (markdown != null) {
          Files.write(markdown, report.markdown());
        }
        report.below().forEach(out::println);
        return report.below().isEmpty() ? 0 : BELOW;
      } finally {
        Runtime.getRuntime().removeShutdownHook(cleanUp);
      }
    } catch (MissingNumPyException e) {
      err.println(e.getMessage());
      return NO_NUMPY;
    } catch (FailedRunException e) {
      err.println(e.getMessage());
      return FAILED;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private Path parent(Sizes sizes) throws IOException {
    if (folder != null) {
      return folder;
    }
    boolean roomy =
        Files.isWritable(MEMORY)
            && Files.getFileStore(MEMORY).getUsableSpace() > FILES * sizes.file();
    return roomy ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static void delete(Data data) {
    try {
      data.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void progress(PrintWriter err, Outcome outcome) {
    err.printf(
        "%-60s %12s %12s  %s%n",
        outcome.row().operation(), outcome.reference(), outcome.ours(), outcome.measured());
    err.flush();
  }

  private String heading(Comparison comparison, Pinning pinning, Data data) throws IOException {
    String arguments = String.join(" ", spec.commandLine().getParseResult().originalArgs());
    return "%s, %s, workers %s; JDK %s, NumPy %s; data on %s; `%s`, %s"
        .formatted(
            cpuModel(),
            System.getProperty("os.name"),
            pinning,
            comparison.javaVersion(),
            comparison.numpyVersion(),
            Files.getFileStore(data.folder()).type(),
            (spec.name() + " " + arguments).strip(),
            LocalDate.now(ZoneId.systemDefault()));
  }

  private static String cpuModel() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      for (String line : Files.readAllLines(info)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    }
    return System.getProperty("os.arch");
  }
}
