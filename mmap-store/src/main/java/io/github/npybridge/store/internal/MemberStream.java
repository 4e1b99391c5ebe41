package io.github.npybridge.store.internal;

import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpzDirectory;
import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.format.NpzMethod;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// The content of an archive's member. Whoever has read it to its end knows that its size and its
/// checksum are those of the directory.
///
/// Never delivers more bytes than the directory says. Closing leaves the channel open.
public final class MemberStream extends InputStream {
  private static final int BLOCK_SIZE = 1 << 16;

  private final SeekableByteChannel channel;
  private final NpzEntry entry;
  private final String place;
  private final @Nullable Inflater inflater;
  private final CRC32 crc = new CRC32();
  private final byte[] block;
  private long unread;
  private long delivered;
  private boolean ended;

  private MemberStream(SeekableByteChannel channel, NpzEntry entry, String place) {
    this.channel = channel;
    this.entry = entry;
    this.place = place;
    this.unread = entry.compressedSize();
    boolean deflated = entry.method() == NpzMethod.DEFLATED;
    this.inflater = deflated ? new Inflater(true) : null;
    this.block = new byte[deflated ? (int) Math.min(BLOCK_SIZE, unread) : 1];
  }

  /// Starts at a member's first byte; nobody else may move the channel.
  static MemberStream open(SeekableByteChannel channel, NpzDirectory directory, NpzEntry entry)
      throws IOException {
    channel.position(directory.contentOffset(channel, entry));
    return new MemberStream(channel, entry, directory.place(entry));
  }

  /// What messages call the member.
  public String place() {
    return place;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count =
        ended
            ? -1
            : inflater == null
                ? stored(target, offset, length)
                : inflated(inflater, target, offset, length);
    if (count < 0) {
      if (!ended) {
        checkEnd();
      }
      return -1;
    }
    if (count > entry.size() - delivered) {
      throw wrong("content: expected " + entry.size() + " bytes", "more", null);
    }
    // On the heap, never on a mapping: the intrinsic would take the JVM down on a page that is
    // gone.
    crc.update(target, offset, count);
    delivered += count;
    return count;
  }

  /// Reads what is left, for the checks at the end.
  public void readToEnd() throws IOException {
    byte[] rest = new byte[Math.clamp(entry.size() - delivered, 1, BLOCK_SIZE)];
    while (read(rest, 0, rest.length) >= 0) {
      // only for the checks
    }
  }

  @Override
  public void close() {
    if (inflater != null) {
      inflater.end();
    }
  }

  /// Reads bytes as they lie in the archive; -1 behind the member's last.
  private int stored(byte[] target, int offset, int length) throws IOException {
    if (unread == 0) {
      return -1;
    }
    int count = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, unread)));
    if (count < 0) {
      throw wrong("archive: expected " + unread + " more bytes of the member", "the end", null);
    }
    unread -= count;
    return count;
  }

  private int inflated(Inflater inflater, byte[] target, int offset, int length)
      throws IOException {
    try {
      int count;
      while ((count = inflater.inflate(target, offset, length)) == 0) {
        if (inflater.finished()) {
          return -1;
        }
        int input = inflater.needsDictionary() ? -1 : stored(block, 0, block.length);
        if (input < 0) {
          throw wrong("deflated data: expected their last block", "the end", null);
        }
        inflater.setInput(block, 0, input);
      }
      return count;
    } catch (DataFormatException e) {
      throw wrong("deflated data: expected valid ones", "'" + e.getMessage() + "'", e);
    }
  }

  private void checkEnd() throws NpyFormatException {
    if (delivered != entry.size()) {
      throw wrong("content: expected " + entry.size() + " bytes", delivered, null);
    }
    if (crc.getValue() != entry.crc()) {
      throw wrong(
          "CRC-32: expected %08x".formatted(entry.crc()), "%08x".formatted(crc.getValue()), null);
    }
    ended = true;
  }

  private NpyFormatException wrong(String expectation, Object found, @Nullable Throwable cause) {
    NpyFormatException fault =
        new NpyFormatException(
            expectation + ", found " + found,
            place,
            -1,
            "the member is damaged; the others may be read");
    if (cause != null) {
      fault.initCause(cause);
    }
    return fault;
  }
}
