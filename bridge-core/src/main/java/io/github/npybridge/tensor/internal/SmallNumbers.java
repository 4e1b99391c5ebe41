package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import java.util.Arrays;

/// Blocks of `float` from units of at most 24 significant bits: all floats but float64, and
/// integers of one or two bytes. A `float` holds each of them exactly, and the compiler has vector
/// code for floats where it has none for bytes.
///
/// Not for several threads.
final class SmallNumbers {
  private final ScalarType type;
  private final Scan scan;
  private final Object units;

  SmallNumbers(Region region) {
    this.type = ((DType.Numeric) region.dtype()).type();
    this.scan = new Scan(region);
    this.units = scan.carrier().newArray(scan.carrier() == Carrier.FLOAT ? 0 : columns());
  }

  /// Whether there are such blocks for a type.
  static boolean hold(ScalarType type) {
    return switch (type) {
      case BOOL, INT8, UINT8, INT16, UINT16, FLOAT16, BFLOAT16, FLOAT32, COMPLEX64 -> true;
      case INT32, UINT32, INT64, UINT64, FLOAT64, COMPLEX128 -> false;
    };
  }

  /// How many columns a block has; see [Scan#columns].
  int columns() {
    return scan.columns();
  }

  /// How many units are still to be read.
  long left() {
    return scan.left();
  }

  /// Fills the rows of a block with the next numbers, and the places behind the last one with
  /// `padding`.
  void readBlock(float[][] rows, float padding) {
    for (float[] row : rows) {
      int count = read(row);
      Arrays.fill(row, count, row.length, padding);
    }
  }

  private int read(float[] row) {
    if (scan.carrier() == Carrier.FLOAT) {
      return scan.read(row, row.length);
    }
    int count = scan.read(units, row.length);
    switch (type) {
      case BOOL -> ofBooleans((byte[]) units, row, count);
      case INT8 -> ofBytes((byte[]) units, row, count);
      case UINT8 -> ofUnsignedBytes((byte[]) units, row, count);
      case INT16 -> ofShorts((short[]) units, row, count);
      case UINT16 -> ofUnsignedShorts((short[]) units, row, count);
      case FLOAT16 -> ofFloat16((short[]) units, row, count);
      case BFLOAT16 -> ofBfloat16((short[]) units, row, count);
      default -> throw new IllegalArgumentException("expected a small type, found " + type);
    }
    return count;
  }

  private static void ofBooleans(byte[] source, float[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = source[i] == 0 ? 0 : 1;
    }
  }

  private static void ofBytes(byte[] source, float[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = source[i];
    }
  }

  private static void ofUnsignedBytes(byte[] source, float[] target, int count) {
    // A conversion of what is signed has vector code; masking with 0xff has none.
    for (int i = 0; i < count; i++) {
      source[i] ^= Byte.MIN_VALUE;
    }
    for (int i = 0; i < count; i++) {
      target[i] = source[i] + 128f;
    }
  }

  private static void ofShorts(short[] source, float[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = source[i];
    }
  }

  private static void ofUnsignedShorts(short[] source, float[] target, int count) {
    for (int i = 0; i < count; i++) {
      source[i] ^= Short.MIN_VALUE;
    }
    for (int i = 0; i < count; i++) {
      target[i] = source[i] + 32768f;
    }
  }

  private static void ofFloat16(short[] source, float[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = Float.float16ToFloat(source[i]);
    }
  }

  private static void ofBfloat16(short[] source, float[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = HalfFloats.fromBfloat16(source[i]);
    }
  }
}
