package io.github.npybridge.benchmarks;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.Slice;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What does it cost to make a view, against the JDK's own slice of a segment?
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class Views {
  private static final int SIDE = 256;

  private final MemorySegment segment = Arena.ofAuto().allocate(8L * SIDE * SIDE, 8);
  private final Tensor matrix = Tensors.asTensor(segment, DType.FLOAT64, Shape.of(SIDE, SIDE));
  private long row;

  private long nextRow() {
    row = (row + 1) % SIDE;
    return row;
  }

  /// The baseline: a row of the segment.
  @Benchmark
  public MemorySegment segmentRow() {
    return segment.asSlice(nextRow() * SIDE * 8, SIDE * 8L);
  }

  /// A row.
  @Benchmark
  public Tensor select() {
    return matrix.select(0, nextRow());
  }

  /// A row and one element of it: the view need not be made.
  @Benchmark
  public double selectAndGet() {
    return matrix.select(0, nextRow()).getDouble(7);
  }

  /// Part of both axes.
  @Benchmark
  public Tensor slice() {
    return matrix.slice(Slice.range(nextRow() / 2, SIDE), Slice.range(0, SIDE, 2));
  }

  /// The same, from text.
  @Benchmark
  public Tensor sliceText() {
    return matrix.slice("3:, ::2");
  }

  /// The axes in reverse.
  @Benchmark
  public Tensor transpose() {
    return matrix.transpose();
  }

  /// Another shape.
  @Benchmark
  public Tensor reshape() {
    return matrix.reshape(SIDE / 2, -1);
  }
}
