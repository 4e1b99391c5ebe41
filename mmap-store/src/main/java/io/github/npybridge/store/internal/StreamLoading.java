package io.github.npybridge.store.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.apache.commons.io.IOUtils;

/// Reads the data of an array from a stream into memory of its own.
public final class StreamLoading {
  /// What is read at once, in bytes.
  private static final int BLOCK_SIZE = 1 << 16;

  /// What is allocated on the word of a header alone, in bytes.
  private static final long FIRST_SIZE = 1 << 20;

  private StreamLoading() {}

  /// Reads the data that a header promises, and not a byte more.
  ///
  /// @param name what messages call the stream
  /// @throws NpyFormatException if the stream ends before the data does
  public static MemorySegment load(InputStream in, String name, NpyHeader header)
      throws IOException {
    long size = header.dataSize();
    MemorySegment memory = allocate(header.dtype(), Math.min(size, FIRST_SIZE));
    byte[] block = new byte[(int) Math.min(size, BLOCK_SIZE)];
    MemorySegment blockSegment = MemorySegment.ofArray(block);
    int count;
    for (long have = 0; have < size; have += count) {
      if (have == memory.byteSize()) {
        // Doubled, so that all copies together are no more than the data.
        MemorySegment larger = allocate(header.dtype(), have > size / 2 ? size : 2 * have);
        MemorySegment.copy(memory, 0, larger, 0, have);
        memory = larger;
      }
      int wanted = (int) Math.min(block.length, memory.byteSize() - have);
      count = IOUtils.read(in, block, 0, wanted);
      if (count < wanted) {
        throw new NpyFormatException(
            "data: expected "
                + size
                + " bytes ("
                + header.dtype()
                + " "
                + header.shape()
                + "), found the end after "
                + (have + count),
            name,
            header.dataOffset() + have + count,
            "the writer was probably interrupted");
      }
      MemorySegment.copy(blockSegment, 0, memory, have, count);
    }
    return memory;
  }

  private static MemorySegment allocate(DType dtype, long size) {
    MemorySegment array = Loading.newArray(dtype, size, Loading.heapLimit());
    return array != null ? array : Arena.ofAuto().allocate(size, Long.BYTES);
  }
}
