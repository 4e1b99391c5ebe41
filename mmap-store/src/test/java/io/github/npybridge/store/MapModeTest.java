package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Who sees a write, and when.
class MapModeTest {
  @TempDir Path dir;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = Sample.write(dir.resolve("x.npy"));
  }

  @ParameterizedTest
  @CsvSource({
    "READ_ONLY, false, false",
    "READ_WRITE, true, true",
    "COPY_ON_WRITE, true, false",
    "LOAD, true, false"
  })
  void saysWhatMayBeWritten(MapMode mode, boolean writable, boolean writesFile) throws IOException {
    assertThat(mode.isWritable()).isEqualTo(writable);
    assertThat(mode.writesFile()).isEqualTo(writesFile);
    try (NpyFile file = NpyFile.open(path, mode)) {
      assertThat(file.segment().isReadOnly()).isEqualTo(!writable);
    }
  }

  @Test
  void readWriteChangesTheFileWithoutForce() throws IOException {
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      file.segment().set(Sample.FLOAT, 20, 99);
      byte[] expected = Sample.bytes();
      System.arraycopy(new byte[] {0, 0, (byte) 0xc6, 0x42}, 0, expected, 148, 4);
      assertThat(path).hasBinaryContent(expected);
      file.force();
      file.force(20, 4);
      file.force(24, 0);
      assertThat(path).hasBinaryContent(expected);
    }
  }

  @Test
  void readOnlyShowsWhatAnotherMappingWrites() throws IOException {
    try (NpyFile reader = NpyFile.open(path);
        NpyFile writer = NpyFile.open(path, MapMode.READ_WRITE)) {
      writer.segment().set(Sample.FLOAT, 0, 99);
      assertThat(reader.segment().get(Sample.FLOAT, 0)).isEqualTo(99);
    }
  }

  @Test
  void readOnlyRefusesWrites() throws IOException {
    try (NpyFile file = NpyFile.open(path)) {
      assertThatThrownBy(() -> file.segment().set(Sample.FLOAT, 0, 99))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.segment().fill((byte) 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(path).hasBinaryContent(Sample.bytes());
  }

  @ParameterizedTest
  @EnumSource(names = {"COPY_ON_WRITE", "LOAD"})
  void privateWritesStayPrivate(MapMode mode) throws IOException {
    Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000));
    try (NpyFile file = NpyFile.open(path, mode);
        NpyFile other = NpyFile.open(path, mode)) {
      file.segment().set(Sample.FLOAT, 0, 99);
      assertThat(file.segment().get(Sample.FLOAT, 0)).isEqualTo(99);
      assertThat(other.segment().get(Sample.FLOAT, 0)).isZero();
    }
    assertThat(path).hasBinaryContent(Sample.bytes());
    assertThat(Files.getLastModifiedTime(path)).isEqualTo(FileTime.fromMillis(1_000_000));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READ_WRITE")
  void forceIsRefusedWhereItWouldSaveNothing(MapMode mode) throws IOException {
    try (NpyFile file = NpyFile.open(path, mode)) {
      assertThatThrownBy(file::force)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageContaining("expected mode READ_WRITE, found " + mode + " (file=" + path)
          .hasMessageEndingWith("save a copy, or open it READ_WRITE");
    }
  }

  @Test
  void forceRefusesARangeOutsideTheData() throws IOException {
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      long[][] ranges = {{0, 25}, {25, 0}, {-1, 1}, {1, -1}, {1, Long.MAX_VALUE}};
      for (long[] range : ranges) {
        assertThatThrownBy(() -> file.force(range[0], range[1]))
            .isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessageContaining("expected one inside 24 bytes of data")
            .hasMessageContaining("(file=" + path + ")");
      }
    }
  }

  @Test
  void copyOnWriteLoadsAFileThatMayNotBeWritten() throws Exception {
    try (var _ = Tool.Protection.of(path);
        NpyFile file = NpyFile.open(path, MapMode.COPY_ON_WRITE)) {
      assertThat(file.mode()).isEqualTo(MapMode.COPY_ON_WRITE);
      assertThat(file.isMapped()).isFalse();
      assertThat(Sample.floats(file.segment())).isEqualTo(Sample.floats());
      file.segment().set(Sample.FLOAT, 0, 99);
      assertThat(file.segment().get(Sample.FLOAT, 0)).isEqualTo(99);
    }
    assertThat(path).hasBinaryContent(Sample.bytes());
  }

  @ParameterizedTest
  @EnumSource(names = {"READ_ONLY", "LOAD"})
  void readingNeedsNoPermissionToWrite(MapMode mode) throws Exception {
    try (var _ = Tool.Protection.of(path);
        NpyFile file = NpyFile.open(path, mode)) {
      assertThat(Sample.floats(file.segment())).isEqualTo(Sample.floats());
    }
  }

  @Test
  void readWriteRefusesAFileThatMayNotBeWritten() throws Exception {
    try (var _ = Tool.Protection.of(path)) {
      assertThatThrownBy(() -> NpyFile.open(path, MapMode.READ_WRITE))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining(path.toString());
    }
  }
}
