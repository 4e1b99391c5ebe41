package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.store.ClosedFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void keepsOurOwnTexts() {
    assertThat(Failure.of(new NpyFormatException("magic: expected", "x", 0, "remedy"), "x"))
        .isEqualTo(new Failure("magic: expected (file=x, offset=0); remedy", "NpyFormatException"));
    assertThat(Failure.of(new ClosedFileException(Path.of("x"), null), "x").type())
        .isEqualTo("ClosedFileException");
  }

  @Test
  void saysWhatTheJdkMeans() {
    assertThat(Failure.of(new NoSuchFileException("x"), ""))
        .isEqualTo(
            new Failure("file: expected a .npy file, found none (file=x)", "NoSuchFileException"));
    assertThat(Failure.of(new AccessDeniedException("x"), "./x").message())
        .isEqualTo("file: expected permission to read it, found none (file=./x)");
    assertThat(Failure.of(new FileSystemException("x", null, "Too many open files"), "x"))
        .isEqualTo(
            new Failure(
                "file: expected to read it, found: Too many open files (file=x)",
                "FileSystemException"));
    assertThat(Failure.of(new IOException("Input/output error"), "x"))
        .isEqualTo(
            new Failure(
                "file: expected to read it, found: Input/output error (file=x)", "IOException"));
  }

  @Test
  void saysWhatHinderedWriting() {
    NpyFormatException ours = new NpyFormatException("target: expected", "x", -1, "");
    assertThat(Failure.ofWriting(ours, "y"))
        .isEqualTo(new Failure("target: expected (file=x)", "NpyFormatException"));
    assertThat(Failure.ofWriting(new NoSuchFileException(".x.tmp"), "x"))
        .isEqualTo(
            new Failure(
                "target: expected a directory to write it in, found none (file=x)",
                "NoSuchFileException"));
    assertThat(Failure.ofWriting(new AccessDeniedException("x", null, "expected a"), "x").message())
        .isEqualTo("target: expected a (file=x)");
    assertThat(Failure.ofWriting(new AccessDeniedException(".x.tmp"), "x").message())
        .isEqualTo("target: expected permission to write it, found none (file=x)");
    assertThat(Failure.ofWriting(new FileSystemLoopException("x"), "x"))
        .isEqualTo(
            new Failure(
                "target: expected to write it, found: FileSystemLoopException (file=x)",
                "FileSystemLoopException"));
    assertThat(Failure.ofWriting(new IOException("write: 'full' (file=x); no"), "x").message())
        .isEqualTo("write: 'full' (file=x); no");
    assertThat(Failure.ofWriting(new IOException("odd"), "x"))
        .isEqualTo(new Failure("target: expected to write it, found: odd (file=x)", "IOException"));
  }

  @Test
  void namesNoJvmError() {
    assertThat(Failure.of(new OutOfMemoryError("Java heap space"), "x"))
        .isEqualTo(
            new Failure(
                "memory: expected enough of it, found: Java heap space (file=x)", "IOException"));
    assertThat(Failure.of(new StackOverflowError(), "x").type()).isEqualTo("IOException");
    assertThat(Failure.of(new IllegalStateException("bug"), "x").type()).isEqualTo("IOException");
    assertThat(Failure.of(new UncheckedIOException(new IOException("a")), "x").type())
        .isEqualTo("IOException");
  }

  @Test
  void staysOnOneLine() {
    assertThat(Failure.oneLine("a b")).isEqualTo("a b");
    assertThat(Failure.oneLine("ä\n\r\t\u001b[1m\u0085\u2028"))
        .isEqualTo("ä\\n\\r\\t\\u001b[1m\\u0085\\u2028");
  }
}
