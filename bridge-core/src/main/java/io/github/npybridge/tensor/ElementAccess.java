package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.store.ArrayFile;
import io.github.npybridge.tensor.internal.Access;
import io.github.npybridge.tensor.internal.AccessErrors;
import io.github.npybridge.tensor.internal.Geometry;
import io.github.npybridge.tensor.internal.LongDoubles;
import io.github.npybridge.tensor.internal.Region;
import io.github.npybridge.tensor.internal.Scalars;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The part of [Tensor] that reads and writes one element by its indices.
///
/// A class of its own only to keep files short; there is one tensor class. One accessor per Java
/// type, each with one fast path: the dtype that is exactly this type, in the machine's byte order.
/// Everything else is in [Scalars].
///
/// The lengths and strides of one or two axes stand in fields, so that an access loads no array.
/// They are 0 for tensors of another rank, which makes every index fail the bounds check; the
/// exception is then replaced by one that says what is wrong.
abstract sealed class ElementAccess permits ArrayAccess {
  final Region region;
  final @Nullable ArrayFile file;
  private final DType dtype;
  private final MemorySegment segment;
  private final long start;
  private final long length;
  private final long step;
  private final long rows;
  private final long rowStep;
  private final long columns;
  private final long columnStep;

  ElementAccess(Region region, @Nullable ArrayFile file) {
    this.region = region;
    this.file = file;
    this.dtype = region.dtype();
    this.segment = region.segment();
    Geometry geometry = region.geometry();
    long[] strides = geometry.strides();
    this.start = geometry.offset();
    boolean vector = strides.length == 1;
    this.length = vector ? geometry.shape().dim(0) : 0;
    this.step = vector ? strides[0] : 0;
    boolean matrix = strides.length == 2;
    this.rows = matrix ? geometry.shape().dim(0) : 0;
    this.rowStep = matrix ? strides[0] : 0;
    this.columns = matrix ? geometry.shape().dim(1) : 0;
    this.columnStep = matrix ? strides[1] : 0;
  }

  private long at(long i) {
    return start + Objects.checkIndex(i, length) * step;
  }

  private long at(long i, long j) {
    return start
        + Objects.checkIndex(i, rows) * rowStep
        + Objects.checkIndex(j, columns) * columnStep;
  }

  /// Reads one element as a `boolean`. The dtype is bool.
  ///
  /// Takes one index for a 1-d tensor; other ranks have overloads.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype is another; the message names the right accessor
  /// @throws IllegalStateException if the file or its arena is closed
  public final boolean getBoolean(long i) {
    try {
      requireBool();
      return Access.getByte(segment, at(i)) != 0;
    } catch (RuntimeException e) {
      throw explained(e, i);
    }
  }

  /// Reads one element of a 2-d tensor as a `boolean`; see [#getBoolean(long)].
  public final boolean getBoolean(long i, long j) {
    try {
      requireBool();
      return Access.getByte(segment, at(i, j)) != 0;
    } catch (RuntimeException e) {
      throw explained(e, i, j);
    }
  }

  /// Reads one element of a tensor of any rank as a `boolean`; see [#getBoolean(long)].
  public final boolean getBoolean(long... index) {
    try {
      requireBool();
      return Access.getByte(segment, region.geometry().offsetOf(index)) != 0;
    } catch (RuntimeException e) {
      throw explained(e, index);
    }
  }

  /// Writes a `boolean` to one element. The dtype is bool.
  ///
  /// In a file that is mapped for writing the change is in the file at once.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype does not take such a value
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void setBoolean(boolean value, long i) {
    try {
      requireBool();
      Access.setByte(segment, at(i), (byte) (value ? 1 : 0));
    } catch (RuntimeException e) {
      throw explainedWrite(e, i);
    }
  }

  /// Writes a `boolean` to one element of a 2-d tensor; see [#setBoolean(boolean, long)].
  public final void setBoolean(boolean value, long i, long j) {
    try {
      requireBool();
      Access.setByte(segment, at(i, j), (byte) (value ? 1 : 0));
    } catch (RuntimeException e) {
      throw explainedWrite(e, i, j);
    }
  }

  /// Writes a `boolean` to one element of a tensor of any rank; see [#setBoolean(boolean, long)].
  public final void setBoolean(boolean value, long... index) {
    try {
      requireBool();
      Access.setByte(segment, region.geometry().offsetOf(index), (byte) (value ? 1 : 0));
    } catch (RuntimeException e) {
      throw explainedWrite(e, index);
    }
  }

  /// Reads one element as a `byte`. The dtype is int8.
  ///
  /// Takes one index for a 1-d tensor; other ranks have overloads.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype is another; the message names the right accessor
  /// @throws IllegalStateException if the file or its arena is closed
  public final byte getByte(long i) {
    try {
      long offset = at(i);
      return dtype == DType.INT8
          ? Access.getByte(segment, offset)
          : (byte) Scalars.read(dtype, segment, offset, ScalarType.INT8);
    } catch (RuntimeException e) {
      throw explained(e, i);
    }
  }

  /// Reads one element of a 2-d tensor as a `byte`; see [#getByte(long)].
  public final byte getByte(long i, long j) {
    try {
      long offset = at(i, j);
      return dtype == DType.INT8
          ? Access.getByte(segment, offset)
          : (byte) Scalars.read(dtype, segment, offset, ScalarType.INT8);
    } catch (RuntimeException e) {
      throw explained(e, i, j);
    }
  }

  /// Reads one element of a tensor of any rank as a `byte`; see [#getByte(long)].
  public final byte getByte(long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      return dtype == DType.INT8
          ? Access.getByte(segment, offset)
          : (byte) Scalars.read(dtype, segment, offset, ScalarType.INT8);
    } catch (RuntimeException e) {
      throw explained(e, index);
    }
  }

  /// Writes a `byte` to one element. Any numeric dtype but bool that holds the value exactly.
  ///
  /// In a file that is mapped for writing the change is in the file at once.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype does not take such a value
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void setByte(byte value, long i) {
    try {
      long offset = at(i);
      if (dtype == DType.INT8) {
        Access.setByte(segment, offset, value);
      } else {
        Scalars.write(dtype, segment, offset, value, ScalarType.INT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, i);
    }
  }

  /// Writes a `byte` to one element of a 2-d tensor; see [#setByte(byte, long)].
  public final void setByte(byte value, long i, long j) {
    try {
      long offset = at(i, j);
      if (dtype == DType.INT8) {
        Access.setByte(segment, offset, value);
      } else {
        Scalars.write(dtype, segment, offset, value, ScalarType.INT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, i, j);
    }
  }

  /// Writes a `byte` to one element of a tensor of any rank; see [#setByte(byte, long)].
  public final void setByte(byte value, long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      if (dtype == DType.INT8) {
        Access.setByte(segment, offset, value);
      } else {
        Scalars.write(dtype, segment, offset, value, ScalarType.INT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, index);
    }
  }

  /// Reads one element as a `short`. The dtype is int8, uint8 or int16.
  ///
  /// Takes one index for a 1-d tensor; other ranks have overloads.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype is another; the message names the right accessor
  /// @throws IllegalStateException if the file or its arena is closed
  public final short getShort(long i) {
    try {
      long offset = at(i);
      return dtype == DType.INT16
          ? Access.getShort(segment, offset)
          : (short) Scalars.read(dtype, segment, offset, ScalarType.INT16);
    } catch (RuntimeException e) {
      throw explained(e, i);
    }
  }

  /// Reads one element of a 2-d tensor as a `short`; see [#getShort(long)].
  public final short getShort(long i, long j) {
    try {
      long offset = at(i, j);
      return dtype == DType.INT16
          ? Access.getShort(segment, offset)
          : (short) Scalars.read(dtype, segment, offset, ScalarType.INT16);
    } catch (RuntimeException e) {
      throw explained(e, i, j);
    }
  }

  /// Reads one element of a tensor of any rank as a `short`; see [#getShort(long)].
  public final short getShort(long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      return dtype == DType.INT16
          ? Access.getShort(segment, offset)
          : (short) Scalars.read(dtype, segment, offset, ScalarType.INT16);
    } catch (RuntimeException e) {
      throw explained(e, index);
    }
  }

  /// Writes a `short` to one element. Any numeric dtype but bool that holds the value exactly.
  ///
  /// In a file that is mapped for writing the change is in the file at once.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype does not take such a value
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void setShort(short value, long i) {
    try {
      long offset = at(i);
      if (dtype == DType.INT16) {
        Access.setShort(segment, offset, value);
      } else {
        Scalars.write(dtype, segment, offset, value, ScalarType.INT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, i);
    }
  }

  /// Writes a `short` to one element of a 2-d tensor; see [#setShort(short, long)].
  public final void setShort(short value, long i, long j) {
    try {
      long offset = at(i, j);
      if (dtype == DType.INT16) {
        Access.setShort(segment, offset, value);
      } else {
        Scalars.write(dtype, segment, offset, value, ScalarType.INT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, i, j);
    }
  }

  /// Writes a `short` to one element of a tensor of any rank; see [#setShort(short, long)].
  public final void setShort(short value, long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      if (dtype == DType.INT16) {
        Access.setShort(segment, offset, value);
      } else {
        Scalars.write(dtype, segment, offset, value, ScalarType.INT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, index);
    }
  }

  /// Reads one element as an `int`. The dtype is int8, uint8, int16, uint16 or int32.
  ///
  /// Takes one index for a 1-d tensor; other ranks have overloads.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype is another; the message names the right accessor
  /// @throws IllegalStateException if the file or its arena is closed
  public final int getInt(long i) {
    try {
      long offset = at(i);
      return dtype == DType.INT32
          ? Access.getInt(segment, offset)
          : (int) Scalars.read(dtype, segment, offset, ScalarType.INT32);
    } catch (RuntimeException e) {
      throw explained(e, i);
    }
  }

  /// Reads one element of a 2-d tensor as an `int`; see [#getInt(long)].
  public final int getInt(long i, long j) {
    try {
      long offset = at(i, j);
      return dtype == DType.INT32
          ? Access.getInt(segment, offset)
          : (int) Scalars.read(dtype, segment, offset, ScalarType.INT32);
    } catch (RuntimeException e) {
      throw explained(e, i, j);
    }
  }

  /// Reads one element of a tensor of any rank as an `int`; see [#getInt(long)].
  public final int getInt(long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      return dtype == DType.INT32
          ? Access.getInt(segment, offset)
          : (int) Scalars.read(dtype, segment, offset, ScalarType.INT32);
    } catch (RuntimeException e) {
      throw explained(e, index);
    }
  }

  /// Writes an `int` to one element. Any numeric dtype but bool that holds the value exactly.
  ///
  /// In a file that is mapped for writing the change is in the file at once.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype does not take such a value
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void setInt(int value, long i) {
    try {
      long offset = at(i);
      if (dtype == DType.INT32) {
        Access.setInt(segment, offset, value);
      } else {
        Scalars.write(dtype, segment, offset, value, ScalarType.INT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, i);
    }
  }

  /// Writes an `int` to one element of a 2-d tensor; see [#setInt(int, long)].
  public final void setInt(int value, long i, long j) {
    try {
      long offset = at(i, j);
      if (dtype == DType.INT32) {
        Access.setInt(segment, offset, value);
      } else {
        Scalars.write(dtype, segment, offset, value, ScalarType.INT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, i, j);
    }
  }

  /// Writes an `int` to one element of a tensor of any rank; see [#setInt(int, long)].
  public final void setInt(int value, long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      if (dtype == DType.INT32) {
        Access.setInt(segment, offset, value);
      } else {
        Scalars.write(dtype, segment, offset, value, ScalarType.INT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, index);
    }
  }

  /// Reads one element as a `long`. The dtype is any integer dtype; a uint64 beyond 2**63 - 1 is
  /// refused.
  ///
  /// Takes one index for a 1-d tensor; other ranks have overloads.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype is another; the message names the right accessor
  /// @throws IllegalStateException if the file or its arena is closed
  /// @throws ArithmeticException if a uint64 does not fit
  public final long getLong(long i) {
    try {
      long offset = at(i);
      return dtype == DType.INT64
          ? Access.getLong(segment, offset)
          : Scalars.read(dtype, segment, offset, ScalarType.INT64);
    } catch (RuntimeException e) {
      throw explained(e, i);
    }
  }

  /// Reads one element of a 2-d tensor as a `long`; see [#getLong(long)].
  public final long getLong(long i, long j) {
    try {
      long offset = at(i, j);
      return dtype == DType.INT64
          ? Access.getLong(segment, offset)
          : Scalars.read(dtype, segment, offset, ScalarType.INT64);
    } catch (RuntimeException e) {
      throw explained(e, i, j);
    }
  }

  /// Reads one element of a tensor of any rank as a `long`; see [#getLong(long)].
  public final long getLong(long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      return dtype == DType.INT64
          ? Access.getLong(segment, offset)
          : Scalars.read(dtype, segment, offset, ScalarType.INT64);
    } catch (RuntimeException e) {
      throw explained(e, index);
    }
  }

  /// Writes a `long` to one element. Any numeric dtype but bool that holds the value exactly.
  ///
  /// In a file that is mapped for writing the change is in the file at once.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype does not take such a value
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void setLong(long value, long i) {
    try {
      long offset = at(i);
      if (dtype == DType.INT64) {
        Access.setLong(segment, offset, value);
      } else {
        Scalars.write(dtype, segment, offset, value, ScalarType.INT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, i);
    }
  }

  /// Writes a `long` to one element of a 2-d tensor; see [#setLong(long, long)].
  public final void setLong(long value, long i, long j) {
    try {
      long offset = at(i, j);
      if (dtype == DType.INT64) {
        Access.setLong(segment, offset, value);
      } else {
        Scalars.write(dtype, segment, offset, value, ScalarType.INT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, i, j);
    }
  }

  /// Writes a `long` to one element of a tensor of any rank; see [#setLong(long, long)].
  public final void setLong(long value, long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      if (dtype == DType.INT64) {
        Access.setLong(segment, offset, value);
      } else {
        Scalars.write(dtype, segment, offset, value, ScalarType.INT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, index);
    }
  }

  /// Reads one element as a `float`. The dtype is float16, bfloat16 or float32.
  ///
  /// Takes one index for a 1-d tensor; other ranks have overloads.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype is another; the message names the right accessor
  /// @throws IllegalStateException if the file or its arena is closed
  public final float getFloat(long i) {
    try {
      long offset = at(i);
      return dtype == DType.FLOAT32
          ? Access.getFloat(segment, offset)
          : (float)
              Double.longBitsToDouble(Scalars.read(dtype, segment, offset, ScalarType.FLOAT32));
    } catch (RuntimeException e) {
      throw explained(e, i);
    }
  }

  /// Reads one element of a 2-d tensor as a `float`; see [#getFloat(long)].
  public final float getFloat(long i, long j) {
    try {
      long offset = at(i, j);
      return dtype == DType.FLOAT32
          ? Access.getFloat(segment, offset)
          : (float)
              Double.longBitsToDouble(Scalars.read(dtype, segment, offset, ScalarType.FLOAT32));
    } catch (RuntimeException e) {
      throw explained(e, i, j);
    }
  }

  /// Reads one element of a tensor of any rank as a `float`; see [#getFloat(long)].
  public final float getFloat(long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      return dtype == DType.FLOAT32
          ? Access.getFloat(segment, offset)
          : (float)
              Double.longBitsToDouble(Scalars.read(dtype, segment, offset, ScalarType.FLOAT32));
    } catch (RuntimeException e) {
      throw explained(e, index);
    }
  }

  /// Writes a `float` to one element. Any float or complex dtype that holds the value exactly.
  ///
  /// In a file that is mapped for writing the change is in the file at once.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype does not take such a value
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void setFloat(float value, long i) {
    try {
      long offset = at(i);
      if (dtype == DType.FLOAT32) {
        Access.setFloat(segment, offset, value);
      } else {
        Scalars.write(
            dtype, segment, offset, Double.doubleToRawLongBits(value), ScalarType.FLOAT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, i);
    }
  }

  /// Writes a `float` to one element of a 2-d tensor; see [#setFloat(float, long)].
  public final void setFloat(float value, long i, long j) {
    try {
      long offset = at(i, j);
      if (dtype == DType.FLOAT32) {
        Access.setFloat(segment, offset, value);
      } else {
        Scalars.write(
            dtype, segment, offset, Double.doubleToRawLongBits(value), ScalarType.FLOAT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, i, j);
    }
  }

  /// Writes a `float` to one element of a tensor of any rank; see [#setFloat(float, long)].
  public final void setFloat(float value, long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      if (dtype == DType.FLOAT32) {
        Access.setFloat(segment, offset, value);
      } else {
        Scalars.write(
            dtype, segment, offset, Double.doubleToRawLongBits(value), ScalarType.FLOAT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, index);
    }
  }

  /// Reads one element as a `double`. The dtype is any integer or real float dtype; 64-bit integers
  /// are rounded.
  ///
  /// Takes one index for a 1-d tensor; other ranks have overloads.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype is another; the message names the right accessor
  /// @throws IllegalStateException if the file or its arena is closed
  public final double getDouble(long i) {
    try {
      long offset = at(i);
      return dtype == DType.FLOAT64
          ? Access.getDouble(segment, offset)
          : Double.longBitsToDouble(Scalars.read(dtype, segment, offset, ScalarType.FLOAT64));
    } catch (RuntimeException e) {
      throw explained(e, i);
    }
  }

  /// Reads one element of a 2-d tensor as a `double`; see [#getDouble(long)].
  public final double getDouble(long i, long j) {
    try {
      long offset = at(i, j);
      return dtype == DType.FLOAT64
          ? Access.getDouble(segment, offset)
          : Double.longBitsToDouble(Scalars.read(dtype, segment, offset, ScalarType.FLOAT64));
    } catch (RuntimeException e) {
      throw explained(e, i, j);
    }
  }

  /// Reads one element of a tensor of any rank as a `double`; see [#getDouble(long)].
  public final double getDouble(long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      return dtype == DType.FLOAT64
          ? Access.getDouble(segment, offset)
          : Double.longBitsToDouble(Scalars.read(dtype, segment, offset, ScalarType.FLOAT64));
    } catch (RuntimeException e) {
      throw explained(e, index);
    }
  }

  /// Writes a `double` to one element. Any float or complex dtype that holds the value exactly.
  ///
  /// In a file that is mapped for writing the change is in the file at once.
  ///
  /// @throws IndexOutOfBoundsException if the index is out of bounds, or the tensor has another
  ///   rank
  /// @throws IllegalArgumentException if the dtype does not take such a value
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void setDouble(double value, long i) {
    try {
      long offset = at(i);
      if (dtype == DType.FLOAT64) {
        Access.setDouble(segment, offset, value);
      } else {
        Scalars.write(
            dtype, segment, offset, Double.doubleToRawLongBits(value), ScalarType.FLOAT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, i);
    }
  }

  /// Writes a `double` to one element of a 2-d tensor; see [#setDouble(double, long)].
  public final void setDouble(double value, long i, long j) {
    try {
      long offset = at(i, j);
      if (dtype == DType.FLOAT64) {
        Access.setDouble(segment, offset, value);
      } else {
        Scalars.write(
            dtype, segment, offset, Double.doubleToRawLongBits(value), ScalarType.FLOAT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, i, j);
    }
  }

  /// Writes a `double` to one element of a tensor of any rank; see [#setDouble(double, long)].
  public final void setDouble(double value, long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      if (dtype == DType.FLOAT64) {
        Access.setDouble(segment, offset, value);
      } else {
        Scalars.write(
            dtype, segment, offset, Double.doubleToRawLongBits(value), ScalarType.FLOAT64);
      }
    } catch (RuntimeException e) {
      throw explainedWrite(e, index);
    }
  }

  /// Reads one element of a complex64 or complex128 tensor.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the dtype is not complex
  /// @throws IllegalStateException if the file or its arena is closed
  public final Complex getComplex(long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      if (dtype instanceof DType.LongDouble wide && wide.complex()) {
        return new Complex(
            LongDoubles.read(wide, segment, offset),
            LongDoubles.read(wide, segment, offset + LongDoubles.SIZE));
      }
      if (!(dtype instanceof DType.Numeric numeric) || !numeric.type().isComplex()) {
        throw AccessErrors.wrongGetter(dtype, ScalarType.COMPLEX128);
      }
      return new Complex(
          Scalars.real(numeric, segment, offset),
          Scalars.real(numeric, segment, offset + numeric.type().unitSize()));
    } catch (RuntimeException e) {
      throw explained(e, index);
    }
  }

  /// Writes one element of a complex tensor, or of a real float one when the imaginary part is 0;
  /// the dtype must hold the value exactly.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the dtype does not hold the value
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void setComplex(Complex value, long... index) {
    try {
      long offset = region.geometry().offsetOf(index);
      Scalars.writeComplex(dtype, segment, offset, value.real(), value.imag());
    } catch (RuntimeException e) {
      throw explainedWrite(e, index);
    }
  }

  private void requireBool() {
    if (dtype != DType.BOOL) {
      throw AccessErrors.wrongGetter(dtype, ScalarType.BOOL);
    }
  }

  /// Runs an operation on the memory so that faults and closed files get their own exceptions.
  final <T extends @Nullable Object> T guarded(Supplier<T> operation) {
    return file == null ? operation.get() : file.guarded(operation);
  }

  final ReadOnlyTensorException readOnly() {
    String remedy =
        file != null && !file.mode().isWritable()
            ? file.path()
                + " was opened "
                + file.mode()
                + "; open it READ_WRITE to change the file, COPY_ON_WRITE to change a private copy"
            : "it is a broadcast view or a view of read-only memory; write to a copy()";
    return new ReadOnlyTensorException("tensor: expected one that may be written; " + remedy);
  }

  private RuntimeException explainedWrite(RuntimeException e, long... index) {
    // The JDK's text for this names neither file nor remedy.
    return segment.isReadOnly() ? readOnly() : explained(e, index);
  }

  /// The exception to throw for one that an access ended in; runs once, never in a loop that works.
  private RuntimeException explained(RuntimeException e, long... index) {
    try {
      region.geometry().offsetOf(index);
      return guarded(() -> {
        throw e;
      });
    } catch (RuntimeException better) {
      return better;
    }
  }
}
