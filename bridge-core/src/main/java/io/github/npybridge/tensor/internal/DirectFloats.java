package io.github.npybridge.tensor.internal;

import static io.github.npybridge.tensor.internal.DirectBuffers.doubles;
import static io.github.npybridge.tensor.internal.DirectBuffers.floats;
import static io.github.npybridge.tensor.internal.DirectBuffers.longs;
import static io.github.npybridge.tensor.internal.DirectBuffers.shorts;
import static io.github.npybridge.tensor.internal.DirectLoop.BLOCK;

import io.github.npybridge.format.ScalarType;
import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;

/// Direct loops from floats to floats, each value rounded once, ties to even.
final class DirectFloats {
  /// The bits of a double that a float does not have.
  private static final long BEYOND_FLOAT = (1L << 29) - 1;

  private DirectFloats() {}

  static @Nullable DirectLoop of(ScalarType from, ScalarType to) {
    return switch (from) {
      case FLOAT16 ->
          switch (to) {
            case FLOAT32 ->
                new DirectLoop(Carrier.SHORT, Carrier.FLOAT, DirectFloats::halvesToFloats);
            case FLOAT64 ->
                new DirectLoop(Carrier.SHORT, Carrier.DOUBLE, DirectFloats::halvesToDoubles);
            default -> null;
          };
      case FLOAT32 ->
          switch (to) {
            case FLOAT16 ->
                new DirectLoop(Carrier.FLOAT, Carrier.SHORT, DirectFloats::floatsToHalves);
            case FLOAT64 ->
                new DirectLoop(Carrier.FLOAT, Carrier.DOUBLE, DirectFloats::floatsToDoubles);
            default -> null;
          };
      case FLOAT64 ->
          switch (to) {
            case FLOAT16 -> new DirectLoop(Carrier.LONG, Carrier.SHORT, doublesToHalves());
            case FLOAT32 ->
                new DirectLoop(Carrier.DOUBLE, Carrier.FLOAT, DirectFloats::doublesToFloats);
            default -> null;
          };
      default -> null;
    };
  }

  private static void halvesToFloats(Buffer source, Buffer target) {
    ShortBuffer from = shorts(source);
    FloatBuffer to = floats(target);
    for (int i = 0; i < BLOCK; i += 4) {
      float a = Float.float16ToFloat(from.get(i));
      float b = Float.float16ToFloat(from.get(i + 1));
      float c = Float.float16ToFloat(from.get(i + 2));
      float d = Float.float16ToFloat(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void halvesToDoubles(Buffer source, Buffer target) {
    ShortBuffer from = shorts(source);
    DoubleBuffer to = doubles(target);
    for (int i = 0; i < BLOCK; i += 4) {
      double a = Float.float16ToFloat(from.get(i));
      double b = Float.float16ToFloat(from.get(i + 1));
      double c = Float.float16ToFloat(from.get(i + 2));
      double d = Float.float16ToFloat(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  static void floatsToHalves(Buffer source, Buffer target) {
    FloatBuffer from = floats(source);
    ShortBuffer to = shorts(target);
    for (int i = 0; i < BLOCK; i += 4) {
      short a = Float.floatToFloat16(from.get(i));
      short b = Float.floatToFloat16(from.get(i + 1));
      short c = Float.floatToFloat16(from.get(i + 2));
      short d = Float.floatToFloat16(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void floatsToDoubles(Buffer source, Buffer target) {
    FloatBuffer from = floats(source);
    DoubleBuffer to = doubles(target);
    for (int i = 0; i < BLOCK; i += 4) {
      double a = from.get(i);
      double b = from.get(i + 1);
      double c = from.get(i + 2);
      double d = from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void doublesToFloats(Buffer source, Buffer target) {
    DoubleBuffer from = doubles(source);
    FloatBuffer to = floats(target);
    for (int i = 0; i < BLOCK; i += 4) {
      float a = (float) from.get(i);
      float b = (float) from.get(i + 1);
      float c = (float) from.get(i + 2);
      float d = (float) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  /// Rounds doubles to float16, which the processor does for floats only. Of bits that a float does
  /// not have, one remembers whether there are any; so rounding twice is as good as once, as in
  /// [HalfFloats#toFloat16].
  private static DirectLoop.Body doublesToHalves() {
    return new DirectChain(
        DirectFloats::toOdd, Carrier.LONG, Carrier.DOUBLE, DirectFloats::oddDoublesToHalves);
  }

  private static void toOdd(Buffer source, Buffer target) {
    LongBuffer from = longs(source);
    LongBuffer to = longs(target);
    for (int i = 0; i < BLOCK; i += 4) {
      long a = toOdd(from.get(i));
      long b = toOdd(from.get(i + 1));
      long c = toOdd(from.get(i + 2));
      long d = toOdd(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  /// A carry sets the lowest bit that a float has if one of those below it is set.
  private static long toOdd(long value) {
    return (value | ((value & BEYOND_FLOAT) + BEYOND_FLOAT)) & ~BEYOND_FLOAT;
  }

  private static void oddDoublesToHalves(Buffer source, Buffer target) {
    DoubleBuffer from = doubles(source);
    ShortBuffer to = shorts(target);
    for (int i = 0; i < BLOCK; i += 4) {
      short a = Float.floatToFloat16((float) from.get(i));
      short b = Float.floatToFloat16((float) from.get(i + 1));
      short c = Float.floatToFloat16((float) from.get(i + 2));
      short d = Float.floatToFloat16((float) from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }
}
