package io.github.npybridge.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command itself: reads the arguments, runs a sub-command, reports what went wrong.
///
/// | exit code | when | on standard error |
/// |---|---|---|
/// | 0 | all right, or the reader of the output has seen enough | nothing |
/// | 1 | the data said no | a line for each error |
/// | 2 | wrong usage | the error and the usage |
@Command(
    name = "npy",
    description = "Looks at NumPy's .npy and .npz files in place.",
    synopsisSubcommandLabel = "COMMAND")
public final class Npy {
  private static final int OUTPUT_BUFFER = 1 << 16;

  @SuppressWarnings("UnusedVariable") // picocli needs it, and knows whether it is set
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  private Npy() {}

  /// Runs the command and ends the JVM with its exit code.
  public static void main(String[] args) {
    // Not System.out: it would hide from us that nobody reads it any more.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.exit(run(out, err, args));
  }

  /// Runs the command.
  ///
  /// @param out where results go, in UTF-8; unbuffered
  /// @param err where errors go
  /// @return the exit code
  static int run(OutputStream out, PrintStream err, String... args) {
    OutputStream results = new BufferedOutputStream(new ResultStream(out), OUTPUT_BUFFER);
    try {
      int code = execute(commandLine(results, err), results, args);
      results.flush();
      return code;
    } catch (ParameterException e) {
      err.println(e.getMessage());
      if (!UnmatchedArgumentException.printSuggestions(e, err)) {
        e.getCommandLine().usage(err);
      }
      return CommandLine.ExitCode.USAGE;
    } catch (ResultStream.NobodyReadsException e) {
      return CommandLine.ExitCode.OK;
    } catch (Throwable e) { // the contract is one line, also when memory runs out
      flushWhatThereIs(results);
      Failure.of(e, "").printTo(err);
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private static void flushWhatThereIs(OutputStream results) {
    try {
      results.flush();
    } catch (IOException e) {
      // Then this is the failure that is about to be reported.
    }
  }

  private static CommandLine commandLine(OutputStream results, PrintStream err) {
    CommandLine cat = new CommandLine(new CatCommand(results));
    // So that the slice '-1' is none.
    cat.setUnmatchedOptionsArePositionalParams(true);
    return new CommandLine(new Npy())
        .addSubcommand(new InfoCommand(results, err))
        .addSubcommand(cat)
        .addSubcommand(new CastCommand(results, err))
        .addSubcommand(new AppendCommand(err))
        .addSubcommand(new PackCommand(err))
        .addSubcommand(new UnpackCommand(err))
        .addSubcommand(new DemoCommand(results))
        // A file's name may begin with '@'.
        .setExpandAtFiles(false);
  }

  private static int execute(CommandLine line, OutputStream results, String... args)
      throws Exception {
    ParseResult parsed = line.parseArgs(args);
    if (!parsed.isUsageHelpRequested() && parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    CommandLine chosen = parsed.commandSpec().commandLine();
    if (parsed.isUsageHelpRequested()) {
      results.write(chosen.getUsageMessage().getBytes(StandardCharsets.UTF_8));
      return CommandLine.ExitCode.OK;
    }
    if (!(chosen.getCommand() instanceof Callable<?> command)) {
      throw new ParameterException(line, "Missing required subcommand");
    }
    return (Integer) command.call();
  }
}
