package io.github.npybridge.format;

import io.github.npybridge.format.internal.DirectoryRecord;
import io.github.npybridge.format.internal.EndRecord;
import io.github.npybridge.format.internal.ZipFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The members of a `.npz` archive: their names, and where their bytes lie.
///
/// An archive is a zip file; its directory stands at its end. Reading it reads nothing of the
/// members, so that a member that is damaged, encrypted or compressed in an unknown way is no
/// hindrance to the others. The JDK's own [java.util.zip.ZipFile] refuses such archives whole, and
/// does not say where a member's bytes are.
///
/// All sizes and offsets are compared with the archive's length before they are used.
///
/// Immutable; any number of threads may share one.
public final class NpzDirectory {
  /// No byte of deflated data can say more bytes than this: a match of 258 in two bits.
  private static final int MAX_RATIO = 1032;

  private final @Nullable String file;
  private final long offset;
  private final List<NpzEntry> entries;
  private final Map<String, NpzEntry> byName = new HashMap<>();

  private NpzDirectory(@Nullable String file, long offset, List<NpzEntry> entries) {
    this.file = file;
    this.offset = offset;
    this.entries = List.copyOf(entries);
    // Two passes: the whole name of an entry wins over the shortened name of another.
    entries.forEach(entry -> byName.put(entry.key(), entry));
    entries.forEach(entry -> byName.put(entry.name(), entry));
  }

  /// Reads the directory of a file, which is opened and closed.
  ///
  /// @throws NpyFormatException if the file is no valid archive, or not a regular file
  public static NpzDirectory read(Path file) throws IOException {
    // Opening a FIFO would wait for its writer, perhaps for ever.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new NpyFormatException(
          "file: expected a regular file, found something else", file.toString(), -1, "");
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return read(channel, file.toString());
    }
  }

  /// Reads the directory of an archive that is all of a channel; moves the channel's position.
  ///
  /// @param file what messages call the archive, or null
  /// @throws NpyFormatException if it is no valid archive: no zip file, cut off, a part of several,
  ///   with bytes in front of it (which NumPy takes for a pickle), or with a damaged directory
  public static NpzDirectory read(SeekableByteChannel channel, @Nullable String file)
      throws IOException {
    requireZip(channel, file);
    EndRecord end = EndRecord.read(channel, file);
    InputStream in =
        new BufferedInputStream(Channels.newInputStream(channel.position(end.offset())));
    List<NpzEntry> entries = new ArrayList<>();
    for (long position = 0; position < end.size(); ) {
      DirectoryRecord record =
          DirectoryRecord.read(in, end.size() - position, file, end.offset() + position);
      position += record.size();
      entries.add(
          new NpzEntry(
              record.name(NpzEntry.charset(record.flags())),
              NpzMethod.of(record.method()),
              record.method(),
              record.flags(),
              record.crc(),
              record.compressedSize(),
              record.contentSize(),
              record.headerOffset()));
    }
    // Writers without zip64 let the number wrap.
    long found = end.zip64() ? entries.size() : entries.size() & ZipFormat.MAX_SHORT;
    if (found != end.count()) {
      throw new NpyFormatException(
          "directory: expected " + Long.toUnsignedString(end.count()) + " entries, found " + found,
          file,
          end.offset(),
          "");
    }
    return new NpzDirectory(file, end.offset(), entries);
  }

  /// All entries in the directory's order, also those that share a name and those that are no
  /// arrays.
  public List<NpzEntry> entries() {
    return entries;
  }

  /// The names of all entries, in the directory's order and without the `.npy` at their end;
  /// corresponds to `files` of what `numpy.load` returns. A name that two entries have is there
  /// twice.
  public List<String> names() {
    return entries.stream().map(NpzEntry::key).toList();
  }

  /// The entry of a name, by NumPy's rules: with or without the `.npy` at its end, an entry whose
  /// whole name it is comes first, and the last of several with one name wins.
  public Optional<NpzEntry> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// What messages call a member: `a.npz::x.npy`.
  public String place(NpzEntry entry) {
    return file == null ? entry.name() : file + "::" + entry.name();
  }

  /// Where the bytes of a member start in the archive: behind its local header, which is read and
  /// compared with the directory. All of them are inside the archive. Moves the channel's position.
  ///
  /// @param channel the archive whose directory this is
  /// @param entry one of its entries
  /// @throws NpyFormatException if the member is encrypted or neither stored nor deflated, or if
  ///   header, directory and the archive's length do not agree
  public long contentOffset(SeekableByteChannel channel, NpzEntry entry) throws IOException {
    requireReadable(entry);
    long at = entry.headerOffset();
    byte[] name = entry.nameBytes();
    int size = ZipFormat.LOCAL_HEADER_SIZE + name.length;
    if (at < 0 || at > offset - size) {
      throw fault(entry, "local header: expected it before the directory at " + offset, at);
    }
    ByteBuffer header = ZipFormat.read(channel, at, size);
    if (header.limit() < size || header.getInt(0) != ZipFormat.LOCAL_HEADER) {
      throw fault(entry, "local header: expected PK\\3\\4 at " + at, "something else");
    }
    if (ZipFormat.shortAt(header, 26) != name.length
        || !header.slice(ZipFormat.LOCAL_HEADER_SIZE, name.length).equals(ByteBuffer.wrap(name))) {
      throw fault(entry, "local header: expected the directory's name", "another one");
    }
    int method = ZipFormat.shortAt(header, 8);
    if (method != entry.methodNumber()) {
      throw fault(entry, "local header: expected method " + entry.methodNumber(), method);
    }
    long content = at + size + ZipFormat.shortAt(header, 28);
    if (entry.compressedSize() < 0 || entry.compressedSize() > offset - content) {
      throw fault(
          entry,
          "content: expected at most " + (offset - content) + " bytes before the directory",
          Long.toUnsignedString(entry.compressedSize()));
    }
    return content;
  }

  private void requireReadable(NpzEntry entry) throws NpyFormatException {
    if (entry.isEncrypted()) {
      throw new NpyFormatException(
          "member: expected plain content, found it encrypted",
          place(entry),
          -1,
          "NumPy cannot read it either: unpack the archive with its password");
    }
    long limit =
        switch (entry.method()) {
          case STORED -> entry.compressedSize();
          case DEFLATED ->
              entry.compressedSize() > Long.MAX_VALUE / MAX_RATIO
                  ? Long.MAX_VALUE
                  : entry.compressedSize() * MAX_RATIO;
          case OTHER ->
              throw new NpyFormatException(
                  "method: expected stored or deflated content, found " + methodName(entry),
                  place(entry),
                  -1,
                  "write it again with numpy.savez or numpy.savez_compressed");
        };
    boolean exact = entry.method() != NpzMethod.STORED || entry.size() == limit;
    if (entry.size() < 0 || entry.size() > limit || !exact) {
      throw fault(
          entry,
          "size: expected "
              + (entry.method() == NpzMethod.STORED ? "" : "at most ")
              + Long.toUnsignedString(limit)
              + " bytes for "
              + Long.toUnsignedString(entry.compressedSize())
              + " in the archive",
          Long.toUnsignedString(entry.size()));
    }
  }

  private static String methodName(NpzEntry entry) {
    String name =
        switch (entry.methodNumber()) {
          case 9 -> " (deflate64)";
          case 12 -> " (bzip2)";
          case 14 -> " (lzma)";
          case 93 -> " (zstd)";
          case 95 -> " (xz)";
          default -> "";
        };
    return "method " + entry.methodNumber() + name;
  }

  private NpyFormatException fault(NpzEntry entry, String expectation, Object found) {
    return new NpyFormatException(expectation + ", found " + found, place(entry), -1, "");
  }

  private static void requireZip(SeekableByteChannel channel, @Nullable String file)
      throws IOException {
    ByteBuffer bytes = ZipFormat.read(channel, 0, NpyFormat.MAGIC_SIZE);
    byte[] head = new byte[bytes.limit()];
    bytes.get(0, head);
    if (head.length == 0) {
      throw new NpyFormatException("file: expected a .npz archive, found no bytes", file, 0, "");
    }
    int signature = head.length < Integer.BYTES ? 0 : bytes.getInt(0);
    if (signature != ZipFormat.LOCAL_HEADER && signature != ZipFormat.END_RECORD) {
      throw new NpyFormatException(
          "magic: expected 50 4b 03 04 or 50 4b 05 06, found "
              + HexFormat.ofDelimiter(" ").formatHex(head),
          file,
          0,
          NpyFormat.isMagic(head)
              ? "this is a .npy file, one array without an archive"
              : "NumPy opens archives only that start with their first member");
    }
  }
}
