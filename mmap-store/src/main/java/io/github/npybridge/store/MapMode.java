package io.github.npybridge.store;

/// How the data of a file becomes memory, and what a write to that memory does.
///
/// | mode | `numpy.load` | memory | a write changes |
/// |---|---|---|---|
/// | [#READ_ONLY] | `mmap_mode='r'` | mapped | nothing: it is refused |
/// | [#READ_WRITE] | `mmap_mode='r+'` | mapped | the file, at once for every process |
/// | [#COPY_ON_WRITE] | `mmap_mode='c'` | mapped | this memory only |
/// | [#LOAD] | `mmap_mode=None` | a Java array, or native memory | this memory only |
///
/// No mode changes a file's length; NumPy's `r+` and `c` extend a file that is too short. The three
/// mapping modes need a file of the default file system, LOAD reads any.
public enum MapMode {
  /// Mapped, never written. Needs only the permission to read. What others write to the file shows.
  READ_ONLY,

  /// Mapped, and written through: a store is in the file as soon as it is done, as every process of
  /// this machine sees it. What survives a power failure is what [NpyFile#force] has returned from.
  READ_WRITE,

  /// Mapped; a page that is written becomes this mapping's own, and costs memory from then on.
  ///
  /// The file is never changed, but systems map this way only what may be written. A file that can
  /// only be read is loaded instead, as by [#LOAD]: the same meaning, at the cost of memory for the
  /// whole array at once. [NpyFile#isMapped] tells which.
  COPY_ON_WRITE,

  /// Read as a whole into memory of its own; the file plays no part afterwards.
  ///
  /// The memory is an array of the Java type that carries the dtype (`float[]` for float32 and
  /// complex64, `short[]` for float16, `long[]` for uint64 and datetime64, `byte[]` for whatever is
  /// not numeric) with the file's bytes, in the file's byte order. An array that would not fit one
  /// Java array, or is larger than an eighth of the maximal heap, is native memory of the arena.
  ///
  /// The fastest way for small files, and the only one that a file system without mappings offers.
  LOAD;

  /// Whether the memory may be written: in all modes but [#READ_ONLY].
  public boolean isWritable() {
    return this != READ_ONLY;
  }

  /// Whether what is written reaches the file: only in [#READ_WRITE].
  public boolean writesFile() {
    return this == READ_WRITE;
  }
}
