package io.github.npybridge.tensor.internal;

/// The two 16-bit floats, from and to Java's.
public final class HalfFloats {
  private HalfFloats() {}

  /// A bfloat16 as a float, exactly.
  static float fromBfloat16(short bits) {
    return Float.intBitsToFloat(bits << Short.SIZE);
  }

  /// The nearest bfloat16, ties to even; a NaN stays one.
  static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      // Rounding could carry a NaN's last bits away and leave an infinity.
      return (short) (bits >> Short.SIZE | 0x40);
    }
    return (short) ((bits + 0x7fff + (bits >>> Short.SIZE & 1)) >> Short.SIZE);
  }

  /// The nearest float16, ties to even.
  ///
  /// The JDK rounds from `float` only, and rounding twice is wrong where the first rounding makes a
  /// tie. So the first one goes to the odd neighbour, which no tie can come from.
  static short toFloat16(double value) {
    float near = (float) value;
    if (near != value && Float.isFinite(near)) {
      int bits = Float.floatToRawIntBits(near);
      if (Math.abs((double) near) > Math.abs(value)) {
        bits--;
      }
      near = Float.intBitsToFloat(bits | 1);
    }
    return Float.floatToFloat16(near);
  }
}
