package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// The elements of a region as bytes in logical C order, every multi-byte unit in a byte order of
/// choice.
///
/// In one byte order, two arrays hold the same elements exactly when these bytes are the same.
/// Padding inside records stays as it is.
///
/// Not for several threads.
public final class OrderedBytes {
  private final RawBytes source;
  private final int itemSize;
  private final List<Unit> reversed = new ArrayList<>();

  /// A part of an item whose bytes have to be turned around: `count` units of `size` bytes.
  private record Unit(int offset, int size, int count) {}

  /// Starts at the region's first element.
  ///
  /// @param target the region's dtype, but for byte orders: what the bytes shall be
  /// @param blockSize about how many bytes to fetch at once
  public OrderedBytes(Region region, DType target, int blockSize) {
    this.source = new RawBytes(region, blockSize);
    this.itemSize = region.dtype().itemSize();
    if (region.geometry().shape().size() > 0) {
      addReversed(region.dtype(), target, 0, 1);
    }
  }

  /// The elements with every unit little-endian, the form that digests are made of.
  public static OrderedBytes canonical(Region region) {
    DType little = region.dtype().withOrder(ByteOrder.LITTLE_ENDIAN);
    return new OrderedBytes(region, little, Stage.WINDOW);
  }

  /// Adds the units of `count` items of a dtype that lie behind each other.
  private void addReversed(DType dtype, DType target, int offset, int count) {
    if (dtype.itemSize() == 0) {
      // Of records without a byte there may be any number.
      return;
    }
    switch (dtype) {
      case DType.Struct struct -> {
        for (int i = 0; i < count; i++) {
          for (int f = 0; f < struct.fields().size(); f++) {
            DType.Field field = struct.fields().get(f);
            DType wanted = ((DType.Struct) target).fields().get(f).dtype();
            addReversed(field.dtype(), wanted, offset + i * struct.itemSize() + field.offset(), 1);
          }
        }
      }
      case DType.SubArray(DType base, Shape shape) ->
          addReversed(base, ((DType.SubArray) target).base(), offset, count * (int) shape.size());
      default -> {
        int unit = unitSize(dtype);
        if (unit > 1 && !dtype.byteOrder().equals(target.byteOrder())) {
          reversed.add(new Unit(offset, unit, count * (dtype.itemSize() / unit)));
        }
      }
    }
  }

  private static int unitSize(DType dtype) {
    return switch (dtype) {
      case DType.Numeric numeric -> numeric.type().unitSize();
      case DType.LongDouble longDouble -> 16;
      case DType.Text text -> Integer.BYTES;
      case DType.DateTime dateTime -> Long.BYTES;
      case DType.TimeDelta timeDelta -> Long.BYTES;
      case DType.Bytes b -> 1;
      case DType.Raw r -> 1;
      case DType.Struct s -> 1;
      case DType.SubArray s -> 1;
    };
  }

  /// The array that [#next] fills.
  public byte[] bytes() {
    return source.bytes();
  }

  /// Fetches the next whole items into [#bytes].
  ///
  /// @return how many bytes they take, 0 at the end
  public int next() {
    int size = source.next();
    for (Unit unit : reversed) {
      for (int item = unit.offset(); item < size; item += itemSize) {
        for (int i = 0; i < unit.count(); i++) {
          reverse(item + i * unit.size(), unit.size());
        }
      }
    }
    return size;
  }

  private void reverse(int start, int size) {
    byte[] bytes = source.bytes();
    for (int low = start, high = start + size - 1; low < high; low++, high--) {
      byte swap = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = swap;
    }
  }
}
