package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// One field of the records that a printout shows.
///
/// A field of several elements gives all of them, record after record, for their common width.
final class ShownField implements ShownElements {
  private final byte[][] records;
  private final int offset;
  private final DType dtype;
  private final int perRecord;

  /// The elements of `dtype` that start at `offset` in each record.
  ///
  /// @param perRecord how many of them follow each other there
  ShownField(byte[][] records, int offset, DType dtype, int perRecord) {
    this.records = records;
    this.offset = offset;
    this.dtype = dtype;
    this.perRecord = perRecord;
  }

  @Override
  public int size() {
    return Math.multiplyExact(records.length, perRecord);
  }

  @Override
  public boolean booleanAt(int position) {
    return longAt(position) != 0;
  }

  @Override
  public long longAt(int position) {
    return Scalars.integer(numeric(), record(position), start(position));
  }

  @Override
  public double realAt(int position) {
    return Scalars.real(numeric(), record(position), start(position));
  }

  @Override
  public double imagAt(int position) {
    return Scalars.real(numeric(), record(position), start(position) + dtype.itemSize() / 2);
  }

  @Override
  public byte[] bytesAt(int position) {
    int start = start(position);
    return Arrays.copyOfRange(records[position / perRecord], start, start + dtype.itemSize());
  }

  private MemorySegment record(int position) {
    return MemorySegment.ofArray(records[position / perRecord]);
  }

  private int start(int position) {
    return offset + position % perRecord * dtype.itemSize();
  }

  private DType.Numeric numeric() {
    return (DType.Numeric) dtype;
  }
}
