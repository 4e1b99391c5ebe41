package io.github.npybridge.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A Python with NumPy as another process, which runs the statements that it is sent.
final class PythonSession implements AutoCloseable {
  private static final String PROGRAM =
      """
      import os, sys
      os.chdir(sys.argv[1])
      import numpy as np
      print(np.__version__, flush=True)
      for statement in sys.stdin:
          exec(statement)
          print('done', flush=True)
      """;
  private static final String DONE = "done";

  /// When a Python that does not answer is given up, in seconds after its start.
  private static final int PATIENCE = 30;

  private final Process process;
  private final BufferedWriter statements;
  private final BufferedReader output;
  private final Path errors;
  private final String version;

  private PythonSession(String python, Path folder) throws IOException {
    this.errors = folder.resolve("python-errors.txt");
    this.process =
        new ProcessBuilder(python, "-c", PROGRAM, folder.toString())
            .redirectError(errors.toFile())
            .start();
    this.statements = process.outputWriter(StandardCharsets.UTF_8);
    this.output = process.inputReader(StandardCharsets.UTF_8);
    CompletableFuture.delayedExecutor(PATIENCE, TimeUnit.SECONDS).execute(process::destroyForcibly);
    String line = output.readLine();
    this.version = line == null ? "" : line;
  }

  /// Starts Python.
  ///
  /// @param python the program
  /// @param folder its working directory, which also gets a file of its error messages
  /// @throws IOException if there is no such program, or it has no NumPy: the message says which
  static PythonSession start(String python, Path folder) throws IOException {
    PythonSession session;
    try {
      session = new PythonSession(python, folder);
    } catch (IOException e) {
      throw new IOException("expected " + python + " with NumPy, found no " + python, e);
    }
    if (session.version.isEmpty()) {
      session.close();
      throw new IOException(
          "expected " + python + " with NumPy, found one that says: " + session.lastError());
    }
    return session;
  }

  /// The version of NumPy.
  String version() {
    return version;
  }

  /// Runs one line of Python, in which `np` is NumPy, and returns what it printed.
  ///
  /// @throws IOException if it raised an exception or took too long
  String run(String statement) throws IOException {
    statements.write(statement + "\n");
    statements.flush();
    StringJoiner printed = new StringJoiner("\n");
    for (String line = output.readLine(); !DONE.equals(line); line = output.readLine()) {
      if (line == null) {
        throw new IOException(
            "Python: expected it to run \"" + statement + "\", found: " + lastError());
      }
      printed.add(line);
    }
    return printed.toString();
  }

  /// Ends Python.
  @Override
  public void close() throws IOException {
    try (statements;
        output) {
      statements.close(); // the end of its input ends Python
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String lastError() throws IOException {
    List<String> lines = Files.readAllLines(errors, StandardCharsets.ISO_8859_1);
    return lines.isEmpty() ? "nothing" : lines.getLast();
  }
}
