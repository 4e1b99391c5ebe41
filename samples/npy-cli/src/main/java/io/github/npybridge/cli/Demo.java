package io.github.npybridge.cli;

import io.github.npybridge.format.DType;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The story of one small file: Python makes it, Java maps it, both change it, both see it.
///
/// Every step prints what it does and the array as it is then, and fails unless that is the array
/// that was promised.
final class Demo {
  private static final String MADE =
      """
      [[ 0.  1.  2.  3.]
       [ 4.  5.  6.  7.]
       [ 8.  9. 10. 11.]]
      """;
  private static final String ELEMENT_CHANGED =
      """
      [[ 0.  1.  2.  3.]
       [ 4.  5. 99.  7.]
       [ 8.  9. 10. 11.]]
      """;
  private static final String ROW_CHANGED =
      """
      [[-1. -1. -1. -1.]
       [ 4.  5. 99.  7.]
       [ 8.  9. 10. 11.]]
      """;
  private static final String CAST_AND_CHANGED =
      """
      [[-1 -1 -1 -1]
       [ 4  5 99  7]
       [ 0  0  0  0]]
      """;
  private static final String CHANGED_BY_PYTHON =
      """
      [[-1.   -1.   -1.   -1.  ]
       [ 4.    5.   99.    7.  ]
       [ 1.    1.25 24.75  1.75]]
      """;

  private final Path folder;
  private final Path path;
  private final OutputStream out;
  private int step;

  /// A demo that has not run yet.
  ///
  /// @param folder where it makes its file
  Demo(Path folder, OutputStream out) {
    this.folder = folder;
    this.path = folder.resolve("x.npy");
    this.out = out;
  }

  /// Tells the story with Python, or as much of it as can be told without.
  ///
  /// @param program the program that is Python
  /// @throws DataException if an array is not as promised
  void run(String program) throws IOException, DataException {
    try (PythonSession python = startPython(program)) {
      if (python == null) {
        copyFile();
      } else {
        makeFile(python);
      }
      try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
        Tensor x = Tensors.asTensor(file);
        show(
            "Java maps it, without a copy: x = Tensors.asTensor(NpyFile.open(path, READ_WRITE))",
            x.toString(),
            MADE);
        changeInPlace(x);
        castCopy(x);
        if (python != null) {
          shareWith(python, x);
        }
      }
      print(
          python == null
              ? "All arrays were as promised; what Python sees and changes was not shown."
              : "All arrays were as promised.");
    }
  }

  private @Nullable PythonSession startPython(String program) throws IOException {
    try {
      return PythonSession.start(program, folder);
    } catch (IOException e) {
      print("No NumPy here: " + e.getMessage());
      return null;
    }
  }

  private void copyFile() throws IOException, DataException {
    try (InputStream shipped =
        Objects.requireNonNull(Demo.class.getResourceAsStream("x.npy"), "x.npy")) {
      Files.copy(shipped, path);
    }
    show("A file that NumPy made before", Tensors.load(path).toString(), MADE);
  }

  private void makeFile(PythonSession python) throws IOException, DataException {
    String save = "np.save('x.npy', np.arange(12, dtype='<f4').reshape(3, 4))";
    String load = "m = np.load('x.npy', mmap_mode='r+')";
    python.run(save);
    show(
        "Python makes a file with NumPy " + python.version() + ": " + save,
        python.run("print(np.load('x.npy'))"),
        MADE);
    python.run(load);
    show("Python maps it, and keeps it open: " + load, python.run("print(m)"), MADE);
  }

  private void changeInPlace(Tensor x) throws IOException, DataException {
    x.setFloat(99f, 1, 2);
    show("Java changes an element in place: x.setFloat(99f, 1, 2)", x.toString(), ELEMENT_CHANGED);
    x.select(0, 0).fill(-1);
    show("Java changes a row in place: x.select(0, 0).fill(-1)", x.toString(), ROW_CHANGED);
  }

  private void castCopy(Tensor x) throws IOException, DataException {
    Tensor y = x.to(DType.INT32);
    y.select(0, 2).fill(0);
    show(
        "Java casts a copy, and changes it: y = x.to(DType.INT32); y.select(0, 2).fill(0)",
        y.toString(),
        CAST_AND_CHANGED);
    show(
        "The copy's change did not reach the file: Tensors.load(path)",
        Tensors.load(path).toString(),
        ROW_CHANGED);
  }

  private void shareWith(PythonSession python, Tensor x) throws IOException, DataException {
    show(
        "Python, its array open all the time, sees Java's changes, without a force: print(m)",
        python.run("print(m)"),
        ROW_CHANGED);
    String change = "m[2] = m[1] / 4";
    python.run(change);
    show(
        "Python changes a row, " + change + ", and Java sees it at once: x",
        x.toString(),
        CHANGED_BY_PYTHON);
  }

  private void show(String sentence, String array, String promised)
      throws IOException, DataException {
    step++;
    print(step + ". " + sentence);
    print(array);
    if (!promised.equals(array + "\n")) {
      throw new DataException(
          "demo: in step " + step + " expected " + promised.strip() + ", found " + array);
    }
  }

  private void print(String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
