package io.github.npybridge.format;

/// Which axis of an array runs fastest in memory.
public enum MemoryOrder {
  /// Row-major: the last axis runs fastest. NumPy's default.
  C,
  /// Column-major: the first axis runs fastest. What `fortran_order: True` in a header says.
  FORTRAN;

  /// The order that `numpy.save` states for a contiguous array of this order and `shape`.
  ///
  /// An array that is contiguous both ways (no axis, an empty array, at most one axis longer than
  /// 1) counts as C order.
  public MemoryOrder normalized(Shape shape) {
    if (this == C || shape.size() == 0) {
      return C;
    }
    int longAxes = 0;
    for (int axis = 0; axis < shape.ndim(); axis++) {
      if (shape.dim(axis) > 1) {
        longAxes++;
      }
    }
    return longAxes > 1 ? FORTRAN : C;
  }
}
