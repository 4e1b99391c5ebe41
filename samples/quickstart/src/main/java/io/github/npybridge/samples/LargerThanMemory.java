package io.github.npybridge.samples;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.Allocation;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How do I read an array larger than memory?
///
/// As any other: opening maps the file and reads its header only, and what is touched is what the
/// operating system fetches, page by page. It also gives the pages back; the Java heap never sees
/// them.
///
/// The array here is at least 10 GiB, and twice the heap. Most of it is a hole in a temporary file
/// that takes no space on the usual file systems of Linux and macOS.
///
/// To run it, with Java 25, after `mvn verify`:
///
/// ```sh
/// java -cp samples/quickstart/target/quickstart.jar io.github.npybridge.samples.LargerThanMemory
/// ```
public final class LargerThanMemory {
  private static final long MIN_BYTES = 10L << 30;
  private static final int BATCHES = 32;
  private static final int COLUMNS = 1024;

  private LargerThanMemory() {}

  /// Runs the program.
  ///
  /// @param args not used
  /// @throws IOException if the file cannot be made
  public static void main(String[] args) throws IOException {
    long bytes = Math.max(MIN_BYTES, 2 * Runtime.getRuntime().maxMemory());
    long rows = bytes / (COLUMNS * Float.BYTES) / BATCHES * BATCHES;
    Path folder = Files.createTempDirectory("npy-bridge-");
    Path path = folder.resolve("large.npy");
    try {
      // Python: np.lib.format.open_memmap(path, mode="w+", dtype="f4", shape=(rows, 1024))
      Shape shape = Shape.of(rows, COLUMNS);
      NpyFile.create(path, DType.FLOAT32, shape, MemoryOrder.C, Allocation.SPARSE).close();
      useInPlace(path);
    } finally {
      Files.deleteIfExists(path);
      Files.delete(folder);
    }
  }

  private static void useInPlace(Path path) throws IOException {
    long heapBefore = usedHeap();
    // Python: x = np.load(path, mmap_mode="r+")
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      Tensor x = Tensors.asTensor(file);
      System.out.println(
          "file is larger than the heap: " + (x.byteSize() > Runtime.getRuntime().maxMemory()));
      System.out.println(
          "more elements than a Java array can have: " + (x.size() > Integer.MAX_VALUE));

      long last = x.shape().dim(0) - 1;
      x.select(0, 0).fill(1); // x[0] = 1
      x.select(0, last).fill(2); // x[-1] = 2
      System.out.println("first row: " + x.select(0, 0));
      System.out.println("last row: " + x.select(0, last));

      // A view; its first axis counts the batches.
      Tensor batches = x.reshape(BATCHES, -1, COLUMNS);
      int number = 0;
      for (Tensor batch : batches) {
        number++;
        batch.setFloat(number, 0, 0);
      }
      double sum = 0;
      float[] row = new float[COLUMNS];
      for (Tensor batch : batches) {
        batch.select(0, 0).copyTo(row);
        sum += row[0];
      }
      System.out.println("batches: " + number + ", sum of their numbers: " + sum);
      System.out.println("last row still: " + x.getFloat(last, COLUMNS - 1));
    }
    long growth = usedHeap() - heapBefore;
    System.out.println("heap grew by less than 64 MiB: " + (growth < 64L << 20));
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
