package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The Java primitive that a unit of an element travels in: a unit is a number, half of a complex
/// one, or a byte of anything else.
///
/// Moves runs of units between segments and arrays. The `switch` stands outside the loops, so that
/// each loop is as simple as if it were alone.
public enum Carrier {
  /// bool, int8, uint8, and every dtype that is not numeric, byte by byte.
  BYTE(Byte.BYTES),
  /// int16, uint16, and the bits of float16 and bfloat16.
  SHORT(Short.BYTES),
  /// int32, uint32.
  INT(Integer.BYTES),
  /// int64, uint64.
  LONG(Long.BYTES),
  /// float32, complex64.
  FLOAT(Float.BYTES),
  /// float64, complex128.
  DOUBLE(Double.BYTES);

  private static final ByteOrder OTHER_ORDER =
      ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
          ? ByteOrder.LITTLE_ENDIAN
          : ByteOrder.BIG_ENDIAN;
  private static final ValueLayout.OfShort SWAPPED_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(OTHER_ORDER);
  private static final ValueLayout.OfInt SWAPPED_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(OTHER_ORDER);
  private static final ValueLayout.OfLong SWAPPED_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(OTHER_ORDER);
  private static final ValueLayout.OfFloat SWAPPED_FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(OTHER_ORDER);
  private static final ValueLayout.OfDouble SWAPPED_DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(OTHER_ORDER);

  private final int size;

  Carrier(int size) {
    this.size = size;
  }

  /// The carrier of a dtype's units.
  public static Carrier of(DType dtype) {
    return dtype instanceof DType.Numeric numeric ? of(numeric.type()) : BYTE;
  }

  /// The carrier of a scalar type's units.
  static Carrier of(ScalarType type) {
    return switch (type) {
      case BOOL, INT8, UINT8 -> BYTE;
      case INT16, UINT16, FLOAT16, BFLOAT16 -> SHORT;
      case INT32, UINT32 -> INT;
      case INT64, UINT64 -> LONG;
      case FLOAT32, COMPLEX64 -> FLOAT;
      case FLOAT64, COMPLEX128 -> DOUBLE;
    };
  }

  /// The integer carrier of units of a size.
  static Carrier ofSize(int size) {
    return switch (size) {
      case Byte.BYTES -> BYTE;
      case Short.BYTES -> SHORT;
      case Integer.BYTES -> INT;
      default -> LONG;
    };
  }

  /// The size of a unit in bytes.
  public int size() {
    return size;
  }

  /// A new array of zeros.
  Object newArray(int length) {
    return switch (this) {
      case BYTE -> new byte[length];
      case SHORT -> new short[length];
      case INT -> new int[length];
      case LONG -> new long[length];
      case FLOAT -> new float[length];
      case DOUBLE -> new double[length];
    };
  }

  /// Whether an object is an array of this primitive.
  boolean isOf(Object array) {
    return switch (this) {
      case BYTE -> array instanceof byte[];
      case SHORT -> array instanceof short[];
      case INT -> array instanceof int[];
      case LONG -> array instanceof long[];
      case FLOAT -> array instanceof float[];
      case DOUBLE -> array instanceof double[];
    };
  }

  /// The array as a segment that shares its memory.
  MemorySegment segment(Object array) {
    return switch (this) {
      case BYTE -> MemorySegment.ofArray((byte[]) array);
      case SHORT -> MemorySegment.ofArray((short[]) array);
      case INT -> MemorySegment.ofArray((int[]) array);
      case LONG -> MemorySegment.ofArray((long[]) array);
      case FLOAT -> MemorySegment.ofArray((float[]) array);
      case DOUBLE -> MemorySegment.ofArray((double[]) array);
    };
  }

  private ValueLayout layout(boolean swapped) {
    return switch (this) {
      case BYTE -> ValueLayout.JAVA_BYTE;
      case SHORT -> swapped ? SWAPPED_SHORT : ValueLayout.JAVA_SHORT_UNALIGNED;
      case INT -> swapped ? SWAPPED_INT : ValueLayout.JAVA_INT_UNALIGNED;
      case LONG -> swapped ? SWAPPED_LONG : ValueLayout.JAVA_LONG_UNALIGNED;
      case FLOAT -> swapped ? SWAPPED_FLOAT : ValueLayout.JAVA_FLOAT_UNALIGNED;
      case DOUBLE -> swapped ? SWAPPED_DOUBLE : ValueLayout.JAVA_DOUBLE_UNALIGNED;
    };
  }

  /// Copies `count` units, `stride` bytes apart, out of a segment into an array.
  void read(
      MemorySegment segment,
      boolean swapped,
      long offset,
      long stride,
      Object array,
      int start,
      int count) {
    if (stride == size) {
      MemorySegment.copy(segment, layout(swapped), offset, array, start, count);
    } else {
      gather(segment, offset, stride, array, start, count);
      if (swapped) {
        swap(array, start, count);
      }
    }
  }

  /// Copies `count` units out of an array into a segment, `stride` bytes apart. May swap the
  /// array's units in place.
  void write(
      MemorySegment segment,
      boolean swapped,
      long offset,
      long stride,
      Object array,
      int start,
      int count) {
    if (stride == size) {
      MemorySegment.copy(array, start, segment, layout(swapped), offset, count);
    } else {
      if (swapped) {
        swap(array, start, count);
      }
      scatter(segment, offset, stride, array, start, count);
    }
  }

  /// Copies `count` units from the start of one segment to a place in another one.
  void copy(MemorySegment source, MemorySegment target, boolean swapped, long offset, int count) {
    MemorySegment.copy(source, layout(false), 0, target, layout(swapped), offset, count);
  }

  void gather(MemorySegment segment, long offset, long stride, Object array, int start, int count) {
    switch (this) {
      case BYTE -> {
        byte[] to = (byte[]) array;
        for (int i = 0; i < count; i++) {
          to[start + i] = Access.getByte(segment, offset + i * stride);
        }
      }
      case SHORT -> {
        short[] to = (short[]) array;
        for (int i = 0; i < count; i++) {
          to[start + i] = Access.getShort(segment, offset + i * stride);
        }
      }
      case INT -> {
        int[] to = (int[]) array;
        for (int i = 0; i < count; i++) {
          to[start + i] = Access.getInt(segment, offset + i * stride);
        }
      }
      case LONG -> {
        long[] to = (long[]) array;
        for (int i = 0; i < count; i++) {
          to[start + i] = Access.getLong(segment, offset + i * stride);
        }
      }
      case FLOAT -> {
        float[] to = (float[]) array;
        for (int i = 0; i < count; i++) {
          to[start + i] = Access.getFloat(segment, offset + i * stride);
        }
      }
      case DOUBLE -> {
        double[] to = (double[]) array;
        for (int i = 0; i < count; i++) {
          to[start + i] = Access.getDouble(segment, offset + i * stride);
        }
      }
    }
  }

  /// Copies `count` units of an array to places `stride` bytes apart, in their own byte order.
  void scatter(
      MemorySegment segment, long offset, long stride, Object array, int start, int count) {
    switch (this) {
      case BYTE -> {
        byte[] from = (byte[]) array;
        for (int i = 0; i < count; i++) {
          Access.setByte(segment, offset + i * stride, from[start + i]);
        }
      }
      case SHORT -> {
        short[] from = (short[]) array;
        for (int i = 0; i < count; i++) {
          Access.setShort(segment, offset + i * stride, from[start + i]);
        }
      }
      case INT -> {
        int[] from = (int[]) array;
        for (int i = 0; i < count; i++) {
          Access.setInt(segment, offset + i * stride, from[start + i]);
        }
      }
      case LONG -> {
        long[] from = (long[]) array;
        for (int i = 0; i < count; i++) {
          Access.setLong(segment, offset + i * stride, from[start + i]);
        }
      }
      case FLOAT -> {
        float[] from = (float[]) array;
        for (int i = 0; i < count; i++) {
          Access.setFloat(segment, offset + i * stride, from[start + i]);
        }
      }
      case DOUBLE -> {
        double[] from = (double[]) array;
        for (int i = 0; i < count; i++) {
          Access.setDouble(segment, offset + i * stride, from[start + i]);
        }
      }
    }
  }

  /// Copies `count` units that lie behind each other, the bytes of each reversed.
  void copySwapped(MemorySegment source, long from, MemorySegment target, long to, long count) {
    MemorySegment.copy(source, layout(true), from, target, layout(false), to, count);
  }

  /// Reverses the bytes of each unit in place.
  private void swap(Object array, int start, int count) {
    MemorySegment units = segment(array);
    MemorySegment.copy(units, layout(true), (long) start * size, array, start, count);
  }
}
