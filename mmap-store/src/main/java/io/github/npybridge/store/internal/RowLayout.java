package io.github.npybridge.store.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderReader;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// An array as rows that lie behind each other in the file, so that it can grow at its end: along
/// the first axis in C order, along the last in Fortran order.
///
/// @param header what the file's header says
/// @param axis the axis that grows; -1 for a 0-d array, which has none
public record RowLayout(NpyHeader header, int axis) {
  /// The rows of an array.
  public static RowLayout of(NpyHeader header) {
    int last = header.shape().ndim() - 1;
    return new RowLayout(header, header.order() == MemoryOrder.FORTRAN ? last : Math.min(0, last));
  }

  /// An array in C order that has no rows yet, with the header that NumPy gives it.
  ///
  /// @throws IllegalArgumentException if `dtype` is a sub-array, or rows have no bytes or too many
  public static RowLayout none(DType dtype, Shape rowShape) {
    long[] dims = new long[rowShape.ndim() + 1];
    System.arraycopy(rowShape.toArray(), 0, dims, 1, rowShape.ndim());
    byte[] encoded = NpyHeaderWriter.encode(dtype, Shape.of(dims), MemoryOrder.C);
    NpyHeader header;
    try {
      header = NpyHeaderReader.DEFAULT.read(MemorySegment.ofArray(encoded), null);
    } catch (IOException e) {
      throw new AssertionError("what was written must be readable", e);
    }
    RowLayout rows = of(header);
    if (rows.rowSize() == 0) {
      throw new IllegalArgumentException(
          "row shape: expected rows of at least one byte to count them, found "
              + dtype
              + " "
              + rowShape);
    }
    return rows;
  }

  /// How many rows there are; a 0-d array is one.
  public long count() {
    return axis < 0 ? 1 : header.shape().dim(axis);
  }

  /// The size of a row in bytes.
  public long rowSize() {
    return withCount(1).dataSize();
  }

  /// What the header of an array of more or fewer rows says, in the same number of bytes.
  ///
  /// @throws IllegalArgumentException if the size in bytes overflows
  public NpyHeader withCount(long count) {
    long[] dims = header.shape().toArray();
    if (axis >= 0) {
      dims[axis] = count;
    }
    Shape shape = Shape.of(dims);
    // One axis has one order, and that is how NumPy saves it.
    MemoryOrder order = dims.length == 1 ? MemoryOrder.C : header.order();
    NpyHeader other =
        new NpyHeader(header.version(), header.dtype(), shape, order, header.headerLength());
    other.totalSize();
    return other;
  }
}
