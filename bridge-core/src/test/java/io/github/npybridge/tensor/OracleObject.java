package io.github.npybridge.tensor;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// An object that torch and NumPy were given, as a Java program would have it; made anew for each
/// case, for the cases write to it.
///
/// @param java what is handed to the library
/// @param memory all bytes that it lies in, writable; null if it has none to share
/// @param dtype what the elements are; null for bytes that do not say, and for numbers in lists
/// @param byteOffset where the first element starts in the memory
/// @param byteStrides bytes from one element to the next along each axis
record OracleObject(
    @Nullable Object java,
    @Nullable MemorySegment memory,
    @Nullable DType dtype,
    Shape shape,
    long byteOffset,
    List<Long> byteStrides,
    boolean isReadOnly,
    boolean requiresGrad) {

  /// Why there is no such object in Java; empty if there is.
  static String whyNot(JsonNode json) {
    return switch (json.required("kind").textValue()) {
      case "npscalar" -> hasBox(json.required("dtype").textValue()) ? "" : "no Java box";
      case "list" -> whyNotList(json.required("tree"));
      case "buffer" ->
          json.required("type").textValue().equals("memoryview_strided")
              ? "no strided buffers in Java"
              : "";
      case "array_interface", "array_method", "dlpack_object", "dlpack_capsule" ->
          "a protocol of Python";
      default -> "";
    };
  }

  private static boolean hasBox(String descr) {
    return List.of("|b1", "|i1", "<i2", "<i4", "<i8", "<f4", "<f8", "<c16").contains(descr);
  }

  private static String whyNotList(JsonNode tree) {
    if (tree.isArray()) {
      for (JsonNode child : tree) {
        if (!whyNotList(child).isEmpty()) {
          return whyNotList(child);
        }
      }
      return "";
    }
    String tag = tree.textValue().replaceFirst(":.*", "");
    return switch (tag) {
      case "u8", "u16", "u32", "u64", "f16" -> "no Java box";
      case "y" -> "a byte string is a row of int8 in Java";
      default -> "";
    };
  }

  static OracleObject of(JsonNode json) {
    return switch (json.required("kind").textValue()) {
      case "ndarray" -> array(json, dtype(json.required("dtype")), 1);
      case "tensor" -> {
        DType dtype = DType.of(AsArrayModel.type(json.required("dtype").textValue()));
        yield array(json, dtype, dtype.itemSize());
      }
      case "npscalar" -> sequence(box(array(json, dtype(json.required("dtype")), 1)));
      case "scalar" -> sequence(leaf(json.required("value").textValue()));
      case "list" -> sequence(tree(json.required("tree")));
      case "range" ->
          sequence(LongStream.range(0, json.required("n").longValue()).boxed().toList());
      case "buffer" ->
          buffer(
              json.required("type").textValue(),
              HexFormat.of().parseHex(json.required("hex").textValue()));
      default -> sequence(other(json.required("py").textValue()));
    };
  }

  private static DType dtype(JsonNode descr) {
    if (descr.isTextual()) {
      return DType.of(descr.textValue());
    }
    List<String> fields = new ArrayList<>();
    descr.forEach(field ->
        fields.add("('" + field.get(0).textValue() + "', '" + field.get(1).textValue() + "')"));
    return DType.of(fields.toString());
  }

  private static OracleObject array(JsonNode json, DType dtype, int bytesPerUnit) {
    MemorySegment memory =
        MemorySegment.ofArray(HexFormat.of().parseHex(json.required("base_hex").textValue()));
    Shape shape = Shape.of(longs(json.required("shape"), 1));
    long offset = json.required("offset").longValue() * bytesPerUnit;
    long[] strides = longs(json.required("strides"), bytesPerUnit);
    boolean readOnly = !json.path("writeable").asBoolean(true);
    boolean gradients = json.path("requires_grad").asBoolean(false);
    Tensor tensor =
        Tensors.asTensor(readOnly ? memory.asReadOnly() : memory, dtype, shape, offset, strides);
    if (gradients) {
      tensor = Tensors.asArray(tensor, AsArrayOptions.DEFAULT.withRequiresGrad(true));
    }
    return new OracleObject(
        tensor, memory, dtype, shape, offset, list(strides), readOnly, gradients);
  }

  static long[] longs(JsonNode array, long factor) {
    return IntStream.range(0, array.size())
        .mapToLong(i -> array.get(i).longValue() * factor)
        .toArray();
  }

  static List<Long> list(long... numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static Object box(OracleObject scalar) {
    Tensor tensor = (Tensor) scalar.java;
    return switch (((DType.Numeric) tensor.dtype()).type()) {
      case BOOL -> tensor.getBoolean();
      case INT8 -> tensor.getByte();
      case INT16 -> tensor.getShort();
      case INT32 -> tensor.getInt();
      case INT64 -> tensor.getLong();
      case FLOAT32 -> tensor.getFloat();
      case FLOAT64 -> tensor.getDouble();
      case COMPLEX128 -> tensor.getComplex();
      default -> throw new IllegalArgumentException(tensor.repr());
    };
  }

  private static OracleObject sequence(@Nullable Object java) {
    return new OracleObject(java, null, null, Shape.scalar(), 0, List.of(), false, false);
  }

  private static @Nullable Object tree(JsonNode node) {
    if (!node.isArray()) {
      return leaf(node.textValue());
    }
    List<@Nullable Object> list = new ArrayList<>();
    node.forEach(child -> list.add(tree(child)));
    return list;
  }

  private static @Nullable Object leaf(String text) {
    String value = text.substring(text.indexOf(':') + 1);
    return switch (text.replaceFirst(":.*", "")) {
      case "b" -> value.equals("True");
      case "i" -> {
        BigInteger number = new BigInteger(value);
        yield number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
      }
      case "f", "f64" -> real(value);
      case "c" -> complex(value);
      case "s" -> value;
      case "n" -> null;
      case "i8" -> Byte.valueOf(value);
      case "i16" -> Short.valueOf(value);
      case "i32" -> Integer.valueOf(value);
      case "i64" -> Long.valueOf(value);
      case "f32" -> (float) real(value);
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static double real(String python) {
    return switch (python) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(python);
    };
  }

  /// A complex number as Python prints it: `(1+2j)` or `2j`.
  private static Complex complex(String python) {
    String text = python.replaceAll("[()j]", "");
    int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    return sign <= 0
        ? new Complex(0, real(text))
        : new Complex(real(text.substring(0, sign)), real(text.substring(sign)));
  }

  private static @Nullable Object other(String python) {
    return switch (python) {
      case "str" -> "abc";
      case "None" -> null;
      case "dict" -> Map.of("a", 1);
      case "set" -> Set.of(1, 2);
      case "object" -> new Object();
      default -> throw new IllegalArgumentException(python);
    };
  }

  private static OracleObject buffer(String type, byte[] content) {
    ByteBuffer bytes =
        switch (type) {
          // The file had one page.
          case "mmap" -> ByteBuffer.allocateDirect(4096).put(content).clear();
          case "memoryview" ->
              ByteBuffer.allocate(content.length + 5).position(3).put(content).flip().position(3);
          default -> ByteBuffer.wrap(content);
        };
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    MemorySegment memory = MemorySegment.ofBuffer(bytes);
    boolean readOnly = type.equals("bytes") || type.equals("memoryview_ro");
    Buffer java =
        switch (type) {
          case "array:i" -> bytes.asIntBuffer();
          case "array:d" -> bytes.asDoubleBuffer();
          default -> readOnly ? bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN) : bytes;
        };
    DType dtype =
        switch (type) {
          case "array:i" -> DType.INT32;
          case "array:d" -> DType.FLOAT64;
          default -> null;
        };
    Shape shape = Shape.of(memory.byteSize() / (dtype == null ? 1 : dtype.itemSize()));
    List<Long> strides = List.of(dtype == null ? 1L : dtype.itemSize());
    return new OracleObject(java, memory, dtype, shape, 0, strides, readOnly, false);
  }

  /// This object with its bytes taken for elements of a dtype.
  OracleObject typed(DType taken) {
    int size = taken.itemSize();
    return new OracleObject(
        java,
        memory,
        taken,
        Shape.of(shape.size() / size),
        0,
        List.of((long) size),
        isReadOnly,
        requiresGrad);
  }

  /// The bytes of the elements in C order.
  byte[] elements() {
    int size = dtype.itemSize();
    byte[] all = memory.toArray(ValueLayout.JAVA_BYTE);
    ByteBuffer out = ByteBuffer.allocate((int) shape.size() * size);
    Elements.forEachIndex(
        shape,
        index -> {
          long place = byteOffset;
          for (int axis = 0; axis < index.length; axis++) {
            place += index[axis] * byteStrides.get(axis);
          }
          out.put(all, (int) place, size);
        });
    return out.array();
  }
}
