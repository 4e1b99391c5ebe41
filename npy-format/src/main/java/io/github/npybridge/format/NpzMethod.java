package io.github.npybridge.format;

/// How the bytes of a member lie in an archive.
public enum NpzMethod {
  /// As they are: the array can be mapped in place. What `numpy.savez` writes.
  STORED(0),

  /// Deflated: they have to be inflated into memory. What `numpy.savez_compressed` writes.
  DEFLATED(8),

  /// In one of the many other ways that zip has room for, such as bzip2 or lzma; not read here.
  OTHER(-1);

  private final int number;

  NpzMethod(int number) {
    this.number = number;
  }

  /// The number that stands for it in an archive, or -1 for [#OTHER].
  public int number() {
    return number;
  }

  /// The method of a number, which is [#OTHER] for most.
  static NpzMethod of(int number) {
    return number == STORED.number ? STORED : number == DEFLATED.number ? DEFLATED : OTHER;
  }
}
