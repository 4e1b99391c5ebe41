package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.ArrayFile;
import io.github.npybridge.tensor.internal.AccessErrors;
import io.github.npybridge.tensor.internal.BitCount;
import io.github.npybridge.tensor.internal.Bulk;
import io.github.npybridge.tensor.internal.Geometry;
import io.github.npybridge.tensor.internal.InPlace;
import io.github.npybridge.tensor.internal.Reduction;
import io.github.npybridge.tensor.internal.Region;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The part of [Tensor] that reads all elements for one result, or changes all of them in place.
///
/// A read-only tensor of any kind can be read; what changes elements changes the memory, in a file
/// that is mapped for writing the file itself.
abstract sealed class BulkAccess extends IndexAccess permits Tensor {
  BulkAccess(Region region, @Nullable ArrayFile file) {
    super(region, file);
  }

  /// The sum of all elements, as a new tensor without axes: `a.sum()`, read by `sum().getDouble()`
  /// or `sum().getLong()`. 0 where there are none.
  ///
  /// bool and signed integers give int64, unsigned ones uint64, floats and complex numbers their
  /// own dtype. Integers are summed exactly. Floats are summed in `double`, with an error that does
  /// not grow with their number, and rounded once. Unlike in NumPy, nothing wraps around.
  ///
  /// @throws IllegalArgumentException if the dtype is not numeric
  /// @throws ArithmeticException if the sum of integers does not fit; `sum(DType.FLOAT64)` has room
  /// @throws IllegalStateException if the file or its arena is closed
  public final Tensor sum() {
    return sum(Reduction.sumDType(numeric("sum")));
  }

  /// The sum of all elements, of another dtype than that of [#sum()]: `a.sum(dtype=...)`.
  ///
  /// Floats and complex numbers can be summed to wider ones, bool and integers to int64, uint64 and
  /// float64, which the exact sum is rounded to. To others, cast the tensor or the sum.
  ///
  /// @throws IllegalArgumentException if the dtype is not numeric, or the sum's is none of those
  /// @throws ArithmeticException if the sum of integers does not fit an integer dtype
  /// @throws IllegalStateException if the file or its arena is closed
  public final Tensor sum(DType.Numeric dtype) {
    ScalarType type = numeric("sum").type();
    if (!Reduction.canSum(type, dtype.type())) {
      throw new IllegalArgumentException(
          "sum: expected "
              + (type.isFloat() || type.isComplex()
                  ? type.dtypeName() + " or a wider dtype of its kind"
                  : "int64, uint64 or float64")
              + " for a sum of "
              + type.dtypeName()
              + ", found "
              + dtype
              + "; cast the sum, or the tensor, with to(...)");
    }
    return reduced(() -> Reduction.sum(region, dtype));
  }

  /// The mean of all elements, as a new tensor without axes: `a.mean()`. NaN where there are none.
  ///
  /// float64 for bool and integers, else the elements' dtype. Summed as by [#sum()], with no limit
  /// for integers.
  ///
  /// @throws IllegalArgumentException if the dtype is not numeric
  /// @throws IllegalStateException if the file or its arena is closed
  public final Tensor mean() {
    numeric("mean");
    return reduced(() -> Reduction.mean(region));
  }

  /// The least element, as a new tensor without axes: `a.min()`. NaN if any element is.
  ///
  /// @throws IllegalArgumentException if there are no elements, or the dtype is complex or not
  ///   numeric
  /// @throws IllegalStateException if the file or its arena is closed
  public final Tensor min() {
    return extreme("min", false);
  }

  /// The greatest element, as a new tensor without axes: `a.max()`. NaN if any element is.
  ///
  /// @throws IllegalArgumentException if there are no elements, or the dtype is complex or not
  ///   numeric
  /// @throws IllegalStateException if the file or its arena is closed
  public final Tensor max() {
    return extreme("max", true);
  }

  private Tensor extreme(String operation, boolean greatest) {
    if (numeric(operation).type().isComplex()) {
      throw AccessErrors.unordered(operation, region.dtype());
    }
    if (region.geometry().shape().size() == 0) {
      throw new IllegalArgumentException(
          operation + ": expected at least one element, found shape " + region.geometry().shape());
    }
    return reduced(() -> Reduction.extreme(region, greatest));
  }

  private Tensor reduced(Supplier<Region> reduction) {
    return Tensor.owning(guarded(reduction), false);
  }

  /// The number of elements that are not a number, a complex one if one of its parts is:
  /// `np.isnan(a).sum()`. 0 for bool and integers.
  ///
  /// @throws IllegalArgumentException if the dtype is not numeric
  /// @throws IllegalStateException if the file or its arena is closed
  public final long countNan() {
    numeric("countNan");
    return guarded(() -> BitCount.nans(region));
  }

  /// The number of elements that are 0, or -0.0, or false: `a.size - np.count_nonzero(a)`.
  ///
  /// @throws IllegalArgumentException if the dtype is not numeric
  /// @throws IllegalStateException if the file or its arena is closed
  public final long countZero() {
    numeric("countZero");
    return guarded(() -> BitCount.zeros(region));
  }

  /// Sets every element to an integer that the dtype holds exactly.
  ///
  /// @throws IllegalArgumentException if the dtype does not hold it
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void fill(long value) {
    fillWith(item -> item.setLong(value));
  }

  /// Sets every element to a float that the dtype holds exactly: `fill(0.1f)` fits float32,
  /// `fill(0.1)` does not.
  ///
  /// @throws IllegalArgumentException if the dtype does not hold it
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void fill(double value) {
    fillWith(item -> item.setDouble(value));
  }

  /// Sets every element of a bool tensor.
  ///
  /// @throws IllegalArgumentException if the dtype is not bool
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void fill(boolean value) {
    fillWith(item -> item.setBoolean(value));
  }

  /// Sets every element to a complex number that the dtype holds exactly.
  ///
  /// @throws IllegalArgumentException if the dtype does not hold it
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void fill(Complex value) {
    fillWith(item -> item.setComplex(value));
  }

  private void fillWith(Consumer<Tensor> setter) {
    requireWritable();
    byte[] bytes = new byte[region.dtype().itemSize()];
    Geometry scalar = Geometry.contiguous(Shape.scalar(), bytes.length, MemoryOrder.C);
    setter.accept(
        Tensor.sharing(new Region(MemorySegment.ofArray(bytes), region.dtype(), scalar), null));
    change(() -> Bulk.fill(region, bytes));
  }

  /// Adds a number to every element: `a += value`, `torch.Tensor.add_`.
  ///
  /// An integer dtype must hold the number; results that it does not hold lose their high bits, as
  /// in NumPy and Java. A float dtype takes the number rounded, and rounds each result.
  ///
  /// Where elements share a place it is changed once.
  ///
  /// @throws IllegalArgumentException if an integer dtype does not hold the number, or the dtype is
  ///   neither integer nor real float; [Tensor#real] and [Tensor#imag] are views of complex parts
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void add(long value) {
    if (arithmetic("add").isFloat()) {
      add((double) value);
    } else {
      requireHeld("add", value);
      change(() -> InPlace.affine(region, 1, value));
    }
  }

  /// Adds a number, rounded to the dtype, to every element of a float tensor and rounds the result:
  /// `a += value`. float16 and bfloat16 are computed in float32.
  ///
  /// Where elements share a place it is changed once.
  ///
  /// @throws IllegalArgumentException if the dtype is no real float, as in NumPy; `add(long)` takes
  ///   integers
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void add(double value) {
    requireFloat("add");
    change(() -> InPlace.affine(region, 1.0, value));
  }

  /// Multiplies every element by a number: `a *= value`, `torch.Tensor.mul_`.
  ///
  /// An integer dtype must hold the number; results that it does not hold lose their high bits, as
  /// in NumPy and Java. A float dtype takes the number rounded, and rounds each result.
  ///
  /// Where elements share a place it is changed once.
  ///
  /// @throws IllegalArgumentException if an integer dtype does not hold the number, or the dtype is
  ///   neither integer nor real float; [Tensor#real] and [Tensor#imag] are views of complex parts
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void multiply(long value) {
    if (arithmetic("multiply").isFloat()) {
      multiply((double) value);
    } else {
      requireHeld("multiply", value);
      change(() -> InPlace.affine(region, value, 0));
    }
  }

  /// Multiplies every element of a float tensor by a number, rounded to the dtype, and rounds the
  /// result: `a *= value`. float16 and bfloat16 are computed in float32.
  ///
  /// Where elements share a place it is changed once.
  ///
  /// @throws IllegalArgumentException if the dtype is no real float, as in NumPy; `multiply(long)`
  ///   takes integers
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void multiply(double value) {
    requireFloat("multiply");
    change(() -> InPlace.affine(region, value, -0.0));
  }

  /// Replaces every element of a real float tensor by the operator's result, rounded to the dtype:
  /// `a[...] = f(a)`, `torch.Tensor.apply_`. In C order; what the operator throws ends the walk,
  /// with the elements in front replaced.
  ///
  /// @throws IllegalArgumentException if the dtype is no real float; [#mapLong] is for integers,
  ///   [Tensor#real] and [Tensor#imag] are views of complex parts
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void mapDouble(DoubleUnaryOperator operator) {
    if (!arithmetic("mapDouble").isFloat()) {
      throw new IllegalArgumentException(
          "mapDouble: expected a real float dtype, found " + region.dtype() + "; use mapLong");
    }
    change(() -> InPlace.mapDouble(region, operator));
  }

  /// Replaces every element of an integer tensor by the operator's result: `a[...] = f(a)`,
  /// `torch.Tensor.apply_`. uint64 comes and goes as its 64 bits. In C order; what the operator
  /// throws ends the walk, and so does a result that does not fit, with the elements in front
  /// replaced.
  ///
  /// @throws IllegalArgumentException if the dtype is no integer; [#mapDouble] is for floats
  /// @throws UnrepresentableValueException if the dtype does not hold a result
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void mapLong(LongUnaryOperator operator) {
    if (arithmetic("mapLong").isFloat()) {
      throw new IllegalArgumentException(
          "mapLong: expected an integer dtype, found " + region.dtype() + "; use mapDouble");
    }
    change(() -> InPlace.mapLong(region, operator));
  }

  /// Changes elements, in tensors that may be written.
  private void change(Runnable change) {
    requireWritable();
    guarded(() -> {
      change.run();
      return this;
    });
  }

  final void requireWritable() {
    if (region.segment().isReadOnly()) {
      throw readOnly();
    }
  }

  private DType.Numeric numeric(String operation) {
    if (region.dtype() instanceof DType.Numeric numeric) {
      return numeric;
    }
    throw AccessErrors.notNumeric(operation, region.dtype());
  }

  /// The type of the elements, which is an integer or a real float.
  private ScalarType arithmetic(String operation) {
    DType.Numeric dtype = numeric(operation);
    if (dtype.type() == ScalarType.BOOL || dtype.type().isComplex()) {
      throw AccessErrors.noArithmetic(operation, dtype);
    }
    return dtype.type();
  }

  private void requireFloat(String operation) {
    if (!arithmetic(operation).isFloat()) {
      throw new IllegalArgumentException(
          operation
              + ": expected an integer for "
              + region.dtype()
              + ", found a double; pass a long, or cast the tensor with to(DType.FLOAT64)");
    }
  }

  private void requireHeld(String operation, long value) {
    if (!InPlace.holds((DType.Numeric) region.dtype(), value)) {
      throw new IllegalArgumentException(
          operation
              + ": expected an integer that "
              + region.dtype()
              + " holds, found "
              + value
              + "; cast the tensor with to(...)");
    }
  }
}
