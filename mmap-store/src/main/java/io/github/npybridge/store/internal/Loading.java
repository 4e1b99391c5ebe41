package io.github.npybridge.store.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.store.FileTruncatedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads the data region of a file into memory of its own.
final class Loading {
  /// What is read at once, in bytes: it stays in the processor's cache on its way to the array.
  private static final int BLOCK_SIZE = 1 << 16;

  /// The longest array that every JVM can make, in elements.
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  private Loading() {}

  /// The largest array that is put on the heap, in bytes: an eighth of what the heap may grow to.
  static long heapLimit() {
    return Runtime.getRuntime().maxMemory() / 8;
  }

  /// A new Java array for the data, of the type that carries the dtype, or null if it would be too
  /// large.
  static @Nullable MemorySegment newArray(DType dtype, long dataSize, long heapLimit) {
    int unitSize =
        switch (dtype) {
          case DType.Numeric numeric -> numeric.type().unitSize();
          case DType.DateTime _, DType.TimeDelta _ -> Long.BYTES;
          case DType.LongDouble _,
              DType.Bytes _,
              DType.Text _,
              DType.Raw _,
              DType.Struct _,
              DType.SubArray _ ->
              1;
        };
    long count = dataSize / unitSize;
    if (dataSize > heapLimit || count > MAX_LENGTH) {
      return null;
    }
    boolean real = dtype.kind() == 'f' || dtype.kind() == 'c';
    int length = (int) count;
    return switch (unitSize) {
      case Byte.BYTES -> MemorySegment.ofArray(new byte[length]);
      case Short.BYTES -> MemorySegment.ofArray(new short[length]);
      case Integer.BYTES ->
          real ? MemorySegment.ofArray(new float[length]) : MemorySegment.ofArray(new int[length]);
      default ->
          real
              ? MemorySegment.ofArray(new double[length])
              : MemorySegment.ofArray(new long[length]);
    };
  }

  /// Fills a segment of the data's size with the data, and returns it.
  ///
  /// @throws FileTruncatedException if the file has become too short meanwhile
  static MemorySegment load(
      SeekableByteChannel channel, Path path, ArrayLayout layout, MemorySegment target)
      throws IOException {
    channel.position(layout.dataOffset());
    long size = target.byteSize();
    // Native memory, since the JDK would copy once more for a buffer on the heap; and only an array
    // of bytes could be a buffer itself.
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = arena.allocate(Math.min(size, BLOCK_SIZE));
      ByteBuffer buffer = block.asByteBuffer();
      for (long position = 0; position < size; position += buffer.position()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), size - position));
        if (channel.read(buffer) < 0) {
          throw new FileTruncatedException(
              path,
              layout.dtype(),
              layout.shape(),
              layout.dataOffset(),
              layout.dataOffset() + position);
        }
        MemorySegment.copy(block, 0, target, position, buffer.position());
      }
    }
    return target;
  }

  /// Fills a segment from a stream that is known to be long enough.
  static void load(InputStream in, MemorySegment target) throws IOException {
    long size = target.byteSize();
    byte[] block = new byte[(int) Math.min(size, BLOCK_SIZE)];
    int count;
    for (long position = 0; position < size; position += count) {
      count = in.readNBytes(block, 0, (int) Math.min(block.length, size - position));
      if (count == 0) {
        throw new EOFException("the stream ended before its size");
      }
      MemorySegment.copy(block, 0, target, ValueLayout.JAVA_BYTE, position, count);
    }
  }
}
