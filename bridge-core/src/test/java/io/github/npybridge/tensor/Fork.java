package io.github.npybridge.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program in a JVM of its own, for options that a test cannot set, and for what might end a JVM.
final class Fork {
  private Fork() {}

  /// Runs the main method of a class of this class path.
  ///
  /// @return what it printed
  /// @throws AssertionError if it fails or hangs, with what it printed
  static String run(Path folder, List<String> options, Class<?> program, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:ErrorFile=" + folder.resolve("crash.log"));
    command.add("-XX:-CreateCoredumpOnCrash");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String text = Files.readString(output);
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError(
          program.getSimpleName()
              + " "
              + options
              + (ended ? ": exit status " + process.exitValue() : ": did not end")
              + "\n"
              + text);
    }
    return text;
  }
}
