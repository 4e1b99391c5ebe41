package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/// Memory of a file, opened in one mode.
abstract class FileContract extends TensorContract {
  final MapMode mode;
  private int count;

  FileContract(MapMode mode) {
    this.mode = mode;
  }

  @Override
  boolean isWritable() {
    return mode.isWritable();
  }

  @Override
  final Memory place(DType dtype, Shape shape, MemoryOrder order, byte[] stored)
      throws IOException {
    Path path = write(folder.resolve("memory" + count++ + ".npy"), dtype, shape, order, stored);
    NpyFile file = NpyFile.open(path, mode);
    // NumPy writes bfloat16 as opaque bytes, and no file is taken for it.
    Tensor tensor =
        dtype.equals(file.header().dtype())
            ? Tensors.asTensor(file)
            : SegmentMemory.tensor(file.segment(), dtype, shape, order);
    return new Memory(tensor, () -> file.segment().toArray(ValueLayout.JAVA_BYTE), file::close);
  }

  /// Writes a file as NumPy does, by way of nothing but its header.
  static Path write(Path path, DType dtype, Shape shape, MemoryOrder order, byte[] stored)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(path)) {
      out.write(NpyHeaderWriter.encode(dtype, shape, order));
      out.write(stored);
    }
    return path;
  }
}
