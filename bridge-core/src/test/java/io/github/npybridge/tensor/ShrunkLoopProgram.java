package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.FileChangedException;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.ToDoubleFunction;

/// A user's own loop over a mapped file, compiled for nothing else; then the file is gone. Prints
/// whether that was seen.
///
/// Arguments: a folder, a dtype, a getter.
final class ShrunkLoopProgram {
  private static final int ROUNDS = 8_000;
  private static final int SIDE = 48;

  private ShrunkLoopProgram() {}

  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]).resolve("x.npy");
    ToDoubleFunction<Tensor> sum =
        switch (args[2]) {
          case "getInt" -> ShrunkLoopProgram::sumOfInts;
          case "getLong" -> ShrunkLoopProgram::sumOfLongs;
          default -> ShrunkLoopProgram::sumOfDoubles;
        };
    try (NpyFile file = NpyFile.create(path, DType.of(args[1]), Shape.of(SIDE, SIDE))) {
      Tensor tensor = Tensors.asTensor(file);
      double total = 0;
      for (int round = 0; round < ROUNDS; round++) {
        total += file.guarded(() -> sum.applyAsDouble(tensor));
      }
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      try {
        total += file.guarded(() -> sum.applyAsDouble(tensor));
        System.out.println("not seen: " + total);
      } catch (FileChangedException e) {
        System.out.println("seen: " + total);
      }
    }
  }

  private static double sumOfInts(Tensor tensor) {
    long sum = 0;
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        sum += tensor.getInt(i, j);
      }
    }
    return sum;
  }

  private static double sumOfLongs(Tensor tensor) {
    long sum = 0;
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        sum += tensor.getLong(i, j);
      }
    }
    return sum;
  }

  private static double sumOfDoubles(Tensor tensor) {
    double sum = 0;
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        sum += tensor.getDouble(i, j);
      }
    }
    return sum;
  }
}
