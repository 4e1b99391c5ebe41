package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Extremes, counts and sums of many elements, beside loops over single elements: in memory of
/// every kind, of lengths around those of blocks, with what is looked for at any place.
class ScanBlocksTest {
  /// Of a block off the heap.
  private static final int BLOCK = 4 * 4096;

  private static final int PLACES = 12;
  private static final long SEED = Long.getLong("npybridge.seed", 1);

  /// Numbers to fill memory with.
  private interface Numbers {
    long bits(long index);
  }

  private final Random random = new Random(SEED);

  static Stream<DType.Numeric> realDTypes() {
    return Elements.numericDTypes().filter(dtype -> !dtype.type().isComplex());
  }

  @ParameterizedTest
  @MethodSource("realDTypes")
  void agreesWithLoopsOverElements(DType.Numeric dtype) {
    int perBlock = BLOCK / dtype.itemSize();
    long most = -1L >>> (Long.SIZE - 8 * dtype.itemSize());
    List<Numbers> contents =
        List.of(
            i -> random.nextLong(),
            // Each block, and each part of it, has a new extreme.
            i -> i * most / (5L * perBlock),
            i -> most - i * most / (5L * perBlock),
            i -> most / 2 + random.nextInt(2),
            i -> 0,
            i -> most);
    for (int length : new int[] {1, 2, 31, 33, 1793, perBlock - 1, 3 * perBlock + 5}) {
      for (Numbers numbers : contents) {
        for (Tensor tensor : tensors(dtype, length)) {
          fill(tensor, numbers);
          check(tensor);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("realDTypes")
  void findsWhatIsAtOnePlaceOnly(DType.Numeric dtype) {
    int perBlock = BLOCK / dtype.itemSize();
    int length = 2 * perBlock + 77;
    int[] edges = {0, length - 1, perBlock - 1, perBlock};
    for (Tensor tensor : tensors(dtype, length)) {
      for (int i = 0; i < PLACES; i++) {
        tensor.reinterpret(integers(dtype)).fill(5);
        int place = i < edges.length ? edges[i] : random.nextInt(length);
        Tensor raw = tensor.reinterpret(integers(dtype));
        raw.setLong(0, place);
        check(tensor);
        raw.setLong(6 + random.nextInt(100), place);
        check(tensor);
        if (dtype.type().isFloat()) {
          tensor.setDouble(Double.NaN, place);
          check(tensor);
        }
      }
    }
  }

  /// In an array, off the heap, there with a byte in front, and backwards.
  private static List<Tensor> tensors(DType.Numeric dtype, int length) {
    Shape shape = Shape.of(length);
    long bytes = shape.byteSize(dtype.itemSize());
    MemorySegment memory = Arena.ofAuto().allocate(bytes + 1, Long.BYTES);
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(Tensors.zeros(dtype, shape));
    tensors.add(Tensors.asTensor(memory.asSlice(0, bytes), dtype, shape));
    tensors.add(Tensors.asTensor(memory.asSlice(1, bytes), dtype, shape));
    tensors.add(Tensors.asTensor(memory.asSlice(0, bytes), dtype, shape).flip());
    return tensors;
  }

  /// The dtype of the same bits.
  private static DType.Numeric integers(DType.Numeric dtype) {
    DType.Numeric integers =
        switch (dtype.itemSize()) {
          case 1 -> DType.UINT8;
          case 2 -> DType.UINT16;
          case 4 -> DType.UINT32;
          default -> DType.INT64;
        };
    return dtype.isNative() || dtype.itemSize() == 1
        ? integers
        : integers.withOrder(
            ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
                ? ByteOrder.LITTLE_ENDIAN
                : ByteOrder.BIG_ENDIAN);
  }

  private static void fill(Tensor tensor, Numbers numbers) {
    DType.Numeric dtype = (DType.Numeric) tensor.dtype();
    long most = -1L >>> (Long.SIZE - 8 * dtype.itemSize());
    Tensor raw = tensor.reinterpret(integers(dtype));
    for (long i = 0; i < tensor.size(); i++) {
      long bits = numbers.bits(i) & most;
      raw.setLong(dtype.type() == ScalarType.BOOL ? bits & 1 : bits, i);
    }
  }

  private static void check(Tensor tensor) {
    DType.Numeric dtype = (DType.Numeric) tensor.dtype();
    String what = dtype + " " + tensor.shape() + " by " + Arrays.toString(tensor.strides());
    if (dtype.type().isFloat()) {
      checkFloats(tensor, what);
    } else if (dtype.type() == ScalarType.BOOL) {
      checkTruth(tensor, what);
    } else {
      checkIntegers(tensor, what);
    }
  }

  private static void checkFloats(Tensor tensor, String what) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    long zeros = 0;
    long nans = 0;
    for (long i = 0; i < tensor.size(); i++) {
      double value = tensor.getDouble(i);
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
      zeros += value == 0 ? 1 : 0;
      nans += Double.isNaN(value) ? 1 : 0;
    }
    assertThat(Double.compare(tensor.min().getDouble(), least)).as(what).isZero();
    assertThat(Double.compare(tensor.max().getDouble(), greatest)).as(what).isZero();
    assertThat(tensor.countZero()).as(what).isEqualTo(zeros);
    assertThat(tensor.countNan()).as(what).isEqualTo(nans);
  }

  private static void checkTruth(Tensor tensor, String what) {
    long ones = 0;
    for (long i = 0; i < tensor.size(); i++) {
      ones += tensor.getBoolean(i) ? 1 : 0;
    }
    assertThat(tensor.sum().getLong()).as(what).isEqualTo(ones);
    assertThat(tensor.countZero()).as(what).isEqualTo(tensor.size() - ones);
    assertThat(tensor.min().getBoolean()).as(what).isEqualTo(ones == tensor.size());
    assertThat(tensor.max().getBoolean()).as(what).isEqualTo(ones > 0);
  }

  private static void checkIntegers(Tensor tensor, String what) {
    boolean unsigned = ((DType.Numeric) tensor.dtype()).kind() == 'u';
    long order = unsigned ? Long.MIN_VALUE : 0;
    Tensor bits = unsigned && tensor.dtype().itemSize() == 8 ? signed(tensor) : tensor;
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    long zeros = 0;
    BigInteger sum = BigInteger.ZERO;
    for (long i = 0; i < tensor.size(); i++) {
      long value = bits.getLong(i);
      least = Math.min(least, value ^ order);
      greatest = Math.max(greatest, value ^ order);
      zeros += value == 0 ? 1 : 0;
      sum = sum.add(new BigInteger(unsigned ? Long.toUnsignedString(value) : Long.toString(value)));
    }
    assertThat(tensor.min().get().toString()).as(what).isEqualTo(text(least ^ order, unsigned));
    assertThat(tensor.max().get().toString()).as(what).isEqualTo(text(greatest ^ order, unsigned));
    assertThat(tensor.countZero()).as(what).isEqualTo(zeros);
    assertThat(tensor.countNan()).as(what).isZero();
    assertThat(tensor.sum(DType.FLOAT64).getDouble()).as(what).isEqualTo(sum.doubleValue());
  }

  private static Tensor signed(Tensor tensor) {
    return tensor.reinterpret(integers((DType.Numeric) tensor.dtype()));
  }

  private static String text(long value, boolean unsigned) {
    return unsigned ? Long.toUnsignedString(value) : Long.toString(value);
  }
}
