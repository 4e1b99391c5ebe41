package io.github.npybridge.format.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;

/// Constants of the zip format, by the section of PKWARE's APPNOTE.TXT 6.3.10 that has them.
///
/// ```text
/// member 1:  local header (4.3.7), content
/// member 2:  local header, content
/// ...
/// central directory (4.3.12): one record for each member
/// zip64 end record (4.3.14) and its locator (4.3.15), where 32 bits are too few
/// end record (4.3.16), comment
/// ```
public final class ZipFormat {
  /// Signature of a local header, `PK\3\4` in little-endian order.
  public static final int LOCAL_HEADER = 0x04034b50;

  /// Signature of a record of the central directory, `PK\1\2`.
  public static final int DIRECTORY_RECORD = 0x02014b50;

  /// Signature of the end record, `PK\5\6`.
  public static final int END_RECORD = 0x06054b50;

  /// Signature of the zip64 end record, `PK\6\6`.
  public static final int END_RECORD_64 = 0x06064b50;

  /// Signature of the zip64 locator, `PK\6\7`.
  public static final int LOCATOR_64 = 0x07064b50;

  /// Size of a local header without name and extra fields, in bytes.
  public static final int LOCAL_HEADER_SIZE = 30;

  /// Size of a directory record without name, extra fields and comment, in bytes.
  public static final int DIRECTORY_RECORD_SIZE = 46;

  /// Size of the end record without the comment, in bytes.
  public static final int END_RECORD_SIZE = 22;

  /// Size of the zip64 end record without extensions, in bytes.
  public static final int END_RECORD_64_SIZE = 56;

  /// Size of the zip64 locator, in bytes.
  public static final int LOCATOR_64_SIZE = 20;

  /// The largest number of two bytes. As a number of entries: see the zip64 end record.
  public static final int MAX_SHORT = 0xffff;

  /// The largest number of four bytes. As a size or an offset: see the zip64 extra field.
  public static final long MAX_INT = 0xffff_ffffL;

  /// Id of the extra field that holds sizes and offset in 8 bytes each (4.5.3).
  public static final int EXTRA_ZIP64 = 1;

  /// Id of the extra field that only takes room, so that the content is aligned: two bytes of
  /// alignment, then zeros. Android's zipalign chose it, and all readers skip it.
  public static final int EXTRA_ALIGNMENT = 0xd935;

  /// Size in bytes of an extra field's id and length.
  public static final int EXTRA_HEAD_SIZE = 4;

  /// Bits that say that content or header are encrypted (4.4.4: bits 0, 6 and 13).
  public static final int FLAGS_ENCRYPTED = 0x2041;

  /// Bit that says that the name is UTF-8 (bit 11).
  public static final int FLAG_UTF_8 = 0x800;

  /// The charset of names without [#FLAG_UTF_8] (appendix D).
  public static final Charset CP437 = Charset.forName("IBM437");

  private ZipFormat() {}

  /// Reads as many of `size` bytes as there are from a position on.
  public static ByteBuffer read(SeekableByteChannel channel, long position, int size)
      throws IOException {
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(position);
    while (out.hasRemaining() && channel.read(out) >= 0) {
      // a channel may deliver less than it has
    }
    return out.flip();
  }

  /// The unsigned number of two bytes at an index.
  public static int shortAt(ByteBuffer bytes, int index) {
    return Short.toUnsignedInt(bytes.getShort(index));
  }

  /// The unsigned number of four bytes at an index.
  public static long intAt(ByteBuffer bytes, int index) {
    return Integer.toUnsignedLong(bytes.getInt(index));
  }
}
