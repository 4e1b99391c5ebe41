package io.github.npybridge.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// All commands with all they may be given: reads the arguments, runs what they name, and explains
/// what is wrong with them.
@Command(
    name = "npy",
    description = "Looks at NumPy's .npy and .npz files in place.",
    synopsisSubcommandLabel = "COMMAND")
final class CommandTree {
  @SuppressWarnings("UnusedVariable") // picocli needs it, and knows whether it is set
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  private CommandTree() {}

  /// Runs a command; returns its exit code.
  static int run(OutputStream results, PrintStream err, String... args) throws Exception {
    try {
      return execute(commandLine(results, err), results, args);
    } catch (ParameterException e) {
      err.println(e.getMessage());
      if (!UnmatchedArgumentException.printSuggestions(e, err)) {
        e.getCommandLine().usage(err);
      }
      return ExitCode.USAGE;
    }
  }

  private static CommandLine commandLine(OutputStream results, PrintStream err) {
    CommandLine cat = new CommandLine(new CatCommand(results));
    // So that the slice '-1' is none.
    cat.setUnmatchedOptionsArePositionalParams(true);
    return new CommandLine(new CommandTree())
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
      return ExitCode.OK;
    }
    if (!(chosen.getCommand() instanceof Callable<?> command)) {
      throw new ParameterException(line, "Missing required subcommand");
    }
    try {
      return (Integer) command.call();
    } catch (UsageException e) {
      throw new ParameterException(chosen, String.valueOf(e.getMessage()), e);
    }
  }
}
