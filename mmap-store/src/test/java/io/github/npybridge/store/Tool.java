package io.github.npybridge.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// What Java cannot do to a file itself.
final class Tool {
  private Tool() {}

  /// Runs a command; false if it fails or the system has none of this name.
  static boolean run(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .onExit()
              .join()
              .exitValue()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /// The disk space that a file takes, in KiB.
  static long usedKib(Path path) throws IOException {
    Process process = new ProcessBuilder("du", "-k", path.toString()).start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Long.parseLong(line.substring(0, line.indexOf('\t')));
  }

  /// A file that may be read but not written, until this is closed.
  record Protection(Path path) implements AutoCloseable {
    /// Takes the permission away; from root, who needs none, by the file's immutable flag. Ends the
    /// test as skipped where that does not help.
    static Protection of(Path path) {
      boolean done =
          path.toFile().setWritable(false)
              && (!Files.isWritable(path) || run("chattr", "+i", path.toString()));
      Assumptions.assumeTrue(done, "a superuser without chattr: cannot protect a file");
      return new Protection(path);
    }

    @Override
    public void close() {
      run("chattr", "-i", path.toString());
      if (!path.toFile().setWritable(true)) {
        throw new IllegalStateException("could not unprotect " + path);
      }
    }
  }
}
