package io.github.npybridge.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Which processor the workers run on: one, the same for all, where there is `taskset`.
///
/// @param cpu its number, or -1 if nothing is pinned
record Pinning(int cpu) {
  private static final String ALLOWED = "Cpus_allowed_list:";

  /// The last processor that this process may use, or none where they cannot be chosen.
  static Pinning last() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status) || !run(List.of("taskset", "--version"))) {
      return new Pinning(-1);
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith(ALLOWED)) {
        // "0-3,8": the last number.
        return new Pinning(Integer.parseInt(line.replaceFirst(".*\\D(?=\\d+$)", "")));
      }
    }
    return new Pinning(-1);
  }

  /// Moves all threads of a process there, and those that it will start.
  void pin(long pid) throws IOException {
    if (cpu >= 0 && !run(List.of("taskset", "-a", "-c", "-p", "" + cpu, "" + pid))) {
      throw new IOException("taskset: expected to move process " + pid + " to CPU " + cpu);
    }
  }

  /// Before a command, so that the process starts there.
  List<String> prefix() {
    return cpu < 0 ? List.of() : List.of("taskset", "-c", "" + cpu);
  }

  private static boolean run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.onExit().join().exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return cpu < 0 ? "not pinned" : "pinned to CPU " + cpu;
  }
}
