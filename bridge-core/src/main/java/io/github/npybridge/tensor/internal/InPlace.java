package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.tensor.UnrepresentableValueException;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/// Changes elements where they lie.
///
/// The callers have checked the dtypes and that the memory may be written, and run these methods
/// under the guard of the files that it belongs to.
public final class InPlace {
  private InPlace() {}

  /// Replaces every element `x` by `x * factor + term`, in the arithmetic of the dtype, which is a
  /// real float.
  public static void affine(Region region, double factor, double term) {
    walk(new Affine(((DType.Numeric) region.dtype()).type(), factor, term), region);
  }

  /// Replaces every element `x` by `x * factor + term`, of which the low bits are kept; the dtype
  /// is an integer.
  public static void affine(Region region, long factor, long term) {
    walk(new Affine(((DType.Numeric) region.dtype()).type(), factor, term), region);
  }

  /// Whether an integer dtype holds a number.
  public static boolean holds(DType.Numeric dtype, long value) {
    return dtype.type() == ScalarType.UINT64 ? value >= 0 : Affine.holds(dtype.type(), value);
  }

  private static void walk(Affine kernel, Region region) {
    distinct(
        region,
        places -> {
          // Order does not matter.
          int[] axes = places.geometry().axesByStride();
          Region sorted = kernel.runOffHeap(places.with(places.geometry().permute(axes)));
          int items = Stage.items(sorted);
          Stage reader = new Stage(sorted, items);
          Stage writer = new Stage(sorted, 0);
          for (long left = sorted.geometry().shape().size(); left > 0; left -= items) {
            int count = (int) Math.min(items, left);
            reader.read(count);
            kernel.run(reader.units(), count);
            writer.writeFrom(reader.units(), count);
          }
        });
  }

  /// Replaces every element by the operator's result, rounded to the dtype, which is a real float;
  /// in C order. What the operator throws ends the walk; the elements in front are replaced then.
  public static void mapDouble(Region region, DoubleUnaryOperator operator) {
    ScalarType type = ((DType.Numeric) region.dtype()).type();
    distinct(
        region,
        places -> {
          double[] values = new double[Stage.WINDOW / Double.BYTES];
          Stage reader = new Stage(places, values.length);
          Stage writer = new Stage(places, 0);
          for (long left = places.geometry().shape().size(); left > 0; left -= values.length) {
            int count = (int) Math.min(values.length, left);
            reader.read(count);
            Widening.toDoubles(type, reader.units(), values, count);
            int done = 0;
            try {
              for (; done < count; done++) {
                values[done] = operator.applyAsDouble(values[done]);
              }
            } finally {
              Narrowing.toFloats(values, type, reader.units(), done);
              writer.writeFrom(reader.units(), done);
            }
          }
        });
  }

  /// Replaces every element by the operator's result; the dtype is an integer, uint64 as its bits;
  /// in C order. What the operator throws ends the walk, and so does a result that does not fit;
  /// the elements in front are replaced then.
  ///
  /// @throws UnrepresentableValueException if a result does not fit
  public static void mapLong(Region region, LongUnaryOperator operator) {
    ScalarType type = ((DType.Numeric) region.dtype()).type();
    distinct(
        region,
        places -> {
          long[] values = new long[Stage.WINDOW / Long.BYTES];
          Stage reader = new Stage(places, values.length);
          Stage writer = new Stage(places, 0);
          long size = places.geometry().shape().size();
          for (long start = 0; start < size; start += values.length) {
            int count = (int) Math.min(values.length, size - start);
            reader.read(count);
            Widening.toLongs(type, reader.units(), values, count);
            int done = 0;
            try {
              for (; done < count; done++) {
                long value = operator.applyAsLong(values[done]);
                if (!Affine.holds(type, value)) {
                  throw new UnrepresentableValueException(
                      "mapLong: expected a result that " + type.dtypeName() + " holds",
                      Long.toString(value),
                      CastWalk.index(places.geometry().shape(), start + done),
                      "");
                }
                values[done] = value;
              }
            } finally {
              Narrowing.fromLongs(values, false, type, reader.units(), done);
              writer.writeFrom(reader.units(), done);
            }
          }
        });
  }

  /// Runs a change on a region whose elements have a place of their own each: a copy, written back
  /// afterwards, where several may share one. So no element is changed twice.
  private static void distinct(Region region, Consumer<Region> change) {
    if (!mayShare(region)) {
      change.accept(region);
      return;
    }
    Region copy = Region.allocate(region.dtype(), region.geometry().shape(), MemoryOrder.C);
    Bulk.copy(region, copy);
    try {
      change.accept(copy);
    } finally {
      Bulk.copy(copy, region);
    }
  }

  /// Whether two elements may have a byte in common: not if every stride reaches over all that
  /// smaller strides do.
  private static boolean mayShare(Region region) {
    Geometry sorted = region.geometry().permute(region.geometry().axesByStride());
    long reach = region.dtype().itemSize();
    for (int axis = sorted.ndim() - 1; axis >= 0; axis--) {
      long stride = Math.abs(sorted.strides()[axis]);
      long length = sorted.shape().dim(axis);
      if (length > 1) {
        if (stride < reach) {
          return true;
        }
        reach += (length - 1) * stride;
      }
    }
    return false;
  }
}
