package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.FileChangedException;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SaveTest {
  @TempDir Path folder;

  /// A tensor of many blocks, no part of which is like another.
  private static Tensor numbers(long... dims) {
    long size = Shape.of(dims).size();
    int[] array = new int[(int) size];
    for (int i = 0; i < array.length; i++) {
      array[i] = i;
    }
    return Tensors.asTensor(array).reshape(dims);
  }

  private void checkRoundTrip(Tensor tensor, MemoryOrder order) throws IOException {
    Path path = folder.resolve("x.npy");
    Tensors.save(path, tensor);
    try (NpyFile file = NpyFile.open(path)) {
      assertThat(file.header().dtype()).isEqualTo(tensor.dtype());
      assertThat(file.header().shape()).isEqualTo(tensor.shape());
      assertThat(file.header().order()).isEqualTo(order);
      assertThat(Tensors.asTensor(file).contentEquals(tensor)).isTrue();
    }
    assertThat(Tensors.load(path).contentEquals(tensor)).isTrue();
  }

  @Test
  void keepsFortranOrderAndWritesWhatHasGapsInCOrder() throws IOException {
    Tensor matrix = numbers(500, 700);
    checkRoundTrip(matrix, MemoryOrder.C);
    checkRoundTrip(matrix.transpose(), MemoryOrder.FORTRAN);
    checkRoundTrip(matrix.transpose().slice(":, :300"), MemoryOrder.FORTRAN);
    checkRoundTrip(matrix.slice("::2"), MemoryOrder.C);
    checkRoundTrip(matrix.flip(), MemoryOrder.C);
    checkRoundTrip(matrix.reshape(10, 50, 700).permute(1, 2, 0), MemoryOrder.C);
    checkRoundTrip(matrix.select(0, 3).broadcastTo(400, 700), MemoryOrder.C);
    // Contiguous both ways is C order.
    checkRoundTrip(matrix.slice(":1").transpose(), MemoryOrder.C);
    checkRoundTrip(matrix.slice(":0").transpose(), MemoryOrder.C);
    checkRoundTrip(matrix.select(0, 1).select(0, 2), MemoryOrder.C);
  }

  @Test
  void keepsTheByteOrder() throws IOException {
    for (DType dtype : List.of(DType.of(">f8"), DType.of("<i2"), DType.of(">c8"))) {
      Tensor tensor = numbers(300, 500).slice("::100, ::100").to(dtype);
      checkRoundTrip(tensor, MemoryOrder.C);
      checkRoundTrip(tensor.transpose(), MemoryOrder.FORTRAN);
    }
  }

  @Test
  void takesItemsLargerThanItsBlocks() throws IOException {
    byte[] bytes = new byte[3 * 400_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 7 + i / 1000);
    }
    Tensor tensor = Elements.over(bytes, new DType.Raw(400_000), 3);
    checkRoundTrip(tensor, MemoryOrder.C);
    checkRoundTrip(tensor.flip(), MemoryOrder.C);
  }

  @Test
  void aMappedFileCanBeReplacedByItsOwnElements() throws IOException {
    Path path = folder.resolve("x.npy");
    Tensors.save(path, numbers(400, 300));
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      Tensor old = Tensors.asTensor(file);
      Tensors.save(path, old.flip().slice(":, ::2"));
      assertThat(old.contentEquals(numbers(400, 300))).as("the old mapping").isTrue();
      Tensor expected = numbers(400, 300).flip().slice(":, ::2");
      assertThat(Tensors.load(path).contentEquals(expected)).isTrue();
      old.fill(0);
      assertThat(Tensors.load(path).contentEquals(expected)).as("the new file").isTrue();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows shortens no file that is mapped")
  void aSaveThatFailsLeavesTheOldFile() throws IOException {
    Path target = folder.resolve("target.npy");
    Tensors.save(target, numbers(3));
    byte[] before = Files.readAllBytes(target);
    Path source = folder.resolve("source.npy");
    Tensors.save(source, numbers(600, 500));
    try (NpyFile file = NpyFile.open(source);
        FileChannel channel = FileChannel.open(source, StandardOpenOption.WRITE)) {
      Tensor tensor = Tensors.asTensor(file);
      // The first blocks are still there.
      channel.truncate(900_000);
      assertThatExceptionOfType(FileChangedException.class)
          .isThrownBy(() -> Tensors.save(target, tensor))
          .withMessageContaining("file=" + source);
    }
    assertThat(Files.readAllBytes(target)).isEqualTo(before);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(source, target);
    }
  }

  @Test
  void namesTheTargetThatCannotBeWritten() throws IOException {
    assertThatThrownBy(() -> Tensors.save(folder.resolve("none/x.npy"), numbers(3)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(folder.resolve("none").toString());
    Path directory = Files.createDirectory(folder.resolve("directory"));
    assertThatThrownBy(() -> Tensors.save(directory, numbers(3)))
        .isInstanceOf(NpyFormatException.class)
        .hasMessageContaining(directory.toString());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(directory);
    }
  }

  @Test
  void filesThatAreNotThereAreNamed() {
    Path path = folder.resolve("none.npy");
    assertThatThrownBy(() -> Tensors.asTensor(path))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(path.toString());
    assertThatThrownBy(() -> Tensors.load(path)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void convertsWhileItSaves() throws IOException {
    Path path = folder.resolve("x.npy");
    Tensor matrix = numbers(500, 700);
    List<Long> progress = new ArrayList<>();
    for (MemoryOrder order : MemoryOrder.values()) {
      for (String dtype : List.of("float64", ">f2", "complex64", ">i4", "|b1", "uint8")) {
        progress.clear();
        Tensor source = order == MemoryOrder.C ? matrix : matrix.transpose();
        Tensors.save(
            path,
            source,
            SaveOptions.DEFAULT
                .withDtype(DType.of(dtype))
                .withOrder(order)
                .withProgress(progress::add));
        try (NpyFile file = NpyFile.open(path)) {
          assertThat(file.header().dtype()).isEqualTo(DType.of(dtype));
          assertThat(file.header().order()).isEqualTo(order);
          assertThat(Tensors.asTensor(file).contentEquals(source.to(DType.of(dtype)))).isTrue();
          assertThat(progress).isSorted();
          assertThat(progress.getLast()).isEqualTo(file.header().dataSize());
        }
      }
    }
  }

  @Test
  void reordersTheBytesOfWhateverHasAnOrder() throws IOException {
    Path path = folder.resolve("x.npy");
    for (String text :
        List.of("<U3", "<M8[s]", "<f16", "[('a', '<i2'), ('b', '>f8', (2,)), ('c', '|S3')]")) {
      DType dtype = DType.of(text);
      byte[] bytes = new byte[6 * dtype.itemSize()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) i;
      }
      Tensor tensor = Elements.over(bytes, dtype, 2, 3);
      DType big = dtype.withOrder(ByteOrder.BIG_ENDIAN);
      Tensors.save(
          path, tensor.transpose(), SaveOptions.DEFAULT.withDtype(big).withOrder(MemoryOrder.C));
      Tensor saved = Tensors.load(path);
      assertThat(saved.dtype()).isEqualTo(big);
      assertThat(saved.contentEquals(tensor.transpose())).isTrue();
      assertThat(saved.to(dtype).transpose().contentEquals(tensor)).isTrue();
      Tensor target = Tensors.zeros(big, Shape.of(2, 6)).slice(":, ::2");
      target.copyFrom(tensor);
      assertThat(target.contentEquals(tensor)).isTrue();
    }
  }

  @Test
  void aRefusedValueLeavesTheOldFileAndNamesItsPlace() throws IOException {
    Path path = folder.resolve("x.npy");
    Tensors.save(path, numbers(3));
    Tensor floats = numbers(500, 700).to(DType.FLOAT64);
    floats.setDouble(Double.NaN, 400, 600);
    for (MemoryOrder order : MemoryOrder.values()) {
      assertThatExceptionOfType(UnrepresentableValueException.class)
          .isThrownBy(() ->
              Tensors.save(
                  path, floats, SaveOptions.DEFAULT.withDtype(DType.INT32).withOrder(order)))
          .withMessageContaining("found NaN at index [400, 600]");
    }
    assertThat(Tensors.load(path).contentEquals(numbers(3))).isTrue();
    try (var names = Files.list(folder)) {
      assertThat(names).hasSize(1);
    }
  }
}
