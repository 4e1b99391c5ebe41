package io.github.npybridge.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A worker process, [Worker] or `worker.py`, which is asked a line and answers one.
///
/// **Lifetime**: closing ends the process.
///
/// **Threads**: one at a time.
final class WorkerProcess implements AutoCloseable {
  private static final String READY = "READY ";

  /// What `worker.py` says without NumPy.
  private static final String ABSENT = "NONE";

  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter requests;
  private final String version;

  private WorkerProcess(String name, Process process) throws IOException, FailedRunException {
    this.name = name;
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    String ready = answers.readLine();
    if (ready == null || !ready.startsWith(READY)) {
      process.destroy();
      throw ABSENT.equals(ready)
          ? new MissingNumPyException(name)
          : new FailedRunException(name + ": expected " + READY + ", found " + ready);
    }
    this.version = ready.substring(READY.length());
  }

  /// Starts this JVM's java without a flag, and pins it.
  static WorkerProcess java(Path folder, Pinning pinning) throws IOException, FailedRunException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return start(
        "java",
        pinning,
        List.of(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Worker.class.getName(),
            folder.toString()));
  }

  /// Starts `worker.py`, and pins it.
  ///
  /// @throws MissingNumPyException if there is no Python, or it has no NumPy
  static WorkerProcess python(String python, Path script, Path folder, Pinning pinning)
      throws IOException, FailedRunException {
    return start(python, pinning, List.of(python, script.toString(), folder.toString()));
  }

  private static WorkerProcess start(String name, Pinning pinning, List<String> command)
      throws IOException, FailedRunException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      // Java itself is there, since this runs.
      throw new MissingNumPyException(name);
    }
    WorkerProcess worker = new WorkerProcess(name, process);
    // After the start: a JVM that sees one processor then would choose another collector.
    pinning.pin(process.pid());
    return worker;
  }

  /// What the worker runs on.
  String version() {
    return version;
  }

  long pid() {
    return process.pid();
  }

  /// Uses the JVM for everything; see [Pollution].
  void pollute() throws IOException, FailedRunException {
    ask("pollute");
  }

  /// Waits until what has become hot is compiled.
  void settle() throws IOException, FailedRunException {
    ask("settle");
  }

  /// Makes the heap that of a JVM that has used all of it, whatever the rows before have left.
  void collect() throws IOException, FailedRunException {
    ask("collect");
  }

  /// What a case gives, or null if the worker has no such case.
  @Nullable String check(String name) throws IOException, FailedRunException {
    String answer = ask("check " + name);
    return answer.equals("NA") ? null : answer.substring("IS ".length());
  }

  /// Runs a case, and tells the median in nanoseconds.
  double time(String name, int times) throws IOException, FailedRunException {
    String answer = ask(name + " " + times);
    String[] words = answer.split(" ", -1);
    if (!words[0].equals("OK")) {
      throw new FailedRunException(this.name + ": " + name + ": expected OK, found " + answer);
    }
    return Double.parseDouble(words[1]);
  }

  private String ask(String request) throws IOException, FailedRunException {
    requests.write(request + "\n");
    requests.flush();
    String answer = answers.readLine();
    if (answer == null || answer.startsWith("ERROR")) {
      String found = answer == null ? "the end of the process" : answer;
      throw new FailedRunException(name + ": " + request + ": expected an answer, found " + found);
    }
    return answer;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join(); // its mappings go with it
  }
}
