package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.Allocation;
import io.github.npybridge.store.FileChangedException;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Runs every bulk operation on a mapped file, shrinks the file, and runs it again: prints the name
/// of each operation that reports the change.
///
/// Arguments: a folder, and how often an operation runs before.
final class ShrunkFileProgram {
  private static final int SIDE = 128;
  private static final long MAX_NANOS = 60_000_000;

  private ShrunkFileProgram() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    for (Operation operation : operations(folder)) {
      check(folder, operation, rounds);
    }
  }

  /// Something to do with a tensor of a dtype.
  record Operation(String name, DType dtype, Consumer<Tensor> action) {}

  static List<Operation> operations(Path folder) {
    List<Operation> operations = new ArrayList<>();
    bulk(folder).forEach((name, use) -> operations.add(new Operation(name, DType.FLOAT64, use)));
    // Each type is loaded by other instructions, and the JVM has to survive the fault of each. No
    // file holds bfloat16.
    Elements.numericDTypes()
        .filter(dtype -> dtype.type() != ScalarType.BFLOAT16)
        .forEach(dtype -> {
          operations.add(
              new Operation("copy of every other " + dtype, dtype, x -> x.slice(":, ::2").copy()));
          operations.add(new Operation("cast of " + dtype, dtype, x -> x.to(DType.COMPLEX128)));
          operations.add(new Operation("sum of " + dtype, dtype, Tensor::sum));
          operations.add(new Operation("zeros of " + dtype, dtype, Tensor::countZero));
          if (dtype.isNative() && !dtype.type().isComplex()) {
            casts(dtype, operations);
          }
          if (dtype.type().isInteger() || dtype.type().isFloat()) {
            operations.add(new Operation("product of " + dtype, dtype, x -> x.multiply(1L)));
            operations.add(new Operation("greatest of " + dtype, dtype, Tensor::max));
            operations.add(new Operation("least of " + dtype, dtype, Tensor::min));
          }
        });
    return operations;
  }

  /// Between two pieces of memory off the heap, of which one is the file.
  private static void casts(DType.Numeric dtype, List<Operation> operations) {
    Elements.numericDTypes()
        .filter(other -> other.isNative() && !other.type().isComplex())
        .forEach(other -> {
          // Two, because what is read behind the end of a file is anything.
          Tensor target = offHeap(other);
          Tensor source = offHeap(other);
          if (other.equals(dtype)) {
            String name = "transpose of " + dtype;
            operations.add(new Operation(name, dtype, x -> target.copyFrom(x.transpose())));
            operations.add(
                new Operation(name + " to it", dtype, x -> x.transpose().copyFrom(source)));
          }
          String to = "cast of " + dtype + " to " + other;
          operations.add(new Operation(to, dtype, target::copyFrom));
          String from = "cast to " + dtype + " from " + other;
          operations.add(new Operation(from, dtype, x -> x.copyFrom(source)));
        });
  }

  private static Tensor offHeap(DType dtype) {
    Shape shape = Shape.of(SIDE, SIDE);
    MemorySegment memory = Arena.global().allocate(shape.byteSize(dtype.itemSize()), Long.BYTES);
    return Tensors.asTensor(memory, dtype, shape);
  }

  private static Map<String, Consumer<Tensor>> bulk(Path folder) {
    Tensor other = Tensors.zeros(DType.FLOAT64, Shape.of(SIDE, SIDE));
    Tensor floats = Tensors.zeros(DType.FLOAT32, Shape.of(SIDE, SIDE));
    double[] array = new double[SIDE * SIDE];
    Map<String, Consumer<Tensor>> operations = new LinkedHashMap<>();
    operations.put("toDoubleArray", Tensor::toDoubleArray);
    operations.put("copyTo", x -> x.copyTo(array));
    operations.put("copy", Tensor::copy);
    operations.put("copy of a transposed view", x -> x.transpose().contiguous());
    operations.put("copy of every other element", x -> x.slice(":, ::2").copy());
    operations.put("to", x -> x.to(DType.FLOAT32));
    operations.put("fill", x -> x.fill(0));
    operations.put("fill every other element", x -> x.slice(":, ::2").fill(0));
    operations.put("copyFrom", x -> x.copyFrom(other));
    operations.put("copyFrom with a cast", x -> x.copyFrom(floats));
    operations.put("source of copyFrom", other::copyFrom);
    operations.put("source of copyFrom with a cast", floats::copyFrom);
    operations.put("copyFrom itself reversed", x -> x.copyFrom(x.flip()));
    operations.put("indexSelect", x -> x.indexSelect(0, 3, 1));
    operations.put("indexCopy", x -> x.indexCopy(0, new long[] {1}, other.slice("5:6")));
    operations.put("contentEquals", x -> x.contentEquals(other));
    operations.put("argument of contentEquals", other::contentEquals);
    operations.put("digest", TensorDigest::sha256);
    operations.put("toString", x -> other.setDouble(x.toString().length(), 0, 0));
    operations.put("repr", Tensor::repr);
    operations.put(
        "save",
        x -> {
          try {
            Tensors.save(folder.resolve("saved.npy"), x);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return operations;
  }

  private static void check(Path folder, Operation operation, int rounds) throws IOException {
    Path path = folder.resolve("x.npy");
    try (NpyFile file =
        NpyFile.create(
            path, operation.dtype, Shape.of(SIDE, SIDE), MemoryOrder.C, Allocation.RESERVED)) {
      Tensor tensor = Tensors.asTensor(file);
      // Few are long operations, and those are compiled after few rounds.
      long end = System.nanoTime() + MAX_NANOS;
      for (int i = 0; i < rounds && System.nanoTime() < end; i++) {
        operation.action.accept(tensor);
      }
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      try {
        operation.action.accept(tensor);
        System.out.println("NOT SEEN: " + operation.name);
      } catch (FileChangedException e) {
        boolean isNamed = String.valueOf(e.getMessage()).contains("file=" + path);
        System.out.println((isNamed ? "seen: " : "NOT NAMED: ") + operation.name);
      }
    }
  }
}
