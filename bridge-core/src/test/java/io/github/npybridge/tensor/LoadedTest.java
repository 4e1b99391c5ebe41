package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LoadedTest extends FileContract implements MemoryContract.OrdersByTurns {
  LoadedTest() {
    super(MapMode.LOAD);
  }

  @Test
  void outlivesItsFile() throws IOException {
    Path path =
        write(folder.resolve("x.npy"), DType.INT32, Shape.of(4), MemoryOrder.C, new byte[16]);
    Tensor tensor;
    try (NpyFile file = NpyFile.open(path, mode)) {
      tensor = Tensors.asTensor(file);
    }
    byte[] before = Files.readAllBytes(path);
    tensor.fill(7);
    assertThat(Files.readAllBytes(path)).isEqualTo(before);
    Files.delete(path);
    assertThat(tensor.file()).isEmpty();
    assertThat(tensor.toIntArray()).containsOnly(7);
  }
}
