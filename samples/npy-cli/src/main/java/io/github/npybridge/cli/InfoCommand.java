package io.github.npybridge.cli;

import io.github.npybridge.store.NpzFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `npy info`: what the headers of files say, one file after the other, also after a bad one.
@Command(
    name = "info",
    description = "Shows what the headers of files say; nothing else is read but for --digest.")
final class InfoCommand implements Callable<Integer> {
  private final OutputStream out;
  private final PrintStream err;

  @Option(names = "--json", description = "One JSON object a file (JSON Lines).")
  private boolean json;

  @Option(
      names = "--digest",
      description = "SHA-256 of the elements, whatever their order and byte order.")
  private boolean digest;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "A file, or a directory for the .npy and .npz files in it.")
  private List<String> arguments = List.of();

  InfoCommand(OutputStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /// The command of these arguments if they are files and its own options, each once; or null.
  static @Nullable InfoCommand plain(OutputStream out, PrintStream err, String... args) {
    InfoCommand command = new InfoCommand(out, err);
    List<String> files = new ArrayList<>(args.length);
    for (int i = 1; i < args.length; i++) {
      if (args[i].equals("--json") && !command.json) {
        command.json = true;
      } else if (args[i].equals("--digest") && !command.digest) {
        command.digest = true;
      } else if (args[i].startsWith("-")) {
        return null;
      } else {
        files.add(args[i]);
      }
    }
    command.arguments = files;
    return files.isEmpty() ? null : command;
  }

  @Override
  public Integer call() throws IOException {
    boolean allRight = true;
    try (InfoReport report = json ? new JsonReport(out) : new TextReport(out, err)) {
      for (String argument : arguments) {
        allRight &= show(argument, report);
      }
    }
    return allRight ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private boolean show(String argument, InfoReport report) throws IOException {
    List<InputFile> files;
    try {
      files = InputFile.expand(argument);
    } catch (IOException e) {
      report.failure(argument, Failure.of(e, argument));
      return false;
    }
    boolean allRight = true;
    for (InputFile file : files) {
      allRight &= show(file, report);
    }
    return allRight;
  }

  private boolean show(InputFile file, InfoReport report) throws IOException {
    return file.isArchive() ? showArchive(file, report) : showArray(file, report);
  }

  private boolean showArray(InputFile file, InfoReport report) throws IOException {
    ArrayInfo info;
    try {
      info = digest ? ArrayInfo.readWithDigest(file.path()) : ArrayInfo.read(file.path());
    } catch (IOException | RuntimeException | VirtualMachineError e) {
      report.failure(file.name(), Failure.of(e, file.name()));
      return false;
    }
    report.array(file.name(), info);
    return true;
  }

  private boolean showArchive(InputFile file, InfoReport report) throws IOException {
    List<MemberInfo> members;
    try (NpzFile archive = NpzFile.open(file.path())) {
      members = MemberInfo.readAll(archive, digest, file.name());
    } catch (IOException | RuntimeException | VirtualMachineError e) {
      report.failure(file.name(), Failure.of(e, file.name()));
      return false;
    }
    report.archive(file.name(), members);
    return members.stream().allMatch(member -> member.failure() == null);
  }
}
