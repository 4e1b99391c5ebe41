package io.github.npybridge.tensor.internal;

import static io.github.npybridge.tensor.internal.Carrier.BYTE;
import static io.github.npybridge.tensor.internal.Carrier.DOUBLE;
import static io.github.npybridge.tensor.internal.Carrier.FLOAT;
import static io.github.npybridge.tensor.internal.Carrier.INT;
import static io.github.npybridge.tensor.internal.Carrier.LONG;
import static io.github.npybridge.tensor.internal.Carrier.SHORT;
import static io.github.npybridge.tensor.internal.DirectBuffers.bytes;
import static io.github.npybridge.tensor.internal.DirectBuffers.doubles;
import static io.github.npybridge.tensor.internal.DirectBuffers.floats;
import static io.github.npybridge.tensor.internal.DirectBuffers.ints;
import static io.github.npybridge.tensor.internal.DirectBuffers.longs;
import static io.github.npybridge.tensor.internal.DirectBuffers.shorts;
import static io.github.npybridge.tensor.internal.DirectLoop.BLOCK;

import io.github.npybridge.format.ScalarType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;

/// Direct loops from floats to integers. What they make of values out of range is not what is
/// wanted, so a check on their bits, as in [Truncation], tells whether a block has one.
final class DirectTruncation {
  private DirectTruncation() {}

  static @Nullable DirectLoop of(ScalarType from, ScalarType to) {
    return switch (from) {
      case FLOAT16 -> ofHalves(to);
      case FLOAT32 -> ofFloats(to);
      case FLOAT64 -> ofDoubles(to);
      default -> null;
    };
  }

  /// All of them fit an `int`.
  private static DirectLoop ofHalves(ScalarType to) {
    DirectLoop loop =
        switch (to) {
          case INT8, UINT8 -> new DirectLoop(SHORT, BYTE, DirectTruncation::halvesToBytes);
          case INT16, UINT16 -> new DirectLoop(SHORT, SHORT, DirectTruncation::halvesToShorts);
          case INT32, UINT32 -> new DirectLoop(SHORT, INT, DirectTruncation::halvesToInts);
          default -> new DirectLoop(SHORT, LONG, DirectTruncation::halvesToLongs);
        };
    return loop.onlyIf(LONG, halvesBelow(Truncation.limit(to), to.kind() == 'i'), null);
  }

  private static DirectLoop ofFloats(ScalarType to) {
    DirectLoop.Check small = floatsBelow(Math.min(Truncation.limit(to), 0x1p31), to.kind() == 'i');
    DirectLoop.Check any = floatsBelow(Truncation.limit(to), to.kind() == 'i');
    return switch (to) {
      case INT8, UINT8 -> ofFloats(BYTE, DirectTruncation::floatsToBytes, small, null);
      case INT16, UINT16 -> ofFloats(SHORT, DirectTruncation::floatsToShorts, small, null);
      case INT32 -> ofFloats(INT, DirectTruncation::floatsToInts, small, null);
      case UINT32 ->
          ofFloats(
              INT,
              DirectTruncation::floatsToInts,
              small,
              ofFloats(INT, DirectTruncation::floatsToUnsignedInts, any, null));
      default ->
          ofFloats(
              LONG,
              DirectTruncation::smallFloatsToLongs,
              small,
              ofFloats(LONG, DirectTruncation::floatsToLongs, any, null));
    };
  }

  private static DirectLoop ofFloats(
      Carrier target,
      DirectLoop.Body body,
      DirectLoop.Check check,
      @Nullable DirectLoop otherwise) {
    return new DirectLoop(FLOAT, target, body).onlyIf(INT, check, otherwise);
  }

  private static DirectLoop ofDoubles(ScalarType to) {
    DirectLoop.Check small = doublesBelow(Math.min(Truncation.limit(to), 0x1p31), to.kind() == 'i');
    DirectLoop.Check any = doublesBelow(Truncation.limit(to), to.kind() == 'i');
    return switch (to) {
      case INT8, UINT8 -> ofDoubles(BYTE, DirectTruncation::doublesToBytes, small, null);
      case INT16, UINT16 -> ofDoubles(SHORT, DirectTruncation::doublesToShorts, small, null);
      case INT32 -> ofDoubles(INT, DirectTruncation::doublesToInts, small, null);
      case UINT32 ->
          ofDoubles(
              INT,
              DirectTruncation::doublesToInts,
              small,
              ofDoubles(INT, DirectTruncation::doublesToUnsignedInts, any, null));
      default ->
          ofDoubles(
              LONG,
              DirectTruncation::smallDoublesToLongs,
              small,
              ofDoubles(LONG, DirectTruncation::doublesToLongs, any, null));
    };
  }

  private static DirectLoop ofDoubles(
      Carrier target,
      DirectLoop.Body body,
      DirectLoop.Check check,
      @Nullable DirectLoop otherwise) {
    return new DirectLoop(DOUBLE, target, body).onlyIf(LONG, check, otherwise);
  }

  /// In four lanes: a value that is not below gets the highest bit.
  private static DirectLoop.Check halvesBelow(double limit, boolean signed) {
    int first = Float.floatToFloat16((float) limit); // infinity, if there is no larger one
    long above = (0x8000 - first) * 0x00010001_00010001L;
    long sign = signed ? 0 : 0x80008000_80008000L;
    return source -> {
      LongBuffer from = longs(source);
      long outside = 0;
      for (int i = 0; i < BLOCK / 4; i++) {
        long bits = from.get(i);
        outside |= ((bits & 0x7fff7fff_7fff7fffL) + above) | (bits & sign);
      }
      return (outside & 0x80008000_80008000L) == 0;
    };
  }

  private static DirectLoop.Check floatsBelow(double limit, boolean signed) {
    int below = Float.floatToRawIntBits((float) limit) - 1;
    int sign = signed ? 0 : Integer.MIN_VALUE;
    return source -> {
      IntBuffer from = ints(source);
      int outside = 0;
      for (int i = 0; i < BLOCK; i++) {
        int bits = from.get(i);
        outside |= (below - (bits & Integer.MAX_VALUE)) | (bits & sign);
      }
      return outside >= 0;
    };
  }

  private static DirectLoop.Check doublesBelow(double limit, boolean signed) {
    long below = Double.doubleToRawLongBits(limit) - 1;
    long sign = signed ? 0 : Long.MIN_VALUE;
    return source -> {
      LongBuffer from = longs(source);
      long outside = 0;
      for (int i = 0; i < BLOCK; i++) {
        long bits = from.get(i);
        outside |= (below - (bits & Long.MAX_VALUE)) | (bits & sign);
      }
      return outside >= 0;
    };
  }

  private static void halvesToBytes(Buffer source, Buffer target) {
    ShortBuffer from = shorts(source);
    ByteBuffer to = bytes(target);
    for (int i = 0; i < BLOCK; i += 4) {
      byte a = (byte) (int) Float.float16ToFloat(from.get(i));
      byte b = (byte) (int) Float.float16ToFloat(from.get(i + 1));
      byte c = (byte) (int) Float.float16ToFloat(from.get(i + 2));
      byte d = (byte) (int) Float.float16ToFloat(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void halvesToShorts(Buffer source, Buffer target) {
    ShortBuffer from = shorts(source);
    ShortBuffer to = shorts(target);
    for (int i = 0; i < BLOCK; i += 4) {
      short a = (short) (int) Float.float16ToFloat(from.get(i));
      short b = (short) (int) Float.float16ToFloat(from.get(i + 1));
      short c = (short) (int) Float.float16ToFloat(from.get(i + 2));
      short d = (short) (int) Float.float16ToFloat(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void halvesToInts(Buffer source, Buffer target) {
    ShortBuffer from = shorts(source);
    IntBuffer to = ints(target);
    for (int i = 0; i < BLOCK; i += 4) {
      int a = (int) Float.float16ToFloat(from.get(i));
      int b = (int) Float.float16ToFloat(from.get(i + 1));
      int c = (int) Float.float16ToFloat(from.get(i + 2));
      int d = (int) Float.float16ToFloat(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void halvesToLongs(Buffer source, Buffer target) {
    ShortBuffer from = shorts(source);
    LongBuffer to = longs(target);
    for (int i = 0; i < BLOCK; i += 4) {
      long a = (int) Float.float16ToFloat(from.get(i));
      long b = (int) Float.float16ToFloat(from.get(i + 1));
      long c = (int) Float.float16ToFloat(from.get(i + 2));
      long d = (int) Float.float16ToFloat(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void floatsToBytes(Buffer source, Buffer target) {
    FloatBuffer from = floats(source);
    ByteBuffer to = bytes(target);
    for (int i = 0; i < BLOCK; i += 4) {
      byte a = (byte) (int) from.get(i);
      byte b = (byte) (int) from.get(i + 1);
      byte c = (byte) (int) from.get(i + 2);
      byte d = (byte) (int) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void floatsToShorts(Buffer source, Buffer target) {
    FloatBuffer from = floats(source);
    ShortBuffer to = shorts(target);
    for (int i = 0; i < BLOCK; i += 4) {
      short a = (short) (int) from.get(i);
      short b = (short) (int) from.get(i + 1);
      short c = (short) (int) from.get(i + 2);
      short d = (short) (int) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void floatsToInts(Buffer source, Buffer target) {
    FloatBuffer from = floats(source);
    IntBuffer to = ints(target);
    for (int i = 0; i < BLOCK; i += 4) {
      int a = (int) from.get(i);
      int b = (int) from.get(i + 1);
      int c = (int) from.get(i + 2);
      int d = (int) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void floatsToUnsignedInts(Buffer source, Buffer target) {
    FloatBuffer from = floats(source);
    IntBuffer to = ints(target);
    for (int i = 0; i < BLOCK; i += 4) {
      int a = (int) (long) from.get(i);
      int b = (int) (long) from.get(i + 1);
      int c = (int) (long) from.get(i + 2);
      int d = (int) (long) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  /// By way of `int`: not every processor converts to vectors of `long`.
  private static void smallFloatsToLongs(Buffer source, Buffer target) {
    FloatBuffer from = floats(source);
    LongBuffer to = longs(target);
    for (int i = 0; i < BLOCK; i += 4) {
      long a = (int) from.get(i);
      long b = (int) from.get(i + 1);
      long c = (int) from.get(i + 2);
      long d = (int) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void floatsToLongs(Buffer source, Buffer target) {
    FloatBuffer from = floats(source);
    LongBuffer to = longs(target);
    for (int i = 0; i < BLOCK; i += 4) {
      long a = (long) from.get(i);
      long b = (long) from.get(i + 1);
      long c = (long) from.get(i + 2);
      long d = (long) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void doublesToBytes(Buffer source, Buffer target) {
    DoubleBuffer from = doubles(source);
    ByteBuffer to = bytes(target);
    for (int i = 0; i < BLOCK; i += 4) {
      byte a = (byte) (int) from.get(i);
      byte b = (byte) (int) from.get(i + 1);
      byte c = (byte) (int) from.get(i + 2);
      byte d = (byte) (int) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void doublesToShorts(Buffer source, Buffer target) {
    DoubleBuffer from = doubles(source);
    ShortBuffer to = shorts(target);
    for (int i = 0; i < BLOCK; i += 4) {
      short a = (short) (int) from.get(i);
      short b = (short) (int) from.get(i + 1);
      short c = (short) (int) from.get(i + 2);
      short d = (short) (int) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void doublesToInts(Buffer source, Buffer target) {
    DoubleBuffer from = doubles(source);
    IntBuffer to = ints(target);
    for (int i = 0; i < BLOCK; i += 4) {
      int a = (int) from.get(i);
      int b = (int) from.get(i + 1);
      int c = (int) from.get(i + 2);
      int d = (int) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void doublesToUnsignedInts(Buffer source, Buffer target) {
    DoubleBuffer from = doubles(source);
    IntBuffer to = ints(target);
    for (int i = 0; i < BLOCK; i += 4) {
      int a = (int) (long) from.get(i);
      int b = (int) (long) from.get(i + 1);
      int c = (int) (long) from.get(i + 2);
      int d = (int) (long) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void smallDoublesToLongs(Buffer source, Buffer target) {
    DoubleBuffer from = doubles(source);
    LongBuffer to = longs(target);
    for (int i = 0; i < BLOCK; i += 4) {
      long a = (int) from.get(i);
      long b = (int) from.get(i + 1);
      long c = (int) from.get(i + 2);
      long d = (int) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void doublesToLongs(Buffer source, Buffer target) {
    DoubleBuffer from = doubles(source);
    LongBuffer to = longs(target);
    for (int i = 0; i < BLOCK; i += 4) {
      long a = (long) from.get(i);
      long b = (long) from.get(i + 1);
      long c = (long) from.get(i + 2);
      long d = (long) from.get(i + 3);
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }
}
