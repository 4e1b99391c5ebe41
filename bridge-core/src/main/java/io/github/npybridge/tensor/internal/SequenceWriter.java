package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.CastOptions;
import io.github.npybridge.tensor.CastRefusedException;
import io.github.npybridge.tensor.Casting;
import io.github.npybridge.tensor.UnrepresentableValueException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// Fills new memory with numbers of any type, one after the other or in rows, and refuses those
/// that the memory's dtype cannot hold.
///
/// Single numbers are gathered to blocks of one type, so that long lists of one kind of box are
/// converted like arrays.
///
/// Not for several threads.
final class SequenceWriter {
  /// Items of the largest type that fit one window.
  private static final int ITEMS = Stage.items(DType.COMPLEX128);

  private final Shape shape;
  private final ScalarType to;
  private final Stage target;
  private final Object converted;
  private final Map<ScalarType, CastKernel> kernels = new EnumMap<>(ScalarType.class);
  private final long[] longs = new long[ITEMS];
  private final double[] doubles = new double[2 * ITEMS];
  private ScalarType pendingType = ScalarType.INT64;
  private int pending;
  private long written;

  /// Starts at the region's first element.
  SequenceWriter(Region region) {
    DType.Numeric dtype = (DType.Numeric) region.dtype();
    this.shape = region.geometry().shape();
    this.to = dtype.type();
    this.target = new Stage(region, 0);
    this.converted = Carrier.of(dtype).newArray(ITEMS * Stage.unitsPerItem(dtype));
  }

  /// Adds an integer.
  ///
  /// @param type INT64, or UINT64 for the bits of an unsigned one
  void add(long value, ScalarType type) {
    reserve(type);
    longs[pending++] = value;
  }

  /// Adds an integer of any size.
  void add(BigInteger value) {
    if (value.bitLength() < Long.SIZE) {
      add(value.longValue(), ScalarType.INT64);
    } else if (value.signum() > 0 && value.bitLength() == Long.SIZE) {
      add(value.longValue(), ScalarType.UINT64);
    } else if (to.isInteger()) {
      flush();
      throw overflow(value.toString(), written);
    } else {
      add(value.doubleValue());
    }
  }

  /// Adds a float.
  void add(double value) {
    reserve(ScalarType.FLOAT64);
    doubles[pending++] = value;
  }

  /// Adds a complex number.
  void add(double real, double imag) {
    reserve(ScalarType.COMPLEX128);
    doubles[2 * pending] = real;
    doubles[2 * pending + 1] = imag;
    pending++;
  }

  /// Adds the elements of a primitive array other than `boolean[]`.
  void addRow(Object array, int length) {
    ScalarType type = typeOf(array);
    // A char[] has no carrier of its own.
    Carrier carrier = Carrier.of(DType.of(type));
    Object block = carrier.newArray(Math.min(length, ITEMS));
    flush();
    for (int done = 0; done < length; done += ITEMS) {
      int count = Math.min(ITEMS, length - done);
      if (array instanceof char[] chars) {
        short[] shorts = (short[]) block;
        for (int i = 0; i < count; i++) {
          shorts[i] = (short) chars[done + i];
        }
      } else {
        System.arraycopy(array, done, block, 0, count);
      }
      write(type, block, count);
    }
  }

  private static ScalarType typeOf(Object array) {
    return switch (array) {
      case byte[] a -> ScalarType.INT8;
      case short[] a -> ScalarType.INT16;
      case char[] a -> ScalarType.UINT16;
      case int[] a -> ScalarType.INT32;
      case long[] a -> ScalarType.INT64;
      case float[] a -> ScalarType.FLOAT32;
      default -> ScalarType.FLOAT64;
    };
  }

  /// Adds the elements of a numeric region in C order.
  void add(Region region) {
    flush();
    DType.Numeric from = (DType.Numeric) region.dtype();
    Stage source = new Stage(region, ITEMS * Stage.unitsPerItem(from));
    for (long left = region.geometry().shape().size(); left > 0; left -= ITEMS) {
      int count = (int) Math.min(ITEMS, left);
      source.read(count * Stage.unitsPerItem(from));
      write(from.type(), source.units(), count);
    }
  }

  private void reserve(ScalarType type) {
    if (type != pendingType || pending == ITEMS) {
      flush();
      pendingType = type;
    }
  }

  /// Writes what was added one by one.
  void flush() {
    int count = pending;
    pending = 0;
    if (count > 0) {
      boolean integer = pendingType == ScalarType.INT64 || pendingType == ScalarType.UINT64;
      write(pendingType, integer ? longs : doubles, count);
    }
  }

  private void write(ScalarType from, Object units, int count) {
    Object result = units;
    if (from != to) {
      if (from.isComplex() && !to.isComplex() && to != ScalarType.BOOL) {
        throw new CastRefusedException(
            "expected real numbers for "
                + to.dtypeName()
                + ", found a complex one at index "
                + Arrays.toString(CastWalk.index(shape, written))
                + "; a complex dtype holds it");
      }
      CastKernel kernel =
          kernels.computeIfAbsent(from, type -> new CastKernel(type, to, options(type), ITEMS));
      int refused = kernel.run(units, converted, count);
      if (refused >= 0) {
        throw overflow(kernel.value(refused), written + refused);
      }
      result = converted;
    }
    target.writeFrom(result, to.isComplex() ? 2 * count : count);
    written += count;
  }

  /// Integers must fit, where a cast of an array would keep their low bits; all else is as there.
  private CastOptions options(ScalarType from) {
    return to.isInteger() && !from.isFloat() && !from.isComplex()
        ? CastOptions.DEFAULT.withCasting(Casting.SAME_VALUE)
        : CastOptions.DEFAULT;
  }

  private UnrepresentableValueException overflow(String value, long position) {
    long[] index = CastWalk.index(shape, position);
    return new UnrepresentableValueException(CastWalk.overflow(to), value, index, "");
  }
}
