package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A run of the command in this JVM, and what came of it.
///
/// @param code the exit code
/// @param out what it printed
/// @param err what it printed on standard error
record CommandRun(int code, String out, String err) {
  static CommandRun of(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Npy.run(out, new PrintStream(err, true, StandardCharsets.UTF_8), args);
    return new CommandRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static CommandRun of(List<String> args) {
    return of(args.toArray(String[]::new));
  }

  /// Fails unless all went well; returns what was printed.
  String result() {
    assertThat(err).isEmpty();
    assertThat(code).isZero();
    return out;
  }

  /// Fails unless the data said no, in exactly one line; returns it.
  String error() {
    assertThat(code).isEqualTo(1);
    assertThat(out).isEmpty();
    assertThat(err).startsWith("npy: ").endsWith("\n");
    assertThat(err.lines()).hasSize(1);
    return err.strip();
  }

  /// Fails unless this was wrong usage; returns what was said about it.
  String wrongUsage() {
    assertThat(code).isEqualTo(2);
    assertThat(out).isEmpty();
    assertThat(err).contains("Usage: npy");
    return err;
  }
}
