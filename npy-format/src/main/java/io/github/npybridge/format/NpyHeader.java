package io.github.npybridge.format;

/// What the header of a `.npy` file says.
///
/// Immutable. All offsets count bytes from the array's first byte, the `\x93` of the magic.
///
/// @param version the container's version
/// @param dtype what the elements are
/// @param shape how many there are along each axis
/// @param order the order in which they lie, as the header says it; for shapes that are contiguous
///   both ways either is legal
/// @param headerLength the length of the header text in bytes, its padding included
/// @see NpyHeaderReader
public record NpyHeader(
    FormatVersion version, DType dtype, Shape shape, MemoryOrder order, int headerLength) {

  /// Where the data starts, in bytes. Not always a multiple of {@value NpyFormat#ALIGNMENT}, nor of
  /// the item size.
  public long dataOffset() {
    return (long) version.prefixSize() + headerLength;
  }

  /// The size of the data in bytes.
  public long dataSize() {
    return shape.byteSize(dtype.itemSize());
  }

  /// The size in bytes of prefix, header and data together: what a file must have at least.
  ///
  /// @throws IllegalArgumentException if it overflows a `long`; a header that was read does not
  public long totalSize() {
    long total = dataOffset() + dataSize();
    if (total < 0) {
      throw new IllegalArgumentException(
          "shape: expected fewer than 2**63 bytes, found " + shape + " of " + dtype.name());
    }
    return total;
  }
}
