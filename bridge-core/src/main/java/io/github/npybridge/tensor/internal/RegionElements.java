package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The elements of a region, for printing.
///
/// @param region what is printed
public record RegionElements(Region region) implements ElementSource {
  @Override
  public DType dtype() {
    return region.dtype();
  }

  @Override
  public Shape shape() {
    return region.geometry().shape();
  }

  @Override
  public boolean booleanAt(long... index) {
    return longAt(index) != 0;
  }

  @Override
  public long longAt(long... index) {
    return Scalars.integer(numeric(), region.segment(), region.geometry().offsetOf(index));
  }

  @Override
  public double realAt(long... index) {
    return Scalars.real(numeric(), region.segment(), region.geometry().offsetOf(index));
  }

  @Override
  public double imagAt(long... index) {
    long offset = region.geometry().offsetOf(index);
    return Scalars.real(numeric(), region.segment(), offset + numeric().type().unitSize());
  }

  @Override
  public byte[] bytesAt(long... index) {
    byte[] item = new byte[dtype().itemSize()];
    long offset = region.geometry().offsetOf(index);
    MemorySegment.copy(region.segment(), ValueLayout.JAVA_BYTE, offset, item, 0, item.length);
    return item;
  }

  private DType.Numeric numeric() {
    return (DType.Numeric) dtype();
  }
}
