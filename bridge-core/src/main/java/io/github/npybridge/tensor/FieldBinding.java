package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.tensor.internal.Scalars;
import java.lang.reflect.Array;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How values of one Java type are read from a field and written to it.
///
/// @param reader reads the element at an index
/// @param writer writes a value to the element at an index
record FieldBinding(Reader reader, Writer writer) {
  /// Java's numbers, and the scalar types whose values they hold.
  private static final Map<Class<?>, ScalarType> NUMBERS =
      Map.of(
          boolean.class, ScalarType.BOOL,
          byte.class, ScalarType.INT8,
          short.class, ScalarType.INT16,
          int.class, ScalarType.INT32,
          long.class, ScalarType.INT64,
          float.class, ScalarType.FLOAT32,
          double.class, ScalarType.FLOAT64,
          Complex.class, ScalarType.COMPLEX128);

  /// Reads one element.
  interface Reader {
    /// The value at an index.
    Object read(Tensor field, long... index);
  }

  /// Writes one element.
  interface Writer {
    /// Sets the value at an index.
    void write(Tensor field, Object value, long... index);
  }

  Object get(Tensor field, long... index) {
    return reader.read(field, index);
  }

  void set(Tensor field, Object value, long... index) {
    writer.write(field, value, index);
  }

  /// The binding of a type to a field; null if the type does not hold what the field does.
  ///
  /// @param field the fields of all elements
  /// @param axes how many axes the elements have; those of a field that is an array come after them
  static @Nullable FieldBinding of(Tensor field, int axes, Class<?> type) {
    if (field.ndim() > axes) {
      return ofArray(field, axes, type);
    }
    if (type.isRecord() && type != Complex.class && field.dtype() instanceof DType.Struct) {
      return ofRecord(field, type.asSubclass(Record.class));
    }
    if (holdsNumbers(field.dtype(), type)) {
      return ofNumber(type);
    }
    return switch (field.dtype()) {
      case DType.Bytes b when type == String.class -> text();
      case DType.Text t when type == String.class -> text();
      case DType.Bytes b when type == byte[].class -> bytes();
      case DType.Raw r when type == byte[].class -> bytes();
      case DType.DateTime t -> ofTime(type);
      case DType.TimeDelta t when type == Duration.class ->
          new FieldBinding(Tensor::getDuration, (f, v, i) -> f.setDuration((Duration) v, i));
      case DType.TimeDelta t when type == long.class -> ticks();
      default -> null;
    };
  }

  private static boolean holdsNumbers(DType dtype, Class<?> type) {
    ScalarType number = NUMBERS.get(type);
    return number != null
        && (dtype instanceof DType.Numeric numeric
            ? Scalars.widens(numeric.type(), number)
            : dtype instanceof DType.LongDouble wide
                && type == (wide.complex() ? Complex.class : double.class));
  }

  private static FieldBinding ofNumber(Class<?> type) {
    return switch (Objects.requireNonNull(NUMBERS.get(type))) {
      case BOOL -> new FieldBinding(Tensor::getBoolean, (f, v, i) -> f.setBoolean((boolean) v, i));
      case INT8 -> new FieldBinding(Tensor::getByte, (f, v, i) -> f.setByte((byte) v, i));
      case INT16 -> new FieldBinding(Tensor::getShort, (f, v, i) -> f.setShort((short) v, i));
      case INT32 -> new FieldBinding(Tensor::getInt, (f, v, i) -> f.setInt((int) v, i));
      case INT64 -> new FieldBinding(Tensor::getLong, (f, v, i) -> f.setLong((long) v, i));
      case FLOAT32 -> new FieldBinding(Tensor::getFloat, (f, v, i) -> f.setFloat((float) v, i));
      case FLOAT64 -> new FieldBinding(Tensor::getDouble, (f, v, i) -> f.setDouble((double) v, i));
      default -> new FieldBinding(Tensor::getComplex, (f, v, i) -> f.setComplex((Complex) v, i));
    };
  }

  private static FieldBinding text() {
    return new FieldBinding(Tensor::getString, (f, v, i) -> f.setString((String) v, i));
  }

  private static FieldBinding bytes() {
    return new FieldBinding(Tensor::getBytes, (f, v, i) -> f.setBytes((byte[]) v, i));
  }

  private static FieldBinding ticks() {
    return new FieldBinding(Tensor::getTicks, (f, v, i) -> f.setTicks((long) v, i));
  }

  private static @Nullable FieldBinding ofTime(Class<?> type) {
    if (type == Instant.class) {
      return new FieldBinding(Tensor::getInstant, (f, v, i) -> f.setInstant((Instant) v, i));
    }
    if (type == LocalDateTime.class) {
      return new FieldBinding(
          Tensor::getLocalDateTime, (f, v, i) -> f.setLocalDateTime((LocalDateTime) v, i));
    }
    if (type == LocalDate.class) {
      return new FieldBinding(Tensor::getLocalDate, (f, v, i) -> f.setLocalDate((LocalDate) v, i));
    }
    return type == long.class ? ticks() : null;
  }

  private static <R extends Record> FieldBinding ofRecord(Tensor field, Class<R> type) {
    Records<R> records = new Records<>(field, type);
    return new FieldBinding(
        (f, index) -> records.get(index),
        (f, value, index) -> records.set(type.cast(value), index));
  }

  private static @Nullable FieldBinding ofArray(Tensor field, int axes, Class<?> type) {
    if (type == Tensor.class) {
      return new FieldBinding(
          (f, index) -> item(f, index), (f, v, index) -> item(f, index).copyFrom((Tensor) v));
    }
    Class<?> component = type.getComponentType();
    boolean fits = component != null && component.isPrimitive() && field.ndim() == axes + 1;
    if (!fits || !holdsNumbers(field.dtype(), component)) {
      return null;
    }
    FieldBinding element = ofNumber(component);
    int length = Math.toIntExact(field.shape().dim(axes));
    Reader reader =
        (f, index) -> {
          Tensor item = item(f, index);
          Object array = Array.newInstance(component, length);
          for (int i = 0; i < length; i++) {
            Array.set(array, i, element.get(item, i));
          }
          return array;
        };
    Writer writer =
        (f, value, index) -> {
          if (Array.getLength(value) != length) {
            throw new IllegalArgumentException(
                "records: expected an array of "
                    + length
                    + " elements, found one of "
                    + Array.getLength(value));
          }
          Tensor item = item(f, index);
          for (int i = 0; i < length; i++) {
            element.set(item, Array.get(value, i), i);
          }
        };
    return new FieldBinding(reader, writer);
  }

  /// The array that one element's field is.
  private static Tensor item(Tensor field, long... index) {
    Tensor item = field;
    for (long i : index) {
      item = item.select(0, i);
    }
    return item;
  }
}
