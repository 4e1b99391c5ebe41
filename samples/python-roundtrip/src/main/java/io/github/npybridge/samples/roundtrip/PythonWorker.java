package io.github.npybridge.samples.roundtrip;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// A Python process that maps a file and answers each line that it is sent with one line.
///
/// What it understands is in `worker.py`, beside this class.
///
/// **Lifetime**: closing ends the process.
///
/// **Threads**: one at a time.
final class PythonWorker implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter requests;

  private PythonWorker(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
  }

  /// Starts a worker on a file; empty if there is no such command, or it has no NumPy.
  ///
  /// @throws IOException if `worker.py` cannot be read
  static Optional<PythonWorker> start(String python, Path file) throws IOException {
    String script = script();
    Process process;
    try {
      process =
          new ProcessBuilder(python, "-c", script, file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    PythonWorker worker = new PythonWorker(process);
    if ("ready".equals(worker.answers.readLine())) {
      return Optional.of(worker);
    }
    worker.close();
    return Optional.empty();
  }

  /// Sends a line and waits for the answer.
  ///
  /// @throws IOException if the process has ended
  String ask(String request) throws IOException {
    requests.write(request + "\n");
    requests.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new EOFException("python: expected an answer to '" + request + "', found its end");
    }
    return answer;
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static String script() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PythonWorker.class.getResourceAsStream("worker.py"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
