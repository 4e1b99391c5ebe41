package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.Allocation;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Arrays beyond 2**31 elements and beyond 4 GiB, in files that are all holes but a few pages.
@Tag("large")
class LargeTensorTest {
  private static final long TWO_31 = 1L << 31;

  @TempDir Path folder;

  private NpyFile create(DType dtype, Shape shape, MemoryOrder order) throws IOException {
    return NpyFile.create(folder.resolve("x.npy"), dtype, shape, order, Allocation.SPARSE);
  }

  @Test
  void indicesGoBeyondTheRangeOfInt() throws IOException {
    long size = TWO_31 + 12345;
    try (NpyFile file = create(DType.INT8, Shape.of(size), MemoryOrder.C)) {
      Tensor tensor = Tensors.asTensor(file);
      assertThat(tensor.size()).isEqualTo(size);
      tensor.setByte((byte) 42, size - 1);
      tensor.setByte((byte) 41, TWO_31);
      assertThat(tensor.select(0, -1).getByte()).isEqualTo((byte) 42);
      assertThat(tensor.flip().getByte(0)).isEqualTo((byte) 42);
      assertThat(tensor.flip().getByte(12344)).isEqualTo((byte) 41);
      assertThat(tensor.slice("2147483640:2147483650").toByteArray())
          .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 41, 0);
      assertThat(tensor.slice("::1073741824").toByteArray()).containsExactly(0, 0, 41);
      assertThat(tensor.slice("::-1073741824").toByteArray()).containsExactly(42, 0, 0);
      tensor.slice("-3:").fill(7);
      assertThat(tensor.getByte(size - 4)).isZero();
      assertThat(tensor.getByte(size - 3)).isEqualTo((byte) 7);
      assertThat(tensor.toString()).isEqualTo("[0 0 0 ... 7 7 7]");
      String message =
          "toArray: expected fewer than 2**31 elements, found "
              + size
              + "; copy parts (slice), or read in place";
      assertThatIllegalArgumentException().isThrownBy(tensor::toByteArray).withMessage(message);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tensor.copyTo(new byte[7]))
          .withMessage("copyTo: expected an array of " + size + " elements, found one of 7");
      try (NpyFile again = NpyFile.open(file.path(), MapMode.READ_ONLY)) {
        assertThat(Tensors.asTensor(again).getByte(TWO_31)).isEqualTo((byte) 41);
      }
    }
  }

  @Test
  void bytesGoBeyondFourGiB() throws IOException {
    long rows = 70_000;
    long columns = 20_000;
    for (MemoryOrder order : MemoryOrder.values()) {
      try (NpyFile file = create(DType.FLOAT32, Shape.of(rows, columns), order)) {
        Tensor tensor = Tensors.asTensor(file);
        assertThat(tensor.byteSize()).isEqualTo(5_600_000_000L);
        tensor.setFloat(1.5f, rows - 1, columns - 1);
        tensor.select(0, rows - 1).slice("-3:-1").fill(2.5);
        assertThat(tensor.getFloat(rows - 1, columns - 1)).isEqualTo(1.5f);
        assertThat(tensor.slice("-1, -4:").toFloatArray()).containsExactly(0, 2.5f, 2.5f, 1.5f);
        assertThat(tensor.transpose().getFloat(columns - 2, rows - 1)).isEqualTo(2.5f);
        assertThat(tensor.flip().slice("0, :4").toFloatArray())
            .containsExactly(1.5f, 2.5f, 2.5f, 0);

        Tensor corners = tensor.slice("::69999, ::19999");
        assertThat(corners.toFloatArray()).containsExactly(0, 0, 0, 1.5f);
        assertThat(corners.contentEquals(corners.copy())).isTrue();
        corners.copyFrom(Tensors.asTensor(new float[] {1, 2, 3, 4}).reshape(2, 2));
        assertThat(tensor.getFloat(rows - 1, 0)).isEqualTo(3);
        assertThat(tensor.getFloat(rows - 1, columns - 1)).isEqualTo(4);
        if (order == MemoryOrder.C) {
          assertThat(tensor.reshape(-1).getFloat(rows * columns - 1)).isEqualTo(4);
        }
      }
    }
  }

  @Test
  void aBroadcastViewMayBeLargerThanAnyMemory() {
    Tensor wide = Tensors.asTensor(new byte[] {3}).broadcastTo(1L << 40, 1L << 20);
    assertThat(wide.getByte((1L << 40) - 1, (1L << 20) - 1)).isEqualTo((byte) 3);
    assertThat(wide.slice("::1099511627775, 5").toByteArray()).containsExactly(3, 3);
    assertThatIllegalArgumentException().isThrownBy(wide::toByteArray);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wide.broadcastTo(1L << 4, 1L << 40, 1L << 20))
        .withMessageContaining("expected fewer than 2**63 elements");
  }
}
