package io.github.npybridge.tensor;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/// The simplest array that has views: lengths, and the number of each element in C order.
///
/// A view makes a new list of numbers, one by one. No strides, nothing shared, nothing clever.
final class ViewModel {
  private final int[] dims;
  private final int[] ids;

  private ViewModel(int[] dims, int[] ids) {
    this.dims = dims;
    this.ids = ids;
  }

  /// The axis lengths.
  int[] dims() {
    return dims;
  }

  /// Which element of the first array each one is.
  int[] ids() {
    return ids;
  }

  static ViewModel of(int... dims) {
    int[] ids = new int[size(dims)];
    Arrays.setAll(ids, i -> i);
    return new ViewModel(dims, ids);
  }

  static int size(int... dims) {
    return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
  }

  int ndim() {
    return dims.length;
  }

  /// The array of these lengths, whose element at each index is this one's at `back` of the index.
  private ViewModel gather(int[] newDims, UnaryOperator<int[]> back) {
    int[] newIds = new int[size(newDims)];
    for (int i = 0; i < newIds.length; i++) {
      int[] index = new int[newDims.length];
      for (int axis = newDims.length - 1, rest = i; axis >= 0; axis--) {
        index[axis] = rest % newDims[axis];
        rest /= newDims[axis];
      }
      int[] old = back.apply(index);
      int place = 0;
      for (int axis = 0; axis < dims.length; axis++) {
        place = place * dims[axis] + old[axis];
      }
      newIds[i] = ids[place];
    }
    return new ViewModel(newDims, newIds);
  }

  ViewModel select(int axis, int index) {
    return gather(without(dims, axis), at -> with(at, axis, index));
  }

  /// The indices of `range(start, stop, step)` that exist, as a list would have them.
  ViewModel slice(int axis, int start, int stop, int step) {
    int[] chosen = new int[dims[axis]];
    int count = 0;
    for (int i = start; step > 0 ? i < stop : i > stop; i += step) {
      if (i >= 0 && i < dims[axis]) {
        chosen[count++] = i;
      }
    }
    int[] newDims = dims.clone();
    newDims[axis] = count;
    return gather(
        newDims,
        at -> {
          int[] old = at.clone();
          old[axis] = chosen[at[axis]];
          return old;
        });
  }

  ViewModel permute(int... axes) {
    int[] newDims = Arrays.stream(axes).map(axis -> dims[axis]).toArray();
    return gather(
        newDims,
        at -> {
          int[] old = new int[axes.length];
          for (int i = 0; i < axes.length; i++) {
            old[axes[i]] = at[i];
          }
          return old;
        });
  }

  ViewModel flip(int axis) {
    return slice(axis, dims[axis] - 1, -1, -1);
  }

  ViewModel reshape(int... newDims) {
    return new ViewModel(newDims, ids);
  }

  ViewModel unsqueeze(int axis) {
    return new ViewModel(with(dims, axis, 1), ids);
  }

  ViewModel squeeze(int axis) {
    return new ViewModel(without(dims, axis), ids);
  }

  ViewModel broadcast(int... newDims) {
    int added = newDims.length - dims.length;
    return gather(
        newDims,
        at -> {
          int[] old = Arrays.copyOfRange(at, added, at.length);
          for (int axis = 0; axis < old.length; axis++) {
            old[axis] = dims[axis] == 1 ? 0 : old[axis];
          }
          return old;
        });
  }

  private static int[] without(int[] values, int axis) {
    int[] rest = new int[values.length - 1];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = values[i < axis ? i : i + 1];
    }
    return rest;
  }

  private static int[] with(int[] values, int axis, int value) {
    int[] all = new int[values.length + 1];
    for (int i = 0; i < all.length; i++) {
      all[i] = i == axis ? value : values[i < axis ? i : i - 1];
    }
    return all;
  }
}
