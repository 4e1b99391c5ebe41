package io.github.npybridge.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/// `npy append`: `np.save(TARGET, np.concatenate([np.load(TARGET), np.load(FILE), ...]))` without
/// reading TARGET and writing it again. It gets the rows of all files, or stays as it was.
@Command(
    name = "append",
    description = "Appends the rows of arrays to a .npy file, of all or of none.")
final class AppendCommand implements Callable<Integer> {
  private final PrintStream err;

  @Parameters(index = "0", paramLabel = "TARGET", description = "The .npy file that grows.")
  private String target = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "A .npy file of the same dtype and row shape; may be TARGET.")
  private List<String> files = List.of();

  AppendCommand(PrintStream err) {
    this.err = err;
  }

  @Override
  public Integer call() {
    Failure failure = new AppendJob(target, files).run(err);
    if (failure != null) {
      failure.printTo(err);
    }
    return failure == null ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
