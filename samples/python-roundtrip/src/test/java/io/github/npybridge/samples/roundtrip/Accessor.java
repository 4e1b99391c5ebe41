package io.github.npybridge.samples.roundtrip;

import io.github.npybridge.tensor.Complex;
import io.github.npybridge.tensor.Tensor;
import java.util.function.Function;

/// The accessors of a tensor for one Java type: each overload, and the array of all elements.
///
/// @param name the type
/// @param get1 the getter for 1-d tensors
/// @param get2 the getter for 2-d tensors
/// @param get the getter for any rank
/// @param set1 the setter for 1-d tensors
/// @param set2 the setter for 2-d tensors
/// @param set the setter for any rank
/// @param toArray all elements, as a Java array
/// @param convert a value of an [ElementType] in this type
record Accessor<T>(
    String name,
    Get1<T> get1,
    Get2<T> get2,
    Get<T> get,
    Set1<T> set1,
    Set2<T> set2,
    Set<T> set,
    Function<Tensor, Object> toArray,
    Function<Object, T> convert) {
  static final Accessor<Boolean> BOOLEAN =
      new Accessor<>(
          "boolean",
          Tensor::getBoolean,
          Tensor::getBoolean,
          Tensor::getBoolean,
          Tensor::setBoolean,
          Tensor::setBoolean,
          Tensor::setBoolean,
          Tensor::toBooleanArray,
          Boolean.class::cast);

  static final Accessor<Byte> BYTE =
      new Accessor<>(
          "byte",
          Tensor::getByte,
          Tensor::getByte,
          Tensor::getByte,
          Tensor::setByte,
          Tensor::setByte,
          Tensor::setByte,
          Tensor::toByteArray,
          value -> ((Number) value).byteValue());

  static final Accessor<Short> SHORT =
      new Accessor<>(
          "short",
          Tensor::getShort,
          Tensor::getShort,
          Tensor::getShort,
          Tensor::setShort,
          Tensor::setShort,
          Tensor::setShort,
          Tensor::toShortArray,
          value -> ((Number) value).shortValue());

  static final Accessor<Integer> INT =
      new Accessor<>(
          "int",
          Tensor::getInt,
          Tensor::getInt,
          Tensor::getInt,
          Tensor::setInt,
          Tensor::setInt,
          Tensor::setInt,
          Tensor::toIntArray,
          value -> ((Number) value).intValue());

  static final Accessor<Long> LONG =
      new Accessor<>(
          "long",
          Tensor::getLong,
          Tensor::getLong,
          Tensor::getLong,
          Tensor::setLong,
          Tensor::setLong,
          Tensor::setLong,
          Tensor::toLongArray,
          value -> ((Number) value).longValue());

  static final Accessor<Float> FLOAT =
      new Accessor<>(
          "float",
          Tensor::getFloat,
          Tensor::getFloat,
          Tensor::getFloat,
          Tensor::setFloat,
          Tensor::setFloat,
          Tensor::setFloat,
          Tensor::toFloatArray,
          value -> ((Number) value).floatValue());

  static final Accessor<Double> DOUBLE =
      new Accessor<>(
          "double",
          Tensor::getDouble,
          Tensor::getDouble,
          Tensor::getDouble,
          Tensor::setDouble,
          Tensor::setDouble,
          Tensor::setDouble,
          Tensor::toDoubleArray,
          value -> ((Number) value).doubleValue());

  static final Accessor<Complex> COMPLEX =
      new Accessor<>(
          "complex",
          Tensor::getComplex,
          Tensor::getComplex,
          Tensor::getComplex,
          Tensor::setComplex,
          Tensor::setComplex,
          Tensor::setComplex,
          Accessor::toComplexArray,
          Complex.class::cast);

  interface Get1<T> {
    T get(Tensor tensor, long i);
  }

  interface Get2<T> {
    T get(Tensor tensor, long i, long j);
  }

  interface Get<T> {
    T get(Tensor tensor, long[] index);
  }

  interface Set1<T> {
    void set(Tensor tensor, T value, long i);
  }

  interface Set2<T> {
    void set(Tensor tensor, T value, long i, long j);
  }

  interface Set<T> {
    void set(Tensor tensor, T value, long[] index);
  }

  /// Reads one element with the overload that its index asks for.
  T read(Tensor tensor, long... index) {
    return switch (index.length) {
      case 1 -> get1.get(tensor, index[0]);
      case 2 -> get2.get(tensor, index[0], index[1]);
      default -> get.get(tensor, index);
    };
  }

  /// Writes one element with the overload that its index asks for.
  void write(Tensor tensor, Object value, long... index) {
    T converted = convert.apply(value);
    switch (index.length) {
      case 1 -> set1.set(tensor, converted, index[0]);
      case 2 -> set2.set(tensor, converted, index[0], index[1]);
      default -> set.set(tensor, converted, index);
    }
  }

  private static Complex[] toComplexArray(Tensor tensor) {
    double[] real = tensor.real().toDoubleArray();
    double[] imag = tensor.imag().toDoubleArray();
    Complex[] all = new Complex[real.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = new Complex(real[i], imag[i]);
    }
    return all;
  }
}
