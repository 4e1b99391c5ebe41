package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// One element of any numeric dtype and byte order, widened or stored exactly: what the typed
/// accessors of a tensor do when its dtype is not the accessor's own.
///
/// [#read] and [#write] are long methods on purpose. HotSpot inlines no method of more than 325
/// bytes of bytecode (`FreqInlineSize`), so they stay out of the accessors that call them, and
/// those stay small enough to be inlined into the caller's loop. With small methods here an
/// accessor that had ever met another dtype became a call for each element, 10 times slower. A test
/// watches the lengths.
public final class Scalars {
  private static final double TWO_63 = 0x1p63;

  private Scalars() {}

  /// A bool, or an integer; uint64 as its bits.
  public static long integer(DType.Numeric dtype, MemorySegment segment, long offset) {
    return read(dtype, segment, offset, null);
  }

  /// A real float, or half of a complex one.
  public static double real(DType.Numeric dtype, MemorySegment segment, long offset) {
    return Double.longBitsToDouble(read(dtype, segment, offset, null));
  }

  /// Reads an element as what `target` holds: for INT8 to INT64 the number, for FLOAT32 and FLOAT64
  /// the bits of a `double`. Without a target, bools and integers are read as numbers (uint64 as
  /// its bits), floats and halves of complex ones as the bits of a `double`.
  ///
  /// @throws IllegalArgumentException if the target does not hold every value of the dtype
  /// @throws ArithmeticException if a uint64 does not fit a `long`
  public static long read(
      DType dtype, MemorySegment segment, long offset, @Nullable ScalarType target) {
    if (dtype instanceof DType.LongDouble wide && !wide.complex() && target == ScalarType.FLOAT64) {
      return Double.doubleToRawLongBits(LongDoubles.read(wide, segment, offset));
    }
    if (!(dtype instanceof DType.Numeric numeric)
        || (target != null && !widens(numeric.type(), target))) {
      throw AccessErrors.wrongGetter(dtype, target);
    }
    boolean swapped = !numeric.isNative();
    long integer;
    switch (numeric.type()) {
      case BOOL -> integer = Access.getByte(segment, offset) == 0 ? 0 : 1;
      case INT8 -> integer = Access.getByte(segment, offset);
      case UINT8 -> integer = Access.getByte(segment, offset) & 0xff;
      case INT16 -> {
        short bits = Access.getShort(segment, offset);
        integer = swapped ? Short.reverseBytes(bits) : bits;
      }
      case UINT16 -> {
        short bits = Access.getShort(segment, offset);
        integer = (swapped ? Short.reverseBytes(bits) : bits) & 0xffff;
      }
      case INT32 -> {
        int bits = Access.getInt(segment, offset);
        // The same number, but no load that widens: when the page of such a load is gone because
        // the
        // file has shrunk, HotSpot 25 cannot decode the instruction, and the JVM dies.
        integer = ~(long) ~(swapped ? Integer.reverseBytes(bits) : bits);
      }
      case UINT32 -> {
        int bits = Access.getInt(segment, offset);
        integer = (swapped ? Integer.reverseBytes(bits) : bits) & 0xffff_ffffL;
      }
      case INT64, UINT64 -> {
        long bits = Access.getLong(segment, offset);
        integer = swapped ? Long.reverseBytes(bits) : bits;
      }
      case FLOAT16 -> {
        short bits = Access.getShort(segment, offset);
        return Double.doubleToRawLongBits(
            Float.float16ToFloat(swapped ? Short.reverseBytes(bits) : bits));
      }
      case BFLOAT16 -> {
        short bits = Access.getShort(segment, offset);
        return Double.doubleToRawLongBits(
            HalfFloats.fromBfloat16(swapped ? Short.reverseBytes(bits) : bits));
      }
      case FLOAT32, COMPLEX64 -> {
        int bits = Access.getInt(segment, offset);
        return Double.doubleToRawLongBits(
            Float.intBitsToFloat(swapped ? Integer.reverseBytes(bits) : bits));
      }
      case FLOAT64, COMPLEX128 -> {
        long bits = Access.getLong(segment, offset);
        return swapped ? Long.reverseBytes(bits) : bits;
      }
      default -> throw AccessErrors.wrongGetter(dtype, target);
    }
    boolean unsigned = numeric.type() == ScalarType.UINT64;
    if (target == ScalarType.FLOAT64) {
      return Double.doubleToRawLongBits(unsigned ? Narrowing.unsignedToDouble(integer) : integer);
    }
    if (unsigned && integer < 0 && target != null) {
      throw AccessErrors.beyondLong(integer);
    }
    return integer;
  }

  /// Writes a number as an element, exactly.
  ///
  /// @param value the number if `source` is an integer type, else the bits of a `double`
  /// @param source INT64 or FLOAT64
  /// @throws IllegalArgumentException if the dtype does not hold this value
  public static void write(
      DType dtype, MemorySegment segment, long offset, long value, ScalarType source) {
    if (dtype instanceof DType.LongDouble) {
      boolean real = source == ScalarType.FLOAT64;
      double number = real ? Double.longBitsToDouble(value) : value;
      if (!real && ((long) number != value || number == TWO_63)) {
        throw AccessErrors.doesNotHold(DType.FLOAT64, Long.toString(value));
      }
      writeComplex(dtype, segment, offset, number, 0);
      return;
    }
    if (!(dtype instanceof DType.Numeric numeric)) {
      throw AccessErrors.notNumeric(dtype);
    }
    ScalarType type = numeric.type();
    boolean swapped = !numeric.isNative();
    double real;
    if (source == ScalarType.FLOAT64) {
      real = Double.longBitsToDouble(value);
      if (type.isInteger() || type == ScalarType.BOOL) {
        throw AccessErrors.doesNotHold(dtype, Double.toString(real));
      }
    } else {
      real = value;
      boolean fits =
          switch (type) {
            case INT8 -> value == (byte) value;
            case UINT8 -> value == (value & 0xff);
            case INT16 -> value == (short) value;
            case UINT16 -> value == (value & 0xffff);
            case INT32 -> value == (int) value;
            case UINT32 -> value == (value & 0xffff_ffffL);
            case INT64 -> true;
            case UINT64 -> value >= 0;
            case BOOL -> false;
            // (long) real saturates, so 2**63 - 1 would seem to survive.
            default -> (long) real == value && real != TWO_63;
          };
      if (!fits) {
        throw AccessErrors.doesNotHold(dtype, Long.toString(value));
      }
    }
    switch (type) {
      case INT8, UINT8 -> Access.setByte(segment, offset, (byte) value);
      case INT16, UINT16 -> {
        short bits = (short) value;
        Access.setShort(segment, offset, swapped ? Short.reverseBytes(bits) : bits);
      }
      case INT32, UINT32 -> {
        int bits = (int) value;
        Access.setInt(segment, offset, swapped ? Integer.reverseBytes(bits) : bits);
      }
      case INT64, UINT64 ->
          Access.setLong(segment, offset, swapped ? Long.reverseBytes(value) : value);
      default -> writeComplex(numeric, segment, offset, real, 0);
    }
  }

  /// Writes a number as a real or complex float element, exactly; any NaN fits every float.
  ///
  /// @throws IllegalArgumentException if the dtype does not hold this value
  public static void writeComplex(
      DType dtype, MemorySegment segment, long offset, double real, double imag) {
    if (dtype instanceof DType.LongDouble wide) {
      LongDoubles.write(wide, segment, offset, real, imag);
      return;
    }
    if (!(dtype instanceof DType.Numeric numeric)) {
      throw AccessErrors.notNumeric(dtype);
    }
    ScalarType type = numeric.type();
    if (!type.isComplex() && (!type.isFloat() || imag != 0)) {
      throw AccessErrors.doesNotHold(dtype, imag == 0 ? Double.toString(real) : real + ", " + imag);
    }
    long realBits = exactBits(numeric, real);
    if (type.isComplex()) {
      // Both halves are checked before either is written.
      writeBits(numeric, segment, offset + type.unitSize(), exactBits(numeric, imag));
    }
    writeBits(numeric, segment, offset, realBits);
  }

  private static long exactBits(DType.Numeric dtype, double value) {
    long bits;
    double stored;
    switch (dtype.type()) {
      case FLOAT16 -> {
        short half = HalfFloats.toFloat16(value);
        bits = half;
        stored = Float.float16ToFloat(half);
      }
      case BFLOAT16 -> {
        short half = HalfFloats.toBfloat16((float) value);
        bits = half;
        stored = HalfFloats.fromBfloat16(half);
      }
      case FLOAT32, COMPLEX64 -> {
        bits = Float.floatToRawIntBits((float) value);
        stored = (float) value;
      }
      default -> {
        bits = Double.doubleToRawLongBits(value);
        stored = value;
      }
    }
    if (stored != value && !Double.isNaN(value)) {
      throw AccessErrors.doesNotHold(dtype, Double.toString(value));
    }
    return bits;
  }

  private static void writeBits(
      DType.Numeric dtype, MemorySegment segment, long offset, long bits) {
    boolean swapped = !dtype.isNative();
    switch (dtype.type().unitSize()) {
      case Short.BYTES ->
          Access.setShort(
              segment, offset, swapped ? Short.reverseBytes((short) bits) : (short) bits);
      case Integer.BYTES ->
          Access.setInt(segment, offset, swapped ? Integer.reverseBytes((int) bits) : (int) bits);
      default -> Access.setLong(segment, offset, swapped ? Long.reverseBytes(bits) : bits);
    }
  }

  /// Whether Java's type for `to` holds every value of `from`: what the typed accessors accept.
  /// uint64 counts as a `long`, whose accessors check the value.
  public static boolean widens(ScalarType from, ScalarType to) {
    return switch (to) {
      case BOOL, INT8 -> from == to;
      case INT16, INT32, INT64 ->
          from.isInteger()
              && (from.kind() == 'i'
                  ? from.itemSize() <= to.itemSize()
                  : from.itemSize() < to.itemSize() || to == ScalarType.INT64);
      case FLOAT32 -> from.isFloat() && from != ScalarType.FLOAT64;
      case FLOAT64 -> from.isFloat() || from.isInteger();
      case COMPLEX128 -> from.isComplex();
      default -> false;
    };
  }
}
