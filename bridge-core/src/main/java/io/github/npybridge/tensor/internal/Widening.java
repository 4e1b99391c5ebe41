package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;

/// Loops from any scalar type up to `long` or `double`, without loss.
final class Widening {
  private Widening() {}

  /// Bool and integers to `long`; uint64 keeps its bits.
  static void toLongs(ScalarType from, Object source, long[] target, int count) {
    switch (from) {
      case BOOL -> {
        byte[] bytes = (byte[]) source;
        for (int i = 0; i < count; i++) {
          target[i] = bytes[i] == 0 ? 0 : 1;
        }
      }
      case INT8 -> {
        byte[] bytes = (byte[]) source;
        for (int i = 0; i < count; i++) {
          target[i] = bytes[i];
        }
      }
      case UINT8 -> {
        byte[] bytes = (byte[]) source;
        for (int i = 0; i < count; i++) {
          target[i] = bytes[i] & 0xff;
        }
      }
      case INT16 -> {
        short[] shorts = (short[]) source;
        for (int i = 0; i < count; i++) {
          target[i] = shorts[i];
        }
      }
      case UINT16 -> {
        short[] shorts = (short[]) source;
        for (int i = 0; i < count; i++) {
          target[i] = shorts[i] & 0xffff;
        }
      }
      case INT32 -> {
        int[] ints = (int[]) source;
        for (int i = 0; i < count; i++) {
          target[i] = ints[i];
        }
      }
      case UINT32 -> {
        int[] ints = (int[]) source;
        for (int i = 0; i < count; i++) {
          target[i] = ints[i] & 0xffff_ffffL;
        }
      }
      case INT64, UINT64 -> System.arraycopy(source, 0, target, 0, count);
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64, COMPLEX64, COMPLEX128 ->
          throw new IllegalArgumentException("expected an integer type, found " + from);
    }
  }

  /// Real floats, and the halves of complex ones, to `double`.
  static void toDoubles(ScalarType from, Object source, double[] target, int units) {
    switch (from) {
      case FLOAT16 -> {
        short[] halves = (short[]) source;
        for (int i = 0; i < units; i++) {
          target[i] = Float.float16ToFloat(halves[i]);
        }
      }
      case BFLOAT16 -> {
        short[] halves = (short[]) source;
        for (int i = 0; i < units; i++) {
          target[i] = HalfFloats.fromBfloat16(halves[i]);
        }
      }
      case FLOAT32, COMPLEX64 -> {
        float[] floats = (float[]) source;
        for (int i = 0; i < units; i++) {
          target[i] = floats[i];
        }
      }
      case FLOAT64, COMPLEX128 -> System.arraycopy(source, 0, target, 0, units);
      case BOOL, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 ->
          throw new IllegalArgumentException("expected a float type, found " + from);
    }
  }
}
