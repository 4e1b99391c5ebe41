package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Saving: all or nothing.
class NpyWriterTest {
  @TempDir Path dir;
  private Path path;

  @BeforeEach
  void name() {
    path = dir.resolve("x.npy");
  }

  private NpyWriter open() throws IOException {
    return NpyWriter.open(path, Sample.DTYPE, Sample.SHAPE, MemoryOrder.C);
  }

  @Test
  void aNameMayBeAsLongAsTheFileSystemLetsIt() throws IOException {
    Path path = dir.resolve("x".repeat(251) + ".npy");
    try (NpyWriter writer = NpyWriter.open(path, DType.INT8, Shape.of(1), MemoryOrder.C)) {
      writer.write(MemorySegment.ofArray(new byte[1]));
      writer.commit();
    }
    assertThat(path).isRegularFile();
  }

  @Test
  void writesWhatNumpySaves() throws IOException {
    try (NpyWriter writer = open()) {
      writer.write(ByteBuffer.wrap(Sample.data()));
      writer.commit();
    }
    assertThat(path).hasBinaryContent(Sample.bytes());
    assertThat(dir.toFile().list()).containsExactly("x.npy");
  }

  @Test
  void takesBytesFromAnyMemoryInAnyPieces() throws IOException {
    byte[] data = new byte[300_001];
    new Random(3).nextBytes(data);
    try (Arena arena = Arena.ofConfined();
        NpyWriter writer =
            NpyWriter.open(path, DType.UINT8, Shape.of(data.length + 8L), MemoryOrder.C)) {
      writer.write(MemorySegment.ofArray(data).asSlice(0, 100_000).asReadOnly());
      writer.write(arena.allocateFrom(ValueLayout.JAVA_BYTE, data).asSlice(100_000, 100_000));
      ByteBuffer direct = ByteBuffer.allocateDirect(200_000).put(data, 200_000, 100_001);
      writer.write(direct.flip());
      assertThat(direct.remaining()).isZero();
      writer.write(MemorySegment.ofArray(new float[] {1}));
      writer.write(ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 4, 9}).position(1).limit(5).slice());
      writer.write(ByteBuffer.allocate(0));
      writer.commit();
    }
    ByteBuffer expected =
        ByteBuffer.allocate(data.length + 8).order(ByteOrder.nativeOrder()).put(data).putFloat(1);
    expected.put(new byte[] {1, 2, 3, 4});
    try (NpyFile file = NpyFile.open(path)) {
      assertThat(file.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(expected.array());
    }
  }

  @Test
  void copiesAMappedFile() throws IOException {
    Path copy = dir.resolve("copy.npy");
    Sample.write(path);
    try (NpyFile file = NpyFile.open(path);
        NpyWriter writer = NpyWriter.open(copy, Sample.DTYPE, Sample.SHAPE, MemoryOrder.C)) {
      writer.write(file.segment());
      writer.commit();
    }
    assertThat(copy).hasSameBinaryContentAs(path);
  }

  @Test
  void changesNothingBeforeTheCommit() throws IOException {
    byte[] old = {1, 2, 3};
    Files.write(path, old);
    try (NpyWriter writer = open()) {
      writer.write(ByteBuffer.wrap(Sample.data()));
      assertThat(path).hasBinaryContent(old);
      writer.commit();
      assertThat(path).hasBinaryContent(Sample.bytes());
    }
  }

  @Test
  void leavesNothingWithoutACommit() throws IOException {
    NpyWriter writer = open();
    writer.write(ByteBuffer.wrap(Sample.data()));
    writer.close();
    writer.close();
    assertThatThrownBy(writer::commit).isInstanceOf(ClosedFileException.class);
    assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedFileException.class)
        .hasMessageContaining("(file=" + path + ")");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void refusesACommitOfTooFewBytesAndGoesOn() throws IOException {
    byte[] old = {1, 2, 3};
    Files.write(path, old);
    try (NpyWriter writer = open()) {
      writer.write(ByteBuffer.wrap(Sample.data(), 0, 16));
      assertThatThrownBy(writer::commit)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage(
              "data: expected 24 bytes, found 16 (file="
                  + path
                  + "); write the missing 8 before the commit");
      assertThat(path).hasBinaryContent(old);
      writer.write(ByteBuffer.wrap(Sample.data(), 16, 8));
      writer.commit();
    }
    assertThat(path).hasBinaryContent(Sample.bytes());
  }

  @Test
  void refusesTooManyBytesAndGoesOn() throws IOException {
    try (NpyWriter writer = open()) {
      writer.write(ByteBuffer.wrap(Sample.data(), 0, 16));
      ByteBuffer tooMany = ByteBuffer.wrap(Sample.data(), 15, 9);
      assertThatThrownBy(() -> writer.write(tooMany))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "data: expected at most 8 more of 24 bytes, found 9 (file="
                  + path
                  + "); nothing of it was written");
      assertThat(tooMany.position()).isEqualTo(15);
      writer.write(ByteBuffer.wrap(Sample.data(), 16, 8));
      writer.commit();
    }
    assertThat(path).hasBinaryContent(Sample.bytes());
  }

  @Test
  void isClosedByACommit() throws IOException {
    NpyWriter writer = open();
    writer.write(ByteBuffer.wrap(Sample.data()));
    writer.commit();
    assertThatThrownBy(writer::commit).isInstanceOf(ClosedFileException.class);
    writer.close();
    assertThat(path).hasBinaryContent(Sample.bytes());
  }

  @Test
  void isClosedByAFailure() throws IOException {
    NpyWriter writer = open();
    MemorySegment gone;
    try (Arena arena = Arena.ofConfined()) {
      gone = arena.allocate(24);
    }
    assertThatThrownBy(() -> writer.write(gone)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::commit).isInstanceOf(ClosedFileException.class);
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void isClosedWhenTheTargetCannotBeReplaced() throws IOException {
    NpyWriter writer = open();
    writer.write(ByteBuffer.wrap(Sample.data()));
    Path inTheWay = Files.createDirectories(path.resolve("folder")).getParent();
    assertThatThrownBy(writer::commit).isInstanceOf(IOException.class);
    assertThatThrownBy(writer::commit).isInstanceOf(ClosedFileException.class);
    assertThat(inTheWay).isDirectory();
    assertThat(dir.toFile().list()).containsExactly("x.npy");
  }

  @Test
  void savesArraysWithoutElements() throws IOException {
    try (NpyWriter writer = NpyWriter.open(path, DType.INT8, Shape.of(0), MemoryOrder.C)) {
      writer.commit();
    }
    assertThat(path).hasBinaryContent(Sample.npy(DType.INT8, Shape.of(0), new byte[0]));
  }

  @Test
  void strayFilesAndOtherWritersAreNotInTheWay() throws IOException {
    try (NpyWriter first = open();
        NpyWriter second = open()) {
      second.write(ByteBuffer.wrap(Sample.data()));
      second.commit();
      first.write(ByteBuffer.wrap(new byte[24]));
      assertThat(path).hasBinaryContent(Sample.bytes());
    }
    assertThat(path).hasBinaryContent(Sample.bytes());
    assertThat(dir.toFile().list()).containsExactly("x.npy");
  }

  @Test
  void savesIntoAnotherFileSystem() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(dir.resolve("files.zip"), Map.of("create", "true"))) {
      path = zip.getPath("/x.npy");
      for (int i = 0; i < 2; i++) {
        try (NpyWriter writer = open()) {
          writer.write(ByteBuffer.wrap(Sample.data()));
          writer.commit();
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(Sample.bytes());
      }
    }
  }
}
