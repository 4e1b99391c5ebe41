package io.github.npybridge.tensor.internal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// One element in native byte order, read or written: the only code that does so.
///
/// A segment's `get` is fast as long as the JVM has seen segments of one or two classes at that
/// place. Mapped files, native memory and each kind of array are different classes, and with three
/// of them every access becomes 10 to 50 times slower. Casting the segment to a constant class
/// first tells the compiler the class, whatever else the program has used. Mapped segments are a
/// subclass of native ones that changes nothing about access, so one cast serves both. Should a JDK
/// change its classes, the last line of each method is still right, only slow; a test watches that.
///
/// The arrays that are asked for are the type's own and `byte[]`, whose memory may be any type's.
/// Others are so rare that the compiler leaves the last line out, or knows the one class that was
/// seen there. Without `byte[]` it was there by chance as virtual calls, behind which everything in
/// a loop over elements is read again: 4 to 10 times slower for the other kinds of memory too.
///
/// All layouts are unaligned: the data of a file starts anywhere.
public final class Access {
  private static final Class<?> NATIVE = MemorySegment.NULL.getClass();
  private static final Class<?> BYTES = MemorySegment.ofArray(new byte[0]).getClass();
  private static final Class<?> SHORTS = MemorySegment.ofArray(new short[0]).getClass();
  private static final Class<?> INTS = MemorySegment.ofArray(new int[0]).getClass();
  private static final Class<?> LONGS = MemorySegment.ofArray(new long[0]).getClass();
  private static final Class<?> FLOATS = MemorySegment.ofArray(new float[0]).getClass();
  private static final Class<?> DOUBLES = MemorySegment.ofArray(new double[0]).getClass();

  private Access() {}

  /// Whether a segment's class is one that these methods are fast for.
  static boolean isFast(MemorySegment segment) {
    return NATIVE.isInstance(segment)
        || BYTES.isInstance(segment)
        || SHORTS.isInstance(segment)
        || INTS.isInstance(segment)
        || LONGS.isInstance(segment)
        || FLOATS.isInstance(segment)
        || DOUBLES.isInstance(segment);
  }

  /// Reads a byte.
  public static byte getByte(MemorySegment segment, long offset) {
    if (NATIVE.isInstance(segment)) {
      return ((MemorySegment) NATIVE.cast(segment)).get(JAVA_BYTE, offset);
    }
    if (BYTES.isInstance(segment)) {
      return ((MemorySegment) BYTES.cast(segment)).get(JAVA_BYTE, offset);
    }
    return segment.get(JAVA_BYTE, offset);
  }

  /// Writes a byte.
  public static void setByte(MemorySegment segment, long offset, byte value) {
    if (NATIVE.isInstance(segment)) {
      ((MemorySegment) NATIVE.cast(segment)).set(JAVA_BYTE, offset, value);
    } else if (BYTES.isInstance(segment)) {
      ((MemorySegment) BYTES.cast(segment)).set(JAVA_BYTE, offset, value);
    } else {
      segment.set(JAVA_BYTE, offset, value);
    }
  }

  /// Reads a short.
  public static short getShort(MemorySegment segment, long offset) {
    if (NATIVE.isInstance(segment)) {
      return ((MemorySegment) NATIVE.cast(segment)).get(JAVA_SHORT_UNALIGNED, offset);
    }
    if (SHORTS.isInstance(segment)) {
      return ((MemorySegment) SHORTS.cast(segment)).get(JAVA_SHORT_UNALIGNED, offset);
    }
    if (BYTES.isInstance(segment)) {
      return ((MemorySegment) BYTES.cast(segment)).get(JAVA_SHORT_UNALIGNED, offset);
    }
    return segment.get(JAVA_SHORT_UNALIGNED, offset);
  }

  /// Writes a short.
  public static void setShort(MemorySegment segment, long offset, short value) {
    if (NATIVE.isInstance(segment)) {
      ((MemorySegment) NATIVE.cast(segment)).set(JAVA_SHORT_UNALIGNED, offset, value);
    } else if (SHORTS.isInstance(segment)) {
      ((MemorySegment) SHORTS.cast(segment)).set(JAVA_SHORT_UNALIGNED, offset, value);
    } else if (BYTES.isInstance(segment)) {
      ((MemorySegment) BYTES.cast(segment)).set(JAVA_SHORT_UNALIGNED, offset, value);
    } else {
      segment.set(JAVA_SHORT_UNALIGNED, offset, value);
    }
  }

  /// Reads an int.
  public static int getInt(MemorySegment segment, long offset) {
    if (NATIVE.isInstance(segment)) {
      return ((MemorySegment) NATIVE.cast(segment)).get(JAVA_INT_UNALIGNED, offset);
    }
    if (INTS.isInstance(segment)) {
      return ((MemorySegment) INTS.cast(segment)).get(JAVA_INT_UNALIGNED, offset);
    }
    if (BYTES.isInstance(segment)) {
      return ((MemorySegment) BYTES.cast(segment)).get(JAVA_INT_UNALIGNED, offset);
    }
    return segment.get(JAVA_INT_UNALIGNED, offset);
  }

  /// Writes an int.
  public static void setInt(MemorySegment segment, long offset, int value) {
    if (NATIVE.isInstance(segment)) {
      ((MemorySegment) NATIVE.cast(segment)).set(JAVA_INT_UNALIGNED, offset, value);
    } else if (INTS.isInstance(segment)) {
      ((MemorySegment) INTS.cast(segment)).set(JAVA_INT_UNALIGNED, offset, value);
    } else if (BYTES.isInstance(segment)) {
      ((MemorySegment) BYTES.cast(segment)).set(JAVA_INT_UNALIGNED, offset, value);
    } else {
      segment.set(JAVA_INT_UNALIGNED, offset, value);
    }
  }

  /// Reads a long.
  public static long getLong(MemorySegment segment, long offset) {
    if (NATIVE.isInstance(segment)) {
      return ((MemorySegment) NATIVE.cast(segment)).get(JAVA_LONG_UNALIGNED, offset);
    }
    if (LONGS.isInstance(segment)) {
      return ((MemorySegment) LONGS.cast(segment)).get(JAVA_LONG_UNALIGNED, offset);
    }
    if (BYTES.isInstance(segment)) {
      return ((MemorySegment) BYTES.cast(segment)).get(JAVA_LONG_UNALIGNED, offset);
    }
    return segment.get(JAVA_LONG_UNALIGNED, offset);
  }

  /// Writes a long.
  public static void setLong(MemorySegment segment, long offset, long value) {
    if (NATIVE.isInstance(segment)) {
      ((MemorySegment) NATIVE.cast(segment)).set(JAVA_LONG_UNALIGNED, offset, value);
    } else if (LONGS.isInstance(segment)) {
      ((MemorySegment) LONGS.cast(segment)).set(JAVA_LONG_UNALIGNED, offset, value);
    } else if (BYTES.isInstance(segment)) {
      ((MemorySegment) BYTES.cast(segment)).set(JAVA_LONG_UNALIGNED, offset, value);
    } else {
      segment.set(JAVA_LONG_UNALIGNED, offset, value);
    }
  }

  /// Reads a float.
  public static float getFloat(MemorySegment segment, long offset) {
    if (NATIVE.isInstance(segment)) {
      return ((MemorySegment) NATIVE.cast(segment)).get(JAVA_FLOAT_UNALIGNED, offset);
    }
    if (FLOATS.isInstance(segment)) {
      return ((MemorySegment) FLOATS.cast(segment)).get(JAVA_FLOAT_UNALIGNED, offset);
    }
    if (BYTES.isInstance(segment)) {
      return ((MemorySegment) BYTES.cast(segment)).get(JAVA_FLOAT_UNALIGNED, offset);
    }
    return segment.get(JAVA_FLOAT_UNALIGNED, offset);
  }

  /// Writes a float.
  public static void setFloat(MemorySegment segment, long offset, float value) {
    if (NATIVE.isInstance(segment)) {
      ((MemorySegment) NATIVE.cast(segment)).set(JAVA_FLOAT_UNALIGNED, offset, value);
    } else if (FLOATS.isInstance(segment)) {
      ((MemorySegment) FLOATS.cast(segment)).set(JAVA_FLOAT_UNALIGNED, offset, value);
    } else if (BYTES.isInstance(segment)) {
      ((MemorySegment) BYTES.cast(segment)).set(JAVA_FLOAT_UNALIGNED, offset, value);
    } else {
      segment.set(JAVA_FLOAT_UNALIGNED, offset, value);
    }
  }

  /// Reads a double.
  public static double getDouble(MemorySegment segment, long offset) {
    if (NATIVE.isInstance(segment)) {
      return ((MemorySegment) NATIVE.cast(segment)).get(JAVA_DOUBLE_UNALIGNED, offset);
    }
    if (DOUBLES.isInstance(segment)) {
      return ((MemorySegment) DOUBLES.cast(segment)).get(JAVA_DOUBLE_UNALIGNED, offset);
    }
    if (BYTES.isInstance(segment)) {
      return ((MemorySegment) BYTES.cast(segment)).get(JAVA_DOUBLE_UNALIGNED, offset);
    }
    return segment.get(JAVA_DOUBLE_UNALIGNED, offset);
  }

  /// Writes a double.
  public static void setDouble(MemorySegment segment, long offset, double value) {
    if (NATIVE.isInstance(segment)) {
      ((MemorySegment) NATIVE.cast(segment)).set(JAVA_DOUBLE_UNALIGNED, offset, value);
    } else if (DOUBLES.isInstance(segment)) {
      ((MemorySegment) DOUBLES.cast(segment)).set(JAVA_DOUBLE_UNALIGNED, offset, value);
    } else if (BYTES.isInstance(segment)) {
      ((MemorySegment) BYTES.cast(segment)).set(JAVA_DOUBLE_UNALIGNED, offset, value);
    } else {
      segment.set(JAVA_DOUBLE_UNALIGNED, offset, value);
    }
  }
}
