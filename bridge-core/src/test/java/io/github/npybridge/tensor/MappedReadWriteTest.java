package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MappedReadWriteTest extends FileContract {
  MappedReadWriteTest() {
    super(MapMode.READ_WRITE);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void whatIsWrittenIsInTheFileAtOnceAndInItsOrder(Layout layout) throws IOException {
    Shape shape = Shape.of(3, 4);
    DType dtype = layout.dtype();
    byte[] zeros = new byte[12 * dtype.itemSize()];
    Path path = write(folder.resolve("x.npy"), dtype, shape, layout.order(), zeros);
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      Tensor tensor = SegmentMemory.tensor(file.segment(), dtype, shape, layout.order());
      byte[] numbers = Elements.counting(dtype, 12);
      tensor.copyFrom(Elements.over(numbers, dtype, 3, 4));
      assertThat(data(path, file))
          .isEqualTo(Elements.arrange(numbers, dtype, shape, layout.order()));

      Tensor element = tensor.select(0, 2).select(0, 1);
      element.copyFrom(Tensors.zeros(dtype, Shape.scalar()));
      Arrays.fill(numbers, 9 * dtype.itemSize(), 10 * dtype.itemSize(), (byte) 0);
      assertThat(data(path, file))
          .isEqualTo(Elements.arrange(numbers, dtype, shape, layout.order()));
    }
  }

  private static byte[] data(Path path, NpyFile file) throws IOException {
    byte[] all = Files.readAllBytes(path);
    return Arrays.copyOfRange(all, (int) file.header().dataOffset(), all.length);
  }

  @Test
  void refusalsToWriteABroadcastViewDoNotBlameTheFile() throws IOException {
    Path path =
        write(folder.resolve("x.npy"), DType.INT32, Shape.of(1), MemoryOrder.C, new byte[4]);
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      Tensor wide = Tensors.asTensor(file).broadcastTo(3);
      assertThatExceptionOfType(ReadOnlyTensorException.class)
          .isThrownBy(() -> wide.setInt(1, 0))
          .withMessage(
              "tensor: expected one that may be written; it is a broadcast view or a view of"
                  + " read-only memory; write to a copy()");
    }
  }
}
