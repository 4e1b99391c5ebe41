package io.github.npybridge.benchmarks;

import io.github.npybridge.format.DType;
import io.github.npybridge.tensor.CastOptions;
import io.github.npybridge.tensor.DTypeMapper;
import io.github.npybridge.tensor.OutOfRange;
import io.github.npybridge.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// From a mapped file to another dtype or byte order, into another mapped file: memory of the same
/// kind and pages for both sides.
final class CastCases {
  private CastCases() {}

  /// By the default rules.
  static Case into(Inputs inputs, String from, String to, long count) throws IOException {
    return into(inputs, from, to, count, CastOptions.DEFAULT);
  }

  /// With NumPy's answer for what is out of range.
  static Case asNumPy(Inputs inputs, String from, String to, long count) throws IOException {
    CastOptions options = CastOptions.DEFAULT.withOutOfRange(OutOfRange.NUMPY);
    return into(inputs, from, to, count, options);
  }

  private static Case into(Inputs inputs, String from, String to, long count, CastOptions options)
      throws IOException {
    Tensor source = inputs.source(from, count);
    Tensor result = inputs.into(to, count);
    return BulkCases.into(result, () -> DTypeMapper.castInto(source, result, options));
  }

  /// Into memory that the library allocates.
  static Case fresh(Inputs inputs, String from, String to, long count) throws IOException {
    Tensor source = inputs.source(from, count);
    DType dtype = Inputs.dtype(to);
    return Case.over(
        count,
        () -> Case.sink = source.to(dtype).asSegment().get(ValueLayout.JAVA_BYTE, 0),
        () -> Case.checksum(source.to(dtype).asSegment()));
  }

  /// From big-endian to the machine's order.
  static Case swap(Inputs inputs, String name, long count) throws IOException {
    DType dtype = Inputs.dtype(name);
    Tensor source = inputs.source(name, count).reinterpret(dtype.withOrder(ByteOrder.BIG_ENDIAN));
    Tensor result = inputs.into(name, count);
    return BulkCases.into(result, () -> result.copyFrom(source));
  }
}
