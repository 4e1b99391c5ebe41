package io.github.npybridge.store.internal;

import io.github.npybridge.format.NpyFormat;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderReader;
import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.format.NpzMethod;
import io.github.npybridge.store.MapMode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.channels.SeekableByteChannel;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What opening an array in an archive yields.
///
/// @param header the header
/// @param layout where the data lies in the archive: at -1 if it is compressed
/// @param memory the data
public record OpenedMember(NpyHeader header, ArrayLayout layout, OpenedMemory memory) {
  private static final int HEADER_BLOCK_SIZE = 1 << 10;

  /// Whether a member becomes memory without being read.
  public static boolean isMapped(Archive archive, NpzEntry entry) {
    return archive.access() != MapMode.LOAD && entry.method() == NpzMethod.STORED;
  }

  /// Opens an array.
  ///
  /// @param writable whether memory that is not mapped may be written
  /// @param given the arena to use, or null for one of its own where one is needed
  public static OpenedMember open(
      Archive archive, NpzEntry entry, boolean writable, @Nullable Arena given) throws IOException {
    try (SeekableByteChannel channel = archive.channel();
        MemberStream content = MemberStream.open(channel, archive.directory(), entry)) {
      long offset = channel.position();
      InputStream in = new BufferedInputStream(content, HEADER_BLOCK_SIZE);
      NpyHeader header = header(in, entry, content.place());
      boolean stored = entry.method() == NpzMethod.STORED;
      ArrayLayout layout =
          new ArrayLayout(
              header.dtype(),
              header.shape(),
              header.order(),
              stored ? offset + header.dataOffset() : -1);
      if (isMapped(archive, entry)) {
        OpenedMemory memory =
            OpenedFile.memory(
                channel, archive.path(), layout, archive.access(), given, archive.identity());
        return new OpenedMember(header, layout, memory);
      }
      OpenedMemory memory = OpenedFile.allocate(archive.path(), layout, given, archive.identity());
      try {
        Loading.load(in, memory.segment());
        in.transferTo(OutputStream.nullOutputStream());
      } catch (Throwable e) {
        memory.close();
        throw e;
      }
      return new OpenedMember(header, layout, writable ? memory : memory.asReadOnly());
    }
  }

  /// Reads the header of a member, and compares it with the member's size.
  ///
  /// @param in the member's content; stands before the data afterwards
  public static NpyHeader header(InputStream in, NpzEntry entry, String place) throws IOException {
    in.mark(NpyFormat.MAGIC_SIZE);
    byte[] magic = in.readNBytes(NpyFormat.MAGIC_SIZE);
    if (!NpyFormat.isMagic(magic)) {
      throw new NpyFormatException(
          "member: expected an array, found "
              + (magic.length == 0 ? "no bytes" : HexFormat.ofDelimiter(" ").formatHex(magic)),
          place,
          0,
          "NpzFile.bytes reads members that are no arrays");
    }
    in.reset();
    NpyHeader header = NpyHeaderReader.DEFAULT.read(in, place);
    if (header.totalSize() > entry.size()) {
      throw new NpyFormatException(
          "data: expected "
              + header.dataSize()
              + " bytes ("
              + header.dtype()
              + " "
              + header.shape()
              + "), found "
              + (entry.size() - header.dataOffset())
              + " in the member",
          place,
          header.dataOffset(),
          "the member is damaged; the others may be read");
    }
    return header;
  }
}
