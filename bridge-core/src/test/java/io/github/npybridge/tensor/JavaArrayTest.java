package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.internal.Carrier;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// An array of the Java type that carries the dtype.
class JavaArrayTest extends TensorContract {
  @Override
  Memory place(DType dtype, Shape shape, MemoryOrder order, byte[] stored) {
    MemorySegment bytes = MemorySegment.ofArray(stored);
    MemorySegment segment =
        switch (Carrier.of(dtype)) {
          case BYTE -> bytes;
          case SHORT -> MemorySegment.ofArray(bytes.toArray(ValueLayout.JAVA_SHORT_UNALIGNED));
          case INT -> MemorySegment.ofArray(bytes.toArray(ValueLayout.JAVA_INT_UNALIGNED));
          case LONG -> MemorySegment.ofArray(bytes.toArray(ValueLayout.JAVA_LONG_UNALIGNED));
          case FLOAT -> MemorySegment.ofArray(bytes.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED));
          case DOUBLE -> MemorySegment.ofArray(bytes.toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED));
        };
    return new Memory(
        SegmentMemory.tensor(segment, dtype, shape, order),
        () -> segment.toArray(ValueLayout.JAVA_BYTE),
        () -> {});
  }

  @Test
  void sharesTheArrayBothWays() {
    byte[] bytes = {1, -2};
    short[] shorts = {1, -2};
    int[] ints = {1, -2};
    long[] longs = {1, -2};
    float[] floats = {1, -2};
    double[] doubles = {1, -2};
    Tensor int8 = Tensors.asTensor(bytes);
    Tensor int16 = Tensors.asTensor(shorts);
    Tensor int32 = Tensors.asTensor(ints);
    Tensor int64 = Tensors.asTensor(longs);
    Tensor float32 = Tensors.asTensor(floats);
    Tensor float64 = Tensors.asTensor(doubles);
    assertThat(int8.dtype()).isSameAs(DType.INT8);
    assertThat(int16.dtype()).isSameAs(DType.INT16);
    assertThat(int32.dtype()).isSameAs(DType.INT32);
    assertThat(int64.dtype()).isSameAs(DType.INT64);
    assertThat(float32.dtype()).isSameAs(DType.FLOAT32);
    assertThat(float64.dtype()).isSameAs(DType.FLOAT64);

    int8.setByte((byte) 7, 0);
    int16.setShort((short) 7, 0);
    int32.setInt(7, 0);
    int64.setLong(7, 0);
    float32.setFloat(7, 0);
    float64.setDouble(7, 0);
    assertThat(bytes).containsExactly(7, -2);
    assertThat(shorts).containsExactly((short) 7, (short) -2);
    assertThat(ints).containsExactly(7, -2);
    assertThat(longs).containsExactly(7, -2);
    assertThat(floats).containsExactly(7, -2);
    assertThat(doubles).containsExactly(7, -2);

    bytes[1] = 9;
    shorts[1] = 9;
    ints[1] = 9;
    longs[1] = 9;
    floats[1] = 9;
    doubles[1] = 9;
    assertThat(int8.getByte(1)).isEqualTo((byte) 9);
    assertThat(int16.getShort(1)).isEqualTo((short) 9);
    assertThat(int32.getInt(1)).isEqualTo(9);
    assertThat(int64.getLong(1)).isEqualTo(9);
    assertThat(float32.getFloat(1)).isEqualTo(9);
    assertThat(float64.getDouble(1)).isEqualTo(9);
  }
}
