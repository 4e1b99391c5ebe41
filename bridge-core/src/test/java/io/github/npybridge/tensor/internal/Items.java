package io.github.npybridge.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// An array whose elements repeat when there are fewer than its shape asks for.
final class Items implements ElementSource {
  private final DType dtype;
  private final Shape shape;
  private final byte[] data;

  /// The indices that were read.
  final Set<List<Long>> read = new HashSet<>();

  Items(DType dtype, Shape shape, byte[] data) {
    this.dtype = dtype;
    this.shape = shape;
    this.data = data;
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public boolean booleanAt(long... index) {
    return data[offset(index)] != 0;
  }

  @Override
  public long longAt(long... index) {
    return Scalars.integer((DType.Numeric) dtype, MemorySegment.ofArray(data), offset(index));
  }

  @Override
  public double realAt(long... index) {
    return Scalars.real((DType.Numeric) dtype, MemorySegment.ofArray(data), offset(index));
  }

  @Override
  public double imagAt(long... index) {
    return Scalars.real(
        (DType.Numeric) dtype, MemorySegment.ofArray(data), offset(index) + dtype.itemSize() / 2);
  }

  @Override
  public byte[] bytesAt(long... index) {
    int offset = offset(index);
    return Arrays.copyOfRange(data, offset, offset + dtype.itemSize());
  }

  private int offset(long... index) {
    assertThat(index).hasSize(shape.ndim());
    long flat = 0;
    for (int axis = 0; axis < index.length; axis++) {
      assertThat(index[axis]).isBetween(0L, shape.dim(axis) - 1);
      flat = flat * shape.dim(axis) + index[axis];
    }
    read.add(Arrays.stream(index).boxed().toList());
    if (dtype.itemSize() == 0) {
      return 0;
    }
    return (int) (flat % (data.length / dtype.itemSize())) * dtype.itemSize();
  }
}
