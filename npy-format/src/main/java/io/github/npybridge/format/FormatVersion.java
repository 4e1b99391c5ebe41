package io.github.npybridge.format;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// The three versions of the `.npy` container.
///
/// They differ in the width of the header's length field and in the header's text encoding:
///
/// | version | length field | text | NumPy writes it when |
/// |---|---|---|---|
/// | 1.0 | 2 bytes | latin-1 | it can: nearly always |
/// | 2.0 | 4 bytes | latin-1 | the header needs more than 65,535 bytes |
/// | 3.0 | 4 bytes | UTF-8 | a field name is not latin-1 |
public enum FormatVersion {
  /// Version 1.0: length in two bytes, latin-1 text.
  V1_0(1, Short.BYTES, StandardCharsets.ISO_8859_1),
  /// Version 2.0: length in four bytes, latin-1 text.
  V2_0(2, Integer.BYTES, StandardCharsets.ISO_8859_1),
  /// Version 3.0: length in four bytes, UTF-8 text.
  V3_0(3, Integer.BYTES, StandardCharsets.UTF_8);

  private final int major;
  private final int lengthFieldSize;
  private final Charset charset;

  FormatVersion(int major, int lengthFieldSize, Charset charset) {
    this.major = major;
    this.lengthFieldSize = lengthFieldSize;
    this.charset = charset;
  }

  /// The major version number, the byte after the magic.
  public int major() {
    return major;
  }

  /// The minor version number, 0 in every version so far.
  public int minor() {
    return 0;
  }

  /// The size in bytes of what stands before the header text: magic, version, length field.
  public int prefixSize() {
    return NpyFormat.VERSION_END + lengthFieldSize;
  }

  /// The encoding of the header text.
  public Charset charset() {
    return charset;
  }

  /// The version as NumPy's documentation writes it, such as `1.0`.
  @Override
  public String toString() {
    return major + "." + minor();
  }
}
