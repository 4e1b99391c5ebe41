package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.ClosedFileException;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.store.NpyFileGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of a tensor when its memory ends, or belongs to another thread.
class LifecycleTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void makeFile() throws IOException {
    path = folder.resolve("x.npy");
    Tensors.save(path, Tensors.asTensor(new float[] {0, 1, 2, 3, 4, 5}).reshape(2, 3));
  }

  /// Every way to get at the elements of a float32 tensor of shape (2, 3).
  private Map<String, Runnable> uses(Tensor tensor) {
    Map<String, Runnable> uses = new LinkedHashMap<>();
    uses.put("fast getter", () -> tensor.getFloat(1, 2));
    uses.put("widening getter", () -> tensor.getDouble(1, 2));
    uses.put("getter of any rank", () -> tensor.unsqueeze(0).getFloat(0, 1, 2));
    uses.put("getter of a view", () -> tensor.select(0, 1).getFloat(2));
    uses.put("contentEquals", () -> tensor.contentEquals(tensor));
    uses.put(
        "contentEquals as argument",
        () -> Tensors.zeros(DType.FLOAT32, Shape.of(2, 3)).contentEquals(tensor));
    uses.put("copy", tensor::copy);
    uses.put("copy of a view", () -> tensor.slice("::-1").copy());
    uses.put("copy of an empty view", () -> tensor.slice("2:").copy());
    uses.put("to", () -> tensor.to(DType.INT8));
    uses.put("contiguous", () -> tensor.transpose().contiguous());
    uses.put("toFloatArray", tensor::toFloatArray);
    uses.put("toDoubleArray", tensor::toDoubleArray);
    uses.put("copyTo", () -> tensor.copyTo(new float[6]));
    uses.put("toString", () -> assertThat(tensor.toString()).isNotEmpty());
    uses.put("repr", tensor::repr);
    uses.put("digest", () -> TensorDigest.sha256(tensor));
    uses.put(
        "source of copyFrom", () -> Tensors.zeros(DType.FLOAT64, Shape.of(2, 3)).copyFrom(tensor));
    uses.put("save", () -> save(tensor));
    if (!tensor.isReadOnly()) {
      uses.put("fast setter", () -> tensor.setFloat(1, 1, 2));
      uses.put("exact setter", () -> tensor.setLong(1, 1, 2));
      uses.put("complex setter", () -> tensor.setComplex(new Complex(1, 0), 1, 2));
      uses.put("fill", () -> tensor.fill(1));
      uses.put("copyFrom", () -> tensor.copyFrom(Tensors.zeros(DType.FLOAT32, Shape.of(3))));
    }
    return uses;
  }

  private void save(Tensor tensor) {
    try {
      Tensors.save(folder.resolve("saved.npy"), tensor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkClosed(Tensor tensor) {
    uses(tensor)
        .forEach((name, use) ->
            assertThat(catchThrowable(use::run))
                .as(name)
                .isInstanceOf(ClosedFileException.class)
                .hasMessageContaining("file=" + path));
    assertThat(folder.toFile().list()).as("no half a file").containsExactly("x.npy");
    // What needs no memory goes on.
    assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(tensor.transpose().strides()).containsExactly(4, 12);
  }

  @ParameterizedTest
  @EnumSource(
      value = MapMode.class,
      names = {"READ_ONLY", "READ_WRITE", "COPY_ON_WRITE"})
  void everyUseAfterCloseNamesTheFile(MapMode mode) throws IOException {
    NpyFile file = NpyFile.open(path, mode);
    Tensor tensor = Tensors.asTensor(file);
    uses(tensor).forEach((name, use) -> assertThat(catchThrowable(use::run)).as(name).isNull());
    Files.delete(folder.resolve("saved.npy"));
    file.close();
    checkClosed(tensor);
    assertThatExceptionOfType(ClosedFileException.class).isThrownBy(() -> Tensors.asTensor(file));
  }

  @Test
  void everyUseAfterTheArenaNamesTheFile() throws IOException {
    Arena arena = Arena.ofConfined();
    Tensor tensor = Tensors.asTensor(NpyFile.open(path, MapMode.READ_WRITE, arena));
    arena.close();
    checkClosed(tensor);
  }

  @Test
  void everyUseAfterTheGroupNamesTheFile() throws IOException {
    Tensor tensor;
    try (NpyFileGroup group = NpyFileGroup.shared()) {
      tensor = Tensors.asTensor(group.open(path, MapMode.READ_WRITE));
    }
    checkClosed(tensor);
  }

  @Test
  void everyUseOfAnotherThreadsMemoryNamesTheFile() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      Tensor tensor = Tensors.asTensor(NpyFile.open(path, MapMode.READ_WRITE, arena));
      CompletableFuture.runAsync(() ->
              uses(tensor)
                  .forEach((name, use) -> {
                    if (!name.equals("copy of an empty view")) {
                      assertThat(catchThrowable(use::run))
                          .as(name)
                          .isInstanceOf(WrongThreadException.class)
                          .hasMessageContaining("file=" + path);
                    }
                  }))
          .get();
      assertThat(tensor.getFloat(1, 2)).isEqualTo(5);
    }
  }

  @Test
  void memoryOfACallersArenaEndsWithIt() {
    Tensor tensor;
    try (Arena arena = Arena.ofConfined()) {
      tensor = Tensors.asTensor(arena.allocate(24), DType.FLOAT32, Shape.of(2, 3));
      tensor.fill(1);
    }
    uses(tensor)
        .forEach((name, use) -> {
          if (!name.equals("copy of an empty view")) {
            assertThat(catchThrowable(use::run)).as(name).isInstanceOf(IllegalStateException.class);
          }
        });
  }

  @Test
  void aTensorOfAPathLivesAsLongAsItIsReachable() throws IOException {
    Tensor tensor = Tensors.asTensor(path).select(0, 1);
    for (int i = 0; i < 5; i++) {
      System.gc();
      assertThat(tensor.getFloat(2)).isEqualTo(5);
    }
    assertThat(tensor.file().orElseThrow().path()).isEqualTo(path);
  }
}
