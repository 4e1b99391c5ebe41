package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Strings from and to items of `S` and `U`, whose rest is filled up with NUL.
public final class Texts {
  private Texts() {}

  /// The bytes of an `S` item without the NULs at its end.
  public static byte[] trimmed(byte[] item) {
    int end = item.length;
    while (end > 0 && item[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(item, end);
  }

  /// An `S` item of these bytes.
  ///
  /// @throws IllegalArgumentException if they are too many, or end in a NUL, which could not be
  ///   told from the filling
  public static byte[] padded(DType.Bytes dtype, byte[] bytes) {
    if (bytes.length > dtype.length()) {
      throw tooLong(dtype, bytes.length, "bytes");
    }
    requireNoNulAtEnd(bytes.length > 0 && bytes[bytes.length - 1] == 0);
    return Arrays.copyOf(bytes, dtype.length());
  }

  /// The text of an `S` item in UTF-8.
  ///
  /// @throws IllegalArgumentException if the bytes are something else
  public static String decode(byte[] item) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(trimmed(item))).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "getString: expected bytes in UTF-8, found others; getBytes reads them", e);
    }
  }

  /// The `S` item of a text in UTF-8.
  ///
  /// @throws IllegalArgumentException if it does not fit, or is no text
  public static byte[] encode(DType.Bytes dtype, String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return padded(dtype, bytes);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "setString: expected a text that UTF-8 can say, found half a surrogate pair", e);
    }
  }

  /// The code points of a `U` item without the NULs at its end. Any number may stand there.
  public static int[] codePoints(DType.Text dtype, byte[] item) {
    int[] points = new int[dtype.length()];
    ByteBuffer.wrap(item).order(dtype.order()).asIntBuffer().get(points);
    int end = points.length;
    while (end > 0 && points[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(points, end);
  }

  /// The `U` item of these code points, which may be any numbers.
  ///
  /// @throws IllegalArgumentException if they are too many, or end in a NUL
  public static byte[] ofCodePoints(DType.Text dtype, int... points) {
    if (points.length > dtype.length()) {
      throw tooLong(dtype, points.length, "code points");
    }
    requireNoNulAtEnd(points.length > 0 && points[points.length - 1] == 0);
    byte[] item = new byte[dtype.itemSize()];
    ByteOrder order = dtype.order();
    ByteBuffer.wrap(item).order(order).asIntBuffer().put(points);
    return item;
  }

  /// A `String` of code points. Half a surrogate pair survives, as Java's strings may hold it.
  ///
  /// @throws IllegalArgumentException if one is none, or two halves stand one after the other,
  ///   which Java would take for one character
  public static String toString(int... points) {
    StringBuilder text = new StringBuilder(points.length);
    for (int i = 0; i < points.length; i++) {
      int point = points[i];
      boolean pair =
          i > 0
              && Character.isBmpCodePoint(point)
              && Character.isLowSurrogate((char) point)
              && Character.isBmpCodePoint(points[i - 1])
              && Character.isHighSurrogate((char) points[i - 1]);
      if (!Character.isValidCodePoint(point) || pair) {
        throw new IllegalArgumentException(
            "getString: expected code points that a String holds, found 0x%x at %d; getCodePoints"
                    .formatted(point, i)
                + " reads them");
      }
      text.appendCodePoint(point);
    }
    return text.toString();
  }

  private static IllegalArgumentException tooLong(DType dtype, int length, String units) {
    return new IllegalArgumentException(
        "element: expected at most "
            + (dtype instanceof DType.Text text ? text.length() : dtype.itemSize())
            + " "
            + units
            + " for "
            + dtype
            + ", found "
            + length);
  }

  private static void requireNoNulAtEnd(boolean nul) {
    if (nul) {
      throw new IllegalArgumentException(
          "element: expected no NUL at the end, which would be read as filling, found one");
    }
  }
}
