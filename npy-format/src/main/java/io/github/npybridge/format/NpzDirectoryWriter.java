package io.github.npybridge.format;

import static io.github.npybridge.format.internal.ZipFormat.MAX_INT;

import io.github.npybridge.format.internal.ZipFormat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Writes what an archive has besides the contents of its members: local headers and the directory.
///
/// The bytes depend on nothing but the arguments: all times are those of `numpy.savez`, the first
/// that zip knows (1980-01-01). Sizes and offsets that need it are written as zip64.
public final class NpzDirectoryWriter {
  /// Version of the format that a reader must know: 2.0, or 4.5 for zip64.
  private static final int VERSION = 20;

  private static final int VERSION_64 = 45;

  /// The system that the file's permissions are meant for: Unix.
  private static final int SYSTEM = 3;

  /// A file that its owner may read and write, as NumPy has it: `0o600 << 16`.
  private static final int ATTRIBUTES = 0600 << 16;

  /// 1980-01-01 as zip writes it.
  private static final int DATE = 1 << 5 | 1;

  /// Size of the zip64 extra field of a local header: its head, size, compressed size.
  private static final int LOCAL_ZIP64_SIZE = ZipFormat.EXTRA_HEAD_SIZE + 2 * Long.BYTES;

  /// The smallest extra field that pads: its head and the alignment.
  private static final int MIN_PADDING = ZipFormat.EXTRA_HEAD_SIZE + Short.BYTES;

  private NpzDirectoryWriter() {}

  /// The size in bytes of a local header that is padded such that what follows it is aligned.
  ///
  /// @param entry name and offset of the member; its sizes need not be known yet
  /// @param zip64 whether the sizes may turn out to need it
  /// @param alignment a multiple of what the content's offset shall be, in bytes; 1 for any offset
  public static int localHeaderSize(NpzEntry entry, boolean zip64, int alignment) {
    int size =
        ZipFormat.LOCAL_HEADER_SIZE + entry.nameBytes().length + (zip64 ? LOCAL_ZIP64_SIZE : 0);
    int padding = (int) Math.floorMod(-(entry.headerOffset() + size), (long) alignment);
    while (padding > 0 && padding < MIN_PADDING) {
      padding += alignment;
    }
    return size + padding;
  }

  /// The local header of a member.
  ///
  /// @param entry the member
  /// @param zip64 as it was for [#localHeaderSize]
  /// @param size what that returned
  /// @throws IllegalArgumentException if the member needs zip64 and must not have it
  public static byte[] localHeader(NpzEntry entry, boolean zip64, int size) {
    if (!zip64 && isLarge(entry)) {
      throw new IllegalArgumentException(
          "zip64: expected sizes below " + MAX_INT + " bytes without it, found " + entry);
    }
    byte[] name = entry.nameBytes();
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(ZipFormat.LOCAL_HEADER);
    putCommon(out, entry, zip64, zip64);
    out.putShort((short) name.length);
    out.putShort((short) (size - ZipFormat.LOCAL_HEADER_SIZE - name.length));
    out.put(name);
    if (zip64) {
      out.putShort((short) ZipFormat.EXTRA_ZIP64).putShort((short) (2 * Long.BYTES));
      out.putLong(entry.size()).putLong(entry.compressedSize());
    }
    if (out.hasRemaining()) {
      out.putShort((short) ZipFormat.EXTRA_ALIGNMENT)
          .putShort((short) (out.remaining() - Short.BYTES))
          .putShort((short) NpyFormat.ALIGNMENT);
    }
    return out.array();
  }

  /// The directory with its end record: what stands behind the last member.
  ///
  /// @param entries the members, in the order that a reader shall see
  /// @param offset where the directory starts in the archive, in bytes
  public static byte[] directory(List<NpzEntry> entries, long offset) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    entries.forEach(entry -> out.writeBytes(directoryRecord(entry)));
    long size = out.size();
    int count = entries.size();
    if (count >= ZipFormat.MAX_SHORT || offset >= MAX_INT || size >= MAX_INT) {
      out.writeBytes(endRecord64(count, size, offset));
    }
    int shortCount = Math.min(count, ZipFormat.MAX_SHORT);
    out.writeBytes(
        littleEndian(ZipFormat.END_RECORD_SIZE)
            .putInt(ZipFormat.END_RECORD)
            .putInt(0)
            .putShort((short) shortCount)
            .putShort((short) shortCount)
            .putInt((int) Math.min(size, MAX_INT))
            .putInt((int) Math.min(offset, MAX_INT))
            .array());
    return out.toByteArray();
  }

  private static byte[] directoryRecord(NpzEntry entry) {
    byte[] name = entry.nameBytes();
    boolean large = isLarge(entry);
    boolean far = entry.headerOffset() >= MAX_INT;
    int numbers = (large ? 2 : 0) + (far ? 1 : 0);
    int extra = numbers == 0 ? 0 : ZipFormat.EXTRA_HEAD_SIZE + numbers * Long.BYTES;
    int size = ZipFormat.DIRECTORY_RECORD_SIZE + name.length + extra;
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(ZipFormat.DIRECTORY_RECORD);
    out.put((byte) (numbers > 0 ? VERSION_64 : VERSION)).put((byte) SYSTEM);
    putCommon(out, entry, numbers > 0, large);
    out.putShort((short) name.length);
    out.putShort((short) extra);
    // No comment, the first disk, a binary file.
    out.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    out.putInt(ATTRIBUTES);
    out.putInt((int) Math.min(entry.headerOffset(), MAX_INT));
    out.put(name);
    if (numbers > 0) {
      out.putShort((short) ZipFormat.EXTRA_ZIP64).putShort((short) (numbers * Long.BYTES));
      if (large) {
        out.putLong(entry.size()).putLong(entry.compressedSize());
      }
      if (far) {
        out.putLong(entry.headerOffset());
      }
    }
    return out.array();
  }

  /// What a local header and a record of the directory have in common.
  private static void putCommon(ByteBuffer out, NpzEntry entry, boolean zip64, boolean large) {
    out.putShort((short) (zip64 ? VERSION_64 : VERSION));
    out.putShort((short) entry.flags());
    out.putShort((short) entry.methodNumber());
    out.putShort((short) 0).putShort((short) DATE);
    out.putInt((int) entry.crc());
    out.putInt((int) (large ? MAX_INT : entry.compressedSize()));
    out.putInt((int) (large ? MAX_INT : entry.size()));
  }

  private static byte[] endRecord64(long count, long size, long offset) {
    return littleEndian(ZipFormat.END_RECORD_64_SIZE + ZipFormat.LOCATOR_64_SIZE)
        .putInt(ZipFormat.END_RECORD_64)
        .putLong(ZipFormat.END_RECORD_64_SIZE - Integer.BYTES - Long.BYTES)
        .putShort((short) VERSION_64)
        .putShort((short) VERSION_64)
        .putInt(0)
        .putInt(0)
        .putLong(count)
        .putLong(count)
        .putLong(size)
        .putLong(offset)
        .putInt(ZipFormat.LOCATOR_64)
        .putInt(0)
        .putLong(offset + size)
        .putInt(1)
        .array();
  }

  private static boolean isLarge(NpzEntry entry) {
    return entry.size() >= MAX_INT || entry.compressedSize() >= MAX_INT;
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
