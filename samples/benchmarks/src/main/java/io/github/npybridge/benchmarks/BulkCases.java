package io.github.npybridge.benchmarks;

import io.github.npybridge.tensor.Tensor;
import java.io.IOException;
import java.util.function.ToDoubleFunction;

/// What passes over a mapped file once: sum, extreme, counts, scale, fill, copy.
final class BulkCases {
  /// A float32 too.
  private static final double FACTOR = 1 + 0x1p-20;

  private BulkCases() {}

  static Case sum(Inputs inputs, String dtype, long count) throws IOException {
    return scan(inputs, dtype, count, x -> x.sum().getDouble());
  }

  static Case max(Inputs inputs, String dtype, long count) throws IOException {
    return scan(inputs, dtype, count, x -> x.max().getDouble());
  }

  static Case zeros(Inputs inputs, String dtype, long count) throws IOException {
    return scan(inputs, dtype, count, Tensor::countZero);
  }

  static Case nans(Inputs inputs, String dtype, long count) throws IOException {
    return scan(inputs, dtype, count, Tensor::countNan);
  }

  private static Case scan(Inputs inputs, String dtype, long count, ToDoubleFunction<Tensor> result)
      throws IOException {
    Tensor x = inputs.source(dtype, count);
    return Case.number(Case.repeat(count), 1, () -> result.applyAsDouble(x));
  }

  static Case scale(Inputs inputs, String dtype, long count) throws IOException {
    Tensor from = inputs.source(dtype, count);
    Tensor x = inputs.scratch(dtype, count);
    x.copyFrom(from);
    return Case.over(
        count,
        () -> x.multiply(FACTOR),
        () -> {
          x.copyFrom(from);
          x.multiply(FACTOR);
          return Case.checksum(x.asSegment());
        });
  }

  static Case fill(Inputs inputs, String value, long count) throws IOException {
    Tensor x = inputs.scratch("f8", count);
    double number = Double.parseDouble(value);
    return into(x, () -> x.fill(number));
  }

  static Case copy(Inputs inputs, String dtype, long count) throws IOException {
    Tensor from = inputs.source(dtype, count);
    Tensor x = inputs.scratch(dtype, count);
    return into(x, () -> x.copyFrom(from));
  }

  /// An operation that writes into memory that exists, and has been touched.
  static Case into(Tensor destination, Case.Operation operation) {
    destination.asSegment().fill((byte) 0);
    return Case.over(
        destination.size(),
        operation,
        () -> {
          destination.asSegment().fill((byte) 0);
          operation.run();
          return Case.checksum(destination.asSegment());
        });
  }
}
