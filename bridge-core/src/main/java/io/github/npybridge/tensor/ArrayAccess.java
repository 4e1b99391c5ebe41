package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.store.ArrayFile;
import io.github.npybridge.tensor.internal.AccessErrors;
import io.github.npybridge.tensor.internal.Bulk;
import io.github.npybridge.tensor.internal.Geometry;
import io.github.npybridge.tensor.internal.LongDoubles;
import io.github.npybridge.tensor.internal.Region;
import io.github.npybridge.tensor.internal.Scalars;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The part of [Tensor] that copies all elements into Java arrays.
abstract sealed class ArrayAccess extends ElementAccess permits ItemAccess {
  ArrayAccess(Region region, @Nullable ArrayFile file) {
    super(region, file);
  }

  /// A copy of all elements in logical C order, whatever the order in memory. The dtype is as for
  /// [#getBoolean(long)].
  ///
  /// @throws IllegalArgumentException if the dtype is another, or the elements do not fit an array
  /// @throws IllegalStateException if the file or its arena is closed
  public final boolean[] toBooleanArray() {
    byte[] bytes = new byte[arrayLength()];
    copyOut(DType.BOOL, MemorySegment.ofArray(bytes));
    boolean[] array = new boolean[bytes.length];
    for (int i = 0; i < array.length; i++) {
      array[i] = bytes[i] != 0;
    }
    return array;
  }

  /// A copy of all elements in logical C order, whatever the order in memory. The dtype is as for
  /// [#getByte(long)].
  ///
  /// @throws IllegalArgumentException if the dtype is another, or the elements do not fit an array
  /// @throws IllegalStateException if the file or its arena is closed
  public final byte[] toByteArray() {
    byte[] array = new byte[arrayLength()];
    copyTo(array);
    return array;
  }

  /// Copies all elements in logical C order into an array of exactly as many; see [#toByteArray()].
  public final void copyTo(byte[] destination) {
    requireLength(destination.length);
    copyOut(DType.INT8, MemorySegment.ofArray(destination));
  }

  /// A copy of all elements in logical C order, whatever the order in memory. The dtype is as for
  /// [#getShort(long)].
  ///
  /// @throws IllegalArgumentException if the dtype is another, or the elements do not fit an array
  /// @throws IllegalStateException if the file or its arena is closed
  public final short[] toShortArray() {
    short[] array = new short[arrayLength()];
    copyTo(array);
    return array;
  }

  /// Copies all elements in logical C order into an array of exactly as many; see
  /// [#toShortArray()].
  public final void copyTo(short[] destination) {
    requireLength(destination.length);
    copyOut(DType.INT16, MemorySegment.ofArray(destination));
  }

  /// A copy of all elements in logical C order, whatever the order in memory. The dtype is as for
  /// [#getInt(long)].
  ///
  /// @throws IllegalArgumentException if the dtype is another, or the elements do not fit an array
  /// @throws IllegalStateException if the file or its arena is closed
  public final int[] toIntArray() {
    int[] array = new int[arrayLength()];
    copyTo(array);
    return array;
  }

  /// Copies all elements in logical C order into an array of exactly as many; see [#toIntArray()].
  public final void copyTo(int[] destination) {
    requireLength(destination.length);
    copyOut(DType.INT32, MemorySegment.ofArray(destination));
  }

  /// A copy of all elements in logical C order, whatever the order in memory. The dtype is as for
  /// [#getLong(long)].
  ///
  /// @throws IllegalArgumentException if the dtype is another, or the elements do not fit an array
  /// @throws IllegalStateException if the file or its arena is closed
  public final long[] toLongArray() {
    long[] array = new long[arrayLength()];
    copyTo(array);
    return array;
  }

  /// Copies all elements in logical C order into an array of exactly as many; see [#toLongArray()].
  public final void copyTo(long[] destination) {
    requireLength(destination.length);
    copyOut(DType.INT64, MemorySegment.ofArray(destination));
    requireSigned(destination);
  }

  /// A copy of all elements in logical C order, whatever the order in memory. The dtype is as for
  /// [#getFloat(long)].
  ///
  /// @throws IllegalArgumentException if the dtype is another, or the elements do not fit an array
  /// @throws IllegalStateException if the file or its arena is closed
  public final float[] toFloatArray() {
    float[] array = new float[arrayLength()];
    copyTo(array);
    return array;
  }

  /// Copies all elements in logical C order into an array of exactly as many; see
  /// [#toFloatArray()].
  public final void copyTo(float[] destination) {
    requireLength(destination.length);
    copyOut(DType.FLOAT32, MemorySegment.ofArray(destination));
  }

  /// A copy of all elements in logical C order, whatever the order in memory. The dtype is as for
  /// [#getDouble(long)].
  ///
  /// @throws IllegalArgumentException if the dtype is another, or the elements do not fit an array
  /// @throws IllegalStateException if the file or its arena is closed
  public final double[] toDoubleArray() {
    double[] array = new double[arrayLength()];
    copyTo(array);
    return array;
  }

  /// Copies all elements in logical C order into an array of exactly as many; see
  /// [#toDoubleArray()].
  public final void copyTo(double[] destination) {
    requireLength(destination.length);
    if (region.dtype() instanceof DType.LongDouble wide && !wide.complex()) {
      guarded(() -> {
        LongDoubles.copy(region, wide, destination);
        return destination;
      });
      return;
    }
    copyOut(DType.FLOAT64, MemorySegment.ofArray(destination));
  }

  private void requireSigned(long[] array) {
    if (region.dtype() instanceof DType.Numeric numeric && numeric.type() == ScalarType.UINT64) {
      for (int i = 0; i < array.length; i++) {
        if (array[i] < 0) {
          throw AccessErrors.beyondLong(array[i]);
        }
      }
    }
  }

  private void requireLength(int found) {
    if (found != region.geometry().shape().size()) {
      throw new IllegalArgumentException(
          "copyTo: expected an array of "
              + region.geometry().shape().size()
              + " elements, found one of "
              + found);
    }
  }

  private int arrayLength() {
    long size = region.geometry().shape().size();
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "toArray: expected fewer than 2**31 elements, found "
              + size
              + "; copy parts (slice), or read in place");
    }
    return (int) size;
  }

  private void copyOut(DType.Numeric target, MemorySegment array) {
    if (!(region.dtype() instanceof DType.Numeric numeric)
        || !Scalars.widens(numeric.type(), target.type())) {
      throw AccessErrors.wrongGetter(region.dtype(), target.type());
    }
    Geometry packed =
        Geometry.contiguous(region.geometry().shape(), target.itemSize(), MemoryOrder.C);
    guarded(() -> {
      Bulk.cast(region, new Region(array, target, packed), CastOptions.DEFAULT, false);
      return array;
    });
  }
}
