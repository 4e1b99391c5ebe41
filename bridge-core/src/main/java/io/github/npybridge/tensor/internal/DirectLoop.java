package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;
import java.lang.foreign.SegmentAllocator;
import java.nio.Buffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// A loop that converts one block of elements straight from off-heap memory to off-heap memory.
///
/// Such loops have two rules, without which the compiler makes no vector code of them:
///
/// - A round reads four units and only then writes four. The compiler does not know that the two
///   buffers lie apart, so it cannot itself move a read in front of a write.
/// - A block has a constant length and begins at 0 of both buffers.
///
/// The four lines are written out in each loop: in a method of their own, they would be compiled
/// apart sooner or later, and then be called from the loop four times a round.
///
/// The first rule is also what keeps the reads in order. A loop that reads memory and writes an
/// array may read a KiB of it in any order, which the processor cannot foresee; so an array is in
/// between only where four rounds would be too much for the compiler.
///
/// @param source what the source is viewed as: its own primitive, or one that holds several lanes
/// @param target what the target is viewed as
/// @param body the loop
/// @param bits what the source is viewed as to be checked
/// @param check whether the loop gives the right result for a block; null if it always does
/// @param otherwise the loop for blocks that the check refuses; null if there is none
record DirectLoop(
    Carrier source,
    Carrier target,
    Body body,
    Carrier bits,
    @Nullable Check check,
    @Nullable DirectLoop otherwise) {
  /// The elements of a block: few enough that the first cache still holds most of them for the
  /// check, and that little is done again where it fails.
  static final int BLOCK = 2048;

  /// The loop itself.
  @FunctionalInterface
  interface Body {
    /// Converts a block of [#BLOCK] elements, of any value.
    void run(Buffer source, Buffer target);

    /// Takes the memory it needs outside of the heap, before the first block.
    default void prepare(SegmentAllocator scratch) {}
  }

  /// A look at the values of a block.
  @FunctionalInterface
  interface Check {
    /// Whether the loop gives the right result for all of [#BLOCK] elements.
    boolean holds(Buffer bits);
  }

  DirectLoop(Carrier source, Carrier target, Body body) {
    this(source, target, body, source, null, null);
  }

  /// This loop for blocks that pass a check, and another one for those that do not.
  DirectLoop onlyIf(Carrier viewed, Check passed, @Nullable DirectLoop other) {
    return new DirectLoop(source, target, body, viewed, passed, other);
  }

  /// This loop and then another one over what it gives, with a block in between.
  ///
  /// @param read what the block is viewed as by the other loop
  DirectLoop then(Carrier read, Carrier end, Body next) {
    DirectLoop other = otherwise == null ? null : otherwise.then(read, end, next);
    return new DirectLoop(
        source, end, new DirectChain(body, target, read, next), bits, check, other);
  }

  /// Whether it is faster than windows where the target is a Java array, although what it gives has
  /// to be copied there: not where that is more than was read, and there was nothing to check.
  boolean isForArrays(ScalarType from, ScalarType to) {
    return check != null || to.itemSize() <= from.itemSize();
  }

  /// The size of the largest units that the source is viewed as.
  int widestSource() {
    int here = Math.max(source.size(), bits.size());
    return otherwise == null ? here : Math.max(here, otherwise.widestSource());
  }

  /// The loop for a pair of types; null if there is none.
  static @Nullable DirectLoop of(ScalarType from, ScalarType to) {
    if (from.isComplex() || ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
      return null; // on such machines, the first element would be the highest lane
    }
    if (from == ScalarType.BOOL) {
      if (to.itemSize() == Byte.BYTES) {
        return DirectTruth.of(ScalarType.UINT8);
      }
      // As signed where that is faster; 0 and 1 are the same in both.
      DirectLoop bytes = of(to.isFloat() ? ScalarType.INT8 : ScalarType.UINT8, to);
      return bytes == null ? null : bytes.onlyIf(Carrier.LONG, DirectTruth::areTruth, null);
    }
    return switch (to) {
      case BOOL -> DirectTruth.of(from);
      case FLOAT16 -> from.isFloat() ? DirectFloats.of(from, to) : DirectIntegersToHalves.of(from);
      case FLOAT32, FLOAT64 ->
          from.isFloat() ? DirectFloats.of(from, to) : DirectIntegersToFloats.of(from, to);
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 ->
          from.isFloat() ? DirectTruncation.of(from, to) : DirectIntegers.of(from, to.itemSize());
      case BFLOAT16, COMPLEX64, COMPLEX128 -> null;
    };
  }
}
