package io.github.npybridge.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `npy pack`: `np.savez(OUT, NAME=np.load(FILE), ...)` for arrays of any size, whose data start at
/// multiples of 64 bytes. OUT is replaced as a whole or stays as it was.
@Command(name = "pack", description = "Puts .npy files into a .npz archive.")
final class PackCommand implements Callable<Integer> {
  private final PrintStream err;

  @Parameters(
      index = "0",
      paramLabel = "OUT",
      description = "The .npz archive to write, replaced if it exists.")
  private String target = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "NAME=FILE",
      description = "The name of an array, and the .npy file that holds it.")
  private List<String> arguments = List.of();

  @Option(names = "--compress", description = "Deflates the arrays, which cannot be mapped then.")
  private boolean compress;

  PackCommand(PrintStream err) {
    this.err = err;
  }

  @Override
  public Integer call() {
    PackJob job = new PackJob(target, members(), compress);
    Failure failure;
    try {
      failure = job.run(err);
    } catch (PackJob.NameException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    if (failure != null) {
      failure.printTo(err);
    }
    return failure == null ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private List<PackJob.Member> members() {
    List<PackJob.Member> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 0) {
        throw new UsageException("member: expected NAME=FILE, found '" + argument + "'");
      }
      String name = argument.substring(0, equals);
      // Wrong usage, since no file has to be looked at to see it.
      if (!names.add(name)) {
        throw new UsageException("member: expected each name once, found '" + name + "' twice");
      }
      members.add(new PackJob.Member(name, argument.substring(equals + 1)));
    }
    return members;
  }
}
