package io.github.npybridge.cli;

import io.github.npybridge.format.DType;
import io.github.npybridge.tensor.Slice;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Hands the elements of arrays on in C order, in another byte order if need be, block by block.
final class RowWriter {
  /// What is handed on at once, in bytes, unless a single element is larger.
  private static final int BLOCK_SIZE = 1 << 20;

  /// What takes the bytes.
  interface Sink {
    /// Takes the next bytes; the segment is used again when this has returned.
    void write(MemorySegment bytes) throws IOException;
  }

  private final DType dtype;
  private final Sink sink;
  private final Progress progress;
  private final MemorySegment block;
  private long written;

  /// A writer that has written nothing yet.
  ///
  /// @param dtype what the elements become: what they are, but for the byte order
  RowWriter(DType dtype, Sink sink, Progress progress) {
    this.dtype = dtype;
    this.sink = sink;
    this.progress = progress;
    this.block = MemorySegment.ofArray(new byte[Math.max(BLOCK_SIZE, dtype.itemSize())]);
  }

  /// Hands on all elements of an array.
  void write(Tensor source) throws IOException {
    if (source.byteSize() == 0) {
      return;
    }
    if (source.byteSize() <= block.byteSize()) {
      MemorySegment bytes = block.asSlice(0, source.byteSize());
      Tensors.asTensor(bytes, dtype, source.shape()).copyFrom(source);
      sink.write(bytes);
      written += bytes.byteSize();
      progress.reach(written);
      return;
    }
    long rows = source.shape().dim(0);
    // A row that is larger than a block is taken apart itself.
    long atOnce = Math.max(1, block.byteSize() / (source.byteSize() / rows));
    for (long row = 0; row < rows; row += atOnce) {
      write(
          atOnce == 1
              ? source.select(0, row)
              : source.slice(Slice.range(row, Math.min(row + atOnce, rows))));
    }
  }
}
