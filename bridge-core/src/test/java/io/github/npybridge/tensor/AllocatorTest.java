package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.ClosedFileException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AllocatorTest {
  @TempDir Path folder;

  private final Tensor source =
      Tensors.asTensor(new double[] {0, 1, 2, 3, 4, 5}).reshape(2, 3).transpose();

  @Test
  void theHeapIsTheDefault() {
    assertThat(source.to(DType.FLOAT32).transpose().asSegment().heapBase())
        .get()
        .isInstanceOf(float[].class);
    Tensor onHeap = source.to(DType.FLOAT32, Allocator.heap());
    assertThat(onHeap.transpose().asSegment().heapBase()).get().isInstanceOf(float[].class);
    assertThat(onHeap.strides()).isEqualTo(source.to(DType.FLOAT32).strides());
  }

  @Test
  void anArenaOwnsItsResults() {
    Tensor result;
    try (Arena arena = Arena.ofConfined()) {
      result = source.to(DType.INT16, Allocator.arena(arena));
      assertThat(result.transpose().asSegment().isNative()).isTrue();
      assertThat(result.contentEquals(source.to(DType.INT16))).isTrue();
      assertThat(result.strides()).containsExactly(2, 6);
    }
    Throwable error = catchThrowable(() -> result.getShort(0, 0));
    assertThat(error).isInstanceOf(IllegalStateException.class);
    assertThat(error).isNotInstanceOf(ClosedFileException.class);
  }

  @Test
  void anOwnAllocatorMayReturnMoreAndAnyContent() {
    byte[] pool = new byte[100];
    Arrays.fill(pool, (byte) 7);
    Allocator allocator = (dtype, count) -> MemorySegment.ofArray(pool).asSlice(3);
    Tensor result = source.to(DType.FLOAT64, allocator);
    assertThat(result.contentEquals(source)).isTrue();
    result.setDouble(9, 0, 0);
    assertThat(pool[3 + 7]).as("the pool is the memory").isEqualTo((byte) 0x40);
  }

  @Test
  void refusesMemoryThatWillNotDo() {
    Allocator tooShort = (dtype, count) -> MemorySegment.ofArray(new byte[11]);
    assertThatThrownBy(() -> source.to(DType.INT16, tooShort))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("allocator: expected 12 bytes that may be written, found 11");
    Allocator readOnly = (dtype, count) -> MemorySegment.ofArray(new byte[12]).asReadOnly();
    assertThatThrownBy(() -> source.to(DType.INT16, readOnly))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("allocator: expected 12 bytes that may be written, found 12 that may not");
  }

  /// In JVMs of their own, because what is allowed is a flag.
  @EnabledOnOs(value = OS.LINUX, disabledReason = "huge pages are asked for on Linux only")
  @Test
  void hugePagesAreForThoseWhoAllowNativeCalls() throws Exception {
    assertThat(Fork.run(folder, List.of(), HugePagesProgram.class))
        .as("no warning either")
        .isEqualToIgnoringNewLines("absent");
    String allowed = "--enable-native-access=ALL-UNNAMED";
    assertThat(Fork.run(folder, List.of(allowed), HugePagesProgram.class))
        .isEqualToIgnoringNewLines("native, then on the heap: 3.0");
  }

  /// Makes a large and a small result.
  static final class HugePagesProgram {
    private HugePagesProgram() {}

    public static void main(String[] args) {
      var allocator = Allocator.hugePages();
      if (allocator.isEmpty()) {
        System.out.println("absent");
        return;
      }
      Tensor ones = Tensors.zeros(DType.INT8, Shape.of(5, 1 << 20));
      ones.fill(1);
      Tensor large = ones.to(DType.FLOAT32, allocator.get());
      Tensor small = ones.slice(":3, :1").to(DType.FLOAT32, allocator.get());
      System.out.printf(
          "%s, then %s: %s%n",
          large.asSegment().isNative() && large.sum().getFloat() == 5 << 20 ? "native" : "wrong",
          small.asSegment().heapBase().isPresent() ? "on the heap" : "wrong",
          small.sum().getFloat());
    }
  }
}
