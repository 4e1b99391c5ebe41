package io.github.npybridge.store;

import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.store.internal.DataLength;
import io.github.npybridge.store.internal.MemberOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Takes the data of one array of a [NpzWriter], from start to end.
///
/// There is nothing to close: the array is complete with its last byte, and may be followed by
/// another one, or by the archive's commit, then and not before.
///
/// **Threads**: one at a time.
public final class NpzMemberWriter {
  private final NpzWriter archive;
  private final MemberOutput output;
  private final DataLength length;

  NpzMemberWriter(NpzWriter archive, MemberOutput output, String name, long dataSize) {
    this.archive = archive;
    this.output = output;
    this.length = new DataLength(dataSize, archive.place(name));
  }

  /// Appends the next bytes of the data, in the byte order and the memory order that the array was
  /// added with; copied before this returns.
  ///
  /// @throws IOException if they cannot be written, for lack of space for example; the archive's
  ///   writer is then closed
  /// @throws IllegalArgumentException if they are more than the shape still has room for; none of
  ///   them is written
  /// @throws ClosedFileException after a commit or a close of the archive's writer
  public void write(MemorySegment bytes) throws IOException {
    archive.requireOpen();
    length.requireRoom(bytes.byteSize());
    try {
      output.write(bytes);
    } catch (Throwable e) {
      // A part may be written, so there is no going on from here.
      archive.close();
      throw e;
    }
    length.add(bytes.byteSize());
  }

  /// Appends the bytes between a buffer's position and its limit, and moves the position there;
  /// otherwise as [#write(MemorySegment)].
  ///
  /// @throws IOException as there
  public void write(ByteBuffer bytes) throws IOException {
    write(MemorySegment.ofBuffer(bytes));
    bytes.position(bytes.limit());
  }

  /// Refuses to go on before the last byte.
  void requireComplete() {
    length.requireComplete("what comes next");
  }

  NpzEntry finish() throws IOException {
    try (output) {
      return output.finish();
    }
  }

  /// Gives up what is not finished.
  void discard() {
    output.close();
  }
}
