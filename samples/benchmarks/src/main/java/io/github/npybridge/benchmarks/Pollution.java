package io.github.npybridge.benchmarks;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.file.PathUtils;

/// A program that has used everything before: mapped files, native memory and Java arrays, of
/// several dtypes, through the same accessors and bulk operations.
///
/// The compiler then knows nothing about the memory behind a tensor. Libraries that are fast only
/// as long as a program uses one kind of memory lose a factor of 10 to 50 here.
///
/// With conversions it has also read and written elements through accessors of another type than
/// the dtype's own, `getDouble` on float32 and `getLong` on int16 for example.
final class Pollution {
  private static final int SIDE = 64;
  private static final int ROUNDS = 300;

  private Pollution() {}

  static void run(boolean conversions) throws IOException {
    Path folder = Files.createTempDirectory("npy-pollution");
    try (Arena arena = Arena.ofShared()) {
      List<NpyFile> files = new ArrayList<>();
      List<Tensor> tensors = new ArrayList<>();
      Shape shape = Shape.of(SIDE, SIDE);
      for (DType.Numeric dtype :
          List.of(
              DType.FLOAT64, DType.FLOAT32, DType.INT64, DType.INT32, DType.INT16, DType.INT8)) {
        NpyFile file = NpyFile.create(folder.resolve(dtype.name() + ".npy"), dtype, shape);
        files.add(file);
        long bytes = shape.byteSize(dtype.itemSize());
        tensors.add(Tensors.asTensor(file));
        tensors.add(Tensors.asTensor(arena.allocate(bytes), dtype, shape));
        tensors.add(Tensors.zeros(dtype, shape));
        byte[] array = new byte[(int) bytes];
        tensors.add(Tensors.asTensor(MemorySegment.ofArray(array), dtype, shape));
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Tensor tensor : tensors) {
          use(tensor, conversions);
          use(tensor.transpose(), conversions);
        }
      }
      files.forEach(NpyFile::close);
    } finally {
      PathUtils.deleteDirectory(folder);
    }
  }

  private static void use(Tensor tensor, boolean conversions) {
    DType.Numeric dtype = (DType.Numeric) tensor.dtype();
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        switch (dtype.type()) {
          case FLOAT64 -> tensor.setDouble(tensor.getDouble(i, j) + 1, i, j);
          case FLOAT32 -> tensor.setFloat(tensor.getFloat(i, j) + 1, i, j);
          case INT64 -> tensor.setLong(tensor.getLong(i, j) + 1, i, j);
          case INT32 -> tensor.setInt(tensor.getInt(i, j) + 1, i, j);
          case INT16 -> tensor.setShort((short) (tensor.getShort(i, j) + 1), i, j);
          default -> tensor.setByte((byte) (tensor.getByte(i, j) + 1), i, j);
        }
      }
    }
    Tensor row = tensor.select(0, 1);
    for (int i = 0; i < SIDE; i++) {
      switch (dtype.type()) {
        case FLOAT64 -> row.setDouble(row.getDouble(i) + 1, i);
        case FLOAT32 -> row.setFloat(row.getFloat(i) + 1, i);
        case INT64 -> row.setLong(row.getLong(i) + 1, i);
        case INT32 -> row.setInt(row.getInt(i) + 1, i);
        case INT16 -> row.setShort((short) (row.getShort(i) + 1), i);
        default -> row.setByte((byte) (row.getByte(i) + 1), i);
      }
    }
    if (conversions) {
      convert(tensor, row, dtype.type().isFloat());
    }
    tensor.fill(1);
    Tensor wide = tensor.to(DType.FLOAT64);
    tensor.copyFrom(tensor.to(dtype));
    if (wide.getDouble(0, 0) != 1) {
      throw new AssertionError("cast of ones gave " + wide.getDouble(0, 0));
    }
  }

  private static void convert(Tensor tensor, Tensor row, boolean real) {
    for (int i = 0; i < SIDE; i++) {
      if (real) {
        row.setDouble((float) row.getDouble(i), i);
        tensor.setDouble((float) tensor.getDouble(i, i), i, i);
      } else {
        row.setLong(row.getLong(i), i);
        tensor.setLong(tensor.getLong(i, i), i, i);
      }
    }
  }
}
