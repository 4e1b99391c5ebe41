package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;

/// Loops from `long` and `double` down to any scalar type.
final class Narrowing {
  private Narrowing() {}

  /// An unsigned 64-bit integer as the nearest double.
  static double unsignedToDouble(long bits) {
    // Halving keeps the lowest bit, so that the rounding sees what it needs.
    return bits >= 0 ? (double) bits : (double) (bits >>> 1 | (bits & 1)) * 2;
  }

  static float unsignedToFloat(long bits) {
    return bits >= 0 ? (float) bits : (float) (bits >>> 1 | (bits & 1)) * 2;
  }

  /// Integers to any type; each is rounded once, for float16 and bfloat16 by way of float32.
  static void fromLongs(long[] source, boolean unsigned, ScalarType to, Object target, int count) {
    switch (to) {
      case BOOL -> {
        byte[] bytes = (byte[]) target;
        for (int i = 0; i < count; i++) {
          bytes[i] = (byte) (source[i] == 0 ? 0 : 1);
        }
      }
      case INT8, UINT8 -> {
        byte[] bytes = (byte[]) target;
        for (int i = 0; i < count; i++) {
          bytes[i] = (byte) source[i];
        }
      }
      case INT16, UINT16 -> {
        short[] shorts = (short[]) target;
        for (int i = 0; i < count; i++) {
          shorts[i] = (short) source[i];
        }
      }
      case INT32, UINT32 -> {
        int[] ints = (int[]) target;
        for (int i = 0; i < count; i++) {
          ints[i] = (int) source[i];
        }
      }
      case INT64, UINT64 -> System.arraycopy(source, 0, target, 0, count);
      case FLOAT16 -> {
        short[] halves = (short[]) target;
        for (int i = 0; i < count; i++) {
          halves[i] =
              Float.floatToFloat16(unsigned ? unsignedToFloat(source[i]) : (float) source[i]);
        }
      }
      case BFLOAT16 -> {
        short[] halves = (short[]) target;
        for (int i = 0; i < count; i++) {
          halves[i] =
              HalfFloats.toBfloat16(unsigned ? unsignedToFloat(source[i]) : (float) source[i]);
        }
      }
      case FLOAT32 -> {
        float[] floats = (float[]) target;
        for (int i = 0; i < count; i++) {
          floats[i] = unsigned ? unsignedToFloat(source[i]) : (float) source[i];
        }
      }
      case FLOAT64 -> {
        double[] doubles = (double[]) target;
        for (int i = 0; i < count; i++) {
          doubles[i] = unsigned ? unsignedToDouble(source[i]) : source[i];
        }
      }
      case COMPLEX64 -> {
        // Not by way of double, which would round twice.
        float[] halves = (float[]) target;
        for (int i = 0; i < count; i++) {
          halves[2 * i] = unsigned ? unsignedToFloat(source[i]) : (float) source[i];
          halves[2 * i + 1] = 0;
        }
      }
      case COMPLEX128 -> {
        double[] halves = (double[]) target;
        for (int i = 0; i < count; i++) {
          halves[2 * i] = unsigned ? unsignedToDouble(source[i]) : source[i];
          halves[2 * i + 1] = 0;
        }
      }
    }
  }

  /// Doubles to real floats, or to the halves of complex ones, each rounded once (to bfloat16 by
  /// way of float32, as NumPy's extension does).
  static void toFloats(double[] source, ScalarType to, Object target, int units) {
    switch (to) {
      case FLOAT16 -> {
        short[] halves = (short[]) target;
        for (int i = 0; i < units; i++) {
          halves[i] = HalfFloats.toFloat16(source[i]);
        }
      }
      case BFLOAT16 -> {
        short[] halves = (short[]) target;
        for (int i = 0; i < units; i++) {
          halves[i] = HalfFloats.toBfloat16((float) source[i]);
        }
      }
      case FLOAT32, COMPLEX64 -> {
        float[] floats = (float[]) target;
        for (int i = 0; i < units; i++) {
          floats[i] = (float) source[i];
        }
      }
      case FLOAT64, COMPLEX128 -> System.arraycopy(source, 0, target, 0, units);
      case BOOL, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 ->
          throw new IllegalArgumentException("expected a float type, found " + to);
    }
  }
}
