package io.github.npybridge.format.internal;

import static io.github.npybridge.format.internal.ZipFormat.END_RECORD_64_SIZE;
import static io.github.npybridge.format.internal.ZipFormat.END_RECORD_SIZE;
import static io.github.npybridge.format.internal.ZipFormat.LOCATOR_64_SIZE;
import static io.github.npybridge.format.internal.ZipFormat.MAX_SHORT;
import static io.github.npybridge.format.internal.ZipFormat.intAt;
import static io.github.npybridge.format.internal.ZipFormat.shortAt;

import io.github.npybridge.format.NpyFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/// What the end of an archive says about its directory, compared with the archive's length.
///
/// @param offset where the directory starts, in bytes
/// @param size the directory's size in bytes
/// @param count the number of entries, or what 16 bits hold of it
/// @param zip64 whether `count` is the whole number
public record EndRecord(long offset, long size, long count, boolean zip64) {

  /// How much of the archive's end is looked at first, in bytes.
  private static final int FIRST_WINDOW = 1 << 8;

  /// Finds and reads the end record, and the zip64 one where there is one.
  ///
  /// As in Python's `zipfile` the last signature in the file counts, whatever follows it.
  public static EndRecord read(SeekableByteChannel channel, @Nullable String file)
      throws IOException {
    long end = find(channel, file);
    ByteBuffer record = ZipFormat.read(channel, end, END_RECORD_SIZE);
    requireBytes(record, END_RECORD_SIZE, file, end);
    long locator = end - LOCATOR_64_SIZE;
    if (locator >= 0) {
      ByteBuffer bytes = ZipFormat.read(channel, locator, LOCATOR_64_SIZE);
      requireBytes(bytes, LOCATOR_64_SIZE, file, locator);
      if (bytes.getInt(0) == ZipFormat.LOCATOR_64) {
        return read64(channel, bytes, locator, file);
      }
    }
    int count = shortAt(record, 10);
    requireOneDisk(shortAt(record, 4) | shortAt(record, 6), count - shortAt(record, 8), file, end);
    return of(intAt(record, 16), intAt(record, 12), count, false, file, end);
  }

  private static long find(SeekableByteChannel channel, @Nullable String file) throws IOException {
    long size = channel.size();
    // Hardly an archive has a comment: the long look is for those that have.
    for (int window : new int[] {FIRST_WINDOW, END_RECORD_SIZE + MAX_SHORT}) {
      long from = Math.max(0, size - window);
      ByteBuffer tail = ZipFormat.read(channel, from, (int) (size - from));
      for (int at = tail.limit() - END_RECORD_SIZE; at >= 0; at--) {
        if (tail.getInt(at) == ZipFormat.END_RECORD) {
          return from + at;
        }
      }
    }
    throw new NpyFormatException(
        "end record: expected PK\\5\\6 in the last "
            + (END_RECORD_SIZE + MAX_SHORT)
            + " bytes of the archive, found none",
        file,
        size,
        "the archive is cut off; its writer was probably interrupted");
  }

  private static EndRecord read64(
      SeekableByteChannel channel, ByteBuffer locator, long locatorAt, @Nullable String file)
      throws IOException {
    requireOneDisk(locator.getInt(4) | (locator.getInt(16) & ~1), 0, file, locatorAt);
    long at = locator.getLong(8);
    if (at < 0 || at > locatorAt - END_RECORD_64_SIZE) {
      throw new NpyFormatException(
          "zip64 end record: expected it before its locator, found "
              + Long.toUnsignedString(at)
              + " as its offset",
          file,
          locatorAt,
          "");
    }
    ByteBuffer record = ZipFormat.read(channel, at, END_RECORD_64_SIZE);
    requireBytes(record, END_RECORD_64_SIZE, file, at);
    // The record's own size leaves out signature and size field.
    if (record.getInt(0) != ZipFormat.END_RECORD_64 || record.getLong(4) != locatorAt - at - 12) {
      throw new NpyFormatException(
          "zip64 end record: expected PK\\6\\6 and a record that ends at "
              + locatorAt
              + ", found something else",
          file,
          at,
          "");
    }
    long count = record.getLong(32);
    long missing = count - record.getLong(24);
    requireOneDisk(record.getInt(16) | record.getInt(20), missing, file, at);
    return of(record.getLong(48), record.getLong(40), count, true, file, at);
  }

  private static EndRecord of(
      long offset, long size, long count, boolean zip64, @Nullable String file, long end)
      throws NpyFormatException {
    if (offset < 0 || offset > end || size != end - offset) {
      throw new NpyFormatException(
          "directory: expected it to end at "
              + end
              + ", found "
              + Long.toUnsignedString(size)
              + " bytes at "
              + Long.toUnsignedString(offset),
          file,
          end,
          "bytes were put in front of the archive or cut out of it");
    }
    return new EndRecord(offset, size, count, zip64);
  }

  private static void requireOneDisk(int disks, long missing, @Nullable String file, long at)
      throws NpyFormatException {
    if (disks != 0 || missing != 0) {
      throw new NpyFormatException(
          "archive: expected it in one file, found a part of several",
          file,
          at,
          "join the parts: zip -s 0 parts.zip --out whole.npz");
    }
  }

  private static void requireBytes(ByteBuffer bytes, int size, @Nullable String file, long at)
      throws NpyFormatException {
    if (bytes.limit() < size) {
      throw new NpyFormatException(
          "record: expected " + size + " bytes, found " + bytes.limit(), file, at, "");
    }
  }
}
