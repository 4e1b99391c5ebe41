package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.ByteOrder;

/// What all elements together come to: sum, mean, least, greatest, as a new 0-d region.
///
/// The callers have checked the dtypes, and run these methods under the guard of the files that the
/// memory belongs to.
public final class Reduction {
  /// Far more digits than a `double` has, so that rounding twice makes no difference.
  private static final MathContext PRECISE = new MathContext(60);

  private Reduction() {}

  /// The dtype of a sum where none is asked for, as in NumPy.
  public static DType.Numeric sumDType(DType.Numeric dtype) {
    return switch (dtype.kind()) {
      case 'b', 'i' -> DType.INT64;
      case 'u' -> DType.UINT64;
      default -> dtype.withOrder(ByteOrder.nativeOrder());
    };
  }

  /// Whether elements of one type can be summed to a result of the other: integers exactly or to a
  /// double, floats to themselves and wider ones.
  public static boolean canSum(ScalarType from, ScalarType to) {
    if (from.isFloat() || from.isComplex()) {
      return from.kind() == to.kind() && (from == to || from.itemSize() < to.itemSize());
    }
    return to == ScalarType.INT64 || to == ScalarType.UINT64 || to == ScalarType.FLOAT64;
  }

  /// The sum, as far as [#canSum] allows.
  ///
  /// @throws ArithmeticException if the sum of integers does not fit an integer result
  public static Region sum(Region region, DType.Numeric result) {
    ScalarType from = ((DType.Numeric) region.dtype()).type();
    if (from.isFloat() || from.isComplex()) {
      return scalar(result, FloatSum.of(region));
    }
    BigInteger sum = integerSum(region, from);
    if (result.type() == ScalarType.FLOAT64) {
      return scalar(result, sum.doubleValue(), 0);
    }
    boolean unsigned = result.type() == ScalarType.UINT64;
    boolean fits =
        unsigned ? sum.signum() >= 0 && sum.bitLength() <= Long.SIZE : sum.bitLength() < Long.SIZE;
    if (!fits) {
      throw new ArithmeticException(
          "sum: expected one that "
              + result.name()
              + " holds, found "
              + sum
              + "; sum(DType.FLOAT64) rounds it");
    }
    return scalar(result, sum.longValue());
  }

  private static BigInteger integerSum(Region region, ScalarType type) {
    return type == ScalarType.BOOL
        ? BigInteger.valueOf(region.geometry().shape().size() - BitCount.zeros(region))
        : IntegerSum.of(region);
  }

  /// The mean: float64 for bools and integers, else the elements' own type; NaN of no elements.
  public static Region mean(Region region) {
    DType.Numeric dtype = (DType.Numeric) region.dtype();
    long size = region.geometry().shape().size();
    if (dtype.type().isFloat() || dtype.type().isComplex()) {
      double[] sum = FloatSum.of(region);
      return scalar(sumDType(dtype), sum[0] / size, sum[1] / size);
    }
    double mean =
        size == 0
            ? Double.NaN
            : new BigDecimal(integerSum(region, dtype.type()))
                .divide(BigDecimal.valueOf(size), PRECISE)
                .doubleValue();
    return scalar(DType.FLOAT64, mean, 0);
  }

  /// The least or the greatest of real elements, of which there is one at least.
  public static Region extreme(Region region, boolean greatest) {
    DType.Numeric dtype = (DType.Numeric) region.dtype();
    DType.Numeric result = dtype.withOrder(ByteOrder.nativeOrder());
    long bits = Extremes.of(region, greatest);
    return dtype.type().isFloat()
        ? scalar(result, Double.longBitsToDouble(bits), 0)
        : scalar(result, bits);
  }

  /// A float, rounded.
  private static Region scalar(DType.Numeric dtype, double... parts) {
    int units = dtype.type().isComplex() ? 2 : 1;
    Object array = Carrier.of(dtype).newArray(units);
    Narrowing.toFloats(parts, dtype.type(), array, units);
    return written(dtype, array, units);
  }

  /// An integer, with its low bits.
  private static Region scalar(DType.Numeric dtype, long bits) {
    Object array = Carrier.of(dtype).newArray(1);
    Narrowing.fromLongs(new long[] {bits}, false, dtype.type(), array, 1);
    return written(dtype, array, 1);
  }

  private static Region written(DType.Numeric dtype, Object units, int count) {
    Region result = Region.allocate(dtype, Shape.scalar(), MemoryOrder.C);
    new Stage(result, 0).writeFrom(units, count);
    return result;
  }
}
