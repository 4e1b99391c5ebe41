package io.github.npybridge.tensor.internal;

import static io.github.npybridge.tensor.internal.Carrier.BYTE;
import static io.github.npybridge.tensor.internal.Carrier.FLOAT;
import static io.github.npybridge.tensor.internal.Carrier.INT;
import static io.github.npybridge.tensor.internal.Carrier.LONG;
import static io.github.npybridge.tensor.internal.Carrier.SHORT;
import static io.github.npybridge.tensor.internal.DirectBuffers.bytes;
import static io.github.npybridge.tensor.internal.DirectBuffers.ints;
import static io.github.npybridge.tensor.internal.DirectBuffers.longs;
import static io.github.npybridge.tensor.internal.DirectBuffers.shorts;
import static io.github.npybridge.tensor.internal.DirectLoop.BLOCK;

import io.github.npybridge.format.ScalarType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;

/// Direct loops from integers to float16, ties to even.
///
/// By way of `float`, which rounds once more and does no harm: it holds every integer up to 2**24,
/// and from 65520 on they are all infinite.
final class DirectIntegersToHalves {
  private DirectIntegersToHalves() {}

  static @Nullable DirectLoop of(ScalarType from) {
    return switch (from) {
      case INT8 -> new DirectLoop(BYTE, SHORT, DirectIntegersToHalves::bytesToHalves);
      case INT16 -> new DirectLoop(SHORT, SHORT, DirectIntegersToHalves::shortsToHalves);
      case INT32 -> new DirectLoop(INT, SHORT, DirectIntegersToHalves::intsToHalves);
      case INT64, UINT64 ->
          new DirectLoop(LONG, SHORT, DirectIntegersToHalves::smallLongsToHalves)
              .onlyIf(LONG, DirectIntegersToFloats.areInts(from), byWayOfFloats(from));
      default -> byWayOfFloats(from);
    };
  }

  private static @Nullable DirectLoop byWayOfFloats(ScalarType from) {
    DirectLoop floats = DirectIntegersToFloats.widest(from, ScalarType.FLOAT32);
    return floats == null ? null : floats.then(FLOAT, SHORT, DirectFloats::floatsToHalves);
  }

  private static void bytesToHalves(Buffer source, Buffer target) {
    ByteBuffer from = bytes(source);
    ShortBuffer to = shorts(target);
    for (int i = 0; i < BLOCK; i += 4) {
      short a = Float.floatToFloat16(from.get(i));
      short b = Float.floatToFloat16(from.get(i + 1));
      short c = Float.floatToFloat16(from.get(i + 2));
      short d = Float.floatToFloat16(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void shortsToHalves(Buffer source, Buffer target) {
    ShortBuffer from = shorts(source);
    ShortBuffer to = shorts(target);
    for (int i = 0; i < BLOCK; i += 4) {
      short a = Float.floatToFloat16(from.get(i));
      short b = Float.floatToFloat16(from.get(i + 1));
      short c = Float.floatToFloat16(from.get(i + 2));
      short d = Float.floatToFloat16(from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  private static void intsToHalves(Buffer source, Buffer target) {
    IntBuffer from = ints(source);
    ShortBuffer to = shorts(target);
    for (int i = 0; i < BLOCK; i += 4) {
      short a = Float.floatToFloat16((float) from.get(i));
      short b = Float.floatToFloat16((float) from.get(i + 1));
      short c = Float.floatToFloat16((float) from.get(i + 2));
      short d = Float.floatToFloat16((float) from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }

  /// By way of `int`, of which there is vector code.
  private static void smallLongsToHalves(Buffer source, Buffer target) {
    LongBuffer from = longs(source);
    ShortBuffer to = shorts(target);
    for (int i = 0; i < BLOCK; i += 4) {
      short a = Float.floatToFloat16((float) (int) from.get(i));
      short b = Float.floatToFloat16((float) (int) from.get(i + 1));
      short c = Float.floatToFloat16((float) (int) from.get(i + 2));
      short d = Float.floatToFloat16((float) (int) from.get(i + 3));
      to.put(i, a).put(i + 1, b).put(i + 2, c).put(i + 3, d);
    }
  }
}
