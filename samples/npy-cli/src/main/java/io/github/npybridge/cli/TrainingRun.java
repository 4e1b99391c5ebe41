package io.github.npybridge.cli;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Runs a command that should start fast, for the JVM to see what it needs: `archive.sh` makes an
/// AOT cache of that.
final class TrainingRun {
  /// Of a shape whose text is summarised, as that of nearly all arrays is.
  private static final Shape SHAPE = Shape.of(40, 30);

  private TrainingRun() {}

  /// Runs the command of these arguments with a file of each of some dtypes, without output.
  public static void main(String[] args) throws IOException {
    PrintStream err =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Path file = Files.createTempFile("npy-training", ".npy");
    try {
      for (DType dtype : new DType[] {DType.FLOAT64, DType.FLOAT32, DType.INT32, DType.BOOL}) {
        byte[] header = NpyHeaderWriter.encode(dtype, SHAPE, MemoryOrder.C);
        long size = header.length + SHAPE.byteSize(dtype.itemSize());
        Files.write(file, Arrays.copyOf(header, Math.toIntExact(size)));
        String[] withFile = Arrays.copyOf(args, args.length + 1);
        withFile[args.length] = file.toString();
        Npy.run(OutputStream.nullOutputStream(), err, withFile);
      }
    } finally {
      Files.delete(file);
    }
  }
}
