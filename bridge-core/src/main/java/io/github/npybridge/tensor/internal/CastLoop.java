package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// A loop that converts blocks of one scalar type to another, whatever the values, and the kinds of
/// arrays it wants them in.
///
/// Those are the types' own carriers, or longer ones that hold several small integers as [Lanes].
///
/// @param source the kind of the array that holds the source
/// @param target the kind of the array for the result
/// @param body the loop
record CastLoop(Carrier source, Carrier target, Body body) {
  /// Blocks have at most a multiple of this many elements, so that lanes are never cut.
  static final int LANES = 8;

  /// The loop itself.
  @FunctionalInterface
  interface Body {
    /// Converts the first `count` elements of one array to a place in another one, which is 0 where
    /// elements are lanes. Uses the source up; may convert what lies behind it, up to a multiple of
    /// [CastLoop#LANES].
    void run(Object source, Object target, int start, int count);
  }

  /// The loop for elements that stay as they are.
  static CastLoop copy(DType.Numeric dtype, int unitsPerItem) {
    Carrier carrier = Carrier.of(dtype);
    return new CastLoop(
        carrier,
        carrier,
        (source, target, start, count) ->
            System.arraycopy(source, 0, target, start, count * unitsPerItem));
  }

  /// The loop for two different types; null if there is none for every value, or it is not worth
  /// one.
  ///
  /// @param items the longest block, a multiple of [#LANES]
  static @Nullable CastLoop of(ScalarType from, ScalarType to, int items) {
    if (from.isComplex() || to.isComplex() || (from.isFloat() && to.isInteger())) {
      return null;
    }
    if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
      return null; // the first element would be the highest lane
    }
    if (to == ScalarType.BOOL) {
      return TruthLoops.of(from);
    }
    if (from == ScalarType.BOOL) {
      // A byte may be anything; after this one it is 0 or 1.
      CastLoop truth = TruthLoops.of(ScalarType.UINT8);
      return to.itemSize() == 1
          ? truth
          : truth.then(Byte.BYTES, of(ScalarType.INT8, to, items), items);
    }
    if (to.isInteger()) {
      return IntegerLoops.of(from, to);
    }
    boolean direct =
        switch (to) {
          case FLOAT16 -> from == ScalarType.FLOAT32 || from == ScalarType.FLOAT64;
          case BFLOAT16 -> from == ScalarType.FLOAT32;
          case FLOAT64 -> from != ScalarType.BFLOAT16;
          default -> true;
        };
    if (direct) {
      return from.isFloat() ? FloatLoops.of(from, to) : IntegerToFloatLoops.of(from, to);
    }
    CastLoop up = of(from, ScalarType.FLOAT32, items);
    return up == null ? null : up.then(Float.BYTES, FloatLoops.of(ScalarType.FLOAT32, to), items);
  }

  /// This loop and then another one, with elements of `size` bytes in between.
  private CastLoop then(int size, @Nullable CastLoop next, int items) {
    if (next == null) {
      throw new IllegalArgumentException("expected a second loop, found none");
    }
    Object between = newArray(target, items);
    boolean isSame = next.source == target;
    Object onward = isSame ? between : newArray(next.source, items);
    MemorySegment written = target.segment(between);
    MemorySegment read = next.source.segment(onward);
    return new CastLoop(
        source,
        next.target,
        (from, to, start, count) -> {
          body.run(from, between, 0, count);
          if (!isSame) {
            MemorySegment.copy(
                written, 0, read, 0, (long) (count + LANES - 1) / LANES * LANES * size);
          }
          next.body.run(onward, to, start, count);
        });
  }

  /// An array of lanes for a block of any type.
  private static Object newArray(Carrier lane, int items) {
    return lane.newArray(items * Long.BYTES / lane.size());
  }
}
