package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.tensor.internal.AccessErrors;
import io.github.npybridge.tensor.internal.Bulk;
import io.github.npybridge.tensor.internal.CastRules;
import io.github.npybridge.tensor.internal.DTypeText;
import io.github.npybridge.tensor.internal.Region;

/// Conversions between dtypes: which there are, what they cost, and the conversions themselves.
///
/// | question or deed | Python |
/// |---|---|
/// | [#canCast] | `numpy.can_cast(from, to, casting)` |
/// | [#promote] | `numpy.promote_types(a, b)` |
/// | [#plan] | whether `numpy.asarray(a, dtype, copy=False)` raises |
/// | [#cast(Tensor, DType, CastOptions)] | `a.astype(dtype, casting=...)` |
/// | [#castInto] | `numpy.copyto(b, a, casting=...)` |
///
/// A cast always makes new memory, also to the dtype there is; [#castInto] makes none at all. The
/// rules are NumPy's to the bit: integers keep their low bits, floats are rounded once to the
/// nearest (integers to the 16-bit floats by way of float32), a complex number loses its imaginary
/// part, anything but 0 is true. What a float becomes that an integer dtype cannot hold,
/// [OutOfRange] decides.
///
/// Elements are converted between all numeric dtypes, in any byte orders. Strings, dates, records
/// and opaque items can only be copied, in either byte order.
public final class DTypeMapper {
  private DTypeMapper() {}

  /// Whether a conversion is allowed at a casting level; at [Casting#SAME_VALUE] whether it is if
  /// the values agree. Answered as NumPy does, for dtypes that are not numeric too, whether or not
  /// this library converts their elements.
  public static boolean canCast(DType from, DType to, Casting level) {
    Casting needed = CastRules.level(from, to);
    return needed != null && needed.compareTo(level) <= 0;
  }

  /// The smallest dtype to which both can be cast safely, in the machine's byte order: int64 and
  /// float32 make float64, int8 and uint8 make int16.
  ///
  /// @throws CastRefusedException if there is none, as for float16 and bfloat16
  public static DType promote(DType one, DType other) {
    DType common = CastRules.common(one, other);
    if (common == null) {
      throw new CastRefusedException(
          "promote: expected dtypes that both go to a third one safely, found "
              + one
              + " and "
              + other
              + "; cast one of them first");
    }
    return common;
  }

  /// What [Tensors#asTensor(Object, DType)] would do for a tensor and a dtype; nothing is done.
  ///
  /// @throws CastRefusedException if there is no rule for the conversion
  public static CastPlan plan(Tensor tensor, DType dtype) {
    requireRule(tensor.dtype(), dtype, Casting.UNSAFE);
    if (tensor.dtype().equals(dtype)) {
      return new CastPlan(false, "the dtype is " + dtype + " already", 0);
    }
    long byteSize = tensor.shape().byteSize(dtype.itemSize());
    return new CastPlan(true, tensor.dtype() + " is not " + dtype, byteSize);
  }

  /// A copy in new memory with another dtype, by [CastOptions#DEFAULT]; see [#cast(Tensor, DType,
  /// CastOptions)].
  public static Tensor cast(Tensor tensor, DType dtype) {
    return cast(tensor, dtype, CastOptions.DEFAULT);
  }

  /// A copy in new memory with another dtype; a copy also when the dtype is the same. The memory
  /// order of a tensor without gaps is kept.
  ///
  /// @throws CastRefusedException if the casting level does not allow it, or there is no rule
  /// @throws UnrepresentableValueException if the options refuse a value
  /// @throws IllegalStateException if the file or its arena is closed
  public static Tensor cast(Tensor tensor, DType dtype, CastOptions options) {
    return cast(tensor, dtype, options, Allocator.heap());
  }

  /// As [#cast(Tensor, DType, CastOptions)], in memory of an allocator.
  ///
  /// @throws CastRefusedException if the casting level does not allow it, or there is no rule
  /// @throws UnrepresentableValueException if the options refuse a value
  /// @throws IllegalArgumentException if the allocator's memory is too short or read-only
  /// @throws IllegalStateException if the file or its arena is closed
  public static Tensor cast(Tensor tensor, DType dtype, CastOptions options, Allocator allocator) {
    requireRule(tensor.dtype(), dtype, options.casting());
    return tensor.guarded(() -> {
      Region result = tensor.region.allocateLike(dtype, allocator);
      Bulk.cast(tensor.region, result, options, false);
      return Tensor.owning(result, tensor.requiresGrad());
    });
  }

  /// Writes the elements of one tensor, converted, into the memory of another one: any byte order,
  /// any strides, a mapped file too. The source is broadcast to the destination's shape; the two
  /// may overlap. Allocates nothing of their size unless they do.
  ///
  /// If a value is refused, the destination is as it was: where that can happen, the source is read
  /// twice.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit
  /// @throws CastRefusedException if the casting level does not allow it, or there is no rule
  /// @throws UnrepresentableValueException if the options refuse a value
  /// @throws ReadOnlyTensorException if the destination must not be written
  /// @throws IllegalStateException if a file or its arena is closed
  public static void castInto(Tensor source, Tensor destination, CastOptions options) {
    destination.requireWritable();
    requireRule(source.dtype(), destination.dtype(), options.casting());
    // Addresses do not tell that one file is mapped twice.
    Tensor snapshot = source.sharesFileMemory(destination) ? source.copy() : source;
    Region from = snapshot.region.with(snapshot.region.geometry().broadcastTo(destination.shape()));
    destination.guarded(() ->
        source.guarded(() -> {
          Bulk.cast(from, destination.region, options, true);
          return destination;
        }));
  }

  static void requireRule(DType from, DType to, Casting level) {
    if (!canCast(from, to, level)) {
      throw new CastRefusedException(
          "Cannot cast array data from "
              + DTypeText.repr(from)
              + " to "
              + DTypeText.repr(to)
              + " according to the rule '"
              + level.numpyName()
              + "'");
    }
    if (!CastRules.exists(from, to)) {
      throw new CastRefusedException(
          "cast: expected numeric dtypes, or two that differ in byte order only, found "
              + from
              + " and "
              + to
              + AccessErrors.bfloat16Hint(from));
    }
  }
}
