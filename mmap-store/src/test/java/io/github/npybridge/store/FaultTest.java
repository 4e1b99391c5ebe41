package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What happens when somebody changes a file that is open.
class FaultTest {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  @TempDir Path dir;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = Sample.write(dir.resolve("x.npy"));
  }

  @ParameterizedTest
  @EnumSource
  void aShrunkFileIsReported(HotAccess access) throws IOException {
    for (int calls : new int[] {0, 3_000}) {
      Sample.zeros(path, 1 << 20);
      assertThatThrownBy(() -> access.run(path, calls))
          .isInstanceOfSatisfying(
              FileChangedException.class, e -> assertThat(e.path()).isEqualTo(path))
          .hasMessage(
              "file size: expected 1048704 bytes or more, found 128 (file="
                  + path
                  + "); open it again, and let its writer write another file and rename it over"
                  + " this one (Python: os.replace)")
          .hasCauseInstanceOf(InternalError.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aShrunkFileIsReportedInsideTheGuardByCompiledCode(HotAccess access) throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xbatch", // compile before going on
                "-cp",
                System.getProperty("java.class.path"),
                HotAccess.class.getName(),
                access.name(),
                Sample.zeros(path, 1 << 20).toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(output).isZero();
  }

  @Test
  void aDeletedFileKeepsItsMapping() throws IOException {
    try (NpyFile file = NpyFile.open(path)) {
      Files.delete(path);
      assertThat(file.<Float>guarded(() -> file.segment().get(Sample.FLOAT, 20))).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherErrorsPassTheGuardUntouched(MapMode mode) throws IOException {
    MemorySegment closed;
    try (Arena arena = Arena.ofConfined()) {
      closed = arena.allocate(4);
    }
    try (NpyFile file = NpyFile.open(path, mode)) {
      assertThatThrownBy(() -> file.<Integer>guarded(() -> closed.get(INT, 0)))
          .isExactlyInstanceOf(IllegalStateException.class);
      for (Throwable e :
          new Throwable[] {
            new InternalError("not a fault"), new WrongThreadException(), new AssertionError()
          }) {
        assertThatThrownBy(() -> file.guarded(() -> sneak(e))).isSameAs(e);
      }
    }
  }

  @Test
  void aShrunkFileIsNoFaultOfLoadedMemory() throws IOException {
    try (NpyFile file = NpyFile.open(path, MapMode.LOAD)) {
      truncate(10);
      InternalError e = new InternalError("another one");
      assertThatThrownBy(() -> file.guarded(() -> sneak(e))).isSameAs(e);
    }
  }

  @Test
  void ourOwnErrorsPassTheGuardOfAClosedFileUntouched() throws IOException {
    NpyFile file = NpyFile.open(path);
    IllegalStateException ofAnother = new ClosedFileException(dir, null);
    assertThatThrownBy(() ->
            file.guarded(() -> {
              file.close();
              throw ofAnother;
            }))
        .isSameAs(ofAnother);
  }

  @Test
  void closingInsideTheGuardNamesTheFile() throws IOException {
    NpyFile file = NpyFile.open(path);
    MemorySegment segment = file.segment();
    assertThatThrownBy(() ->
            file.<Float>guarded(() -> {
              file.close();
              return segment.get(Sample.FLOAT, 0);
            }))
        .isInstanceOf(ClosedFileException.class)
        .hasCauseExactlyInstanceOf(IllegalStateException.class);
  }

  @Test
  void theGuardPassesResultsOn() throws IOException {
    try (NpyFile file = NpyFile.open(path)) {
      assertThat(file.<String>guarded(() -> "result")).isEqualTo("result");
      assertThat(file.<Object>guarded(() -> null)).isNull();
    }
  }

  @Test
  void forceReportsAShrunkFile() throws IOException {
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      file.segment().set(Sample.FLOAT, 20, 99);
      truncate(148);
      assertThatThrownBy(file::force)
          .isInstanceOf(FileChangedException.class)
          .hasMessageContaining("file size: expected 152 bytes or more, found 148");
      Files.delete(path);
      assertThatThrownBy(() -> file.force(0, 4))
          .isInstanceOf(FileChangedException.class)
          .hasMessageContaining("NoSuchFileException")
          .hasRootCauseInstanceOf(NoSuchFileException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsAnUntouchedFileUnchanged(MapMode mode) throws IOException {
    try (NpyFile file = NpyFile.open(path, mode)) {
      if (mode.isWritable()) {
        file.segment().fill((byte) 1);
      }
      if (mode.writesFile()) {
        file.force();
      }
      Files.readAllBytes(path);
      assertThatCode(file::checkUnchanged).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsChangesOfEveryKind(MapMode mode) throws IOException {
    check(mode, () -> Files.delete(path), "file: expected the one that was opened, found none");
    check(
        mode,
        () -> {
          Path other = Sample.write(dir.resolve("other.npy"));
          Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
        },
        "file key: expected (dev=");
    check(mode, () -> truncate(150), "file size: expected 152 bytes or more, found 150");
    check(
        mode,
        () -> Files.write(path, Sample.npy(DType.of("<f8"), Shape.of(3), new byte[24])),
        "header: expected NpyHeader[version=1.0, dtype=float32, shape=(2, 3), order=C");
    check(mode, () -> Files.write(path, new byte[200]), "header: expected");
    if (!mode.writesFile()) {
      check(
          mode,
          () -> Files.setLastModifiedTime(path, FileTime.fromMillis(5000)),
          "modification time: expected ");
    }
  }

  private void check(MapMode mode, Change change, String message) throws IOException {
    Sample.write(path);
    try (NpyFile file = NpyFile.open(path, mode)) {
      change.make();
      assertThatThrownBy(file::checkUnchanged)
          .isInstanceOf(FileChangedException.class)
          .hasMessageStartingWith(message)
          .hasMessageContaining("(file=" + path + ")");
    }
  }

  private interface Change {
    void make() throws IOException;
  }

  private void truncate(long size) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  @SuppressWarnings("unchecked") // the caller's generic exception is erased, and thrown as it is
  private static <E extends Throwable> void sneak(Throwable e) throws E {
    throw (E) e;
  }
}
