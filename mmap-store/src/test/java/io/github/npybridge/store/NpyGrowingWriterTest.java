package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Saving without knowing the first dimension ahead.
class NpyGrowingWriterTest {
  @TempDir Path dir;
  private Path path;

  @BeforeEach
  void name() {
    path = dir.resolve("x.npy");
  }

  @Test
  void writesWhatNumpySaves() throws IOException {
    for (int rows : new int[] {0, 1, 9, 10, 99, 100, 12345}) {
      try (NpyWriter writer = NpyWriter.openGrowing(path, DType.UINT8, Shape.of(3, 1))) {
        for (int i = 0; i < rows; i++) {
          writer.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        writer.commit();
      }
      byte[] data = new byte[3 * rows];
      for (int i = 0; i < data.length; i++) {
        data[i] = (byte) (i % 3 + 1);
      }
      assertThat(path).hasBinaryContent(Sample.npy(DType.UINT8, Shape.of(rows, 3, 1), data));
    }
    assertThat(dir.toFile().list()).containsExactly("x.npy");
  }

  @Test
  void everyKindOfHeaderHasRoom() throws IOException {
    StringBuilder large = new StringBuilder("[");
    for (int i = 0; i < 3000; i++) {
      large.append("('field_%020d', '<f4'), ".formatted(i));
    }
    for (String descr :
        new String[] {"<f4", ">c16", "<M8[25s]", "[('温度', '<f4')]", large.append("]").toString()}) {
      DType dtype = DType.of(descr);
      byte[] data = new byte[11 * dtype.itemSize()];
      try (NpyWriter writer = NpyWriter.openGrowing(path, dtype, Shape.scalar())) {
        writer.write(MemorySegment.ofArray(data));
        writer.commit();
      }
      assertThat(path).hasBinaryContent(Sample.npy(dtype, Shape.of(11), data));
    }
  }

  @Test
  void refusesAPartOfARowAndGoesOn() throws IOException {
    Files.write(path, new byte[1]);
    try (NpyWriter writer = NpyWriter.openGrowing(path, Sample.DTYPE, Shape.of(3))) {
      writer.write(ByteBuffer.wrap(Sample.data(), 0, 13));
      assertThatThrownBy(writer::commit)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage(
              "data: expected 24 bytes, found 13 (file="
                  + path
                  + "); write the missing 11 before the commit");
      assertThat(path).hasSize(1);
      writer.write(ByteBuffer.wrap(Sample.data(), 13, 11));
      writer.commit();
    }
    assertThat(path).hasBinaryContent(Sample.bytes());
  }

  @Test
  void refusesRowsWithoutBytes() {
    assertThatThrownBy(() -> NpyWriter.openGrowing(path, Sample.DTYPE, Shape.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "row shape: expected rows of at least one byte to count them, found float32 (0,)");
    assertThatThrownBy(() -> NpyWriter.openGrowing(path, Sample.DTYPE, Shape.of(1L << 62)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(dir).isEmptyDirectory();
  }
}
