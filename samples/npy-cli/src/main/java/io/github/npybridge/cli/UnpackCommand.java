package io.github.npybridge.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/// `npy unpack`: the members of an archive as files, under their names in it, all or none.
@Command(name = "unpack", description = "Writes the members of a .npz archive to files.")
final class UnpackCommand implements Callable<Integer> {
  private final PrintStream err;

  @Parameters(index = "0", paramLabel = "IN", description = "The .npz archive to read.")
  private String archive = "";

  @Parameters(
      index = "1",
      paramLabel = "DIR",
      description = "Where the files go; made if it is missing. Files there are replaced.")
  private String folder = "";

  UnpackCommand(PrintStream err) {
    this.err = err;
  }

  @Override
  public Integer call() {
    Failure failure = new UnpackJob(archive, folder).run(err);
    if (failure != null) {
      failure.printTo(err);
    }
    return failure == null ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
