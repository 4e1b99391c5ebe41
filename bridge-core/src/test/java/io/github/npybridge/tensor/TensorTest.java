package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TensorTest {
  @Test
  void comparesBitsAndNotValues() {
    double quietNan = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);
    Tensor zeros = Tensors.asTensor(new double[] {0.0, Double.NaN});
    assertThat(zeros.contentEquals(zeros.to(DType.of(">f8")))).isTrue();
    assertThat(zeros.contentEquals(Tensors.asTensor(new double[] {-0.0, Double.NaN}))).isFalse();
    assertThat(zeros.contentEquals(Tensors.asTensor(new double[] {0.0, quietNan}))).isFalse();
    assertThat(zeros.contentEquals(Tensors.asTensor(new double[] {0.0}))).isFalse();
    assertThat(zeros.contentEquals(Tensors.asTensor(new long[] {0, 0x7ff8L << 48}))).isFalse();
  }

  /// Signalling NaNs and payloads are data, whatever types their bits travel in.
  @ParameterizedTest
  @MethodSource("io.github.npybridge.tensor.Elements#numericDTypes")
  void copiesKeepEveryBit(DType.Numeric dtype) {
    byte[] bytes = new byte[32 * dtype.itemSize()];
    for (int i = 0; i < bytes.length; i++) {
      // Every sign and exponent byte of a NaN, with fractions of many bits and of few.
      bytes[i] =
          (byte)
              List.of(0x7f, 0xff, 0xf0, 0x01, 0x80, 0x7c, 0x00, 0xa5).get(i * 5 / 3 % 8).intValue();
    }
    Tensor tensor = Elements.over(bytes, dtype, 4, 8);
    for (Tensor view : List.of(tensor, tensor.transpose(), tensor.slice("::-1, ::2"))) {
      byte[] expected = Elements.bytesOf(view);
      assertThat(Elements.bytesOf(view.copy())).isEqualTo(expected);
      assertThat(Elements.bytesOf(view.contiguous())).isEqualTo(expected);
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        Tensor there = view.to(dtype.withOrder(order));
        assertThat(Elements.bytesOf(there.to(dtype))).isEqualTo(expected);
        Tensor gaps = Tensors.zeros(dtype.withOrder(order), Shape.of(4, 16)).slice(":, ::2");
        Tensor part = gaps.slice(Slice.range(0, view.shape().dim(0) == 4 ? 4 : 0));
        if (part.shape().equals(view.shape())) {
          part.copyFrom(view);
          assertThat(part.contentEquals(view)).isTrue();
        }
      }
    }
  }

  @Test
  void aCastToTheSameDTypeIsACopy() {
    float[] array = {1, 2};
    Tensor tensor = Tensors.asTensor(array);
    Tensor same = tensor.to(DType.FLOAT32);
    array[0] = 9;
    assertThat(same.toFloatArray()).containsExactly(1, 2);
  }

  @Test
  void everyByteButZeroIsTrue() {
    Tensor truths = Elements.over(new byte[] {0, 1, 2, -1}, DType.BOOL, 4);
    assertThat(truths.toBooleanArray()).containsExactly(false, true, true, true);
    assertThat(truths.getBoolean(3)).isTrue();
    assertThat(truths.to(DType.INT8).toByteArray()).containsExactly(0, 1, 1, 1);
  }

  @Test
  void zerosAreNewWritableMemoryInCOrder() {
    Tensor zeros = Tensors.zeros(DType.of(">i2"), Shape.of(2, 3));
    assertThat(zeros.strides()).containsExactly(6, 2);
    assertThat(zeros.toIntArray()).containsOnly(0);
    assertThat(zeros.isReadOnly()).isFalse();
    zeros.fill(-2);
    assertThat(zeros.toShortArray()).containsOnly(-2);
  }

  /// Strides of axes of length 1 and of empty arrays do not count.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "... | true | false",
        "::2 | true | false",
        "::-1 | false | false",
        ":, ::2 | false | false",
        ":1 | true | false",
        "1 | true | false",
        ":, :1 | false | false",
        ":1, :, :1 | false | false",
        "0, :1 | true | true",
        "0, 0, ::2 | false | false",
        "0, 0, 3:4 | true | true",
        "::-1, :0 | true | true",
        "0, :, 2 | false | false",
        "::-1, 0, 0 | false | false",
        "1:, 1:2, ::-4 | true | true",
      })
  void tellsWhatIsContiguous(String index, boolean c, boolean fortran) {
    Tensor tensor = Tensors.zeros(DType.INT32, Shape.of(2, 3, 4)).slice(index);
    assertThat(tensor.isContiguous()).isEqualTo(c);
    assertThat(tensor.isContiguous(MemoryOrder.FORTRAN)).isEqualTo(fortran);
    assertThat(tensor.transpose().isContiguous(MemoryOrder.FORTRAN)).isEqualTo(c);
    assertThat(tensor.transpose().isContiguous()).isEqualTo(fortran);
  }

  @Test
  void stridesAreTheCallersOwn() {
    Tensor tensor = Tensors.asTensor(new int[6]).reshape(2, 3);
    tensor.strides()[0] = 77;
    assertThat(tensor.strides()).containsExactly(12, 4);
    assertThat(tensor.getInt(1, 0)).isZero();
  }

  @Test
  void aSegmentMayBeLongerThanItsTensor() {
    MemorySegment segment = MemorySegment.ofArray(new int[] {1, 2, 3, 4, 5});
    Tensor tensor = Tensors.asTensor(segment, DType.INT32, Shape.of(2, 2));
    assertThat(tensor.toIntArray()).containsExactly(1, 2, 3, 4);
    assertThat(tensor.asSegment().byteSize()).isEqualTo(16);
  }

  @Test
  void complexNumbersPrintBothParts() {
    assertThat(new Complex(1, 2)).hasToString("(1.0+2.0j)");
    assertThat(new Complex(-1.5, -0.0)).hasToString("(-1.5-0.0j)");
    assertThat(new Complex(Double.NaN, Double.NaN)).hasToString("(NaN+NaNj)");
  }
}
