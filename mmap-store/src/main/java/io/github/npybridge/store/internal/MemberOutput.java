package io.github.npybridge.store.internal;

import io.github.npybridge.format.NpyFormat;
import io.github.npybridge.format.NpzDirectoryWriter;
import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.format.NpzMethod;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/// Writes one member of an archive: its content first, then the header in front of it, which has
/// the checksum and the compressed size.
public final class MemberOutput implements AutoCloseable {
  private static final int BLOCK_SIZE = 1 << 16;

  /// From this size on a member has room for zip64: what deflating cannot shrink grows a little.
  private static final long ZIP64_SIZE = (1L << 32) - (1L << 24);

  private final Sibling sibling;
  private final NpzEntry start;
  private final boolean zip64;
  private final int headerSize;
  private final @Nullable Deflater deflater;
  private final CRC32 crc = new CRC32();
  private final byte[] block;
  private final byte[] deflated;
  private long size;
  private long compressedSize;

  /// Starts a member at the sibling's position.
  ///
  /// @param name the entry's name
  /// @param size how many bytes will be written
  public MemberOutput(Sibling sibling, String name, NpzMethod method, long size)
      throws IOException {
    this.sibling = sibling;
    this.start = NpzEntry.of(name, method, 0, 0, 0, sibling.position());
    this.zip64 = size >= ZIP64_SIZE;
    boolean stored = method == NpzMethod.STORED;
    // What NpyHeaderWriter writes is a multiple of this long: so the data behind it is aligned too.
    this.headerSize =
        NpzDirectoryWriter.localHeaderSize(start, zip64, stored ? NpyFormat.ALIGNMENT : 1);
    this.deflater = stored ? null : new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    this.block = new byte[(int) Math.min(size, BLOCK_SIZE)];
    this.deflated = new byte[stored ? 0 : BLOCK_SIZE];
    sibling.write(MemorySegment.ofArray(new byte[headerSize]));
  }

  /// Appends content.
  public void write(MemorySegment bytes) throws IOException {
    int count;
    for (long position = 0; position < bytes.byteSize(); position += count) {
      count = (int) Math.min(block.length, bytes.byteSize() - position);
      // To the heap first: the memory may be mapped, and no place for the checksum's intrinsic.
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, position, block, 0, count);
      crc.update(block, 0, count);
      size += count;
      if (deflater == null) {
        put(block, count);
      } else {
        deflater.setInput(block, 0, count);
        deflate(deflater);
      }
    }
  }

  /// Writes the header and returns the finished member.
  public NpzEntry finish() throws IOException {
    if (deflater != null) {
      deflater.finish();
      deflate(deflater);
    }
    NpzEntry entry =
        NpzEntry.of(
            start.name(),
            start.method(),
            crc.getValue(),
            compressedSize,
            size,
            start.headerOffset());
    byte[] header = NpzDirectoryWriter.localHeader(entry, zip64, headerSize);
    sibling.writeAt(start.headerOffset(), MemorySegment.ofArray(header));
    return entry;
  }

  @Override
  public void close() {
    if (deflater != null) {
      deflater.end();
    }
  }

  private void deflate(Deflater deflater) throws IOException {
    int count;
    while ((count = deflater.deflate(deflated)) > 0) {
      put(deflated, count);
    }
  }

  private void put(byte[] bytes, int count) throws IOException {
    sibling.write(MemorySegment.ofArray(bytes).asSlice(0, count));
    compressedSize += count;
  }
}
