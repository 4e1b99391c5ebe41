package io.github.npybridge.benchmarks;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.ArrayFile;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.file.PathUtils;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What does one typed `getDouble` or `setDouble` cost, against `double[][]`, in a program that has
/// used every kind of memory before?
///
/// 256 x 256 float64: 512 KiB, which the second cache holds. The figures are nanoseconds an
/// element.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ElementAccess.SIDE * ElementAccess.SIDE)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class ElementAccess {
  static final int SIDE = 256;

  /// Whose memory the tensor lies in.
  @Param({"mapped", "native", "heap"})
  public String memory = "";

  /// What the JVM has done before: nothing; used mapped, native and heap tensors of several dtypes,
  /// each by its own accessors; the same, and converting accessors too.
  @Param({"clean", "polluted", "converting"})
  public String history = "";

  private final double[][] rows = new double[SIDE][SIDE];
  private final double[] flat = new double[SIDE * SIDE];
  private Path folder = Path.of("");
  private Arena arena = Arena.global();
  private Tensor matrix = Tensors.zeros(DType.FLOAT64, Shape.of(SIDE, SIDE));
  private Tensor vector = matrix;

  /// Makes the data, equal in tensor and arrays.
  @Setup(Level.Trial)
  public void setup() throws IOException {
    if (!history.equals("clean")) {
      Pollution.run(history.equals("converting"));
    }
    folder = Files.createTempDirectory("npy-access");
    arena = Arena.ofShared();
    Shape shape = Shape.of(SIDE, SIDE);
    matrix =
        switch (memory) {
          case "mapped" ->
              Tensors.asTensor(NpyFile.create(folder.resolve("x.npy"), DType.FLOAT64, shape));
          case "native" ->
              Tensors.asTensor(arena.allocate(shape.byteSize(Double.BYTES)), DType.FLOAT64, shape);
          default -> Tensors.zeros(DType.FLOAT64, shape);
        };
    vector = matrix.reshape(SIDE * SIDE);
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        double value = i + j / 256.0;
        rows[i][j] = value;
        flat[i * SIDE + j] = value;
        matrix.setDouble(value, i, j);
      }
    }
    if (get2d() != get2dArray() || get1d() != get1dArray()) {
      throw new AssertionError("expected equal sums over tensor and arrays");
    }
  }

  /// Removes the file.
  @TearDown(Level.Trial)
  public void tearDown() throws IOException {
    matrix.file().ifPresent(ArrayFile::close);
    arena.close();
    PathUtils.deleteDirectory(folder);
  }

  /// The baseline of [#get2d].
  @Benchmark
  public double get2dArray() {
    double[][] a = rows;
    double sum = 0;
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        sum += a[i][j];
      }
    }
    return sum;
  }

  /// Sums a matrix element by element.
  @Benchmark
  public double get2d() {
    Tensor x = matrix;
    double sum = 0;
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        sum += x.getDouble(i, j);
      }
    }
    return sum;
  }

  /// The baseline of [#get1d].
  @Benchmark
  public double get1dArray() {
    double[] a = flat;
    double sum = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      sum += a[i];
    }
    return sum;
  }

  /// Sums a vector element by element.
  @Benchmark
  public double get1d() {
    Tensor x = vector;
    double sum = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      sum += x.getDouble(i);
    }
    return sum;
  }

  /// The baseline of [#getSet2d].
  @Benchmark
  public void getSet2dArray() {
    double[][] a = rows;
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        a[i][j] = a[i][j] * 1.0000001;
      }
    }
  }

  /// Scales a matrix element by element.
  @Benchmark
  public void getSet2d() {
    Tensor x = matrix;
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        x.setDouble(x.getDouble(i, j) * 1.0000001, i, j);
      }
    }
  }

  /// The baseline of [#getSet1d].
  @Benchmark
  public void getSet1dArray() {
    double[] a = flat;
    for (int i = 0; i < SIDE * SIDE; i++) {
      a[i] = a[i] * 1.0000001;
    }
  }

  /// Scales a vector element by element.
  @Benchmark
  public void getSet1d() {
    Tensor x = vector;
    for (int i = 0; i < SIDE * SIDE; i++) {
      x.setDouble(x.getDouble(i) * 1.0000001, i);
    }
  }
}
