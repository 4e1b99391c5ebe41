package io.github.npybridge.benchmarks;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.Slice;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The files of a folder that [Data] made, mapped as they are asked for.
///
/// **Lifetime**: closing ends all mappings.
final class Inputs implements AutoCloseable {
  private final Path folder;
  private final Map<String, Tensor> mapped = new HashMap<>();
  private final Arena arena = Arena.ofShared();

  Inputs(Path folder) {
    this.folder = folder;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /// All elements of a dtype.
  Tensor source(String dtype) throws IOException {
    return map(dtype, MapMode.READ_ONLY);
  }

  /// The first elements of a dtype.
  Tensor source(String dtype, long count) throws IOException {
    return source(dtype).slice(Slice.range(0, count));
  }

  /// Elements of a dtype that may be written.
  Tensor scratch(String dtype, long count) throws IOException {
    return map("scratch-" + dtype, MapMode.READ_WRITE).slice(Slice.range(0, count));
  }

  /// Elements of a dtype to write results to.
  Tensor into(String dtype, long count) throws IOException {
    return map("into-" + dtype, MapMode.READ_WRITE).slice(Slice.range(0, count));
  }

  /// New native memory, zeros.
  static Tensor allocate(Arena arena, DType dtype, Shape shape) {
    return Tensors.asTensor(arena.allocate(shape.byteSize(dtype.itemSize()), 64), dtype, shape);
  }

  /// The dtype that NumPy calls by two letters.
  static DType dtype(String name) {
    return switch (name) {
      case "b1" -> DType.BOOL;
      case "i1" -> DType.INT8;
      case "i2" -> DType.INT16;
      case "i4" -> DType.INT32;
      case "i8" -> DType.INT64;
      case "u1" -> DType.UINT8;
      case "u2" -> DType.UINT16;
      case "u4" -> DType.UINT32;
      case "u8" -> DType.UINT64;
      case "f2" -> DType.FLOAT16;
      case "f4" -> DType.FLOAT32;
      case "f8" -> DType.FLOAT64;
      default -> throw new IllegalArgumentException("expected a dtype as f4, found '" + name + "'");
    };
  }

  private Tensor map(String name, MapMode mode) throws IOException {
    Tensor tensor = mapped.get(name);
    if (tensor == null) {
      tensor = Tensors.asTensor(NpyFile.open(folder.resolve(name + ".npy"), mode, arena));
      mapped.put(name, tensor);
    }
    return tensor;
  }

  @Override
  public void close() {
    arena.close();
  }
}
