package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.nio.file.Path;

/// Makes results that do not fit the heap, and prints where they are.
///
/// Argument: a folder.
final class SmallHeapProgram {
  private static final int LENGTH = 4 << 20;

  private SmallHeapProgram() {}

  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]).resolve("x.npy");
    report("small", Tensors.zeros(DType.INT16, Shape.of(1000)));
    makeFile(path);
    Tensor mapped = Tensors.asTensor(path);
    report("copy", mapped.copy());
    report("to", mapped.to(DType.FLOAT32));
    report("contiguous", mapped.reshape(2, -1).flip(0).contiguous());
    Tensor loaded = Tensors.load(path);
    report("load", loaded);
    loaded.copyFrom(mapped.flip());
    System.out.println("written: " + loaded.getInt(0) + ", " + loaded.getInt(LENGTH - 1));
    System.out.println("equal: " + loaded.flip().contentEquals(mapped));
    huge(path);
  }

  private static void makeFile(Path path) throws IOException {
    Tensor zeros = Tensors.zeros(DType.INT32, Shape.of(LENGTH));
    report("zeros", zeros);
    zeros.setInt(7, LENGTH - 1);
    Tensors.save(path, zeros);
  }

  /// No item of more than the heap.
  private static void huge(Path path) throws IOException {
    DType items = DType.of("[('x', '>f4', (300000000,))]");
    Tensors.save(path, Tensors.zeros(items, Shape.of(0)));
    Tensor none = Tensors.asTensor(path);
    System.out.println(
        "no huge item: "
            + none.copy().contentEquals(Tensors.load(path))
            + ", "
            + none
            + ", "
            + TensorDigest.sha256(none).substring(0, 8));
  }

  private static void report(String what, Tensor tensor) {
    long last = tensor.size() - 1;
    String where = tensor.asSegment().isNative() ? "outside of the heap" : "an array";
    double value = tensor.reshape(-1).getDouble(last);
    System.out.println(what + ": " + where + ", " + tensor.isReadOnly() + ", " + value);
  }
}
