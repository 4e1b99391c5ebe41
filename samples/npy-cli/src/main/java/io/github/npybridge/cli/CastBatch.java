package io.github.npybridge.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Many casts, each a line of a file; what became of it is a JSON object on a line.
///
/// Lines are read one by one and answered at once, so that the file may be a pipe whose writer
/// waits for the answers.
final class CastBatch {
  private static final int MIN_FIELDS = 3;
  private static final int MAX_FIELDS = 4;

  private final @Nullable String from;
  private final CastSettings settings;
  private final OutputStream out;
  private final PrintStream err;

  /// A batch that has not run yet.
  ///
  /// @param from the FROM of lines that have none, or null
  /// @param settings what holds for all jobs
  CastBatch(@Nullable String from, CastSettings settings, OutputStream out, PrintStream err) {
    this.from = from;
    this.settings = settings;
    this.out = out;
    this.err = err;
  }

  /// Does the jobs of a file, also after one that fails.
  ///
  /// @return whether none failed
  /// @throws DataException if the file cannot be read
  /// @throws IOException if the results cannot be written
  boolean run(String file) throws IOException, DataException {
    boolean allRight = true;
    try (InputStream lines = open(file);
        JsonGenerator json = JsonLines.to(out)) {
      int number = 1;
      for (byte[] line = next(lines, file); line != null; line = next(lines, file)) {
        if (line.length > 0) {
          allRight &= run(line, "line " + number, json);
          json.flush();
        }
        number++;
      }
    }
    return allRight;
  }

  private boolean run(byte[] line, String place, JsonGenerator json) throws IOException {
    String text = new String(line, StandardCharsets.UTF_8);
    String[] fields = text.split("\t", -1);
    Failure failure =
        isUtf8(line)
            ? run(fields, place)
            : malformed(place + ": expected UTF-8, found other bytes");
    json.writeStartObject();
    json.writeStringField("in", fields[0]);
    json.writeStringField("out", fields.length > 1 ? fields[1] : null);
    if (failure == null) {
      json.writeBooleanField("ok", true);
    } else {
      json.writeStringField("error", failure.message());
      json.writeStringField("error_type", failure.type());
    }
    json.writeEndObject();
    json.writeRaw('\n');
    return failure == null;
  }

  private @Nullable Failure run(String[] fields, String place) {
    if (fields.length < MIN_FIELDS || fields.length > MAX_FIELDS) {
      return malformed(
          place
              + ": expected IN, OUT, DTYPE and perhaps FROM with a TAB between them, found "
              + fields.length
              + (fields.length == 1 ? " field" : " fields"));
    }
    String source = fields.length == MAX_FIELDS && !fields[3].isEmpty() ? fields[3] : from;
    CastJob job;
    try {
      job = CastJob.of(fields[0], fields[1], fields[2], source, settings);
    } catch (IllegalArgumentException e) {
      return malformed(place + ": " + e.getMessage()).inFile(fields[0]);
    }
    return job.run(err);
  }

  private static Failure malformed(String problem) {
    return new Failure(problem, DataException.class.getSimpleName());
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static InputStream open(String file) throws DataException {
    try {
      return new BufferedInputStream(Files.newInputStream(InputFile.of(file).path()));
    } catch (NoSuchFileException e) {
      throw new DataException("batch: expected a file of jobs, found none (file=" + file + ")", e);
    } catch (IOException e) {
      throw new DataException(Failure.of(e, file).message(), e);
    }
  }

  /// The next line without its end, which may be that of Windows; null at the end of the file.
  private static byte @Nullable [] next(InputStream lines, String file) throws DataException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      int next = lines.read();
      if (next < 0) {
        return null;
      }
      for (; next >= 0 && next != '\n'; next = lines.read()) {
        line.write(next);
      }
    } catch (IOException e) {
      throw new DataException(Failure.of(e, file).message(), e);
    }
    byte[] bytes = line.toByteArray();
    boolean windows = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return windows ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }
}
