package io.github.npybridge.benchmarks;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.Allocation;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.Slice;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;

/// The data of the benchmarks, in a folder of its own, made as they are needed; always the same.
///
/// Elements are the numbers from 0 to 126 and again: every dtype has them, and 127 divides no side
/// of a matrix, so that no two rows are equal. Every other float has a fraction, for casts to cut
/// off; bools are whether the number is odd.
///
/// **Lifetime**: closing deletes the folder.
final class Data implements AutoCloseable {
  private static final int PERIOD = 127;
  private static final int PATTERN = PERIOD * 8192;

  /// With a header of 128 bytes, 4 KiB.
  private static final Shape SMALL = Shape.of(496);

  private final Path folder;
  private final Sizes sizes;

  private Data(Path folder, Sizes sizes) {
    this.folder = folder;
    this.sizes = sizes;
  }

  /// A new folder in another one.
  static Data in(Path parent, Sizes sizes) throws IOException {
    return new Data(Files.createTempDirectory(parent, "npy-side-by-side"), sizes);
  }

  Path folder() {
    return folder;
  }

  /// Makes data that are not there yet.
  ///
  /// @param name `small` (128 x 128 float64), `many` (a folder of files of 4 KiB), `info` and
  ///   `sparse` (float64 without content), a dtype, or a dtype after `scratch-` (as large as the
  ///   dtype's own file) or `into-` (for results)
  /// @return the file, or the folder
  Path make(String name) throws IOException {
    Path path = folder.resolve(name.equals("many") ? name : name + ".npy");
    if (Files.exists(path)) {
      return path;
    }
    switch (name) {
      case "small" -> fill(path, DType.FLOAT64, Shape.of(128, 128));
      case "many" -> {
        Files.createDirectory(path);
        for (int i = 0; i < sizes.files(); i++) {
          fill(path.resolve(i + ".npy"), DType.FLOAT64, SMALL);
        }
      }
      case "info" -> create(path, DType.FLOAT64, Shape.of(1 << 27), Allocation.SPARSE).close();
      case "sparse" -> {
        Shape shape = Shape.of(sizes.sparse() / Double.BYTES);
        create(path, DType.FLOAT64, shape, Allocation.SPARSE).close();
      }
      default -> {
        String dtype = name.substring(name.length() - 2);
        Shape shape = Shape.of(sizes.elements(dtype));
        if (name.startsWith("scratch-")) {
          create(path, Inputs.dtype(dtype), shape, Allocation.RESERVED).close();
        } else if (name.startsWith("into-")) {
          Shape results = Shape.of(sizes.results());
          create(path, Inputs.dtype(dtype), results, Allocation.RESERVED).close();
        } else {
          fill(path, Inputs.dtype(dtype), shape);
        }
      }
    }
    return path;
  }

  private static NpyFile create(Path path, DType dtype, Shape shape, Allocation allocation)
      throws IOException {
    return NpyFile.create(path, dtype, shape, MemoryOrder.C, allocation);
  }

  private static void fill(Path path, DType dtype, Shape shape) throws IOException {
    try (NpyFile file = create(path, dtype, shape, Allocation.SPARSE)) {
      Tensor all = Tensors.asTensor(file).reshape(shape.size());
      Tensor pattern = pattern((int) Math.min(PATTERN, all.size()), dtype);
      for (long start = 0; start < all.size(); start += PATTERN) {
        long count = Math.min(PATTERN, all.size() - start);
        all.slice(Slice.range(start, start + count)).copyFrom(pattern.slice(Slice.range(0, count)));
      }
    }
  }

  private static Tensor pattern(int size, DType dtype) {
    boolean bool = dtype.equals(DType.BOOL);
    double[] numbers = new double[size];
    for (int i = 0; i < size; i++) {
      int number = i % PERIOD;
      int odd = number & 1;
      numbers[i] = bool ? odd : number + odd * 0.25;
    }
    return Tensors.asTensor(numbers).to(dtype);
  }

  /// Deletes the folder; does nothing if it has been done.
  @Override
  public void close() throws IOException {
    if (Files.exists(folder)) {
      PathUtils.deleteDirectory(folder);
    }
  }
}
