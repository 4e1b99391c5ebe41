package io.github.npybridge.samples.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.Slice;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.Arrays;

/// Writes and reads all elements of a tensor, one by one, with the typed accessors.
final class Elements {
  /// `getLong` refuses what is longer.
  private static final int MAX_BITS = 63;

  private Elements() {}

  /// Sets each element to its value.
  static void write(Tensor tensor, ElementType type, int shift) {
    Accessor<?> accessor = type.accessors().getFirst();
    long[] index = new long[tensor.ndim()];
    for (long k = 0; k < tensor.size(); k++) {
      Object value = type.value(k + shift);
      if (isBeyondLong(value)) {
        writeBits(tensor, ((BigInteger) value).longValue(), index);
      } else {
        accessor.write(tensor, value, index);
      }
      advance(index, tensor.shape());
    }
  }

  /// Compares each element with its value, through each accessor.
  static void verify(Tensor tensor, ElementType type, int shift) {
    for (Accessor<?> accessor : type.accessors()) {
      verify(tensor, type, shift, accessor);
    }
    verifyArrays(tensor, type, shift);
  }

  /// Compares each element with its value, through the narrowest accessor.
  static void verifyOnce(Tensor tensor, ElementType type, int shift) {
    verify(tensor, type, shift, type.accessors().getFirst());
  }

  private static void verify(Tensor tensor, ElementType type, int shift, Accessor<?> accessor) {
    long[] index = new long[tensor.ndim()];
    for (long k = 0; k < tensor.size(); k++) {
      Object value = type.value(k + shift);
      if (accessor.equals(Accessor.LONG) && isBeyondLong(value)) {
        assertThatThrownBy(() -> accessor.read(tensor, index))
            .isInstanceOf(ArithmeticException.class);
        assertThat(readBits(tensor, index)).isEqualTo(((BigInteger) value).longValue());
      } else {
        requireEqual(
            accessor,
            Arrays.toString(index),
            accessor.convert().apply(value),
            accessor.read(tensor, index));
      }
      advance(index, tensor.shape());
    }
  }

  private static void verifyArrays(Tensor tensor, ElementType type, int shift) {
    boolean unsigned = type == ElementType.UINT64;
    for (Accessor<?> accessor : type.accessors()) {
      // Refused as a whole, so the bits are taken instead.
      Tensor source = unsigned && accessor.equals(Accessor.LONG) ? tensor.to(DType.INT64) : tensor;
      Object array = accessor.toArray().apply(source);
      assertThat((long) Array.getLength(array)).isEqualTo(tensor.size());
      for (int k = 0; k < tensor.size(); k++) {
        requireEqual(
            accessor,
            "array " + k,
            accessor.convert().apply(type.value((long) k + shift)),
            Array.get(array, k));
      }
    }
  }

  /// AssertJ is too slow for millions of elements. Boxed numbers compare bits: 0.0 is not -0.0, and
  /// NaN is NaN.
  private static void requireEqual(
      Accessor<?> accessor, String place, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new AssertionError(
          accessor.name() + " at " + place + ": expected " + expected + ", found " + found);
    }
  }

  private static boolean isBeyondLong(Object value) {
    return value instanceof BigInteger integer && integer.bitLength() > MAX_BITS;
  }

  private static void writeBits(Tensor tensor, long bits, long... index) {
    element(tensor, index).copyFrom(Tensors.asTensor(new long[] {bits}).reshape());
  }

  private static long readBits(Tensor tensor, long... index) {
    return element(tensor, index).to(DType.INT64).getLong();
  }

  private static Tensor element(Tensor tensor, long... index) {
    return tensor.slice(Arrays.stream(index).mapToObj(Slice::at).toArray(Slice[]::new));
  }

  private static void advance(long[] index, Shape shape) {
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis]++;
      if (index[axis] < shape.dim(axis)) {
        return;
      }
      index[axis] = 0;
    }
  }
}
