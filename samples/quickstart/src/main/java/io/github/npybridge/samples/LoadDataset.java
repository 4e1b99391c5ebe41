package io.github.npybridge.samples;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// How do I load a dataset that Python made?
///
/// The three files in `src/main/data` are NumPy's:
///
/// ```python
/// features = (np.arange(24, dtype="f4") / 4).reshape(6, 4)
/// np.save("features.npy", features)
/// np.save("labels.npy", np.array([0, 3, 128, 200, 255, 7], dtype="u1"))
/// np.save("features_fortran.npy", np.asfortranarray(features, dtype=">f4"))
/// ```
///
/// Opening maps them: nothing but the headers is read until an element is asked for. Byte order and
/// memory order are the file's business, the same code reads all of them.
///
/// To run it, with Java 25, after `mvn verify`:
///
/// ```sh
/// java -cp samples/quickstart/target/quickstart.jar io.github.npybridge.samples.LoadDataset
/// ```
///
/// Another folder with such files can be named as the first argument.
public final class LoadDataset {
  private LoadDataset() {}

  /// Runs the program.
  ///
  /// @param args the folder of the dataset; the one in the sources if there is none
  /// @throws IOException if a file is missing, or is not what it should be
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length > 0 ? args[0] : "samples/quickstart/src/main/data");

    // Python: features = np.load("features.npy", mmap_mode="r")
    try (NpyFile featureFile = NpyFile.open(folder.resolve("features.npy"));
        NpyFile labelFile = NpyFile.open(folder.resolve("labels.npy"))) {
      System.out.println("features: " + facts(featureFile.header()));
      System.out.println("labels: " + facts(labelFile.header()));

      Tensor features = Tensors.asTensor(featureFile);
      Tensor labels = Tensors.asTensor(labelFile);
      float[] row = features.select(0, 2).toFloatArray(); // features[2]
      System.out.println("row 2: " + Arrays.toString(row));
      System.out.println("its label: " + labels.getInt(2)); // uint8: 128, not -128
      System.out.println("all labels: " + Arrays.toString(labels.toIntArray()));

      try (NpyFile otherFile = NpyFile.open(folder.resolve("features_fortran.npy"))) {
        System.out.println("the same from elsewhere: " + facts(otherFile.header()));
        Tensor other = Tensors.asTensor(otherFile);
        System.out.println("row 2: " + Arrays.toString(other.select(0, 2).toFloatArray()));
        System.out.println("equal: " + other.contentEquals(features));
      }

      Tensor wide = features.to(DType.FLOAT64); // features.astype("f8"): always a copy
      wide.setDouble(0.1, 0, 0);
      System.out.println("a copy as " + wide.dtype() + ", changed: " + wide.getDouble(0, 0));
      System.out.println("the file still has: " + features.getFloat(0, 0));
    }
  }

  private static String facts(NpyHeader header) {
    return "%s %s, %s order, data from byte %d"
        .formatted(header.dtype(), header.shape(), header.order(), header.dataOffset());
  }
}
