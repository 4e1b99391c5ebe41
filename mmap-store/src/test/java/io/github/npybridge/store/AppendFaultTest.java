package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Appending to a device that fails, or in a program that ends, at any moment.
class AppendFaultTest {
  @TempDir Path dir;
  private Path path;
  private byte[] before;
  private byte[] after;

  /// A row that takes three blocks.
  private final byte[] row = new byte[150_000];

  @BeforeEach
  void write() throws IOException {
    path = dir.resolve("x.npy");
    Shape shape = Shape.of(9, row.length);
    before = Sample.npy(DType.UINT8, shape, new byte[9 * row.length]);
    after = Sample.npy(DType.UINT8, Shape.of(10, row.length), new byte[10 * row.length]);
    Files.write(path, before);
  }

  private void append(FaultyChannel.Step step) throws IOException {
    try (NpyAppender appender =
        NpyAppender.open(path, channel -> new FaultyChannel(channel, step))) {
      appender.append(MemorySegment.ofArray(row), 1);
    }
  }

  private List<String> calls() throws IOException {
    List<String> calls = new ArrayList<>();
    append(calls::add);
    assertThat(path).hasBinaryContent(after);
    return calls;
  }

  @Test
  void theDataIsDurableBeforeTheShapeChanges() throws IOException {
    assertThat(calls()).containsExactly("write", "write", "write", "force", "write", "force");
  }

  @Test
  void aFailureAnywhereLeavesTheFileAsItWas() throws IOException {
    int count = calls().size();
    for (int failing = 0; failing < count; failing++) {
      Files.write(path, before);
      int[] left = {failing};
      boolean last = failing == count - 1;
      assertThatThrownBy(() ->
              append(_ -> {
                if (left[0]-- == 0) {
                  throw new IOException("No space left on device");
                }
              }))
          .isInstanceOf(IOException.class)
          .hasMessage(
              last
                  ? "append: expected the device to take the new shape, found 'No space left on"
                      + " device' (file="
                      + path
                      + "); the rows are in the file, and may be lost if the machine fails"
                  : "append: expected success, found 'No space left on device' (file="
                      + path
                      + "); nothing was appended");
      assertThat(path).as("call %d", failing).hasBinaryContent(last ? after : before);
    }
  }

  @Test
  void aDeviceThatFailsForGoodLeavesWholeRows() throws IOException {
    int count = calls().size();
    for (int failing = 0; failing < count; failing++) {
      Files.write(path, before);
      int[] left = {failing};
      assertThatThrownBy(() ->
              append(_ -> {
                if (left[0]-- <= 0) {
                  throw new IOException("Input/output error");
                }
              }))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(path.toString());
      checkReadable(path);
      Files.write(path, before);
    }
  }

  /// What a program that ends leaves is what is in the file between two calls.
  @Test
  void whereverTheProgramEndsTheFileHoldsWholeAppends() throws IOException {
    List<Path> copies = new ArrayList<>();
    append(call -> copy(copies));
    copy(copies);
    for (Path copy : copies) {
      checkReadable(copy);
      try (NpyAppender appender = NpyAppender.open(copy)) {
        appender.append(MemorySegment.ofArray(row), 1);
      }
      try (NpyFile file = NpyFile.open(copy)) {
        assertThat(file.trailingBytes()).isZero();
      }
    }
    assertThat(copies).hasSize(7);
  }

  private void copy(List<Path> copies) {
    try {
      copies.add(Files.copy(path, dir.resolve("copy" + copies.size() + ".npy")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkReadable(Path file) throws IOException {
    try (NpyFile opened = NpyFile.open(file)) {
      assertThat(opened.shape().dim(0)).isBetween(9L, 10L);
      assertThat(opened.shape().dim(1)).isEqualTo(row.length);
    }
  }

  /// The system's own refusal, in a process that may write no larger files.
  @Test
  void aLimitOnTheFileLeavesWholeAppends() throws Exception {
    Files.write(path, Sample.npy(DType.of("<i4"), Shape.of(0, 3), new byte[0]));
    List<String> command = AppendProgram.commandLine("fill", path);
    command.addAll(0, List.of("bash", "-c", "ulimit -f 100 && exec \"$@\"", "bash"));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      Assumptions.abort("no bash: " + e.getMessage());
      return;
    }
    List<String> lines = AppendProgram.reader(process).lines().toList();
    assertThat(process.waitFor()).as(lines.toString()).isZero();
    assertThat(lines)
        .last()
        .asString()
        .startsWith("append: expected success, found 'File too large' (file=" + path + ")")
        .endsWith("; nothing was appended");
    // 102400 bytes are 85 appends of 1200, and a bit.
    try (NpyFile file = NpyFile.open(path)) {
      assertThat(file.shape()).isEqualTo(Shape.of(8500, 3));
      assertThat(file.trailingBytes()).isZero();
    }
  }
}
