package io.github.npybridge.tensor;

/// Whether a tensor may share memory with what it is made from: the `copy` argument of
/// `torch.asarray` and `numpy.asarray`.
public enum CopyPolicy {
  /// Share if that is possible, copy if not: `copy=None`.
  IF_NEEDED,
  /// New memory in any case: `copy=True`.
  ALWAYS,
  /// Share, or a [CopyRequiredException] that says why that is not possible: `copy=False`.
  NEVER
}
