package io.github.npybridge.format;

import io.github.npybridge.format.internal.Descr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes headers, byte for byte as `numpy.save` does.
///
/// The keys are sorted, the shape is followed by room for it to grow, and the whole is padded with
/// spaces and one newline to a multiple of {@value NpyFormat#ALIGNMENT} bytes. Corresponds to
/// `numpy.lib.format.write_array_header_1_0` and its siblings.
public final class NpyHeaderWriter {
  private static final int MAX_UNSIGNED_SHORT = 0xffff;

  private NpyHeaderWriter() {}

  /// Prefix and header, in the version that NumPy chooses: 1.0 if it can, 2.0 for a header that is
  /// too long, 3.0 for field names beyond latin-1.
  ///
  /// The order is written as given; `numpy.save` writes [MemoryOrder#normalized].
  ///
  /// @throws IllegalArgumentException if `dtype` is a sub-array, or the array's size in bytes
  ///   overflows a `long`
  public static byte[] encode(DType dtype, Shape shape, MemoryOrder order) {
    String text = text(dtype, shape, order);
    if (!StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)) {
      return encode(text, FormatVersion.V3_0);
    }
    byte[] first = encode(text, FormatVersion.V1_0);
    return first.length - FormatVersion.V1_0.prefixSize() <= MAX_UNSIGNED_SHORT
        ? first
        : encode(text, FormatVersion.V2_0);
  }

  /// Prefix and header in a given version.
  ///
  /// @throws IllegalArgumentException also if the header does not fit the version: too long for
  ///   1.0, or not latin-1 before 3.0
  public static byte[] encode(DType dtype, Shape shape, MemoryOrder order, FormatVersion version) {
    String text = text(dtype, shape, order);
    if (!version.charset().newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          "version "
              + version
              + ": expected latin-1 field names, found "
              + dtype.descr()
              + "; use version "
              + FormatVersion.V3_0);
    }
    byte[] header = encode(text, version);
    int length = header.length - version.prefixSize();
    if (version == FormatVersion.V1_0 && length > MAX_UNSIGNED_SHORT) {
      throw new IllegalArgumentException(
          "version "
              + version
              + ": expected a header of at most "
              + MAX_UNSIGNED_SHORT
              + " bytes, found "
              + length
              + "; use version "
              + FormatVersion.V2_0);
    }
    return header;
  }

  /// Prefix and header of exactly the version and the length that a header has, to be written over
  /// the one that stands there.
  ///
  /// Where NumPy's header has this length, it is NumPy's. A shorter one is filled with spaces, and
  /// one that needs more gives up the room for growth, as far as it must.
  ///
  /// @throws IllegalArgumentException if it does not fit the length or the version, `dtype` is a
  ///   sub-array, or the array's size in bytes overflows a `long`
  public static byte[] encode(NpyHeader header) {
    FormatVersion version = header.version();
    String text = text(header.dtype(), header.shape(), header.order());
    byte[] body = text.stripTrailing().getBytes(version.charset());
    int room = header.headerLength() - 1;
    if (body.length > room || !version.charset().newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          "header: expected one of at most "
              + room
              + " bytes in version "
              + version
              + ", found "
              + text.stripTrailing());
    }
    return fill(body, version, header.headerLength());
  }

  private static String text(DType dtype, Shape shape, MemoryOrder order) {
    if (dtype instanceof DType.SubArray) {
      throw new IllegalArgumentException(
          "dtype: expected a dtype of whole elements, found the sub-array "
              + dtype.descr()
              + "; add its axes to the shape");
    }
    shape.byteSize(dtype.itemSize());
    boolean fortran = order == MemoryOrder.FORTRAN;
    StringBuilder text =
        new StringBuilder("{'descr': ")
            .append(Descr.literal(dtype))
            .append(", 'fortran_order': ")
            .append(fortran ? "True" : "False")
            .append(", 'shape': ")
            .append(shape)
            .append(", }");
    if (shape.ndim() > 0) {
      long growing = shape.dim(fortran ? shape.ndim() - 1 : 0);
      text.repeat(' ', NpyFormat.GROWTH_DIGITS - Long.toString(growing).length());
    }
    return text.toString();
  }

  private static byte[] encode(String text, FormatVersion version) {
    byte[] body = text.getBytes(version.charset());
    int prefix = version.prefixSize();
    // As in NumPy there is always padding: a header that fits exactly grows by a whole block.
    int padding = NpyFormat.ALIGNMENT - (prefix + body.length + 1) % NpyFormat.ALIGNMENT;
    return fill(body, version, body.length + padding + 1);
  }

  private static byte[] fill(byte[] body, FormatVersion version, int length) {
    ByteBuffer out =
        ByteBuffer.allocate(version.prefixSize() + length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(NpyFormat.magic()).put((byte) version.major()).put((byte) version.minor());
    if (version == FormatVersion.V1_0) {
      out.putShort((short) length);
    } else {
      out.putInt(length);
    }
    out.put(body);
    while (out.remaining() > 1) {
      out.put((byte) ' ');
    }
    return out.put((byte) '\n').array();
  }
}
