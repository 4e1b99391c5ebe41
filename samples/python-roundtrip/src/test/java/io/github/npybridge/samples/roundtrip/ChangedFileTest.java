package io.github.npybridge.samples.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.NumPy;
import io.github.npybridge.store.FileChangedException;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What NumPy does to a file while Java has it mapped, and what Java says of it.
class ChangedFileTest {
  private static final ArrayCase ORIGINAL = array("<f4", 64, 1024);
  private static final ArrayCase OTHER_VALUES = ORIGINAL.withShift(5);
  private static final ArrayCase OTHER_DTYPE = array("<i4", 64, 1024);
  private static final ArrayCase SMALLER = array("<f4", 8, 16);
  private static final ArrayCase LARGER = array("<f4", 65, 1024);

  private static NumPyProcess numpy;

  @TempDir private Path folder;
  private Path path;

  private static ArrayCase array(String dtype, long... dims) {
    return new ArrayCase(dtype, Shape.of(dims), MemoryOrder.C, 0);
  }

  @BeforeAll
  static void start() throws IOException {
    NumPy.assume(2);
    numpy = NumPyProcess.start();
  }

  @AfterAll
  static void stop() {
    if (numpy != null) {
      numpy.close();
    }
  }

  @BeforeEach
  void write() {
    path = folder.resolve("x.npy");
    numpy.ask("write", ORIGINAL, "path", path.toString(), "writer", "save");
  }

  @AfterEach
  void unmap() {
    numpy.ask("unmap");
  }

  @ParameterizedTest
  @EnumSource
  void acceptsFileThatNobodyChanged(MapMode mode) throws IOException {
    try (NpyFile file = NpyFile.open(path, mode)) {
      file.checkUnchanged();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READ_WRITE")
  void reportsOtherValues(MapMode mode) throws IOException {
    try (NpyFile file = NpyFile.open(path, mode)) {
      overwrite(OTHER_VALUES);
      requireReport(file, "modification time");
    }
  }

  /// Nobody's own writes tell this apart: the limit that the documentation states.
  @Test
  void doesNotNoticeOtherValuesInFileItMayWrite() throws IOException {
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      overwrite(OTHER_VALUES);
      file.checkUnchanged();
      Elements.verify(Tensors.asTensor(file), ElementType.FLOAT32, OTHER_VALUES.shift());
    }
  }

  @ParameterizedTest
  @EnumSource
  void reportsOtherDtypeOfSameSize(MapMode mode) throws IOException {
    try (NpyFile file = NpyFile.open(path, mode)) {
      overwrite(OTHER_DTYPE);
      requireReport(file, "header");
    }
  }

  @ParameterizedTest
  @EnumSource
  void reportsLargerArray(MapMode mode) throws IOException {
    try (NpyFile file = NpyFile.open(path, mode)) {
      overwrite(LARGER);
      requireReport(file, "header");
    }
  }

  @ParameterizedTest
  @EnumSource
  void reportsSmallerArray(MapMode mode) throws IOException {
    try (NpyFile file = NpyFile.open(path, mode)) {
      overwrite(SMALLER);
      requireReport(file, "file size");
    }
  }

  @ParameterizedTest
  @EnumSource
  void reportsReplacedFile(MapMode mode) throws IOException {
    try (NpyFile file = NpyFile.open(path, mode)) {
      numpy.ask("replace", OTHER_VALUES, "path", path.toString());
      requireReport(file, "file key");
      // The mapping holds on to the file that was there.
      Elements.verify(Tensors.asTensor(file), ElementType.FLOAT32, ORIGINAL.shift());
    }
  }

  @ParameterizedTest
  @EnumSource
  void reportsDeletedFile(MapMode mode) throws IOException {
    try (NpyFile file = NpyFile.open(path, mode)) {
      Files.delete(path);
      requireReport(file, "found none");
    }
  }

  @Test
  void readingWhatIsGoneNamesTheFile() throws IOException {
    try (NpyFile file = NpyFile.open(path)) {
      Tensor tensor = Tensors.asTensor(file);
      overwrite(SMALLER);
      assertThatThrownBy(tensor::toFloatArray)
          .isInstanceOf(FileChangedException.class)
          .hasMessageContaining(path.toString());
    }
  }

  @Test
  void writingWhatIsGoneNamesTheFile() throws IOException {
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      Tensor tensor = Tensors.asTensor(file);
      overwrite(SMALLER);
      assertThatThrownBy(() -> tensor.fill(1))
          .isInstanceOf(FileChangedException.class)
          .hasMessageContaining(path.toString());
    }
    assertThat(Tensors.load(path).shape()).isEqualTo(SMALLER.shape());
  }

  @Test
  void savingOverFileThatNumpyMapsLeavesItsArrayAlone() throws IOException {
    numpy.ask("map", "path", path.toString());
    Tensors.save(path, Tensors.zeros(Tensors.load(path).dtype(), SMALLER.shape()));
    numpy.ask("sees", ORIGINAL);
    assertThat(Tensors.load(path).shape()).isEqualTo(SMALLER.shape());
  }

  /// A tensor may be saved over the very file that it is mapped from.
  @Test
  void savingViewOverItsOwnFileWorks() throws IOException {
    try (NpyFile file = NpyFile.open(path)) {
      Tensors.save(path, Tensors.asTensor(file).slice("::-1"));
      requireReport(file, "file key");
    }
    numpy.ask("saved_view", ORIGINAL, "path", path.toString(), "view", "a[::-1]");
  }

  private void overwrite(ArrayCase array) {
    numpy.ask("overwrite", array, "path", path.toString());
  }

  private void requireReport(NpyFile file, String subject) {
    assertThatThrownBy(file::checkUnchanged)
        .isInstanceOf(FileChangedException.class)
        .hasMessageContaining(subject)
        .hasMessageContaining(path.toString());
  }
}
