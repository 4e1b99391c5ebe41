package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.tensor.internal.AccessErrors;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Elements as Java objects: what [Tensor#get] returns and [Tensor#set] takes.
final class Boxes {
  private Boxes() {}

  /// The only element of a tensor without axes.
  static Object box(Tensor scalar) {
    return switch (scalar.dtype()) {
      case DType.Numeric numeric -> box(scalar, numeric);
      case DType.Bytes b -> scalar.getBytes();
      case DType.Text t -> scalar.getString();
      case DType.DateTime t -> scalar.getTicks();
      case DType.TimeDelta t -> scalar.getTicks();
      case DType.Struct struct -> fields(scalar, struct);
      case DType.Raw r -> scalar.getBytes();
      case DType.LongDouble d -> scalar.getBytes();
      case DType.SubArray s -> scalar.getBytes();
    };
  }

  private static Object box(Tensor scalar, DType.Numeric dtype) {
    return switch (dtype.type()) {
      case BOOL -> scalar.getBoolean();
      case INT8 -> scalar.getByte();
      case INT16, UINT8 -> scalar.getShort();
      case INT32, UINT16 -> scalar.getInt();
      case INT64, UINT32 -> scalar.getLong();
      case UINT64 -> unsigned(scalar.reinterpret(DType.INT64.withOrder(order(dtype))).getLong());
      case FLOAT16, BFLOAT16, FLOAT32 -> scalar.getFloat();
      case FLOAT64 -> scalar.getDouble();
      case COMPLEX64, COMPLEX128 -> scalar.getComplex();
    };
  }

  private static ByteOrder order(DType.Numeric dtype) {
    return dtype.byteOrder().orElseThrow();
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }

  private static Map<String, Object> fields(Tensor scalar, DType.Struct struct) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (DType.Field field : struct.fields()) {
      Tensor value = scalar.field(field.name());
      values.put(field.name(), value.ndim() == 0 ? box(value) : value);
    }
    return Collections.unmodifiableMap(values);
  }

  /// Writes the only element of a tensor without axes.
  static void unbox(Object value, Tensor scalar) {
    DType dtype = scalar.dtype();
    boolean ticks = dtype instanceof DType.DateTime || dtype instanceof DType.TimeDelta;
    switch (value) {
      case Boolean truth -> scalar.setBoolean(truth);
      case Long number when ticks -> scalar.setTicks(number);
      case Byte number -> scalar.setLong(number);
      case Short number -> scalar.setLong(number);
      case Integer number -> scalar.setLong(number);
      case Long number -> scalar.setLong(number);
      case BigInteger number -> write(number, scalar);
      case Float number -> scalar.setDouble(number);
      case Double number -> scalar.setDouble(number);
      case Complex number -> scalar.setComplex(number);
      case String text -> scalar.setString(text);
      case byte[] bytes -> scalar.setBytes(bytes);
      case Instant moment -> scalar.setInstant(moment);
      case LocalDateTime time -> scalar.setLocalDateTime(time);
      case LocalDate date -> scalar.setLocalDate(date);
      case Duration duration -> scalar.setDuration(duration);
      case Map<?, ?> fields ->
          fields.forEach((name, part) -> {
            Tensor field = scalar.field(String.valueOf(name));
            if (part instanceof Tensor array) {
              field.copyFrom(array);
            } else {
              unbox(part, field);
            }
          });
      default ->
          throw new IllegalArgumentException(
              "element: expected an object for "
                  + dtype
                  + " as get returns it, found "
                  + value.getClass().getName());
    }
  }

  private static void write(BigInteger number, Tensor scalar) {
    boolean beyondLong = number.bitLength() == Long.SIZE && number.signum() > 0;
    if (beyondLong
        && scalar.dtype() instanceof DType.Numeric numeric
        && numeric.type() == ScalarType.UINT64) {
      scalar.reinterpret(DType.INT64.withOrder(order(numeric))).setLong(number.longValue());
    } else if (number.bitLength() < Long.SIZE) {
      scalar.setLong(number.longValue());
    } else {
      throw AccessErrors.doesNotHold(scalar.dtype(), number.toString());
    }
  }
}
