package io.github.npybridge.tensor.internal;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.ShortBuffer;

/// Off-heap memory as buffers, for loops that are to become vector code.
///
/// The compiler of JDK 25 makes vector code of floats in a direct buffer and none of floats in a
/// segment, which loads an `int` and converts it. There is one class of direct buffer for each
/// primitive, and the methods here tell the compiler that a buffer is of that class, whatever other
/// buffers an application has used.
final class DirectBuffers {
  /// The most bytes that are viewed at once; a buffer ends at 2 GiB.
  static final int MOST = 1 << 30;

  private static final ByteBuffer NONE = inNativeOrder(MemorySegment.NULL);
  private static final Class<?> BYTES = NONE.getClass();
  private static final Class<?> SHORTS = NONE.asShortBuffer().getClass();
  private static final Class<?> INTS = NONE.asIntBuffer().getClass();
  private static final Class<?> LONGS = NONE.asLongBuffer().getClass();
  private static final Class<?> FLOATS = NONE.asFloatBuffer().getClass();
  private static final Class<?> DOUBLES = NONE.asDoubleBuffer().getClass();

  private DirectBuffers() {}

  private static ByteBuffer inNativeOrder(MemorySegment segment) {
    return segment.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /// Whether a place in a segment can be viewed as units of `size` bytes: off-heap, and aligned.
  static boolean canView(MemorySegment segment, long offset, int size) {
    return segment.isNative() && (segment.address() + offset) % size == 0;
  }

  /// A part of a segment where [#canView] holds, as a buffer of a carrier's primitive.
  static Buffer view(MemorySegment segment, long offset, long byteSize, Carrier carrier) {
    ByteBuffer bytes = inNativeOrder(segment.asSlice(offset, byteSize));
    return switch (carrier) {
      case BYTE -> bytes;
      case SHORT -> bytes.asShortBuffer();
      case INT -> bytes.asIntBuffer();
      case LONG -> bytes.asLongBuffer();
      case FLOAT -> bytes.asFloatBuffer();
      case DOUBLE -> bytes.asDoubleBuffer();
    };
  }

  static ByteBuffer bytes(Buffer buffer) {
    return (ByteBuffer) BYTES.cast(buffer);
  }

  static ShortBuffer shorts(Buffer buffer) {
    return (ShortBuffer) SHORTS.cast(buffer);
  }

  static IntBuffer ints(Buffer buffer) {
    return (IntBuffer) INTS.cast(buffer);
  }

  static LongBuffer longs(Buffer buffer) {
    return (LongBuffer) LONGS.cast(buffer);
  }

  static FloatBuffer floats(Buffer buffer) {
    return (FloatBuffer) FLOATS.cast(buffer);
  }

  static DoubleBuffer doubles(Buffer buffer) {
    return (DoubleBuffer) DOUBLES.cast(buffer);
  }

  /// A buffer that is read and written: exactly of the class, and not of the subclass that is for
  /// read-only memory. Else the compiler would look for that at each write, and no longer see that
  /// reads and writes go to the same memory.
  static FloatBuffer writableFloats(Buffer buffer) {
    if (buffer.getClass() != FLOATS) {
      throw new ReadOnlyBufferException();
    }
    return (FloatBuffer) FLOATS.cast(buffer);
  }

  /// See [#writableFloats].
  static DoubleBuffer writableDoubles(Buffer buffer) {
    if (buffer.getClass() != DOUBLES) {
      throw new ReadOnlyBufferException();
    }
    return (DoubleBuffer) DOUBLES.cast(buffer);
  }
}
