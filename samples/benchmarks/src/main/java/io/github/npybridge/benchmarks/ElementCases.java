package io.github.npybridge.benchmarks;

import io.github.npybridge.tensor.Tensor;
import java.io.IOException;

/// Loops over single elements of a float64 matrix, beside the same loops over `double[][]`.
final class ElementCases {
  private static final double FACTOR = 1 + 0x1p-20;

  private ElementCases() {}

  /// @param deed `get` or `getset`
  /// @param memory `tensor` or `array`
  static Case of(Inputs inputs, String deed, String memory, int side) throws IOException {
    long size = (long) side * side;
    Tensor matrix = inputs.scratch("f8", size).reshape(side, side);
    matrix.copyFrom(inputs.source("f8", size).reshape(side, side));
    double[][] rows = new double[side][];
    for (int i = 0; i < side; i++) {
      rows[i] = matrix.select(0, i).toDoubleArray();
    }
    Case.Scalar loop =
        switch (deed + " " + memory) {
          case "get tensor" -> () -> sum(matrix, side);
          case "get array" -> () -> sum(rows);
          case "getset tensor" -> () -> scale(matrix, side);
          case "getset array" -> () -> scale(rows);
          default -> throw new IllegalArgumentException(deed + " " + memory);
        };
    return Case.number(Case.repeat(size), size, loop);
  }

  private static double sum(Tensor x, int side) {
    double sum = 0;
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        sum += x.getDouble(i, j);
      }
    }
    return sum;
  }

  private static double sum(double[][] a) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        sum += a[i][j];
      }
    }
    return sum;
  }

  private static double scale(Tensor x, int side) {
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        x.setDouble(x.getDouble(i, j) * FACTOR, i, j);
      }
    }
    return x.getDouble(0, 1);
  }

  private static double scale(double[][] a) {
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        a[i][j] = a[i][j] * FACTOR;
      }
    }
    return a[0][1];
  }
}
