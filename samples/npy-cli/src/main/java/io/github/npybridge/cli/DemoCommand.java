package io.github.npybridge.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/// `npy demo`: the whole story, in a temporary folder that is gone afterwards.
@Command(
    name = "demo",
    description = "Shows one file that Java and Python change under each other's eyes.")
final class DemoCommand implements Callable<Integer> {
  private final OutputStream out;

  DemoCommand(OutputStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException, DataException {
    run(Path.of(System.getProperty("java.io.tmpdir", ".")), "python3", out);
    return ExitCode.OK;
  }

  /// Runs the demo.
  ///
  /// @param parent where the temporary folder is made
  /// @param python the program that is Python
  /// @throws DataException if an array is not as promised
  static void run(Path parent, String python, OutputStream out) throws IOException, DataException {
    Path folder = Files.createTempDirectory(parent, "npy-demo");
    try {
      new Demo(folder, out).run(python);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
