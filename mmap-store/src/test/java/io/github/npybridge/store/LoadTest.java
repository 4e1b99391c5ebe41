package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What `LOAD` adds: arrays of the right type, any file system, independence of the file.
class LoadTest {
  @TempDir Path dir;
  private Path path;

  @BeforeEach
  void name() {
    path = dir.resolve("x.npy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        "byte[]: |b1 |i1 |u1 |S3 <U2 |V5 <f16 <c32",
        "short[]: <i2 >i2 <u2 <f2 >f2",
        "int[]: <i4 >i4 <u4",
        "long[]: <i8 >i8 <u8 <M8[ns] >m8[h]",
        "float[]: <f4 >f4 <c8",
        "double[]: <f8 >f8 <c16 >c16"
      })
  void putsTheBytesIntoAnArrayOfTheCarrier(String carrier, String descrs) throws IOException {
    for (String descr : descrs.split(" ", -1)) {
      DType dtype = DType.of(descr);
      byte[] data = new byte[3 * dtype.itemSize()];
      new Random(1).nextBytes(data);
      Files.write(path, Sample.npy(dtype, Shape.of(3), data));
      try (NpyFile file = NpyFile.open(path, MapMode.LOAD)) {
        Object array = file.segment().heapBase().orElseThrow();
        assertThat(array.getClass().getSimpleName()).as(descr).isEqualTo(carrier);
        assertThat(file.segment().toArray(ValueLayout.JAVA_BYTE)).as(descr).isEqualTo(data);
      }
    }
  }

  @Test
  void loadsDataOfManyBlocks() throws IOException {
    byte[] data = new byte[1_000_003];
    new Random(2).nextBytes(data);
    Files.write(path, Sample.npy(DType.UINT8, Shape.of(data.length), data));
    try (NpyFile file = NpyFile.open(path, MapMode.LOAD)) {
      assertThat(file.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(data);
    }
  }

  @Test
  void needsTheFileNoMore() throws IOException {
    Sample.write(path);
    try (NpyFile file = NpyFile.open(path, MapMode.LOAD)) {
      Files.delete(path);
      assertThat(file.<Float>guarded(() -> file.segment().get(Sample.FLOAT, 20))).isEqualTo(5);
    }
  }

  @Test
  void readsFromAnotherFileSystem() throws IOException {
    try (FileSystem zip = zip()) {
      Path inside = Sample.write(zip.getPath("/x.npy"));
      try (NpyFile file = NpyFile.open(inside, MapMode.LOAD)) {
        assertThat(Sample.floats(file.segment())).isEqualTo(Sample.floats());
        file.checkUnchanged();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOAD")
  void isTheRemedyWhereNothingCanBeMapped(MapMode mode) throws IOException {
    try (FileSystem zip = zip()) {
      Path inside = Sample.write(zip.getPath("/x.npy"));
      assertThatThrownBy(() -> NpyFile.open(inside, mode))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("file system: expected the default one, found jar (file=/x.npy)")
          .hasMessageEndingWith("open others with MapMode.LOAD");
      assertThatThrownBy(() -> NpyFile.create(zip.getPath("/y.npy"), DType.UINT8, Shape.of(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("file system: expected the default one, found jar (file=/y.npy)");
      assertThat(Files.exists(zip.getPath("/y.npy"))).isFalse();
    }
  }

  private FileSystem zip() throws IOException {
    return FileSystems.newFileSystem(dir.resolve("files.zip"), Map.of("create", "true"));
  }
}
