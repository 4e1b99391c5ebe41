package io.github.npybridge.samples.roundtrip;

import io.github.npybridge.format.DType;
import io.github.npybridge.tensor.Complex;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A numeric dtype with its values: edges first, then whatever shows a wrong order of bytes.
///
/// `matrix.py` has the same values, from NumPy's own limits. There are 13 of them, so that no axis
/// of the tested shapes repeats them in step.
// Error Prone knows only what is annotated to be immutable; the fields here are.
@SuppressWarnings("ImmutableEnumChecker")
enum ElementType {
  BOOL("b1", DType.BOOL, bools(), Accessor.BOOLEAN),
  INT8(
      "i1",
      DType.INT8,
      integers(8, true),
      Accessor.BYTE,
      Accessor.SHORT,
      Accessor.INT,
      Accessor.LONG,
      Accessor.DOUBLE),
  UINT8(
      "u1",
      DType.UINT8,
      integers(8, false),
      Accessor.SHORT,
      Accessor.INT,
      Accessor.LONG,
      Accessor.DOUBLE),
  INT16(
      "i2",
      DType.INT16,
      integers(16, true),
      Accessor.SHORT,
      Accessor.INT,
      Accessor.LONG,
      Accessor.DOUBLE),
  UINT16("u2", DType.UINT16, integers(16, false), Accessor.INT, Accessor.LONG, Accessor.DOUBLE),
  INT32("i4", DType.INT32, integers(32, true), Accessor.INT, Accessor.LONG, Accessor.DOUBLE),
  UINT32("u4", DType.UINT32, integers(32, false), Accessor.LONG, Accessor.DOUBLE),
  INT64("i8", DType.INT64, integers(64, true), Accessor.LONG, Accessor.DOUBLE),
  UINT64("u8", DType.UINT64, integers(64, false), Accessor.LONG, Accessor.DOUBLE),
  FLOAT16(
      "f2",
      DType.FLOAT16,
      floats(65504, 0x1p-14, 0x1p-24, 3.140625),
      Accessor.FLOAT,
      Accessor.DOUBLE),
  FLOAT32(
      "f4",
      DType.FLOAT32,
      floats(Float.MAX_VALUE, Float.MIN_NORMAL, Float.MIN_VALUE, (float) Math.PI),
      Accessor.FLOAT,
      Accessor.DOUBLE),
  FLOAT64(
      "f8",
      DType.FLOAT64,
      floats(Double.MAX_VALUE, Double.MIN_NORMAL, Double.MIN_VALUE, Math.PI),
      Accessor.DOUBLE),
  COMPLEX64("c8", DType.COMPLEX64, complex(FLOAT32.values), Accessor.COMPLEX),
  COMPLEX128("c16", DType.COMPLEX128, complex(FLOAT64.values), Accessor.COMPLEX);

  private static final int COUNT = 13;

  private final String code;
  private final DType.Numeric dtype;
  private final List<?> values;
  private final List<Accessor<?>> accessors;

  ElementType(String code, DType.Numeric dtype, List<?> values, Accessor<?>... accessors) {
    this.code = code;
    this.dtype = dtype;
    this.values = values;
    this.accessors = List.of(accessors);
  }

  /// The accessors that hold every value, the narrowest first.
  List<Accessor<?>> accessors() {
    return accessors;
  }

  /// Value number `k`: a Boolean, a BigInteger, a Double or a Complex.
  Object value(long k) {
    return values.get((int) (k % COUNT));
  }

  /// The size of an element in bytes.
  int itemSize() {
    return dtype.itemSize();
  }

  /// The dtype in a byte order.
  DType.Numeric in(ByteOrder order) {
    return dtype.withOrder(order);
  }

  /// What Python calls this dtype in a byte order.
  String python(ByteOrder order) {
    return (order == ByteOrder.LITTLE_ENDIAN ? "<" : ">") + code;
  }

  /// The byte orders that differ for this dtype.
  List<ByteOrder> byteOrders() {
    return code.endsWith("1")
        ? List.of(ByteOrder.nativeOrder())
        : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
  }

  boolean isComplex() {
    return accessors.contains(Accessor.COMPLEX);
  }

  private static List<Boolean> bools() {
    return List.of(
        true, false, false, true, true, false, true, false, true, true, true, false, false);
  }

  private static List<BigInteger> integers(int bits, boolean signed) {
    BigInteger low = signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
    BigInteger high = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
    byte[] counting = new byte[bits / Byte.SIZE];
    for (int i = 0; i < counting.length; i++) {
      counting[i] = (byte) (i + 1);
    }
    return List.of(
        BigInteger.ZERO,
        BigInteger.ONE,
        high,
        low,
        high.subtract(BigInteger.ONE),
        low.add(BigInteger.ONE),
        BigInteger.valueOf(signed ? -1 : 2),
        BigInteger.valueOf(3),
        BigInteger.valueOf(42),
        new BigInteger(counting),
        BigInteger.valueOf(100),
        BigInteger.valueOf(7),
        BigInteger.valueOf(11));
  }

  private static List<Double> floats(double max, double normal, double subnormal, double pi) {
    return List.of(
        0.0,
        -0.0,
        1.0,
        -1.5,
        max,
        -max,
        normal,
        subnormal,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN,
        pi,
        0.25);
  }

  private static List<Complex> complex(List<?> parts) {
    List<Complex> all = new ArrayList<>();
    for (int k = 0; k < parts.size(); k++) {
      all.add(new Complex((Double) parts.get(k), (Double) parts.get((5 * k + 3) % parts.size())));
    }
    return all;
  }
}
