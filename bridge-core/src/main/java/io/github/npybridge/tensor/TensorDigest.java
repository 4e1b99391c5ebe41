package io.github.npybridge.tensor;

import io.github.npybridge.tensor.internal.OrderedBytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The digest that tells whether two arrays hold the same elements.
///
/// SHA-256 over the elements in logical C order, every multi-byte unit little-endian (each half of
/// a complex number, each code point of a text, each field of a record; padding as it is). It
/// depends on neither byte order nor memory order: two arrays hold equal elements exactly when
/// dtype (but for byte order), shape and digest agree.
public final class TensorDigest {
  private TensorDigest() {}

  /// The digest of a tensor's elements in hexadecimal.
  ///
  /// @throws IllegalStateException if the file or its arena is closed
  public static String sha256(Tensor tensor) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
    return tensor.guarded(() -> {
      OrderedBytes source = OrderedBytes.canonical(tensor.region);
      for (int count = source.next(); count > 0; count = source.next()) {
        digest.update(source.bytes(), 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    });
  }
}
