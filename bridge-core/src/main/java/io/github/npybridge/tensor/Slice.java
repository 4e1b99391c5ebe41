package io.github.npybridge.tensor;

import io.github.npybridge.tensor.internal.SliceText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One part of an index: what NumPy allows between the brackets of `a[...]` and makes a view of.
///
/// | NumPy | here |
/// |---|---|
/// | `a[2]` | [#at] |
/// | `a[:]` | [#all] |
/// | `a[1:4]`, `a[8:0:-2]` | [#range(long, long)], [#range(long, long, long)] |
/// | `a[1:]`, `a[::-1]` | `new Range(1L, null, 1)`, `new Range(null, null, -1)` |
/// | `a[...]` | [#ellipsis] |
/// | `a[None]` | [#newAxis] |
///
/// [#parse] takes NumPy's own text for all of them. Immutable.
public sealed interface Slice {
  /// One index; its axis disappears. Negative ones count from the end.
  ///
  /// @param index the index
  record Index(long index) implements Slice {}

  /// The indices from `start` to before `stop`, `step` apart, by Python's rules: negative bounds
  /// count from the end, and bounds beyond the axis are cut.
  ///
  /// @param start the first index, or null for the end where the step begins
  /// @param stop the bound, not included, or null for the other end
  /// @param step the distance, not 0; negative ones walk backwards
  record Range(@Nullable Long start, @Nullable Long stop, long step) implements Slice {
    /// Checks the step.
    public Range {
      if (step == 0) {
        throw new IllegalArgumentException("slice: expected a step other than 0, found 0");
      }
    }
  }

  /// As many whole axes as are left over; at most once in an index.
  record Ellipsis() implements Slice {}

  /// A new axis of length 1.
  record NewAxis() implements Slice {}

  /// One index along an axis, which disappears.
  static Slice at(long index) {
    return new Index(index);
  }

  /// A whole axis.
  static Slice all() {
    return new Range(null, null, 1);
  }

  /// The indices from `start` to before `stop`.
  static Slice range(long start, long stop) {
    return new Range(start, stop, 1);
  }

  /// The indices from `start` to before `stop`, `step` apart.
  ///
  /// @throws IllegalArgumentException if `step` is 0
  static Slice range(long start, long stop, long step) {
    return new Range(start, stop, step);
  }

  /// All axes that the other parts leave over.
  static Slice ellipsis() {
    return new Ellipsis();
  }

  /// A new axis of length 1.
  static Slice newAxis() {
    return new NewAxis();
  }

  /// The parts of an index in NumPy's syntax, such as `0:3, ::2, -1` or `..., None`.
  ///
  /// @throws IllegalArgumentException if the text is not such an index; lists and masks are not, as
  ///   NumPy makes copies of them
  static List<Slice> parse(String text) {
    return SliceText.parse(text);
  }
}
