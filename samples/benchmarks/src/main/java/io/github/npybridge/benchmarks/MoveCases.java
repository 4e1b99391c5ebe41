package io.github.npybridge.benchmarks;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.Slice;
import io.github.npybridge.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;

/// From a mapped file to another one, or to native memory, in another order.
final class MoveCases {
  private static final int ROWS = 256;
  private static final int TURNS = 20;

  private MoveCases() {}

  /// All axes of a cube, or a square, in another order.
  ///
  /// @param axes a digit for each
  static Case permute(Inputs inputs, String dtype, String axes, long side) throws IOException {
    long[] shape = new long[axes.length()];
    Arrays.fill(shape, side);
    Shape cube = Shape.of(shape);
    int[] order = axes.chars().map(axis -> axis - '0').toArray();
    Tensor source = inputs.source(dtype, cube.size()).reshape(shape).permute(order);
    Tensor result = inputs.into(dtype, cube.size()).reshape(shape);
    return BulkCases.into(result, () -> result.copyFrom(source));
  }

  /// 256 rows from anywhere in the file, each time others.
  static Case gather(Inputs inputs, Arena memory, long kib) throws IOException {
    long width = kib * 1024 / Float.BYTES;
    Tensor all = inputs.source("f4");
    long rows = all.size() / width;
    Tensor table = all.slice(Slice.range(0, rows * width)).reshape(rows, width);
    Tensor out = Inputs.allocate(memory, DType.FLOAT32, Shape.of(ROWS, width));
    long[][] indices = indices(rows);
    int[] turn = {0};
    return new Case(
        TURNS,
        1,
        () -> {
          out.indexSelectFrom(table, 0, indices[turn[0]]);
          turn[0] = (turn[0] + 1) % TURNS;
        },
        () -> {
          out.indexSelectFrom(table, 0, indices[0]);
          return Case.checksum(out.asSegment());
        });
  }

  private static long[][] indices(long rows) {
    long state = 99;
    long[][] indices = new long[TURNS][ROWS];
    for (long[] some : indices) {
      for (int i = 0; i < ROWS; i++) {
        state = (state * 1664525 + 1013904223) & 0xffff_ffffL;
        some[i] = (state >> 4) % rows;
      }
    }
    return indices;
  }
}
