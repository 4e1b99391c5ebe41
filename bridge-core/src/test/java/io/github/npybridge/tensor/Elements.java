package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.internal.RegionElements;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Elements as bytes, and bytes as tensors, for tests.
///
/// Element `i` of a counting array is the number `i % 100`, for complex dtypes with the imaginary
/// part `-i % 100`, for bool whether `i` is odd; what is not numeric has a pattern of bytes.
final class Elements {
  private Elements() {}

  /// Every numeric dtype in both byte orders.
  static Stream<DType.Numeric> numericDTypes() {
    return Stream.of(ScalarType.values())
        .flatMap(type ->
            Stream.of(
                DType.of(type).withOrder(ByteOrder.LITTLE_ENDIAN),
                DType.of(type).withOrder(ByteOrder.BIG_ENDIAN)))
        .distinct();
  }

  /// Dtypes that are not numeric: of every variant, of both byte orders, and of no size.
  static Stream<DType> otherDTypes() {
    return Stream.of(
            "|S3",
            "<U2",
            ">U2",
            "|V5",
            "<M8[ms]",
            ">M8[25s]",
            "<m8[ns]",
            ">m8",
            "<f16",
            ">c32",
            "|S0",
            "<U0",
            "|V0",
            "[('a', [('b', '|V0')], (70000, 70000))]",
            "[('x', '<f4'), ('y', '>i2', (2, 3)), ('', '|V3'), ('in', [('s', '|S2'), ('c',"
                + " '>c8')])]")
        .map(DType::of);
  }

  /// Stores units as they lie in memory: an element, or the two halves of one.
  static byte[] bytes(DType.Numeric dtype, long... units) {
    int size = dtype.type().unitSize();
    ByteBuffer out = ByteBuffer.allocate(units.length * size).order(order(dtype));
    for (long unit : units) {
      switch (size) {
        case 1 -> out.put((byte) unit);
        case 2 -> out.putShort((short) unit);
        case 4 -> out.putInt((int) unit);
        default -> out.putLong(unit);
      }
    }
    return out.array();
  }

  /// The units that lie in some bytes, without a sign.
  static long[] units(DType.Numeric dtype, byte[] bytes) {
    int size = dtype.type().unitSize();
    ByteBuffer in = ByteBuffer.wrap(bytes).order(order(dtype));
    long[] units = new long[bytes.length / size];
    for (int i = 0; i < units.length; i++) {
      units[i] =
          switch (size) {
            case 1 -> in.get() & 0xffL;
            case 2 -> in.getShort() & 0xffffL;
            case 4 -> in.getInt() & 0xffff_ffffL;
            default -> in.getLong();
          };
    }
    return units;
  }

  private static ByteOrder order(DType dtype) {
    return dtype.byteOrder().orElse(ByteOrder.LITTLE_ENDIAN);
  }

  /// The bytes of one element of a counting array.
  static byte[] item(DType dtype, long count) {
    long i = count % 100;
    if (!(dtype instanceof DType.Numeric numeric)) {
      byte[] item = new byte[dtype.itemSize()];
      for (int k = 0; k < item.length; k++) {
        item[k] = (byte) (i * 31 + k * 7L + 1);
      }
      return item;
    }
    ScalarType type = numeric.type();
    if (type == ScalarType.BOOL) {
      return bytes(numeric, i & 1);
    }
    long real = Numbers.exact(Numbers.unit(type), Numbers.whole(i)).orElseThrow();
    if (!type.isComplex()) {
      return bytes(numeric, real);
    }
    long imag = Numbers.exact(Numbers.unit(type), Numbers.whole(-i)).orElseThrow();
    return bytes(numeric, real, imag);
  }

  /// The first `count` elements of a counting array.
  static byte[] counting(DType dtype, long count) {
    byte[] out = new byte[(int) count * dtype.itemSize()];
    for (int i = 0; i < count && i < 100; i++) {
      System.arraycopy(item(dtype, i), 0, out, i * dtype.itemSize(), dtype.itemSize());
    }
    int period = 100 * dtype.itemSize();
    for (int i = period; i < out.length; i++) {
      out[i] = out[i - period];
    }
    return out;
  }

  /// The bytes of elements in C order, put into another memory order.
  static byte[] arrange(byte[] logical, DType dtype, Shape shape, MemoryOrder order) {
    return rearranged(logical, dtype, shape, order, true);
  }

  /// The bytes of elements in some memory order, put into C order.
  static byte[] logical(byte[] stored, DType dtype, Shape shape, MemoryOrder order) {
    return rearranged(stored, dtype, shape, order, false);
  }

  private static byte[] rearranged(
      byte[] bytes, DType dtype, Shape shape, MemoryOrder order, boolean fromLogical) {
    if (order == MemoryOrder.C) {
      return bytes.clone();
    }
    int size = dtype.itemSize();
    byte[] out = new byte[bytes.length];
    int[] logical = {0};
    forEachIndex(
        shape,
        index -> {
          int place = 0;
          for (int axis = shape.ndim() - 1; axis >= 0; axis--) {
            place = place * (int) shape.dim(axis) + (int) index[axis];
          }
          int from = fromLogical ? logical[0] : place;
          int to = fromLogical ? place : logical[0];
          System.arraycopy(bytes, from * size, out, to * size, size);
          logical[0]++;
        });
    return out;
  }

  /// Calls with every index in C order; the array is reused.
  static void forEachIndex(Shape shape, Consumer<long[]> action) {
    long[] index = new long[shape.ndim()];
    for (long left = shape.size(); left > 0; left--) {
      action.accept(index);
      for (int axis = shape.ndim() - 1; axis >= 0 && ++index[axis] == shape.dim(axis); axis--) {
        index[axis] = 0;
      }
    }
  }

  /// The numbers in a tensor in C order, read one by one: of a complex one the real parts, of a
  /// bool one 0 and 1.
  static List<Double> read(Tensor tensor) {
    List<Double> out = new ArrayList<>();
    ScalarType type = ((DType.Numeric) tensor.dtype()).type();
    forEachIndex(
        tensor.shape(),
        index ->
            out.add(
                switch (type) {
                  case BOOL -> tensor.getBoolean(index) ? 1.0 : 0.0;
                  case COMPLEX64, COMPLEX128 -> tensor.getComplex(index).real();
                  default -> tensor.getDouble(index);
                }));
    return out;
  }

  /// What [#read] gives for elements of a counting array.
  static List<Double> numbers(DType dtype, long... counts) {
    List<Double> out = new ArrayList<>();
    for (long count : counts) {
      out.add((double) (dtype.equals(DType.BOOL) ? count & 1 : count % 100));
    }
    return out;
  }

  /// The digest that the documentation describes, computed from bytes in C order.
  static String digest(byte[] logical, DType.Numeric dtype) {
    byte[] littleEndian = bytes(dtype.withOrder(ByteOrder.LITTLE_ENDIAN), units(dtype, logical));
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(littleEndian));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// A tensor over bytes in C order.
  static Tensor over(byte[] bytes, DType dtype, long... dims) {
    return Tensors.asTensor(MemorySegment.ofArray(bytes), dtype, Shape.of(dims));
  }

  /// The bytes of a tensor in C order, fetched by the way of printing: element by element.
  static byte[] bytesOf(Tensor tensor) {
    RegionElements elements = new RegionElements(tensor.region);
    int size = tensor.dtype().itemSize();
    ByteBuffer out = ByteBuffer.allocate((int) tensor.size() * size);
    forEachIndex(tensor.shape(), index -> out.put(elements.bytesAt(index)));
    return out.array();
  }
}
