package io.github.npybridge.benchmarks;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How fast are bulk operations on data that the second cache holds, against loops over Java
/// arrays, in a program that has used every kind of memory before?
///
/// 128 x 256 elements in native memory; the figures are microseconds a call.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class Kernels {
  private static final int ROWS = 128;
  private static final int COLUMNS = 256;
  private static final double FACTOR = 1 + 0x1p-20;

  /// What the JVM has done before; see [ElementAccess].
  @Param({"clean", "polluted"})
  public String history = "";

  private final double[] array = new double[ROWS * COLUMNS];
  private final double[] arrayTarget = new double[ROWS * COLUMNS];
  private final float[] floats = new float[ROWS * COLUMNS];
  private Arena arena = Arena.global();
  private Tensor f8 = Tensors.zeros(DType.FLOAT64, Shape.of(1));
  private Tensor f8Target = f8;
  private Tensor f4 = f8;
  private Tensor f4Transposed = f8;
  private Tensor f4Target = f8;
  private Tensor f2 = f8;
  private Tensor u1 = f8;

  /// Makes the data, equal in tensors and arrays.
  @Setup(Level.Trial)
  public void setup() throws IOException {
    if (history.equals("polluted")) {
      Pollution.run(false);
    }
    arena = Arena.ofShared();
    for (int i = 0; i < array.length; i++) {
      array[i] = i % 127;
    }
    Tensor numbers = Tensors.asTensor(array).reshape(ROWS, COLUMNS);
    f8 = like(numbers, DType.FLOAT64);
    f8Target = like(numbers, DType.FLOAT64);
    f4 = like(numbers, DType.FLOAT32);
    f4Transposed = f4.reshape(COLUMNS, ROWS).transpose();
    f4Target = like(numbers, DType.FLOAT32);
    f2 = like(numbers, DType.FLOAT16);
    u1 = like(numbers, DType.UINT8);
    castFloat64ToFloat32();
    castFloat64ToFloat32Array();
    if (!f4Target.contentEquals(Tensors.asTensor(floats).reshape(ROWS, COLUMNS))) {
      throw new AssertionError("expected equal casts of tensor and array");
    }
  }

  private Tensor like(Tensor numbers, DType.Numeric dtype) {
    Tensor tensor = Inputs.allocate(arena, dtype, numbers.shape());
    tensor.copyFrom(numbers);
    return tensor;
  }

  /// Ends the memory.
  @TearDown(Level.Trial)
  public void tearDown() {
    arena.close();
  }

  /// Sums float64.
  @Benchmark
  public double sum() {
    return f8.sum().getDouble();
  }

  /// The baseline of [#sum].
  @Benchmark
  public double sumArray() {
    double sum = 0;
    for (double value : array) {
      sum += value;
    }
    return sum;
  }

  /// Scales float64 in place.
  @Benchmark
  public void multiply() {
    f8Target.multiply(FACTOR);
  }

  /// The baseline of [#multiply].
  @Benchmark
  public void multiplyArray() {
    double[] a = arrayTarget;
    for (int i = 0; i < a.length; i++) {
      a[i] *= FACTOR;
    }
  }

  /// Copies float64.
  @Benchmark
  public void copy() {
    f8Target.copyFrom(f8);
  }

  /// The baseline of [#copy].
  @Benchmark
  public void copyArray() {
    System.arraycopy(array, 0, arrayTarget, 0, array.length);
  }

  /// Casts float64 to float32.
  @Benchmark
  public void castFloat64ToFloat32() {
    f4Target.copyFrom(f8);
  }

  /// The baseline of all casts.
  @Benchmark
  public void castFloat64ToFloat32Array() {
    double[] from = array;
    float[] to = floats;
    for (int i = 0; i < from.length; i++) {
      to[i] = (float) from[i];
    }
  }

  /// Casts uint8 to float32.
  @Benchmark
  public void castUInt8ToFloat32() {
    f4Target.copyFrom(u1);
  }

  /// Casts float16 to float32.
  @Benchmark
  public void castFloat16ToFloat32() {
    f4Target.copyFrom(f2);
  }

  /// Copies a transposed matrix of float32.
  @Benchmark
  public void transpose() {
    f4Target.copyFrom(f4Transposed);
  }
}
