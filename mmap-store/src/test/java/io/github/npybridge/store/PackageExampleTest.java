package io.github.npybridge.store;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example of `package-info.java`, line by line.
class PackageExampleTest {
  @Test
  void doesWhatItSays(@TempDir Path dir) throws IOException {
    Path path = dir.resolve("x.npy");
    try (NpyWriter writer = NpyWriter.open(path, DType.FLOAT32, Shape.of(2, 3), MemoryOrder.C)) {
      writer.write(MemorySegment.ofArray(new float[] {0, 1, 2, 3, 4, 5}));
      assertThat(path).doesNotExist();
      writer.commit();
      assertThat(path).exists();
    }
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      file.segment().set(JAVA_FLOAT_UNALIGNED, 20, 99f);
      assertThat(file.header().shape()).hasToString("(2, 3)");
      assertThat(file.segment().byteSize()).isEqualTo(24);
      file.force();
    }
    try (NpyFile file = NpyFile.open(path)) {
      assertThat(file.segment().toArray(JAVA_FLOAT_UNALIGNED)).containsExactly(0, 1, 2, 3, 4, 99);
    }
  }

  /// The example of [NpzWriter].
  @Test
  void writesAnArchive(@TempDir Path dir) throws IOException {
    Path path = dir.resolve("a.npz");
    try (NpzWriter writer = NpzWriter.open(path)) {
      writer
          .add("x", DType.FLOAT32, Shape.of(3), MemoryOrder.C)
          .write(MemorySegment.ofArray(new float[] {1, 2, 3}));
      writer
          .add("y", DType.INT64, Shape.of(), MemoryOrder.C)
          .write(MemorySegment.ofArray(new long[] {7}));
      assertThat(path).doesNotExist();
      writer.commit();
      assertThat(path).exists();
    }
    try (NpzFile archive = NpzFile.open(path)) {
      assertThat(archive.names()).containsExactly("x", "y");
      assertThat(archive.array("x").segment().toArray(JAVA_FLOAT_UNALIGNED))
          .containsExactly(1, 2, 3);
    }
  }
}
