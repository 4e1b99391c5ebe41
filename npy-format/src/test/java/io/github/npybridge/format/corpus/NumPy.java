package io.github.npybridge.format.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// The real NumPy as a second process, where there is one.
///
/// The command is `python3`, or what the system property `npybridge.python` names.
public final class NumPy {
  private static final String PYTHON = System.getProperty("npybridge.python", "python3");

  private NumPy() {}

  private static final class Holder {
    static final String VERSION = version();
  }

  /// Skips the running test, with a printed reason, unless there is a NumPy of this major version.
  public static void assume(int major) {
    boolean present = Holder.VERSION.startsWith(major + ".");
    String reason =
        "needs "
            + PYTHON
            + " with NumPy "
            + major
            + ", found "
            + (Holder.VERSION.isEmpty() ? "none" : Holder.VERSION);
    if (!present) {
      System.out.println("SKIPPED: " + reason);
    }
    Assumptions.assumeTrue(present, reason);
  }

  /// Runs a script and returns what it printed.
  ///
  /// @param script a file, relative to the module's folder
  /// @throws IllegalStateException if it fails or takes longer than `seconds`; with its output
  public static String run(Path script, List<String> arguments, int seconds) {
    List<String> command = new ArrayList<>();
    command.add(script.toString());
    command.addAll(arguments);
    return python(command, seconds);
  }

  private static String version() {
    try {
      return python(List.of("-c", "import numpy; print(numpy.__version__)"), 60).strip();
    } catch (IllegalStateException | UncheckedIOException e) {
      return "";
    }
  }

  private static String python(List<String> arguments, int seconds) {
    List<String> command = new ArrayList<>();
    command.add(PYTHON);
    command.addAll(arguments);
    try {
      // Into a file: a pipe that nobody empties would stop the process.
      Path output = Files.createTempFile("npybridge-python", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) {
          process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        if (!ended || process.exitValue() != 0) {
          throw new IllegalStateException(
              command
                  + ": "
                  + (ended ? "failed" : "took longer than " + seconds + " s")
                  + "\n"
                  + text);
        }
        return text;
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
