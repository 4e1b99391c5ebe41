package io.github.npybridge.format.internal;

import static io.github.npybridge.format.internal.ZipFormat.MAX_INT;
import static io.github.npybridge.format.internal.ZipFormat.intAt;
import static io.github.npybridge.format.internal.ZipFormat.shortAt;

import io.github.npybridge.format.NpyFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/// One record of an archive's directory, while it is read.
///
/// @param fixed the part that every record has
/// @param variable name, extra fields and comment
/// @param file the archive's name, or null
/// @param at where the record starts in the archive, in bytes
public record DirectoryRecord(
    ByteBuffer fixed, ByteBuffer variable, @Nullable String file, long at) {

  /// Reads a record from a directory of which `left` bytes are left.
  public static DirectoryRecord read(InputStream in, long left, @Nullable String file, long at)
      throws IOException {
    ByteBuffer fixed = read(in, ZipFormat.DIRECTORY_RECORD_SIZE, left, file, at);
    if (fixed.getInt(0) != ZipFormat.DIRECTORY_RECORD) {
      throw new NpyFormatException(
          "directory: expected PK\\1\\2, found %08x"
              .formatted(Integer.reverseBytes(fixed.getInt(0))),
          file,
          at,
          "");
    }
    int length = shortAt(fixed, 28) + shortAt(fixed, 30) + shortAt(fixed, 32);
    ByteBuffer variable = read(in, length, left - fixed.limit(), file, at);
    return new DirectoryRecord(fixed, variable, file, at);
  }

  private static ByteBuffer read(
      InputStream in, int size, long left, @Nullable String file, long at) throws IOException {
    byte[] bytes = size > left ? new byte[0] : in.readNBytes(size);
    if (bytes.length < size) {
      throw new NpyFormatException(
          "directory: expected an entry of " + size + " more bytes, found the end", file, at, "");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// The record's size in bytes.
  public long size() {
    return (long) fixed.limit() + variable.limit();
  }

  /// The entry's general purpose bits.
  public int flags() {
    return shortAt(fixed, 8);
  }

  /// The number of the compression method.
  public int method() {
    return shortAt(fixed, 10);
  }

  /// The CRC-32 of the content.
  public long crc() {
    return intAt(fixed, 16);
  }

  /// The size of the compressed content in bytes; negative when it overflows a `long`.
  public long compressedSize() throws NpyFormatException {
    return wide(20);
  }

  /// The size of the content in bytes; negative when it overflows a `long`.
  public long contentSize() throws NpyFormatException {
    return wide(24);
  }

  /// Where the local header starts, in bytes; negative when it overflows a `long`.
  public long headerOffset() throws NpyFormatException {
    return wide(42);
  }

  /// The entry's name.
  public String name(Charset charset) throws NpyFormatException {
    try {
      return charset.newDecoder().decode(variable.slice(0, shortAt(fixed, 28))).toString();
    } catch (CharacterCodingException e) {
      NpyFormatException fault =
          new NpyFormatException(
              "name: expected " + charset + " text, found other bytes",
              file,
              at + fixed.limit(),
              "");
      fault.initCause(e);
      throw fault;
    }
  }

  /// A number of four bytes or, where these say so and there is one, its eight bytes in the zip64
  /// extra field.
  private long wide(int index) throws NpyFormatException {
    long narrow = intAt(fixed, index);
    if (narrow < MAX_INT) {
      return narrow;
    }
    int end = shortAt(fixed, 28) + shortAt(fixed, 30);
    int length;
    for (int extra = shortAt(fixed, 28);
        extra <= end - ZipFormat.EXTRA_HEAD_SIZE;
        extra += ZipFormat.EXTRA_HEAD_SIZE + length) {
      length = shortAt(variable, extra + 2);
      if (shortAt(variable, extra) == ZipFormat.EXTRA_ZIP64) {
        // Only numbers that do not fit are in there, in this order: size, compressed size, offset.
        int skipped =
            (index != 24 && intAt(fixed, 24) == MAX_INT ? Long.BYTES : 0)
                + (index == 42 && intAt(fixed, 20) == MAX_INT ? Long.BYTES : 0);
        int value = extra + ZipFormat.EXTRA_HEAD_SIZE + skipped;
        if (skipped + Long.BYTES > length || value + Long.BYTES > end) {
          throw new NpyFormatException(
              "zip64 extra field: expected more numbers, found " + length + " bytes", file, at, "");
        }
        return variable.getLong(value);
      }
    }
    return narrow;
  }
}
