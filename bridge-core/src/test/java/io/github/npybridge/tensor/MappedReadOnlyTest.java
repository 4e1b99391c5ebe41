package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.MapMode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MappedReadOnlyTest extends FileContract {
  MappedReadOnlyTest() {
    super(MapMode.READ_ONLY);
  }

  @Test
  void refusalsToWriteNameTheFileAndTheRemedy() throws IOException {
    Path path =
        write(folder.resolve("x.npy"), DType.INT32, Shape.of(2), MemoryOrder.C, new byte[8]);
    Tensor tensor = Tensors.asTensor(path);
    String message =
        "tensor: expected one that may be written; "
            + path
            + " was opened READ_ONLY; open it"
            + " READ_WRITE to change the file, COPY_ON_WRITE to change a private copy";
    assertThat(tensor.file().orElseThrow().mode()).isEqualTo(MapMode.READ_ONLY);
    assertThatExceptionOfType(ReadOnlyTensorException.class)
        .isThrownBy(() -> tensor.setInt(1, 0))
        .withMessage(message);
    assertThatExceptionOfType(ReadOnlyTensorException.class)
        .isThrownBy(() -> tensor.select(0, 1).fill(1))
        .withMessage(message);
    assertThatExceptionOfType(ReadOnlyTensorException.class)
        .isThrownBy(() -> tensor.flip().copyFrom(tensor))
        .withMessage(message);
    assertThat(tensor.copy().isReadOnly()).isFalse();
  }
}
