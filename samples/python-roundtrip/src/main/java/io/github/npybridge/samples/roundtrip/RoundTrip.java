package io.github.npybridge.samples.roundtrip;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// How do Java and Python work on one array at the same time?
///
/// Both map the same file, for writing. The operating system then shows them the same pages of
/// memory: what one has written the other reads, with nothing copied, sent, forced or flushed. Who
/// writes when is theirs to agree on; here they talk through a pipe, line by line.
///
/// To run it, with Java 25 and a python3 that has NumPy, after `mvn verify`:
///
/// ```sh
/// java -jar samples/python-roundtrip/target/python-roundtrip.jar
/// ```
///
/// Another Python can be named as the first argument.
public final class RoundTrip {
  private static final int TURNS = 100;

  private RoundTrip() {}

  /// Runs the program.
  ///
  /// @param args the Python command; `python3` if there is none
  /// @throws IOException if the file cannot be made, or the worker ends early
  public static void main(String[] args) throws IOException {
    String python = args.length > 0 ? args[0] : "python3";
    Path folder = Files.createTempDirectory("npy-bridge-");
    Path path = folder.resolve("shared.npy");
    try {
      // Python: np.lib.format.open_memmap(path, mode="w+", dtype="f4", shape=(2, 3))
      try (NpyFile file = NpyFile.create(path, DType.FLOAT32, Shape.of(2, 3))) {
        Optional<PythonWorker> worker = PythonWorker.start(python, path);
        if (worker.isEmpty()) {
          System.out.println("RoundTrip: expected " + python + " with NumPy, found none");
          return;
        }
        try (PythonWorker other = worker.get()) {
          takeTurns(Tensors.asTensor(file), other);
        }
      }
      System.out.println("both closed it, the file holds");
      System.out.println(Tensors.load(path));
    } finally {
      Files.deleteIfExists(path);
      Files.delete(folder);
    }
  }

  private static void takeTurns(Tensor x, PythonWorker python) throws IOException {
    System.out.println("Java made " + x.dtype() + " " + x.shape() + ", Python has mapped it");

    x.setFloat(99f, 0, 1);
    System.out.println("Java sets [0, 1] to 99: Python sees " + python.ask("get 0 1"));

    python.ask("set 1 2 -1.5");
    System.out.println("Python sets [1, 2] to -1.5: Java sees " + x.getFloat(1, 2));

    x.select(1, 0).fill(7);
    System.out.println("Java fills column 0 with 7: Python sees " + python.ask("column 0"));

    python.ask("double 0");
    System.out.println("Python doubles row 0: Java sees " + x.select(0, 0));

    for (int turn = 0; turn < TURNS; turn++) {
      x.setFloat(x.getFloat(1, 1) + 1, 1, 1);
      python.ask("add 1 1 1");
    }
    System.out.println(
        "each adds 1 to [1, 1], " + TURNS + " times in turn: " + (long) x.getFloat(1, 1));
  }
}
