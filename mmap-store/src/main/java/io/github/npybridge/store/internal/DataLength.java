package io.github.npybridge.store.internal;

/// How many bytes of data a header promises, and how many of them have been written.
public final class DataLength {
  private final long size;
  private final Object place;
  private long written;

  /// Nothing has been written.
  ///
  /// @param size the bytes that are promised
  /// @param place what errors call the file
  public DataLength(long size, Object place) {
    this.size = size;
    this.place = place;
  }

  /// How many bytes have been written.
  public long written() {
    return written;
  }

  /// Counts bytes that were written.
  public void add(long bytes) {
    written += bytes;
  }

  /// Refuses bytes that would be too many.
  public void requireRoom(long bytes) {
    if (bytes > size - written) {
      throw new IllegalArgumentException(
          "data: expected at most "
              + (size - written)
              + " more of "
              + size
              + " bytes, found "
              + bytes
              + " (file="
              + place
              + "); nothing of it was written");
    }
  }

  /// Refuses to go on before the last byte.
  ///
  /// @param next what is to come then
  public void requireComplete(String next) {
    requireComplete(size, next);
  }

  /// Refuses to go on before so many bytes.
  ///
  /// @param next what is to come then
  public void requireComplete(long expected, String next) {
    if (written < expected) {
      throw new IllegalStateException(
          "data: expected "
              + expected
              + " bytes, found "
              + written
              + " (file="
              + place
              + "); write the missing "
              + (expected - written)
              + " before "
              + next);
    }
  }
}
