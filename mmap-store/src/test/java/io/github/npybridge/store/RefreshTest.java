package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files that grow while they are open.
class RefreshTest {
  @TempDir Path dir;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = Sample.write(dir.resolve("x.npy"));
  }

  private void append(int rows) throws IOException {
    try (NpyAppender appender = NpyAppender.open(path)) {
      appender.append(MemorySegment.ofArray(new float[3 * rows]), rows);
    }
  }

  @ParameterizedTest
  @EnumSource
  void seesNewRowsAndLeavesTheOldFileAlone(MapMode mode) throws IOException {
    try (NpyFile old = NpyFile.open(path, mode)) {
      append(50_000);
      MemorySegment segment = old.segment();
      assertThat(old.shape()).isEqualTo(Sample.SHAPE);
      assertThat(segment.byteSize()).isEqualTo(24);
      NpyFile grown = old.refresh();
      try (grown) {
        assertThat(grown.shape()).isEqualTo(Shape.of(50_002, 3));
        assertThat(grown.mode()).isEqualTo(mode);
        assertThat(grown.path()).isEqualTo(path);
        assertThat(grown.mapsSameFileAs(old)).isEqualTo(mode != MapMode.LOAD);
        assertThat(grown.segment().get(Sample.FLOAT, 20)).isEqualTo(5);
        assertThat(Sample.floats(segment)).containsExactly(Sample.floats());
        if (mode == MapMode.READ_WRITE) {
          grown.segment().set(Sample.FLOAT, 0, 42);
          assertThat(segment.get(Sample.FLOAT, 0)).isEqualTo(42);
        }
      }
      assertThat(grown.isOpen()).isFalse();
      assertThat(segment.get(Sample.FLOAT, 4)).isEqualTo(1);
    }
  }

  @Test
  void usesTheCallersArena() throws IOException {
    NpyFile grown;
    try (Arena arena = Arena.ofConfined()) {
      NpyFile old = NpyFile.open(path, MapMode.READ_ONLY, arena);
      append(1);
      grown = old.refresh();
      old.close();
      assertThat(grown.segment().scope()).isEqualTo(arena.scope());
    }
    assertThat(grown.isOpen()).isFalse();
  }

  @Test
  void anUnchangedFileIsJustOpenedAgain() throws IOException {
    try (NpyFile file = NpyFile.open(path);
        NpyFile again = file.refresh()) {
      assertThat(again).isNotSameAs(file);
      assertThat(again.shape()).isEqualTo(Sample.SHAPE);
    }
  }

  @Test
  void refreshesAFileThatWasCreated() throws IOException {
    try (NpyFile file = NpyFile.create(path, DType.FLOAT32, Sample.SHAPE)) {
      append(8);
      try (NpyFile grown = file.refresh()) {
        assertThat(grown.shape()).isEqualTo(Shape.of(10, 3));
      }
    }
  }

  @Test
  void refusesWhatIsNotTheSameFileGrown() throws IOException {
    try (NpyFile file = NpyFile.open(path)) {
      Files.move(Sample.write(dir.resolve("y.npy")), path, StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(file::refresh)
          .isInstanceOf(FileChangedException.class)
          .hasMessageStartingWith("file key: expected ");
      Files.delete(path);
      assertThatThrownBy(file::refresh)
          .isInstanceOf(FileChangedException.class)
          .hasMessageContaining("found none");
      assertThat(file.isOpen()).isTrue();
    }
    for (byte[] other :
        new byte[][] {
          Sample.npy(Sample.DTYPE, Shape.of(1, 3), Sample.data()),
          Sample.npy(Sample.DTYPE, Shape.of(3, 2), Sample.data()),
          Sample.npy(Sample.DTYPE, Shape.of(6), Sample.data()),
          Sample.npy(DType.of("<i4"), Shape.of(2, 3), Sample.data()),
          Sample.join(
              NpyHeaderWriter.encode(Sample.DTYPE, Sample.SHAPE, MemoryOrder.FORTRAN),
              Sample.data()),
          Sample.bytes(1, 144),
          new byte[200]
        }) {
      Sample.write(path);
      try (NpyFile file = NpyFile.open(path)) {
        Files.write(path, other);
        assertThatThrownBy(file::refresh)
            .isInstanceOf(FileChangedException.class)
            .hasMessageStartingWith("header: expected ");
      }
    }
    NpyFile file = NpyFile.open(Sample.write(path));
    file.close();
    assertThatThrownBy(file::refresh).isInstanceOf(ClosedFileException.class);
  }
}
