package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;

/// The loops of `x * factor + term` for blocks of every integer and real float type.
///
/// One loop a type serves sums and products, because neither `* 1` nor `+ 0` changes a number; with
/// floats it has to be `+ -0.0`. Integers keep their low bits. Each float operation is rounded in
/// `double` or `float`; the 16-bit types compute in `float` and are rounded at the end.
final class Affine {
  private final ScalarType type;
  private final long factor;
  private final long term;
  private final double realFactor;
  private final double realTerm;

  /// The loop of an integer type.
  Affine(ScalarType type, long factor, long term) {
    this.type = type;
    this.factor = factor;
    this.term = term;
    this.realFactor = 0;
    this.realTerm = 0;
  }

  /// The loop of a float type, to which the two numbers are rounded first.
  Affine(ScalarType type, double factor, double term) {
    this.type = type;
    this.factor = 0;
    this.term = 0;
    this.realFactor = rounded(type, factor);
    this.realTerm = rounded(type, term);
  }

  private static double rounded(ScalarType type, double value) {
    return switch (type) {
      case FLOAT16 -> Float.float16ToFloat(HalfFloats.toFloat16(value));
      case BFLOAT16 -> HalfFloats.fromBfloat16(HalfFloats.toBfloat16((float) value));
      case FLOAT32 -> (float) value;
      default -> value;
    };
  }

  /// Whether an integer type holds a number; uint64 is asked for its bits, so it holds all.
  static boolean holds(ScalarType type, long value) {
    return switch (type) {
      case INT8 -> value == (byte) value;
      case UINT8 -> value == (value & 0xff);
      case INT16 -> value == (short) value;
      case UINT16 -> value == (value & 0xffff);
      case INT32 -> value == (int) value;
      case UINT32 -> value == (value & 0xffff_ffffL);
      default -> true;
    };
  }

  /// Changes the first `count` units.
  void run(Object units, int count) {
    switch (type) {
      case INT8, UINT8 -> bytes((byte[]) units, (byte) factor, (byte) term, count);
      case INT16, UINT16 -> shorts((short[]) units, (short) factor, (short) term, count);
      case INT32, UINT32 -> ints((int[]) units, (int) factor, (int) term, count);
      case INT64, UINT64 -> longs((long[]) units, factor, term, count);
      case FLOAT16 -> halves((short[]) units, (float) realFactor, (float) realTerm, count);
      case BFLOAT16 -> bfloats((short[]) units, (float) realFactor, (float) realTerm, count);
      case FLOAT32 -> floats((float[]) units, (float) realFactor, (float) realTerm, count);
      case FLOAT64 -> doubles((double[]) units, realFactor, realTerm, count);
      case BOOL, COMPLEX64, COMPLEX128 ->
          throw new IllegalArgumentException("expected an integer or real float, found " + type);
    }
  }

  /// Changes elements of a region where they lie, as far as there is a loop for that.
  ///
  /// @return the elements that are left
  Region runOffHeap(Region region) {
    boolean isReal = type == ScalarType.FLOAT32 || type == ScalarType.FLOAT64;
    if (!isReal || !DirectBlocks.exist(region, type.itemSize())) {
      return region;
    }
    DirectBlocks blocks = new DirectBlocks(region, Carrier.of(type), DirectScan.BLOCK);
    for (long i = 0; i < blocks.count(); i++) {
      if (type == ScalarType.FLOAT32) {
        DirectScan.affineFloats(blocks.next(), (float) realFactor, (float) realTerm);
      } else {
        DirectScan.affineDoubles(blocks.next(), realFactor, realTerm);
      }
    }
    return blocks.rest();
  }

  private static void bytes(byte[] units, byte factor, byte term, int count) {
    for (int i = 0; i < count; i++) {
      units[i] = (byte) (units[i] * factor + term);
    }
  }

  private static void shorts(short[] units, short factor, short term, int count) {
    for (int i = 0; i < count; i++) {
      units[i] = (short) (units[i] * factor + term);
    }
  }

  private static void ints(int[] units, int factor, int term, int count) {
    for (int i = 0; i < count; i++) {
      units[i] = units[i] * factor + term;
    }
  }

  private static void longs(long[] units, long factor, long term, int count) {
    for (int i = 0; i < count; i++) {
      units[i] = units[i] * factor + term;
    }
  }

  private static void halves(short[] units, float factor, float term, int count) {
    for (int i = 0; i < count; i++) {
      units[i] = Float.floatToFloat16(Float.float16ToFloat(units[i]) * factor + term);
    }
  }

  private static void bfloats(short[] units, float factor, float term, int count) {
    for (int i = 0; i < count; i++) {
      units[i] = HalfFloats.toBfloat16(HalfFloats.fromBfloat16(units[i]) * factor + term);
    }
  }

  private static void floats(float[] units, float factor, float term, int count) {
    for (int i = 0; i < count; i++) {
      units[i] = units[i] * factor + term;
    }
  }

  private static void doubles(double[] units, double factor, double term, int count) {
    for (int i = 0; i < count; i++) {
      units[i] = units[i] * factor + term;
    }
  }
}
