package io.github.npybridge.store;

/// How a new file gets its space.
///
/// | allocation | cost of creating | when the disk is full |
/// |---|---|---|
/// | [#RESERVED] | one pass of writing zeros | creating fails, and leaves nothing |
/// | [#SPARSE] | none | a later store into the mapping fails, with an [InternalError] |
public enum Allocation {
  /// Zeros are written for the whole array, so that its space is taken before it is used. File
  /// systems that compress may take none for zeros.
  RESERVED,

  /// Only the length is set. Where the file system has holes the array takes space as it is
  /// written, page by page; it reads as zeros until then. Corresponds to
  /// `numpy.lib.format.open_memmap(path, mode='w+')`.
  SPARSE
}
