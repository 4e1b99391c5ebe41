package io.github.npybridge.store.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.output.DeferredFileOutputStream;

/// Bytes that wait for a header: in memory, and in a temporary file when they are many.
public final class RowSpool implements AutoCloseable {
  /// How many bytes stay in memory.
  private static final int THRESHOLD = 1 << 24;

  private static final int BLOCK_SIZE = 1 << 16;

  private final DeferredFileOutputStream spool =
      DeferredFileOutputStream.builder()
          .setThreshold(THRESHOLD)
          .setPrefix("npy-rows")
          .setSuffix(".tmp")
          .get();
  private final byte[] block = new byte[BLOCK_SIZE];
  private final MemorySegment blockSegment = MemorySegment.ofArray(block);
  private boolean open = true;

  /// How many bytes wait.
  public long size() {
    requireOpen();
    return spool.getByteCount();
  }

  /// Adds bytes.
  public void write(MemorySegment bytes) throws IOException {
    requireOpen();
    long size = bytes.byteSize();
    int count;
    for (long done = 0; done < size; done += count) {
      count = (int) Math.min(BLOCK_SIZE, size - done);
      MemorySegment.copy(bytes, done, blockSegment, 0, count);
      spool.write(block, 0, count);
    }
  }

  /// Writes a header and all bytes to a stream.
  public void writeTo(byte[] header, OutputStream out) throws IOException {
    requireOpen();
    spool.close();
    out.write(header);
    spool.writeTo(out);
  }

  /// Drops the bytes.
  @Override
  public void close() throws IOException {
    open = false;
    spool.close();
    Path file = spool.getPath();
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException(
          "rows: expected them to be open, found them committed or closed");
    }
  }
}
