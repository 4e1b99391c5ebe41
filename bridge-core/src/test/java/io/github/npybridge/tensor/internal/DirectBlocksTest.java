package io.github.npybridge.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// What is computed in blocks off the heap is what the windows over an array give: for no block,
/// whole blocks and what is left of one, aligned or not.
class DirectBlocksTest {
  private static final List<Integer> LENGTHS =
      List.of(1, 2048, 4096, 16384, 16384 + 2048 + 13, 70_001);

  private static final List<Integer> OFFSETS = List.of(0, 1, 4, 128);

  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void close() {
    arena.close();
  }

  /// The same elements off the heap and on it.
  private record Twins(Tensor direct, Tensor array) {
    void assertEqual(String what) {
      assertThat(direct.contentEquals(array)).as(what).isTrue();
    }
  }

  private List<Twins> twins(DType dtype) {
    Random random = new Random(5);
    return LENGTHS.stream()
        .flatMap(length -> OFFSETS.stream().map(offset -> twins(dtype, length, offset, random)))
        .toList();
  }

  private Twins twins(DType dtype, int length, int offset, Random random) {
    Tensor array = Tensors.zeros(dtype, Shape.of(length));
    ScalarType type = ((DType.Numeric) dtype).type();
    boolean isReal = type.isFloat() || type.isComplex();
    for (int i = 0; i < length; i++) {
      if (isReal) {
        array.setDouble(random.nextInt(1 << 7) - 64, i);
      } else {
        array.setLong(random.nextInt(1 << 7), i);
      }
    }
    long size = (long) length * dtype.itemSize();
    MemorySegment memory = arena.allocate(size + offset, 4096).asSlice(offset);
    Tensor direct = Tensors.asTensor(memory, dtype, Shape.of(length));
    direct.copyFrom(array);
    return new Twins(direct, array);
  }

  @ParameterizedTest
  @EnumSource(value = ScalarType.class, mode = Mode.EXCLUDE, names = "BOOL")
  void sums(ScalarType type) {
    for (Twins twins : twins(DType.of(type))) {
      Tensor sum = twins.direct.sum();
      Tensor expected = twins.array.sum();
      if (type.isComplex()) {
        assertThat(sum.getComplex()).isEqualTo(expected.getComplex());
      } else {
        // Whole numbers of this size have an exact sum in any order.
        assertThat(sum.getDouble()).isCloseTo(expected.getDouble(), within(0.0));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ScalarType.class,
      mode = Mode.INCLUDE,
      names = {"FLOAT32", "FLOAT64"})
  void multipliesAndAdds(ScalarType type) {
    for (Twins twins : twins(DType.of(type))) {
      twins.direct.multiply(1.1);
      twins.array.multiply(1.1);
      twins.assertEqual("product");
      twins.direct.add(0.3);
      twins.array.add(0.3);
      twins.assertEqual("sum");
    }
  }

  @ParameterizedTest
  @EnumSource(value = ScalarType.class, mode = Mode.EXCLUDE, names = "BOOL")
  void fills(ScalarType type) {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      for (Twins twins : twins(DType.of(type).withOrder(order))) {
        twins.direct.fill(97);
        twins.array.fill(97);
        twins.assertEqual("filled");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ScalarType.class,
      mode = Mode.EXCLUDE,
      names = {"BOOL", "INT8", "UINT8"})
  void swaps(ScalarType type) {
    DType swapped = DType.of(type).withOrder(ByteOrder.BIG_ENDIAN);
    for (Twins twins : twins(DType.of(type))) {
      long length = twins.array.size();
      for (int offset : OFFSETS) {
        MemorySegment memory = arena.allocate(length * type.itemSize() + offset, 4096);
        Tensor direct = Tensors.asTensor(memory.asSlice(offset), swapped, Shape.of(length));
        direct.copyFrom(twins.direct);
        Tensor array = Tensors.zeros(swapped, Shape.of(length));
        array.copyFrom(twins.array);
        new Twins(direct, array).assertEqual("swapped");
      }
    }
  }
}
