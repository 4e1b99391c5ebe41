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

class CopyOnWriteTest extends FileContract implements MemoryContract.OrdersByTurns {
  CopyOnWriteTest() {
    super(MapMode.COPY_ON_WRITE);
  }

  @Test
  void writesStayInMemory() throws IOException {
    Path path =
        write(folder.resolve("x.npy"), DType.INT32, Shape.of(4), MemoryOrder.C, new byte[16]);
    byte[] before = Files.readAllBytes(path);
    try (NpyFile file = NpyFile.open(path, mode);
        NpyFile other = NpyFile.open(path, mode)) {
      Tensor tensor = Tensors.asTensor(file);
      tensor.fill(7);
      assertThat(tensor.toIntArray()).containsOnly(7);
      assertThat(Tensors.asTensor(other).toIntArray()).containsOnly(0);
      assertThat(Files.readAllBytes(path)).isEqualTo(before);
    }
  }
}
