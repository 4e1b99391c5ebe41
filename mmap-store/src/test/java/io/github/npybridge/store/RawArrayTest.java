package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.NumPy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files without a header.
class RawArrayTest {
  private static final DType TOKEN = DType.of("<u2");

  @TempDir Path dir;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = Files.write(dir.resolve("x.bin"), Sample.data());
  }

  @ParameterizedTest
  @EnumSource
  void mapsADump(MapMode mode) throws IOException {
    try (RawArray array =
        RawArray.map(path, Sample.DTYPE, Sample.SHAPE, 0, MemoryOrder.FORTRAN, mode)) {
      assertThat(array).hasToString(path + ": float32 (2, 3) FORTRAN, " + mode + ", open");
      assertThat(array.isMapped()).isEqualTo(mode != MapMode.LOAD);
      assertThat(array.dataOffset()).isZero();
      assertThat(Sample.floats(array.segment())).containsExactly(Sample.floats());
      assertThat(array.segment().isReadOnly()).isEqualTo(mode == MapMode.READ_ONLY);
      if (mode.isWritable()) {
        array.segment().set(Sample.FLOAT, 0, 9);
      }
    }
    byte[] changed = Sample.data();
    changed[2] = 0x10;
    changed[3] = 0x41;
    assertThat(path).hasBinaryContent(mode.writesFile() ? changed : Sample.data());
  }

  @Test
  void findsTheFirstAxis() throws IOException {
    try (RawArray array = RawArray.map(path, TOKEN, -1)) {
      assertThat(array.shape()).isEqualTo(Shape.of(12));
    }
    try (RawArray array = RawArray.map(path, TOKEN)) {
      assertThat(array.shape()).isEqualTo(Shape.of(12));
    }
    try (RawArray array = RawArray.map(path, TOKEN, -1, 2, 3)) {
      assertThat(array.shape()).isEqualTo(Shape.of(2, 2, 3));
    }
    try (RawArray array = RawArray.map(path, TOKEN, 5, 2)) {
      assertThat(array.segment().byteSize()).isEqualTo(20);
    }
    assertThat(RawArray.shapeOf(path, TOKEN, 4, -1, 5)).isEqualTo(Shape.of(2, 5));
  }

  @Test
  void refusesARest() {
    assertThatThrownBy(() -> RawArray.map(path, DType.FLOAT32, -1, 5))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(
            "data: expected a multiple of 20 bytes (float32 (1, 5)), found 24 (file="
                + path
                + ", offset=0); give the number of rows to leave the rest out, or the right dtype,"
                + " row shape and offset");
    assertThatThrownBy(() -> RawArray.shapeOf(path, TOKEN, 25, -1))
        .isInstanceOf(NpyFormatException.class)
        .hasMessageContaining("found -1");
  }

  @Test
  void takesAnyOffset() throws IOException {
    Files.write(path, Sample.join(new byte[4097], Sample.data()));
    try (Arena arena = Arena.ofConfined()) {
      RawArray array =
          RawArray.map(
              path, Sample.DTYPE, Sample.SHAPE, 4097, MemoryOrder.C, MapMode.READ_ONLY, arena);
      assertThat(Sample.floats(array.segment())).containsExactly(Sample.floats());
      assertThat(array.dataOffset()).isEqualTo(4097);
      array.close();
      assertThat(arena.scope().isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void neverMakesAFileLonger(MapMode mode) {
    for (long offset : new long[] {1, 24, 25, 1000}) {
      assertThatThrownBy(
              () -> RawArray.map(path, Sample.DTYPE, Sample.SHAPE, offset, MemoryOrder.C, mode))
          .isInstanceOf(FileTruncatedException.class)
          .hasMessageStartingWith(
              "data: expected 24 bytes (float32 (2, 3)), found "
                  + Math.max(0, 24 - offset)
                  + " (file="
                  + path
                  + ", offset="
                  + offset
                  + "); "
                  + offset
                  + " missing");
    }
    assertThat(path).hasBinaryContent(Sample.data());
  }

  @Test
  void refusesImpossibleArrays() {
    assertThatThrownBy(() -> RawArray.map(path, TOKEN, 2, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RawArray.map(path, TOKEN, -1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RawArray.map(path, TOKEN, Shape.of(Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class);
    for (long offset : new long[] {-1, Long.MAX_VALUE}) {
      assertThatThrownBy(() ->
              RawArray.map(path, TOKEN, Shape.of(1), offset, MemoryOrder.C, MapMode.READ_ONLY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("found " + offset);
    }
    DType part = new DType.SubArray(TOKEN, Shape.of(2));
    assertThatThrownBy(() -> RawArray.map(path, part, Shape.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RawArray.map(dir, TOKEN, -1)).isInstanceOf(NpyFormatException.class);
  }

  @Test
  void theErrorOfAFileWithoutAHeaderShowsTheCall() {
    assertThatThrownBy(() -> NpyFile.open(path))
        .isInstanceOf(NpyFormatException.class)
        .hasMessageContaining("RawArray.map(path, dtype, shape)");
  }

  @Test
  void readsWhatNumpyDumps() throws IOException {
    NumPy.assume(2);
    NumPy.run(Path.of("src/test/python/raw.py"), List.of(dir.toString()), 60);
    try (RawArray array =
        RawArray.map(
            dir.resolve("memmap.dat"),
            DType.of(">f8"),
            Shape.of(4, 5),
            16,
            MemoryOrder.FORTRAN,
            MapMode.READ_WRITE)) {
      var layout = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
      // [3, 2] in Fortran order
      assertThat(array.segment().getAtIndex(layout, 2 * 4 + 3)).isEqualTo(17);
    }
    try (RawArray tokens = RawArray.map(dir.resolve("tokens.bin"), TOKEN, -1)) {
      assertThat(tokens.shape()).isEqualTo(Shape.of(50_257));
      assertThat(tokens.segment().getAtIndex(ValueLayout.JAVA_CHAR_UNALIGNED, 50_256))
          .isEqualTo((char) 50_256);
    }
    for (String kind : List.of("fvecs", "ivecs", "bvecs")) {
      try (RawArray vectors = RawArray.mapVectors(dir.resolve("x." + kind))) {
        assertThat(vectors.shape()).isEqualTo(Shape.of(10));
        vectors.checkVectors();
      }
    }
  }

  private Path vectors(String name, int... dimensions) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    for (int dimension : dimensions) {
      bytes.putInt(dimension);
      for (int i = 0; i < 3; i++) {
        bytes.putInt(i);
      }
    }
    return Files.write(dir.resolve(name), Arrays.copyOf(bytes.array(), bytes.position()));
  }

  @ParameterizedTest
  @EnumSource
  void mapsVectorsAsRecords(MapMode mode) throws IOException {
    try (RawArray array = RawArray.mapVectors(vectors("x.IVECS", 3, 3), mode)) {
      assertThat(array.shape()).isEqualTo(Shape.of(2));
      assertThat(array.dtype()).isEqualTo(DType.of("[('dim', '<i4'), ('vector', '<i4', (3,))]"));
      assertThat(array.segment().byteSize()).isEqualTo(32);
      array.checkVectors();
    }
    try (RawArray array = RawArray.mapVectors(vectors("x.bvecs", 12), mode)) {
      assertThat(array.dtype()).isEqualTo(DType.of("[('dim', '<i4'), ('vector', '|u1', (12,))]"));
    }
  }

  @Test
  void refusesVectorsOfDifferentDimensions() throws IOException {
    Path last = vectors("x.fvecs", 3, 3, 4);
    assertThatThrownBy(() -> RawArray.mapVectors(last))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(
            "dimension: expected 3, that of the first vector, found another one in vector 2 (file="
                + last
                + ", offset=32); vectors of different dimensions are no array");
    try (RawArray array = RawArray.mapVectors(vectors("x.fvecs", 3, 2, 3))) {
      assertThatThrownBy(array::checkVectors)
          .isInstanceOf(NpyFormatException.class)
          .hasMessageContaining("in vector 1 (file=");
    }
    try (RawArray array = RawArray.map(path, TOKEN, -1)) {
      assertThatThrownBy(array::checkVectors)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageContaining("expected a file that mapVectors opened, found uint16");
    }
  }

  @Test
  void refusesFilesThatHoldNoVectors() throws IOException {
    for (byte[] bytes :
        new byte[][] {
          {},
          {1, 0, 0},
          {0, 0, 0, 0},
          {-1, -1, -1, -1},
          {3, 0, 0, 0},
          {-1, -1, -1, 127},
          {1, 0, 0, 0, 0, 0, 0, 0, 0}
        }) {
      Path file = Files.write(dir.resolve("x.fvecs"), bytes);
      assertThatThrownBy(() -> RawArray.mapVectors(file))
          .as(Arrays.toString(bytes))
          .isInstanceOf(NpyFormatException.class);
    }
    assertThatThrownBy(() -> RawArray.mapVectors(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "file name: expected one that ends in .fvecs, .ivecs or .bvecs, found 'x.bin' (file="
                + path
                + ")");
  }
}
