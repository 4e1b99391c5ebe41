package io.github.npybridge.tensor;

import static io.github.npybridge.format.ScalarType.BFLOAT16;
import static io.github.npybridge.format.ScalarType.BOOL;
import static io.github.npybridge.format.ScalarType.COMPLEX128;
import static io.github.npybridge.format.ScalarType.COMPLEX64;
import static io.github.npybridge.format.ScalarType.FLOAT16;
import static io.github.npybridge.format.ScalarType.FLOAT32;
import static io.github.npybridge.format.ScalarType.FLOAT64;
import static io.github.npybridge.format.ScalarType.INT16;
import static io.github.npybridge.format.ScalarType.INT32;
import static io.github.npybridge.format.ScalarType.INT64;
import static io.github.npybridge.format.ScalarType.INT8;
import static io.github.npybridge.format.ScalarType.UINT16;
import static io.github.npybridge.format.ScalarType.UINT32;
import static io.github.npybridge.format.ScalarType.UINT64;
import static io.github.npybridge.format.ScalarType.UINT8;

import io.github.npybridge.format.ScalarType;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// The pairs of typed accessors, called by the overload for the number of indices, and what the
/// documentation promises of them.
enum Accessor {
  BOOLEAN {
    @Override
    Object get(Tensor tensor, long... index) {
      return switch (index.length) {
        case 1 -> tensor.getBoolean(index[0]);
        case 2 -> tensor.getBoolean(index[0], index[1]);
        default -> tensor.getBoolean(index);
      };
    }

    @Override
    void set(Tensor tensor, Object value, long... index) {
      boolean typed = (Boolean) value;
      switch (index.length) {
        case 1 -> tensor.setBoolean(typed, index[0]);
        case 2 -> tensor.setBoolean(typed, index[0], index[1]);
        default -> tensor.setBoolean(typed, index);
      }
    }

    @Override
    Object toArray(Tensor tensor) {
      return tensor.toBooleanArray();
    }
  },
  BYTE {
    @Override
    Object get(Tensor tensor, long... index) {
      return switch (index.length) {
        case 1 -> tensor.getByte(index[0]);
        case 2 -> tensor.getByte(index[0], index[1]);
        default -> tensor.getByte(index);
      };
    }

    @Override
    void set(Tensor tensor, Object value, long... index) {
      byte typed = (Byte) value;
      switch (index.length) {
        case 1 -> tensor.setByte(typed, index[0]);
        case 2 -> tensor.setByte(typed, index[0], index[1]);
        default -> tensor.setByte(typed, index);
      }
    }

    @Override
    Object toArray(Tensor tensor) {
      return tensor.toByteArray();
    }
  },
  SHORT {
    @Override
    Object get(Tensor tensor, long... index) {
      return switch (index.length) {
        case 1 -> tensor.getShort(index[0]);
        case 2 -> tensor.getShort(index[0], index[1]);
        default -> tensor.getShort(index);
      };
    }

    @Override
    void set(Tensor tensor, Object value, long... index) {
      short typed = (Short) value;
      switch (index.length) {
        case 1 -> tensor.setShort(typed, index[0]);
        case 2 -> tensor.setShort(typed, index[0], index[1]);
        default -> tensor.setShort(typed, index);
      }
    }

    @Override
    Object toArray(Tensor tensor) {
      return tensor.toShortArray();
    }
  },
  INT {
    @Override
    Object get(Tensor tensor, long... index) {
      return switch (index.length) {
        case 1 -> tensor.getInt(index[0]);
        case 2 -> tensor.getInt(index[0], index[1]);
        default -> tensor.getInt(index);
      };
    }

    @Override
    void set(Tensor tensor, Object value, long... index) {
      int typed = (Integer) value;
      switch (index.length) {
        case 1 -> tensor.setInt(typed, index[0]);
        case 2 -> tensor.setInt(typed, index[0], index[1]);
        default -> tensor.setInt(typed, index);
      }
    }

    @Override
    Object toArray(Tensor tensor) {
      return tensor.toIntArray();
    }
  },
  LONG {
    @Override
    Object get(Tensor tensor, long... index) {
      return switch (index.length) {
        case 1 -> tensor.getLong(index[0]);
        case 2 -> tensor.getLong(index[0], index[1]);
        default -> tensor.getLong(index);
      };
    }

    @Override
    void set(Tensor tensor, Object value, long... index) {
      long typed = (Long) value;
      switch (index.length) {
        case 1 -> tensor.setLong(typed, index[0]);
        case 2 -> tensor.setLong(typed, index[0], index[1]);
        default -> tensor.setLong(typed, index);
      }
    }

    @Override
    Object toArray(Tensor tensor) {
      return tensor.toLongArray();
    }
  },
  FLOAT {
    @Override
    Object get(Tensor tensor, long... index) {
      return switch (index.length) {
        case 1 -> tensor.getFloat(index[0]);
        case 2 -> tensor.getFloat(index[0], index[1]);
        default -> tensor.getFloat(index);
      };
    }

    @Override
    void set(Tensor tensor, Object value, long... index) {
      float typed = (Float) value;
      switch (index.length) {
        case 1 -> tensor.setFloat(typed, index[0]);
        case 2 -> tensor.setFloat(typed, index[0], index[1]);
        default -> tensor.setFloat(typed, index);
      }
    }

    @Override
    Object toArray(Tensor tensor) {
      return tensor.toFloatArray();
    }
  },
  DOUBLE {
    @Override
    Object get(Tensor tensor, long... index) {
      return switch (index.length) {
        case 1 -> tensor.getDouble(index[0]);
        case 2 -> tensor.getDouble(index[0], index[1]);
        default -> tensor.getDouble(index);
      };
    }

    @Override
    void set(Tensor tensor, Object value, long... index) {
      double typed = (Double) value;
      switch (index.length) {
        case 1 -> tensor.setDouble(typed, index[0]);
        case 2 -> tensor.setDouble(typed, index[0], index[1]);
        default -> tensor.setDouble(typed, index);
      }
    }

    @Override
    Object toArray(Tensor tensor) {
      return tensor.toDoubleArray();
    }
  },
  COMPLEX {
    @Override
    Object get(Tensor tensor, long... index) {
      return tensor.getComplex(index);
    }

    @Override
    void set(Tensor tensor, Object value, long... index) {
      tensor.setComplex((Complex) value, index);
    }

    @Override
    Object toArray(Tensor tensor) {
      throw new UnsupportedOperationException("there is no array of complex numbers");
    }
  };

  abstract Object get(Tensor tensor, long... index);

  abstract void set(Tensor tensor, Object value, long... index);

  abstract Object toArray(Tensor tensor);

  /// Whether the getter takes this dtype.
  boolean reads(ScalarType type) {
    Set<ScalarType> readable =
        switch (this) {
          case BOOLEAN -> Set.of(BOOL);
          case BYTE -> Set.of(INT8);
          case SHORT -> Set.of(INT8, UINT8, INT16);
          case INT -> Set.of(INT8, UINT8, INT16, UINT16, INT32);
          case LONG -> Set.of(INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64);
          case FLOAT -> Set.of(FLOAT16, BFLOAT16, FLOAT32);
          case DOUBLE ->
              Set.of(
                  INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64, FLOAT16, BFLOAT16,
                  FLOAT32, FLOAT64);
          case COMPLEX -> Set.of(COMPLEX64, COMPLEX128);
        };
    return readable.contains(type);
  }

  /// Values to try to store.
  List<?> candidates() {
    return switch (this) {
      case BOOLEAN -> List.of(true, false);
      case BYTE -> List.of((byte) 0, (byte) 1, (byte) -1, Byte.MAX_VALUE, Byte.MIN_VALUE);
      case SHORT ->
          List.of(
              (short) 0,
              (short) -1,
              (short) 127,
              (short) 128,
              (short) 255,
              (short) 256,
              (short) -128,
              (short) -129,
              (short) 257,
              (short) 2049,
              Short.MAX_VALUE,
              Short.MIN_VALUE);
      case INT ->
          List.of(
              0,
              1,
              -1,
              255,
              300,
              -129,
              32767,
              32768,
              65535,
              65536,
              65504,
              65520,
              1 << 24,
              (1 << 24) + 1,
              Integer.MAX_VALUE,
              Integer.MIN_VALUE);
      case LONG ->
          List.of(
              0L,
              -1L,
              255L,
              256L,
              1L << 31,
              (1L << 32) - 1,
              1L << 32,
              -(1L << 31) - 1,
              1L << 53,
              (1L << 53) + 1,
              1L << 62,
              (1L << 62) + (1L << 38) + 1,
              Long.MAX_VALUE,
              Long.MIN_VALUE,
              Long.MAX_VALUE - 1023);
      case FLOAT ->
          List.of(
              0f,
              -0f,
              1.5f,
              -2f,
              0.1f,
              65504f,
              65520f,
              0x1p-24f,
              0x1p-25f,
              0x1.01p0f,
              0x1.02p0f,
              Float.MIN_VALUE,
              Float.MAX_VALUE,
              Float.NaN,
              Float.NEGATIVE_INFINITY);
      case DOUBLE ->
          List.of(
              0.0,
              -0.0,
              1.0,
              1.5,
              0.1,
              (double) 0.1f,
              65504.0,
              65520.0,
              0x1p-24,
              0x1p-25,
              0x1p-149,
              0x1p-150,
              Double.MIN_VALUE,
              Double.MAX_VALUE,
              0x1p128,
              Double.NaN,
              Double.POSITIVE_INFINITY);
      case COMPLEX ->
          List.of(
              new Complex(1, 2),
              new Complex(0.1, 1),
              new Complex(1, 0.1),
              new Complex(-0.0, 0),
              new Complex(1.5, 0),
              new Complex(0.1, 0),
              new Complex(1.5, -0.0),
              new Complex(Double.NaN, Double.NEGATIVE_INFINITY),
              new Complex(1, Double.NaN));
    };
  }

  /// What the getter shall return for an element of these units; empty text if it must refuse the
  /// value.
  Object expected(ScalarType type, long... units) {
    Object value = Numbers.decode(Numbers.unit(type), units[0]);
    return switch (this) {
      case BOOLEAN -> units[0] != 0;
      case BYTE -> Numbers.integer(value).byteValueExact();
      case SHORT -> Numbers.integer(value).shortValueExact();
      case INT -> Numbers.integer(value).intValueExact();
      case LONG -> {
        var integer = Numbers.integer(value);
        yield integer.bitLength() < Long.SIZE ? (Object) integer.longValueExact() : "";
      }
      case FLOAT -> (float) Numbers.nearest(value);
      case DOUBLE -> Numbers.nearest(value);
      case COMPLEX ->
          new Complex(
              Numbers.nearest(value),
              Numbers.nearest(Numbers.decode(Numbers.unit(type), units[1])));
    };
  }

  /// The units that the setter shall store; none if it must refuse the value.
  long[] stored(ScalarType type, Object candidate) {
    if ((this == BOOLEAN) != (type == BOOL)) {
      return new long[0];
    }
    if (candidate instanceof Boolean truth) {
      return new long[] {truth ? 1 : 0};
    }
    boolean inexact = this == FLOAT || this == DOUBLE || this == COMPLEX;
    if (inexact && type.isInteger()) {
      return new long[0];
    }
    Object real =
        candidate instanceof Complex complex
            ? Numbers.real(complex.real())
            : inexact
                ? Numbers.real(((Number) candidate).doubleValue())
                : Numbers.whole(((Number) candidate).longValue());
    double imag = candidate instanceof Complex complex ? complex.imag() : 0;
    ScalarType unit = Numbers.unit(type);
    OptionalLong first = Numbers.exact(unit, real);
    OptionalLong second = Numbers.exact(unit, Numbers.real(imag));
    if (!type.isComplex()) {
      return imag == 0 && first.isPresent() ? new long[] {first.getAsLong()} : new long[0];
    }
    return first.isPresent() && second.isPresent()
        ? new long[] {first.getAsLong(), second.getAsLong()}
        : new long[0];
  }
}
