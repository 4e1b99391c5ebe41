package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.LoadedArray;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyAppender;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.store.NpyStreamReader;
import io.github.npybridge.store.NpyStreamWriter;
import io.github.npybridge.store.NpzFile;
import io.github.npybridge.store.NpzWriter;
import io.github.npybridge.store.RawArray;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tensors of what is not one `.npy` file of a fixed length.
class ArrayFilesTest {
  @TempDir Path dir;

  private Path vectors() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(3 * 12).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 3; i++) {
      bytes.putInt(2).putFloat(i).putFloat(i + 0.5f);
    }
    return Files.write(dir.resolve("x.fvecs"), bytes.array());
  }

  @ParameterizedTest
  @EnumSource
  void vectorsAreRowsWithoutACopy(MapMode mode) throws IOException {
    Path path = vectors();
    Tensor vectors;
    try (RawArray file = RawArray.mapVectors(path, mode)) {
      vectors = Tensors.asTensor(file).field("vector");
      assertThat(vectors.shape()).isEqualTo(Shape.of(3, 2));
      assertThat(vectors.strides()).containsExactly(12, 4);
      assertThat(vectors.to(DType.FLOAT32).contiguous().toFloatArray())
          .containsExactly(0, 0.5f, 1, 1.5f, 2, 2.5f);
      assertThat(vectors.isReadOnly()).isEqualTo(mode == MapMode.READ_ONLY);
      if (mode.isWritable()) {
        vectors.setFloat(9, 2, 1);
      }
      if (mode != MapMode.LOAD) {
        assertThat(vectors.file()).contains(file);
      }
    }
    if (mode != MapMode.LOAD) {
      assertThatThrownBy(() -> vectors.getFloat(0, 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(path.toString());
    }
    try (RawArray file = RawArray.mapVectors(path)) {
      assertThat(Tensors.asTensor(file).field("vector").getFloat(2, 1))
          .isEqualTo(mode.writesFile() ? 9 : 2.5f);
    }
  }

  @Test
  void aDumpIsATensor() throws IOException {
    Path path = Files.write(dir.resolve("tokens.bin"), new byte[] {1, 0, 2, 0, (byte) 0xff, -1});
    try (RawArray file = RawArray.map(path, DType.of("<u2"), -1)) {
      assertThat(Tensors.asTensor(file)).hasToString("[    1     2 65535]");
    }
  }

  @Test
  void anArrayFromAStreamIsATensor() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NpyStreamWriter writer = new NpyStreamWriter(out)) {
      MemorySegment data = MemorySegment.ofArray(new int[] {1, 2, 3, 4});
      writer.write(DType.INT32, Shape.of(2, 2), MemoryOrder.FORTRAN, data);
    }
    LoadedArray array =
        new NpyStreamReader(new ByteArrayInputStream(out.toByteArray()), "stdin")
            .next()
            .orElseThrow();
    assertThat(Tensors.asTensor(array).toIntArray()).containsExactly(1, 3, 2, 4);
    assertThat(Tensors.asTensor((Object) array).getInt(0, 1)).isEqualTo(3);
  }

  @Test
  void tensorsKeepTheLengthTheyHad() throws IOException {
    Path path = dir.resolve("x.npy");
    Tensors.save(path, Tensors.tensor(new int[] {1, 2}));
    try (NpyFile file = NpyFile.open(path)) {
      Tensor old = Tensors.asTensor(file);
      try (NpyAppender appender = NpyAppender.open(path)) {
        appender.append(MemorySegment.ofArray(new int[] {3}), 1);
      }
      try (NpyFile grown = file.refresh()) {
        assertThat(Tensors.asTensor(grown)).hasToString("[1 2 3]");
        assertThat(old).hasToString("[1 2]");
        assertThat(old.sharesMemory(Tensors.asTensor(grown))).isTrue();
      }
    }
  }

  @Test
  void tensorsAreAppendedInTheFormOfTheFile() throws IOException {
    Path path = dir.resolve("x.npy");
    Tensor start = Tensors.tensor(new short[][] {{1, 2}, {3, 4}}, DType.of(">i2"));
    for (Tensor saved : List.of(start, start.transpose().copy().transpose())) {
      Tensors.save(path, saved);
      try (NpyAppender appender = NpyAppender.open(path)) {
        Tensor rows = Tensors.tensor(new short[][] {{5, 6}, {7, 8}, {9, 10}}).slice("::2");
        Tensors.append(appender, appender.axis() == 0 ? rows : rows.transpose());
        Tensors.append(appender, start.slice(appender.axis() == 0 ? ":0" : ":, :0"));
        assertThatThrownBy(() -> Tensors.append(appender, start.to(DType.INT32)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("append: expected rows of >i2 ")
            .hasMessageEndingWith(", found int32 (2, 2)");
        assertThatThrownBy(() -> Tensors.append(appender, start.select(0, 0)))
            .isInstanceOf(IllegalArgumentException.class);
      }
      Tensor grown = Tensors.load(path);
      assertThat(grown.dtype()).hasToString(">i2");
      assertThat(grown.isContiguous() ? grown : grown.transpose())
          .hasToString(
              saved.isContiguous()
                  ? "[[ 1  2]\n [ 3  4]\n [ 5  6]\n [ 9 10]]"
                  : "[[ 1  3]\n [ 2  4]\n [ 5  6]\n [ 9 10]]");
    }
  }

  @Test
  void tensorsAreSavedToArchivesAndStreams() throws IOException {
    Path path = dir.resolve("x.npz");
    Tensor matrix = Tensors.tensor(new double[][] {{1, 2, 3}, {4, 5, 6}});
    Tensor view = matrix.transpose().slice("::2");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (NpzWriter archive = NpzWriter.open(path);
        NpyStreamWriter stream = new NpyStreamWriter(bytes)) {
      for (Tensor tensor : List.of(matrix, matrix.transpose(), view)) {
        Tensors.save(archive, "a" + tensor.shape(), tensor);
        Tensors.save(stream, tensor);
      }
      archive.commit();
    }
    try (NpzFile archive = NpzFile.open(path)) {
      NpyStreamReader stream =
          new NpyStreamReader(new ByteArrayInputStream(bytes.toByteArray()), "bytes");
      for (Tensor tensor : List.of(matrix, matrix.transpose(), view)) {
        Tensor member = Tensors.asTensor(archive.array("a" + tensor.shape()));
        assertThat(member.contentEquals(tensor)).isTrue();
        assertThat(member.isContiguous()).isEqualTo(tensor.isContiguous() || tensor == view);
        assertThat(member.file().orElseThrow().dataOffset() % 64).isZero();
        assertThat(Tensors.asTensor(stream.next().orElseThrow()).contentEquals(tensor)).isTrue();
      }
    }
  }

  @Test
  void bfloat16ThatWouldBeReadBackwardsIsNotSaved() throws IOException {
    Path path = dir.resolve("x.npy");
    DType big = DType.BFLOAT16.withOrder(ByteOrder.BIG_ENDIAN);
    Tensor tensor = Tensors.tensor(new float[] {1, 2}).to(big);
    String message = "save: expected little-endian bfloat16";
    try (NpzWriter archive = NpzWriter.open(dir.resolve("x.npz"));
        NpyStreamWriter stream = new NpyStreamWriter(new ByteArrayOutputStream())) {
      assertThatThrownBy(() -> Tensors.save(path, tensor))
          .isInstanceOf(CastRefusedException.class)
          .hasMessageStartingWith(message);
      assertThatThrownBy(() -> Tensors.save(archive, "x", tensor)).hasMessageStartingWith(message);
      assertThatThrownBy(() -> Tensors.save(stream, tensor)).hasMessageStartingWith(message);
    }
    assertThat(dir).isEmptyDirectory();
    Tensors.save(path, tensor.to(DType.BFLOAT16.withOrder(ByteOrder.LITTLE_ENDIAN)));
    assertThat(Tensors.load(path).reinterpret(DType.BFLOAT16).toFloatArray()).containsExactly(1, 2);
  }
}
