package io.github.npybridge.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The command itself: runs what the arguments name, and reports what went wrong.
///
/// | exit code | when | on standard error |
/// |---|---|---|
/// | 0 | all right, or the reader of the output has seen enough | nothing |
/// | 1 | the data said no | a line for each error |
/// | 2 | wrong usage | the error and the usage |
public final class Npy {
  private static final int OUTPUT_BUFFER = 1 << 16;

  private Npy() {}

  /// Runs the command and ends the JVM with its exit code.
  public static void main(String[] args) {
    // Not System.out: it would hide from us that nobody reads it any more.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int code = run(out, err, args);
    if (code != 0) {
      // Not when all is right: before it exits, the JDK sets up logging, to log that it does.
      System.exit(code);
    }
  }

  /// Runs the command.
  ///
  /// @param out where results go, in UTF-8; unbuffered
  /// @param err where errors go
  /// @return the exit code
  static int run(OutputStream out, PrintStream err, String... args) {
    OutputStream results = new BufferedOutputStream(new ResultStream(out), OUTPUT_BUFFER);
    try {
      int code = execute(results, err, args);
      results.flush();
      return code;
    } catch (ResultStream.NobodyReadsException e) {
      return 0;
    } catch (Throwable e) { // the contract is one line, also when memory runs out
      flushWhatThereIs(results);
      Failure.of(e, "").printTo(err);
      return 1;
    }
  }

  private static int execute(OutputStream results, PrintStream err, String... args)
      throws Exception {
    Callable<Integer> plain = plainCommand(results, err, args);
    if (plain != null) {
      try {
        return plain.call();
      } catch (UsageException e) {
        // Thrown before anything was printed; the whole tree finds it again, and knows the usage.
      }
    }
    return CommandTree.run(results, err, args);
  }

  /// `info` and `cat` as nearly everybody calls them, or null if this is something else.
  ///
  /// They last a fraction of the time that it takes to build the whole tree of commands.
  static @Nullable Callable<Integer> plainCommand(
      OutputStream results, PrintStream err, String... args) {
    return switch (args.length == 0 ? "" : args[0]) {
      case "info" -> InfoCommand.plain(results, err, args);
      case "cat" -> CatCommand.plain(results, args);
      default -> null;
    };
  }

  private static void flushWhatThereIs(OutputStream results) {
    try {
      results.flush();
    } catch (IOException e) {
      // Then this is the failure that is about to be reported.
    }
  }
}
