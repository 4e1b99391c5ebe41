package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `asTensor`, `asArray` and `tensor` make of the objects that only Java has; what they share
/// with Python is in the oracle's test.
class AsTensorTest {
  private static final AsArrayOptions NEVER = AsArrayOptions.DEFAULT.withCopy(CopyPolicy.NEVER);

  @TempDir Path folder;

  private static void check(Object source, DType dtype, String expected, long... dims) {
    Tensor tensor = Tensors.asTensor(source);
    assertThat(tensor.dtype()).isEqualTo(dtype);
    assertThat(tensor.shape()).isEqualTo(Shape.of(dims));
    assertThat(tensor.toString().replaceAll("\\s+", " ")).isEqualTo(expected);
    assertThat(tensor.isView()).isFalse();
    assertThatExceptionOfType(CopyRequiredException.class)
        .isThrownBy(() -> Tensors.asArray(source, NEVER))
        .withMessage("can't alias arbitrary sequence into a tensor.");
  }

  @Test
  void boxesAreScalarsOfTheirWidth() {
    check(true, DType.BOOL, "True");
    check((byte) -1, DType.INT8, "-1");
    check((short) -1, DType.INT16, "-1");
    check('\uffff', DType.UINT16, "65535");
    check(-1, DType.INT32, "-1");
    check(-1L, DType.INT64, "-1");
    check(0.1f, DType.FLOAT32, "0.1");
    check(0.1, DType.FLOAT64, "0.1");
    check(new BigInteger("-9223372036854775808"), DType.INT64, "-9223372036854775808");
    check(new BigInteger("9223372036854775808"), DType.UINT64, "9223372036854775808");
    check(new BigDecimal("0.1"), DType.FLOAT64, "0.1");
    check(new Complex(1, -2), DType.COMPLEX128, "(1-2j)");
  }

  @Test
  void arraysInArraysAndListsAreAxes() {
    check(new int[][] {{1, 2}, {3, 4}}, DType.INT32, "[[1 2] [3 4]]", 2, 2);
    check(new boolean[] {true, false}, DType.BOOL, "[ True False]", 2);
    check(new char[][] {{'a'}}, DType.UINT16, "[[97]]", 1, 1);
    check(new Object[] {1, 2.5}, DType.FLOAT64, "[1. 2.5]", 2);
    check(List.of(new float[] {1}, List.of(2)), DType.FLOAT64, "[[1.] [2.]]", 2, 1);
    check(new double[3][0], DType.FLOAT64, "[]", 3, 0);
    check(new int[0][0], DType.FLOAT64, "[]", 0);
    check(List.of(List.of(), List.of()), DType.FLOAT64, "[]", 2, 0);
    check(new ArrayDeque<>(List.of(1, 2)), DType.INT32, "[1 2]", 2);
    check(new LinkedHashSet<>(List.of(2, 1)), DType.INT32, "[2 1]", 2);
    check(List.of((short) 1, new char[0].length), DType.INT32, "[1 0]", 2);
    check(List.of((byte) 1, 'a'), DType.INT32, "[ 1 97]", 2);
    check(
        List.of(1L, BigInteger.ONE.shiftLeft(63)),
        DType.FLOAT64,
        "[1.00000000e+00 9.22337204e+18]",
        2);
  }

  @Test
  void tensorsInListsAreStacked() {
    Tensor row = Tensors.asTensor(new short[] {1, 2}).to(DType.of(">i2"));
    check(List.of(row, row.flip()), DType.INT16, "[[1 2] [2 1]]", 2, 2);
    check(List.of(row.select(0, 0), 0.5f), DType.FLOAT32, "[1. 0.5]", 2);
    Tensor half = Tensors.asTensor(new float[] {1}).to(DType.FLOAT16);
    List<Tensor> mixed = List.of(half, half.to(DType.BFLOAT16));
    assertThatExceptionOfType(CastRefusedException.class)
        .isThrownBy(() -> Tensors.asTensor(mixed))
        .withMessage(
            "expected elements of dtypes that have one in common, found float16 and, at index [1],"
                + " bfloat16; name the dtype that is wanted");
    assertThat(Tensors.asTensor(mixed, DType.FLOAT32)).hasToString("[[1.]\n [1.]]");
  }

  @Test
  void whatCanBeIteratedOnceIsIteratedOnce() {
    Iterator<Object> iterator = List.<Object>of(1, 2, 3).iterator();
    Iterable<Object> once = () -> iterator;
    assertThat(Tensors.asTensor(once)).hasToString("[1 2 3]");
  }

  @Test
  void longListsAreConvertedAsAWhole() {
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      rows.add(
          i % 3 == 0 ? new long[] {i, -i} : i % 3 == 1 ? List.of(i, -i) : List.of(i, -(double) i));
    }
    Tensor tensor = Tensors.asTensor(rows, DType.of(">i2"));
    for (int i = 0; i < 1000; i++) {
      assertThat(tensor.getShort(i, 0)).isEqualTo((short) i);
      assertThat(tensor.getShort(i, 1)).isEqualTo((short) -i);
    }
  }

  private static void checkRefused(Object source, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensors.asTensor(source))
        .withMessage(message);
  }

  @Test
  void whatIsNoArrayIsRefusedWithItsPlace() {
    checkRefused(null, "non-numeric element null at []");
    checkRefused("abc", "non-numeric element java.lang.String at [] (too many dimensions 'str')");
    checkRefused(
        List.of(List.of(1, "a")),
        "non-numeric element java.lang.String at [0, 1] (too many dimensions 'str')");
    checkRefused(new Integer[] {1, null}, "non-numeric element null at [1]");
    checkRefused(Map.of(), "non-numeric element java.util.ImmutableCollections$MapN at []");
    checkRefused(
        List.of(Set.of(1)),
        "non-numeric element java.util.ImmutableCollections$Set12 at [0] (a set has no order)");
    checkRefused(List.of(Path.of("x")), "non-numeric element sun.nio.fs.UnixPath at [0]");
    checkRefused(
        List.of(List.of(1, 2), List.of(3)),
        "expected sequence of length 2 at dim 1 (got 1) at index [1]");
    checkRefused(
        List.of(List.of(1), 2),
        "expected sequence of length 1 at dim 1 (got a scalar) at index [1]");
    checkRefused(
        List.of(1, List.of(2)),
        "expected a scalar at dim 1 (got a sequence of length 1) at index [1]");
    checkRefused(
        List.of(List.of(), List.of(1)),
        "expected sequence of length 0 at dim 1 (got 1) at index [1]");
    checkRefused(new int[][] {{1}, null}, "non-numeric element null at [1]");
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensors.asTensor(endless))
        .withMessageStartingWith("expected at most 64 levels of lists at dim 64");
  }

  private static void checkTooLarge(Object source, DType dtype, String value, long... index) {
    assertThatExceptionOfType(UnrepresentableValueException.class)
        .isThrownBy(() -> Tensors.asTensor(source, dtype))
        .withMessageStartingWith(
            "value cannot be converted to type "
                + dtype.name()
                + " without overflow: found "
                + value
                + " at index "
                + Arrays.toString(index))
        .satisfies(e -> assertThat(e.index()).isEqualTo(index));
  }

  @Test
  void numbersThatDoNotFitAreRefusedWithTheirPlace() {
    checkTooLarge(List.of(1, 300), DType.INT8, "300", 1);
    checkTooLarge(List.of(1, -1), DType.UINT8, "-1", 1);
    checkTooLarge(new int[][] {{1, 2}, {3, 70000}}, DType.UINT16, "70000", 1, 1);
    checkTooLarge(new double[][] {{1, Double.NaN}}, DType.INT64, "NaN", 0, 1);
    checkTooLarge(-1L, DType.UINT64, "-1");
    checkTooLarge(List.of(0, BigInteger.TWO.pow(64)), DType.INT32, "18446744073709551616", 1);
    checkTooLarge(List.of(0, BigInteger.TWO.pow(63)), DType.INT64, "9223372036854775808", 1);
    assertThat(Tensors.asTensor(BigInteger.TWO.pow(64), DType.FLOAT32).getFloat())
        .isEqualTo(0x1p64f);
    assertThatExceptionOfType(UnrepresentableValueException.class)
        .isThrownBy(() -> Tensors.asTensor(BigInteger.TWO.pow(64)));
    assertThatExceptionOfType(CastRefusedException.class)
        .isThrownBy(() -> Tensors.asTensor(List.of(1, new Complex(1, 0)), DType.FLOAT64))
        .withMessage(
            "expected real numbers for float64, found a complex one at index [1]; a complex dtype"
                + " holds it");
    assertThatExceptionOfType(CastRefusedException.class)
        .isThrownBy(() -> Tensors.asTensor(List.of(1), DType.of("S3")))
        .withMessage("sequence: expected a numeric dtype for its numbers, found |S3");
  }

  static List<Buffer> typedBuffers() {
    ByteBuffer direct = ByteBuffer.allocateDirect(64).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer heap = ByteBuffer.allocate(64).order(ByteOrder.BIG_ENDIAN);
    return List.of(
        direct.asShortBuffer(),
        heap.asShortBuffer(),
        ShortBuffer.allocate(8),
        direct.asCharBuffer(),
        heap.asCharBuffer(),
        CharBuffer.allocate(8),
        direct.asIntBuffer(),
        heap.asIntBuffer(),
        IntBuffer.allocate(8),
        direct.asLongBuffer(),
        heap.asLongBuffer(),
        LongBuffer.allocate(8),
        direct.asFloatBuffer(),
        heap.asFloatBuffer(),
        FloatBuffer.allocate(8),
        direct.asDoubleBuffer(),
        heap.asDoubleBuffer(),
        DoubleBuffer.allocate(8));
  }

  private static void put(Buffer buffer, int index, int value) {
    switch (buffer) {
      case ShortBuffer b -> b.put(index, (short) value);
      case CharBuffer b -> b.put(index, (char) value);
      case IntBuffer b -> b.put(index, value);
      case LongBuffer b -> b.put(index, value);
      case FloatBuffer b -> b.put(index, value);
      case DoubleBuffer b -> b.put(index, value);
      default -> throw new IllegalArgumentException(buffer.toString());
    }
  }

  private static double get(Buffer buffer, int index) {
    return switch (buffer) {
      case ShortBuffer b -> b.get(index);
      case CharBuffer b -> b.get(index);
      case IntBuffer b -> b.get(index);
      case LongBuffer b -> b.get(index);
      case FloatBuffer b -> b.get(index);
      case DoubleBuffer b -> b.get(index);
      default -> throw new IllegalArgumentException(buffer.toString());
    };
  }

  @ParameterizedTest
  @MethodSource("typedBuffers")
  void buffersAreSharedFromPositionToLimitInTheirOrder(Buffer buffer) {
    buffer.position(2).limit(5);
    Tensor tensor = Tensors.asArray(buffer, NEVER);
    assertThat(tensor.shape()).isEqualTo(Shape.of(3));
    put(buffer, 2, 300);
    assertThat(tensor.getDouble(0)).isEqualTo(300);
    tensor.select(0, 2).fill(77);
    assertThat(get(buffer, 4)).isEqualTo(77);
    assertThat(buffer.position()).isEqualTo(2);
    assertThat(tensor.isView()).isTrue();
    assertThat(Tensors.asTensor(buffer, DType.COMPLEX128).isView()).isFalse();
  }

  @Test
  void aByteBufferTakesItsElementsFromTheDTypeAndTheirOrderFromItself() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 0, 1, 0, 2}).position(1);
    Tensor big = Tensors.asArray(buffer, NEVER.withDtype(DType.INT16));
    assertThat(big.dtype()).hasToString(">i2");
    assertThat(big.toIntArray()).containsExactly(1, 2);
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    assertThat(Tensors.asTensor(buffer, DType.INT16).toIntArray()).containsExactly(256, 512);
    Tensor readOnly = Tensors.asTensor(buffer.asReadOnlyBuffer(), DType.UINT8);
    assertThat(readOnly.isReadOnly()).isTrue();
    assertThat(readOnly.toIntArray()).containsExactly(0, 1, 0, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensors.asTensor(buffer))
        .withMessage(
            "buffer: expected a dtype argument for 4 bytes, which do not say what they are, found"
                + " none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensors.asTensor(ByteBuffer.allocate(7), DType.FLOAT32))
        .withMessage(
            "buffer length (7 bytes) after offset (0 bytes) must be a multiple of element size (4)");
  }

  @Test
  void aSegmentKeepsTheOrderThatTheDTypeSays() {
    MemorySegment segment = MemorySegment.ofArray(new byte[] {0, 1, 0, 2});
    Tensor tensor = Tensors.asArray(segment, NEVER.withDtype(DType.of(">i2")));
    assertThat(tensor.toIntArray()).containsExactly(1, 2);
    assertThat(tensor.dtype()).hasToString(">i2");
  }

  @Test
  void aCharArrayIsSharedAsUnsigned() {
    char[] chars = {'a', '\uffff'};
    Tensor tensor = Tensors.asArray(chars, NEVER);
    assertThat(tensor.toIntArray()).containsExactly(97, 65535);
    assertThat(tensor.to(DType.INT64).toLongArray()).containsExactly(97, 65535);
    tensor.setInt(98, 0);
    tensor.slice("1:").fill(7);
    assertThat(chars).containsExactly('b', (char) 7);
  }

  @Test
  void aFileIsSharedUnlessACopyIsNeeded() throws IOException {
    Path path = folder.resolve("x.npy");
    Tensors.save(path, Tensors.asTensor(new float[][] {{1, 2}, {3, 4}}).transpose());
    Tensor mapped = Tensors.asArray(path, NEVER);
    assertThat(mapped.isReadOnly()).isTrue();
    assertThat(mapped.isView()).isTrue();
    assertThat(mapped.isContiguous(MemoryOrder.FORTRAN)).isTrue();
    assertThat(Tensors.asArray(path, NEVER.withDtype(DType.FLOAT32)).file()).isPresent();
    Tensor cast = Tensors.asTensor(path, DType.FLOAT64);
    assertThat(cast.file()).isEmpty();
    assertThat(cast.isContiguous(MemoryOrder.FORTRAN)).isTrue();
    assertThat(Tensors.tensor(path).isReadOnly()).isFalse();
    assertThatExceptionOfType(CopyRequiredException.class)
        .isThrownBy(() -> Tensors.asArray(path, NEVER.withDtype(DType.INT32)))
        .withMessage("can't alias tensor with dtype 'float32' into dtype 'int32'.");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> Tensors.asTensor((Object) folder.resolve("none.npy")));
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      Tensors.asArray(file, NEVER).setFloat(9, 0, 1);
      assertThat(mapped.getFloat(0, 1)).isEqualTo(9);
      assertThat(Tensors.asArray(file, NEVER).sharesMemory(mapped)).isTrue();
      assertThat(Tensors.asTensor(file).select(0, 0).sharesMemory(mapped.select(0, 1))).isFalse();
    }
  }

  @Test
  void twoMappingsOfOneFileAreSeenToOverlap() throws IOException {
    Path path = folder.resolve("x.npy");
    long[] numbers = new long[4000];
    Arrays.setAll(numbers, i -> i);
    Tensors.save(path, Tensors.asTensor(numbers));
    try (NpyFile one = NpyFile.open(path, MapMode.READ_WRITE);
        NpyFile other = NpyFile.open(path, MapMode.READ_WRITE)) {
      Tensors.asTensor(one).slice("1:").copyFrom(Tensors.asTensor(other).slice(":-1"));
      assertThat(Tensors.asTensor(other).slice(":3").toLongArray()).containsExactly(0, 0, 1);
      assertThat(Tensors.asTensor(other).getLong(3999)).isEqualTo(3998);
    }
  }

  @Test
  void devicesOtherThanTheCpuAreRefused() {
    float[] array = {1};
    AsArrayOptions cuda = AsArrayOptions.DEFAULT.withDevice(Device.of("cuda:0"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensors.asArray(array, cuda))
        .withMessageContaining("not linked with support for cuda devices")
        .withMessageContaining("found 'cuda:0'");
    assertThatExceptionOfType(CopyRequiredException.class)
        .isThrownBy(() -> Tensors.asArray(array, cuda.withCopy(CopyPolicy.NEVER)))
        .withMessage("can't alias tensor from device 'cpu' to 'cuda:0'.");
    assertThat(Tensors.asTensor(array, DType.FLOAT32, Device.of("cpu:0")).isView()).isTrue();
    assertThat(Device.of("cpu:0")).isEqualTo(Device.CPU).hasSameHashCodeAs(Device.CPU);
    assertThat(Device.of("cuda")).isNotEqualTo(Device.of("cuda:0")).isNotEqualTo(Device.CPU);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Device.of("gpu"))
        .withMessage("device: expected a name such as 'cpu' or 'cuda:0', found 'gpu'");
  }

  @Test
  void theWishForGradientsIsTheResultsAndNotTheSources() {
    Tensor floats = Tensors.asTensor(new float[] {1, 2});
    AsArrayOptions wish = AsArrayOptions.DEFAULT.withRequiresGrad(true);
    Tensor result = Tensors.asArray(floats, wish);
    assertThat(result.requiresGrad()).isTrue();
    assertThat(result.sharesMemory(floats)).isTrue();
    assertThat(floats.requiresGrad()).isFalse();
    assertThat(result.select(0, 0).requiresGrad()).isTrue();
    assertThat(result.to(DType.FLOAT64).requiresGrad()).isTrue();
    assertThat(result.to(DType.INT32).requiresGrad()).isFalse();
    assertThat(Tensors.asArray(result, wish)).isSameAs(result);
    assertThat(Tensors.asTensor(result)).isSameAs(result);
    assertThat(Tensors.tensor(result).requiresGrad()).isFalse();
    assertThat(Tensors.asArray(result, wish.withRequiresGrad(false)).requiresGrad()).isFalse();
    assertThat(result.requiresGrad()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensors.asArray(new int[1], wish))
        .withMessageStartingWith(
            "Only Tensors of floating point and complex dtype can require gradients");
  }

  @Test
  void aPlanSaysWhatWouldBeCopied() {
    Tensor floats = Tensors.zeros(DType.FLOAT32, Shape.of(1000, 1000));
    assertThat(DTypeMapper.plan(floats, DType.FLOAT32))
        .isEqualTo(new CastPlan(false, "the dtype is float32 already", 0));
    assertThat(DTypeMapper.plan(floats, DType.of(">f4")))
        .isEqualTo(new CastPlan(true, "float32 is not >f4", 4_000_000));
    assertThat(DTypeMapper.plan(floats, DType.FLOAT64))
        .isEqualTo(new CastPlan(true, "float32 is not float64", 8_000_000));
    assertThatExceptionOfType(CastRefusedException.class)
        .isThrownBy(() -> DTypeMapper.plan(floats, DType.of("S4")));
  }
}
