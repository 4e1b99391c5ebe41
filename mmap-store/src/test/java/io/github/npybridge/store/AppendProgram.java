package io.github.npybridge.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Another process that appends to `<i4` files of shape (n, 3), in which every append has [#ROWS]
/// rows, and row `i` holds `i / ROWS` three times.
///
/// | command | |
/// |---|---|
/// | `loop` | says a line when it begins, and appends until it is killed |
/// | `hold` | opens an appender, says a line and waits until its input ends |
/// | `open` | says whether it could open one |
/// | `fill` | appends until it fails, and says how |
final class AppendProgram {
  static final int ROWS = 100;
  static final int ROW_SIZE = 3 * Integer.BYTES;

  private AppendProgram() {}

  /// The rows of one append, the next behind `rows` of them.
  static MemorySegment next(long rows) {
    ByteBuffer bytes = ByteBuffer.allocate(ROWS * ROW_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.putInt((int) (rows / ROWS));
    }
    return MemorySegment.ofBuffer(bytes.flip());
  }

  static Process start(String command, Path path) throws IOException {
    return new ProcessBuilder(commandLine(command, path)).redirectErrorStream(true).start();
  }

  static List<String> commandLine(String command, Path path) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData", // a file, too, for a limit on files
            "-cp",
            System.getProperty("java.class.path"),
            AppendProgram.class.getName(),
            command,
            path.toString()));
  }

  /// The next line that a process says.
  static String line(Process process) throws IOException {
    return reader(process).readLine();
  }

  static BufferedReader reader(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[1]);
    switch (args[0]) {
      case "loop" -> append(path);
      case "fill" -> {
        try {
          append(path);
        } catch (IOException e) {
          System.out.println(e.getMessage());
        }
      }
      case "hold" -> {
        try (NpyAppender appender = NpyAppender.open(path)) {
          System.out.println(appender.shape());
          var _ = System.in.read();
        }
      }
      default -> {
        try (NpyAppender appender = NpyAppender.open(path)) {
          System.out.println(appender.shape());
        } catch (FileLockedException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  private static void append(Path path) throws IOException {
    try (NpyAppender appender = NpyAppender.open(path)) {
      System.out.println(appender.shape());
      while (true) {
        long rows = appender.shape().dim(0);
        MemorySegment bytes = next(rows);
        // In two pieces, so that one can be killed between them.
        appender.write(bytes.asSlice(0, 500));
        appender.write(bytes.asSlice(500));
        appender.commit(ROWS);
      }
    }
  }
}
