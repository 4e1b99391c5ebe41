package io.github.npybridge.samples.roundtrip;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// One Python process with `matrix.py`, for all requests of a test class.
///
/// The command is `python3`, or what the system property `npybridge.python` names.
final class NumPyProcess implements AutoCloseable {
  static final String PYTHON = System.getProperty("npybridge.python", "python3");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter requests;

  private NumPyProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.requests = process.outputWriter(UTF_8);
  }

  static NumPyProcess start() throws IOException {
    String script;
    try (InputStream in =
        Objects.requireNonNull(NumPyProcess.class.getResourceAsStream("matrix.py"))) {
      script = new String(in.readAllBytes(), UTF_8);
    }
    ProcessBuilder builder =
        new ProcessBuilder(PYTHON, "-X", "utf8", "-c", script)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    return new NumPyProcess(builder.start());
  }

  /// Sends a request and returns its result.
  ///
  /// @param arguments names and values by turns
  /// @throws AssertionError if NumPy finds something else than it expects
  JsonNode ask(String request, ArrayCase array, Object... arguments) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("dtype", array.dtype());
    all.put("shape", array.shape().toArray());
    all.put("order", array.order().name().substring(0, 1));
    all.put("shift", array.shift());
    return send(request, all, arguments);
  }

  /// Sends a request that is about no particular array, as the other `ask`.
  JsonNode ask(String request, Object... arguments) {
    return send(request, new LinkedHashMap<>(), arguments);
  }

  private JsonNode send(String request, Map<String, Object> all, Object... arguments) {
    all.put("do", request);
    for (int i = 0; i < arguments.length; i += 2) {
      all.put((String) arguments[i], arguments[i + 1]);
    }
    try {
      requests.write(JSON.writeValueAsString(all) + "\n");
      requests.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new AssertionError("python: expected an answer to " + all + ", found its end");
      }
      JsonNode answer = JSON.readTree(line);
      if (answer.has("error")) {
        throw new AssertionError(request + ": " + answer.get("error").textValue());
      }
      return answer.get("ok");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
