package io.github.npybridge.tensor;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What `asArray` must give, decided without the library: NumPy's dtypes and conversions of
/// elements, torch's rules of sharing, and the mapping of both to Java.
final class AsArrayModel {
  /// The `numpy.promote_types` of names of dtypes.
  private final JsonNode promotions;

  AsArrayModel(JsonNode promotions) {
    this.promotions = promotions;
  }

  /// A number in a list: its type there, none if it fits none, and its bits, or those of both
  /// halves.
  private record Leaf(@Nullable ScalarType type, long bits, long imaginary) {}

  /// Leaves a decision with a refusal.
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ExpectedTensor expected;

    Refusal(Class<? extends RuntimeException> error, String message) {
      super(message);
      expected = ExpectedTensor.refusal(error, message);
    }
  }

  /// @param asTensor whether `as_tensor` is called, which drops the source's wish for gradients
  ///   where the result cannot have it; the others refuse that
  ExpectedTensor expected(OracleObject object, AsArrayOptions options, boolean asTensor) {
    try {
      ExpectedTensor result =
          object.memory() == null ? ofSequence(object, options) : ofMemory(object, options);
      Boolean wanted = options.requiresGrad();
      boolean wishes = wanted == null ? object.requiresGrad() && !asTensor : wanted;
      if (wishes && !isFloating(result.dtype())) {
        throw new Refusal(
            IllegalArgumentException.class,
            "Only Tensors of floating point and complex dtype can require gradients");
      }
      boolean inherited = object.requiresGrad() && isFloating(result.dtype());
      return result.withRequiresGrad(wanted == null ? inherited : wanted);
    } catch (Refusal refusal) {
      return refusal.expected;
    }
  }

  private static boolean isFloating(DType dtype) {
    return dtype instanceof DType.Numeric numeric
        && (numeric.type().isFloat() || numeric.type().isComplex());
  }

  private static ExpectedTensor ofMemory(OracleObject given, AsArrayOptions options) {
    OracleObject object = given;
    DType dtype = options.dtype() == null ? given.dtype() : options.dtype();
    if (given.dtype() == null) {
      if (dtype == null) {
        throw new Refusal(IllegalArgumentException.class, "expected a dtype argument");
      }
      long length = given.memory().byteSize();
      if (length % dtype.itemSize() != 0) {
        throw new Refusal(
            IllegalArgumentException.class,
            "buffer length ("
                + length
                + " bytes) after offset (0 bytes) must be a multiple of element size ("
                + dtype.itemSize()
                + ")");
      }
      object = given.typed(dtype);
    }
    boolean same = dtype.equals(object.dtype());
    if (options.copy() == CopyPolicy.NEVER) {
      requireCpu(options, "can't alias tensor from device 'cpu' to '" + options.device() + "'.");
      if (!same) {
        throw new Refusal(
            CopyRequiredException.class,
            "can't alias tensor with dtype '" + object.dtype() + "' into dtype '" + dtype + "'.");
      }
    }
    requireCpu(options, "");
    if (same && options.copy() != CopyPolicy.ALWAYS) {
      return ExpectedTensor.tensor(
              dtype,
              object.shape(),
              object.byteStrides(),
              ExpectedTensor.text(dtype, object.elements()),
              true)
          .withReadOnly(object.isReadOnly());
    }
    return copied(object, dtype);
  }

  /// A device other than the CPU, by whatever number, is refused.
  private static void requireCpu(AsArrayOptions options, String aliasing) {
    Device device = options.device();
    if (device != null && !device.type().equals("cpu")) {
      throw aliasing.isEmpty()
          ? new Refusal(IllegalArgumentException.class, "'" + device + "'")
          : new Refusal(CopyRequiredException.class, aliasing);
    }
  }

  private static ExpectedTensor copied(OracleObject object, DType dtype) {
    List<String> elements;
    if (object.dtype().equals(dtype)) {
      elements = ExpectedTensor.text(dtype, object.elements());
    } else if (object.dtype() instanceof DType.Numeric from && dtype instanceof DType.Numeric to) {
      elements = cast(from, to, Elements.units(from, object.elements()));
    } else {
      throw new Refusal(CastRefusedException.class, object.dtype().toString());
    }
    List<Long> strides = ExpectedTensor.packed(object.shape(), dtype.itemSize());
    if (isDense(object)) {
      long itemSize = object.dtype().itemSize();
      strides =
          object.byteStrides().stream()
              .map(stride -> stride / itemSize * dtype.itemSize())
              .toList();
    }
    return ExpectedTensor.tensor(dtype, object.shape(), strides, elements, false);
  }

  private static List<String> cast(DType.Numeric from, DType.Numeric to, long... units) {
    List<String> elements = new ArrayList<>();
    int halves = from.type().isComplex() ? 2 : 1;
    for (int i = 0; i < units.length; i += halves) {
      long[] result =
          CastTest.expected(from.type(), to.type(), Arrays.copyOfRange(units, i, i + halves));
      if (result.length == 0) {
        throw new Refusal(
            UnrepresentableValueException.class,
            "value cannot be converted to type " + to + " without overflow");
      }
      elements.addAll(Numbers.text(to.type(), result));
    }
    return elements;
  }

  /// Whether the elements lie without gaps and none twice, in any order of the axes.
  private static boolean isDense(OracleObject object) {
    long expected = object.dtype().itemSize();
    List<Integer> axes =
        IntStream.range(0, object.shape().ndim())
            .filter(axis -> object.shape().dim(axis) != 1)
            .boxed()
            .sorted(
                (a, b) -> Long.compare(object.byteStrides().get(a), object.byteStrides().get(b)))
            .toList();
    for (int axis : axes) {
      if (object.byteStrides().get(axis) != expected) {
        return false;
      }
      expected *= object.shape().dim(axis);
    }
    return true;
  }

  private ExpectedTensor ofSequence(OracleObject object, AsArrayOptions options) {
    if (options.copy() == CopyPolicy.NEVER) {
      throw new Refusal(
          CopyRequiredException.class, "can't alias arbitrary sequence into a tensor.");
    }
    requireCpu(options, "");
    List<Long> dims = new ArrayList<>();
    for (Object node = object.java(); node instanceof List<?> list; ) {
      dims.add((long) list.size());
      node = list.isEmpty() ? "" : list.getFirst();
    }
    List<Leaf> leaves = new ArrayList<>();
    collect(object.java(), 0, dims, leaves);
    DType dtype = options.dtype();
    if (dtype == null && leaves.stream().anyMatch(leaf -> leaf.type == null)) {
      throw new Refusal(UnrepresentableValueException.class, "without overflow");
    }
    if (dtype == null) {
      dtype =
          leaves.stream()
              .map(Leaf::type)
              .reduce(this::promoted)
              .map(DType::of)
              .orElse(DType.FLOAT64);
    }
    DType.Numeric to = (DType.Numeric) dtype;
    List<String> elements =
        leaves.stream().flatMap(leaf -> converted(leaf, to.type()).stream()).toList();
    Shape shape = Shape.of(dims.stream().mapToLong(n -> n).toArray());
    return ExpectedTensor.tensor(
        dtype, shape, ExpectedTensor.packed(shape, dtype.itemSize()), elements, false);
  }

  private ScalarType promoted(ScalarType one, ScalarType other) {
    return type(promotions.path(one.dtypeName()).path(other.dtypeName()).textValue());
  }

  static ScalarType type(String name) {
    return NAMES.get(name);
  }

  private static final Map<String, ScalarType> NAMES =
      Arrays.stream(ScalarType.values())
          .collect(Collectors.toMap(ScalarType::dtypeName, type -> type));

  private static void collect(
      @Nullable Object node, int depth, List<Long> dims, List<Leaf> leaves) {
    boolean isList = node instanceof Collection<?>;
    if (node instanceof List<?> list) {
      if (depth == dims.size() || list.size() != dims.get(depth)) {
        throw new Refusal(
            IllegalArgumentException.class,
            depth == dims.size()
                ? "at dim " + depth
                : "expected sequence of length "
                    + dims.get(depth)
                    + " at dim "
                    + depth
                    + " (got "
                    + list.size()
                    + ")");
      }
      for (Object child : list) {
        collect(child, depth + 1, dims, leaves);
      }
    } else if (node instanceof String) {
      throw new Refusal(IllegalArgumentException.class, "too many dimensions 'str'");
    } else if (node == null || isList || !(node instanceof Number || isOtherNumber(node))) {
      throw new Refusal(IllegalArgumentException.class, "non-numeric element");
    } else if (depth < dims.size()) {
      throw new Refusal(
          IllegalArgumentException.class,
          "expected sequence of length " + dims.get(depth) + " at dim " + depth);
    } else {
      leaves.add(leaf(node));
    }
  }

  private static boolean isOtherNumber(Object node) {
    return node instanceof Boolean || node instanceof Complex;
  }

  private static Leaf leaf(Object box) {
    return switch (box) {
      case Boolean truth -> new Leaf(ScalarType.BOOL, truth ? 1 : 0, 0);
      case Byte number -> new Leaf(ScalarType.INT8, number, 0);
      case Short number -> new Leaf(ScalarType.INT16, number, 0);
      case Integer number -> new Leaf(ScalarType.INT32, number, 0);
      case Long number -> new Leaf(ScalarType.INT64, number, 0);
      case Float number ->
          new Leaf(ScalarType.FLOAT32, Float.floatToRawIntBits(number) & 0xffff_ffffL, 0);
      case Double number -> new Leaf(ScalarType.FLOAT64, Double.doubleToRawLongBits(number), 0);
      case Complex number ->
          new Leaf(
              ScalarType.COMPLEX128,
              Double.doubleToRawLongBits(number.real()),
              Double.doubleToRawLongBits(number.imag()));
      case BigInteger number -> {
        // What is too large is no dtype's own, but can be rounded to a float.
        yield number.bitLength() > Long.SIZE
            ? new Leaf(null, Double.doubleToRawLongBits(number.doubleValue()), 0)
            : new Leaf(ScalarType.UINT64, number.longValue(), 0);
      }
      default -> throw new IllegalArgumentException(box.toString());
    };
  }

  /// A number in a list as an element: it must fit, where the element of an array wraps around.
  private static List<String> converted(Leaf leaf, ScalarType to) {
    if (leaf.type == null && to.isInteger()) {
      throw new Refusal(UnrepresentableValueException.class, "without overflow");
    }
    ScalarType from = leaf.type == null ? ScalarType.FLOAT64 : leaf.type;
    if (from.isComplex() && !to.isComplex() && to != ScalarType.BOOL) {
      throw new Refusal(CastRefusedException.class, to.dtypeName());
    }
    boolean isWhole = from.isInteger() && to.isInteger();
    OptionalLong fits =
        isWhole ? Numbers.exact(to, Numbers.decode(from, leaf.bits)) : OptionalLong.of(0);
    long[] result =
        fits.isEmpty()
            ? new long[0]
            : CastTest.expected(
                from,
                to,
                from.isComplex() ? new long[] {leaf.bits, leaf.imaginary} : new long[] {leaf.bits});
    if (result.length == 0) {
      throw new Refusal(
          UnrepresentableValueException.class,
          "value cannot be converted to type " + to.dtypeName() + " without overflow");
    }
    return Numbers.text(to, result);
  }
}
