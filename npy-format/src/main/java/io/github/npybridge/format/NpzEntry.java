package io.github.npybridge.format;

import io.github.npybridge.format.internal.ZipFormat;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// One member of an archive, as the archive's directory describes it.
///
/// Immutable. Sizes and offsets are in bytes; offsets count from the start of the archive. What the
/// directory says is not yet known to be true: [NpzDirectory#contentOffset] looks.
///
/// @param name the name in the archive, usually with `.npy` at its end
/// @param method how the bytes lie there
/// @param methodNumber the same as the archive's own number, such as 12 for bzip2
/// @param flags the entry's general purpose bits
/// @param crc the CRC-32 of the content, unsigned
/// @param compressedSize how many bytes lie in the archive
/// @param size how many bytes the content has
/// @param headerOffset where the member's local header starts
public record NpzEntry(
    String name,
    NpzMethod method,
    int methodNumber,
    int flags,
    long crc,
    long compressedSize,
    long size,
    long headerOffset) {
  /// What NumPy adds to the name of an array, and takes away again.
  public static final String SUFFIX = ".npy";

  /// A member that is to be written.
  ///
  /// @throws IllegalArgumentException if the name cannot stand in an archive: it is longer than
  ///   65,535 bytes, has a NUL or an unpaired surrogate, or if the method is [NpzMethod#OTHER]
  public static NpzEntry of(
      String name, NpzMethod method, long crc, long compressedSize, long size, long headerOffset) {
    if (method == NpzMethod.OTHER) {
      throw new IllegalArgumentException("method: expected STORED or DEFLATED, found " + method);
    }
    if (name.indexOf('\0') >= 0
        || !StandardCharsets.UTF_8.newEncoder().canEncode(name)
        || name.getBytes(StandardCharsets.UTF_8).length > ZipFormat.MAX_SHORT) {
      throw new IllegalArgumentException(
          "name: expected Unicode text without NUL of at most "
              + ZipFormat.MAX_SHORT
              + " bytes, found '"
              + (name.length() > 100 ? name.substring(0, 100) + "'..." : name + "'"));
    }
    boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(name);
    int flags = ascii ? 0 : ZipFormat.FLAG_UTF_8;
    return new NpzEntry(
        name, method, method.number(), flags, crc, compressedSize, size, headerOffset);
  }

  /// The name that NumPy gives the member: the entry's, without `.npy` at its end.
  public String key() {
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  /// Whether a password is needed to read the content.
  public boolean isEncrypted() {
    return (flags & ZipFormat.FLAGS_ENCRYPTED) != 0;
  }

  /// The bytes of the name in the archive.
  byte[] nameBytes() {
    return name.getBytes(charset(flags));
  }

  /// The charset of an entry's name.
  static Charset charset(int flags) {
    return (flags & ZipFormat.FLAG_UTF_8) != 0 ? StandardCharsets.UTF_8 : ZipFormat.CP437;
  }
}
