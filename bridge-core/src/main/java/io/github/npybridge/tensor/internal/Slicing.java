package io.github.npybridge.tensor.internal;

import io.github.npybridge.tensor.Slice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an index makes of a geometry.
public final class Slicing {
  private Slicing() {}

  /// The geometry of an index into a geometry.
  ///
  /// @throws IndexOutOfBoundsException if there are more parts than axes, or an index is out of
  ///   bounds
  /// @throws IllegalArgumentException if there is more than one ellipsis
  public static Geometry apply(Geometry geometry, List<Slice> parts) {
    long used =
        parts.stream().filter(p -> p instanceof Slice.Index || p instanceof Slice.Range).count();
    if (used > geometry.ndim()) {
      throw new IndexOutOfBoundsException(
          "too many indices for array: array is "
              + geometry.ndim()
              + "-dimensional, but "
              + used
              + " were indexed");
    }
    if (parts.stream().filter(Slice.Ellipsis.class::isInstance).count() > 1) {
      throw new IllegalArgumentException("slice: expected at most one ellipsis ('...')");
    }
    int skipped = (int) (geometry.ndim() - used);
    Geometry view = geometry;
    // The same axis in the array and in the view: new axes and selected ones tell the two apart.
    int from = 0;
    int to = 0;
    for (Slice part : parts) {
      switch (part) {
        case Slice.Index(long index) -> {
          view = view.select(to, geometry.normalIndex(from, index));
          from++;
        }
        case Slice.Range range -> {
          view = apply(view, to, range);
          from++;
          to++;
        }
        case Slice.Ellipsis() -> {
          from += skipped;
          to += skipped;
        }
        case Slice.NewAxis() -> {
          view = view.unsqueeze(to);
          to++;
        }
      }
    }
    return view;
  }

  private static Geometry apply(Geometry geometry, int axis, Slice.Range range) {
    long length = geometry.shape().dim(axis);
    long step = range.step();
    // Python's slice.indices: going backwards, the bounds lie one lower, and -1 is before the
    // start.
    long lowest = step > 0 ? 0 : -1;
    long highest = step > 0 ? length : length - 1;
    long start = bound(range.start(), step > 0 ? lowest : highest, length, lowest, highest);
    long stop = bound(range.stop(), step > 0 ? highest : lowest, length, lowest, highest);
    long count = 0;
    if (step > 0 && start < stop) {
      count = (stop - start - 1) / step + 1;
    } else if (step < 0 && start > stop) {
      count = (stop - start + 1) / step + 1;
    }
    return geometry.slice(axis, start, step, count);
  }

  private static long bound(
      @Nullable Long given, long absent, long length, long lowest, long highest) {
    if (given == null) {
      return absent;
    }
    long value = given < 0 ? given + length : given;
    return Math.clamp(value, lowest, highest);
  }
}
