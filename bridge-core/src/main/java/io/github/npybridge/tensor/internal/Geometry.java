package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the elements of a tensor lie in its memory: shape, byte strides of any sign, and the byte
/// offset of the element with all indices 0.
///
/// All arithmetic of views is here, and nothing else is: a view is a new geometry over the same
/// memory. Immutable.
public final class Geometry {
  private final Shape shape;
  private final long[] strides;
  private final long offset;

  private Geometry(Shape shape, long[] strides, long offset) {
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
  }

  /// A geometry without gaps.
  public static Geometry contiguous(Shape shape, int itemSize, MemoryOrder order) {
    long[] strides = new long[shape.ndim()];
    long stride = itemSize;
    for (int i = 0; i < strides.length; i++) {
      int axis = order == MemoryOrder.C ? strides.length - 1 - i : i;
      strides[axis] = stride;
      // NumPy, too, lets an empty axis count as 1 here; the strides of an empty array lead nowhere.
      stride *= Math.max(1, shape.dim(axis));
    }
    return new Geometry(shape, strides, 0);
  }

  /// The axis lengths.
  public Shape shape() {
    return shape;
  }

  /// Bytes from one element to the next along each axis; the array is shared, so do not change it.
  public long[] strides() {
    return strides;
  }

  /// The byte offset of the element with all indices 0.
  public long offset() {
    return offset;
  }

  /// The number of axes.
  public int ndim() {
    return strides.length;
  }

  /// The byte offset of an element.
  ///
  /// @throws IndexOutOfBoundsException if the number of indices differs from the number of axes, or
  ///   an index lies outside its axis
  public long offsetOf(long... index) {
    if (index.length != strides.length) {
      throw new IndexOutOfBoundsException(
          "expected " + strides.length + " indices for shape " + shape + ", found " + index.length);
    }
    long at = offset;
    for (int axis = 0; axis < index.length; axis++) {
      at += checkIndex(index[axis], axis) * strides[axis];
    }
    return at;
  }

  private long checkIndex(long index, int axis) {
    if (index < 0 || index >= shape.dim(axis)) {
      throw new IndexOutOfBoundsException(
          "index "
              + index
              + " is out of bounds for axis "
              + axis
              + " with size "
              + shape.dim(axis));
    }
    return index;
  }

  /// The axis that a number stands for, negative ones counted from the end.
  ///
  /// @throws IndexOutOfBoundsException if there is none
  public static int axis(int axis, int ndim) {
    int normal = axis < 0 ? axis + ndim : axis;
    if (normal < 0 || normal >= ndim) {
      throw new IndexOutOfBoundsException(
          "axis " + axis + " is out of bounds for array of dimension " + ndim);
    }
    return normal;
  }

  /// Whether the elements lie without gaps in the given order; axes of length 1 do not matter.
  public boolean isContiguous(MemoryOrder order, int itemSize) {
    if (shape.size() == 0) {
      return true;
    }
    long expected = itemSize;
    for (int i = 0; i < strides.length; i++) {
      int axis = order == MemoryOrder.C ? strides.length - 1 - i : i;
      if (shape.dim(axis) != 1) {
        if (strides[axis] != expected) {
          return false;
        }
        expected *= shape.dim(axis);
      }
    }
    return true;
  }

  /// The geometry of one index along an axis, without that axis. Negative indices count from the
  /// end.
  ///
  /// @throws IndexOutOfBoundsException if there is no such index
  public Geometry select(int axis, long index) {
    long at = offset + normalIndex(axis, index) * strides[axis];
    return new Geometry(without(axis), remove(strides, axis), at);
  }

  /// The index that a number stands for along an axis, negative ones counted from the end.
  ///
  /// @throws IndexOutOfBoundsException if there is none
  public long normalIndex(int axis, long index) {
    long length = shape.dim(axis);
    if (index < -length || index >= length) {
      throw new IndexOutOfBoundsException(
          "index " + index + " is out of bounds for axis " + axis + " with size " + length);
    }
    return index < 0 ? index + length : index;
  }

  /// The geometry of `count` indices from `start` on, `step` apart; all in bounds.
  public Geometry slice(int axis, long start, long step, long count) {
    long[] dims = shape.toArray();
    dims[axis] = count;
    long[] steps = strides.clone();
    steps[axis] *= step;
    return new Geometry(
        Shape.of(dims), steps, count == 0 ? offset : offset + start * strides[axis]);
  }

  /// The geometry with its axes in another order.
  ///
  /// @throws IllegalArgumentException if `axes` does not name every axis once
  public Geometry permute(int... axes) {
    if (axes.length != strides.length) {
      throw new IllegalArgumentException(
          "permute: expected " + strides.length + " axes, found " + Arrays.toString(axes));
    }
    long[] dims = new long[axes.length];
    long[] steps = new long[axes.length];
    boolean[] seen = new boolean[axes.length];
    for (int i = 0; i < axes.length; i++) {
      int axis = axis(axes[i], axes.length);
      if (seen[axis]) {
        throw new IllegalArgumentException(
            "permute: expected every axis once, found " + Arrays.toString(axes));
      }
      seen[axis] = true;
      dims[i] = shape.dim(axis);
      steps[i] = strides[axis];
    }
    return new Geometry(Shape.of(dims), steps, offset);
  }

  /// The geometry with its axes in reverse.
  public Geometry transpose() {
    int[] axes = new int[strides.length];
    Arrays.setAll(axes, i -> axes.length - 1 - i);
    return permute(axes);
  }

  /// The geometry without an axis of length 1.
  ///
  /// @throws IllegalArgumentException if it is longer
  public Geometry squeeze(int axis) {
    if (shape.dim(axis) != 1) {
      throw new IllegalArgumentException(
          "squeeze: expected axis " + axis + " of length 1, found shape " + shape);
    }
    return new Geometry(without(axis), remove(strides, axis), offset);
  }

  /// The geometry with a new axis of length 1 in front of `axis`.
  public Geometry unsqueeze(int axis) {
    long[] dims = new long[strides.length + 1];
    long[] steps = new long[dims.length];
    for (int i = 0, from = 0; i < dims.length; i++) {
      dims[i] = i == axis ? 1 : shape.dim(from);
      steps[i] = i == axis ? 0 : strides[from++];
    }
    return new Geometry(Shape.of(dims), steps, offset);
  }

  /// The geometry repeated to a larger shape by strides of 0, by NumPy's broadcasting rules.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit
  public Geometry broadcastTo(Shape target) {
    int added = target.ndim() - strides.length;
    boolean fits = added >= 0;
    long[] steps = new long[target.ndim()];
    for (int axis = 0; fits && axis < strides.length; axis++) {
      long from = shape.dim(axis);
      fits = from == target.dim(axis + added) || from == 1;
      steps[axis + added] = from == 1 ? 0 : strides[axis];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "broadcast: expected a shape that fits " + target + ", found " + shape);
    }
    return new Geometry(target, steps, offset);
  }

  /// The geometry of the same elements, in logical C order, in another shape of the same size; null
  /// if no strides give it.
  public @Nullable Geometry reshape(Shape target) {
    long[] steps = new long[target.ndim()];
    if (target.size() == 0) {
      return new Geometry(target, contiguous(target, 1, MemoryOrder.C).strides, offset);
    }
    // Walks both shapes from the last axis, taking groups of axes with equal products; inside a
    // group the old axes must lie behind each other without gaps.
    int from = strides.length - 1;
    int to = target.ndim() - 1;
    while (to >= 0) {
      while (from >= 0 && shape.dim(from) == 1) {
        from--;
      }
      if (target.dim(to) == 1) {
        // The stride of an axis of length 1 is never used; this one keeps the array contiguous.
        steps[to] = to == target.ndim() - 1 ? 0 : steps[to + 1] * target.dim(to + 1);
        to--;
        continue;
      }
      // Sizes are equal and what is behind both positions is used up, so an old axis is left.
      long stride = strides[from];
      long had = shape.dim(from);
      long wanted = target.dim(to);
      steps[to] = stride;
      while (had != wanted) {
        if (had < wanted) {
          do {
            from--;
          } while (shape.dim(from) == 1);
          if (strides[from] != had * stride) {
            return null;
          }
          had *= shape.dim(from);
        } else {
          to--;
          steps[to] = wanted * stride;
          wanted *= target.dim(to);
        }
      }
      from--;
      to--;
    }
    return new Geometry(target, steps, offset);
  }

  /// The geometry of the same bytes taken for items of another size: the last axis gets more or
  /// fewer of them.
  ///
  /// @throws IllegalArgumentException if the sizes differ and the bytes along the last axis are not
  ///   without gaps or no whole number of items
  public Geometry reinterpret(int itemSize, int otherSize) {
    if (itemSize == otherSize) {
      return this;
    }
    int last = strides.length - 1;
    if (last < 0) {
      throw new IllegalArgumentException(
          "reinterpret: expected items of " + itemSize + " bytes for shape (), found " + otherSize);
    }
    boolean gaps = strides[last] != itemSize && shape.dim(last) > 1 && shape.size() > 0;
    long bytes = shape.dim(last) * itemSize;
    boolean whole = otherSize != 0 && (otherSize < itemSize ? itemSize : bytes) % otherSize == 0;
    if (gaps || !whole) {
      throw new IllegalArgumentException(
          "reinterpret: expected a last axis of whole items of "
              + otherSize
              + " bytes without gaps, found "
              + shape.dim(last)
              + " items of "
              + itemSize
              + " bytes, "
              + strides[last]
              + " bytes apart");
    }
    long[] dims = shape.toArray();
    dims[last] = bytes / otherSize;
    long[] steps = strides.clone();
    steps[last] = otherSize;
    return new Geometry(Shape.of(dims), steps, offset);
  }

  /// The geometry of one element, without axes.
  ///
  /// @throws IndexOutOfBoundsException as [#offsetOf]
  public Geometry at(long... index) {
    return new Geometry(Shape.scalar(), new long[0], offsetOf(index));
  }

  /// The geometry of elements that are themselves arrays without gaps, in C order: their axes come
  /// last.
  Geometry append(Shape inner, int itemSize) {
    Geometry packed = contiguous(inner, itemSize, MemoryOrder.C);
    long[] dims = Arrays.copyOf(shape.toArray(), strides.length + inner.ndim());
    long[] steps = Arrays.copyOf(strides, dims.length);
    System.arraycopy(inner.toArray(), 0, dims, strides.length, inner.ndim());
    System.arraycopy(packed.strides, 0, steps, strides.length, inner.ndim());
    return new Geometry(Shape.of(dims), steps, offset);
  }

  /// A geometry of any strides.
  ///
  /// @param offset the byte offset of the element with all indices 0
  /// @throws IllegalArgumentException if there are not as many strides as axes
  public static Geometry strided(Shape shape, long offset, long... strides) {
    if (strides.length != shape.ndim()) {
      throw new IllegalArgumentException(
          "strides: expected "
              + shape.ndim()
              + " for shape "
              + shape
              + ", found "
              + Arrays.toString(strides));
    }
    return new Geometry(shape, strides.clone(), offset);
  }

  /// The same place in memory counted from `bytes` further on.
  public Geometry shift(long bytes) {
    return new Geometry(shape, strides, offset + bytes);
  }

  /// The lowest byte offset of any element.
  public long low() {
    return extreme(-1);
  }

  /// The byte offset behind the last byte of any element.
  public long high(int itemSize) {
    return shape.size() == 0 ? offset : extreme(1) + itemSize;
  }

  private long extreme(int sign) {
    long at = offset;
    if (shape.size() > 0) {
      for (int axis = 0; axis < strides.length; axis++) {
        if (Long.signum(strides[axis]) == sign) {
          at += (shape.dim(axis) - 1) * strides[axis];
        }
      }
    }
    return at;
  }

  /// The order in which a walk goes through memory best: axes by falling stride.
  ///
  /// Stable, so that a C-ordered geometry keeps its axes.
  public int[] axesByStride() {
    int[] axes = new int[strides.length];
    for (int axis = 0; axis < axes.length; axis++) {
      int at = axis;
      for (; at > 0 && Math.abs(strides[axes[at - 1]]) < Math.abs(strides[axis]); at--) {
        axes[at] = axes[at - 1];
      }
      axes[at] = axis;
    }
    return axes;
  }

  private Shape without(int axis) {
    return Shape.of(remove(shape.toArray(), axis));
  }

  private static long[] remove(long[] values, int index) {
    long[] rest = new long[values.length - 1];
    System.arraycopy(values, 0, rest, 0, index);
    System.arraycopy(values, index + 1, rest, index, rest.length - index);
    return rest;
  }
}
