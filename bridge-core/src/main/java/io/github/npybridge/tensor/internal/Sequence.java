package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.CastRefusedException;
import io.github.npybridge.tensor.Complex;
import io.github.npybridge.tensor.Tensor;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Numbers in lists in lists, seen as an array: what its shape is, what dtype its elements have in
/// common, and its elements one after the other.
///
/// Lists are anything that can be iterated in a certain order, and Java arrays; numbers are boxes,
/// `BigInteger`, `BigDecimal` and [Complex]. A primitive array counts as a list of its elements, a
/// tensor as a list of its rows. Everything is looked at before anything is converted.
public final class Sequence {
  private static final int MAX_AXES = 64;

  private final List<Long> dims = new ArrayList<>();
  private final List<Long> path = new ArrayList<>();
  private final Object root;
  private final BiConsumer<Tensor, Consumer<Region>> regions;
  private int depth = -1;
  private @Nullable ScalarType common;
  private @Nullable CastRefusedException noCommon;

  /// Looks at a number, or lists of numbers.
  ///
  /// @param regions hands the memory of a tensor to who reads it, under the guard of its file
  /// @throws IllegalArgumentException if lists at the same level differ in length, or something is
  ///   no number; the message says where
  public Sequence(@Nullable Object source, BiConsumer<Tensor, Consumer<Region>> regions) {
    this.regions = regions;
    this.root = explore(source);
  }

  /// The axis lengths: that of the outermost list first.
  public Shape shape() {
    return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
  }

  /// What NumPy's promotion makes of all elements; float64 if there are none.
  ///
  /// @throws CastRefusedException if they have nothing in common
  public DType.Numeric dtype() {
    if (noCommon != null) {
      throw noCommon;
    }
    return common == null ? DType.FLOAT64 : DType.of(common);
  }

  /// New memory in C order with the elements, converted to a dtype.
  ///
  /// Floats are cut towards zero for an integer dtype; anything else that does not fit is refused.
  ///
  /// @throws io.github.npybridge.tensor.UnrepresentableValueException if a number does not fit
  /// @throws CastRefusedException if a complex number is to become a real one
  public Region toRegion(DType.Numeric dtype) {
    Region target = Region.allocate(dtype, shape(), MemoryOrder.C);
    SequenceWriter writer = new SequenceWriter(target);
    write(root, writer);
    writer.flush();
    return target;
  }

  private void write(Object node, SequenceWriter writer) {
    switch (node) {
      case Object[] children -> {
        for (Object child : children) {
          write(child, writer);
        }
      }
      case Tensor tensor -> regions.accept(tensor, writer::add);
      case boolean[] array -> {
        for (boolean element : array) {
          writer.add(element ? 1 : 0, ScalarType.INT64);
        }
      }
      case Complex number -> writer.add(number.real(), number.imag());
      case Boolean truth -> writer.add(truth ? 1 : 0, ScalarType.INT64);
      case Character c -> writer.add(c, ScalarType.INT64);
      case BigInteger number -> writer.add(number);
      case Float number -> writer.add(number.doubleValue());
      case Double number -> writer.add(number);
      case BigDecimal number -> writer.add(number.doubleValue());
      case Number number -> writer.add(number.longValue(), ScalarType.INT64);
      default -> writer.addRow(node, Array.getLength(node));
    }
  }

  /// Checks a part and what is in it.
  ///
  /// @return the part, with lists as arrays
  private Object explore(@Nullable Object node) {
    if (node == null) {
      throw notANumber("null", "");
    }
    int axis = path.size();
    if (node instanceof Object[] || isOrdered(node)) {
      Object[] children = children(node);
      requireLength(axis, children.length);
      for (int i = 0; i < children.length; i++) {
        path.add((long) i);
        children[i] = explore(children[i]);
        path.removeLast();
      }
      return children;
    }
    if (node instanceof Tensor tensor) {
      for (int inner = 0; inner < tensor.ndim(); inner++) {
        requireLength(axis + inner, tensor.shape().dim(inner));
      }
      requireElements(axis + tensor.ndim());
      if (!(tensor.dtype() instanceof DType.Numeric numeric)) {
        throw notANumber("a tensor of " + tensor.dtype(), "");
      }
      include(numeric.type());
      return tensor;
    }
    if (node.getClass().isArray()) {
      requireLength(axis, Array.getLength(node));
      requireElements(axis + 1);
      include(elementType(node));
      return node;
    }
    requireElements(axis);
    include(elementType(node));
    return node;
  }

  /// Whether something is a list: can be iterated, and in a certain order.
  private static boolean isOrdered(Object node) {
    return node instanceof Iterable
        && !(node instanceof java.nio.file.Path)
        && !(node instanceof Tensor)
        && (!(node instanceof Set) || node instanceof SequencedCollection);
  }

  private static Object[] children(Object node) {
    return switch (node) {
      case Object[] array -> Arrays.copyOf(array, array.length, Object[].class);
      case Collection<?> collection -> collection.toArray(new Object[0]);
      default -> {
        List<Object> list = new ArrayList<>();
        ((Iterable<?>) node).forEach(list::add);
        yield list.toArray();
      }
    };
  }

  private void requireLength(int axis, long length) {
    if (axis == depth || axis >= MAX_AXES) {
      throw ragged(
          axis == depth ? "a scalar" : "at most " + MAX_AXES + " levels of lists",
          axis,
          "a sequence of length " + length);
    }
    if (axis == dims.size()) {
      dims.add(length);
    } else if (dims.get(axis) != length) {
      throw ragged("sequence of length " + dims.get(axis), axis, Long.toString(length));
    }
  }

  private void requireElements(int axis) {
    if (axis < dims.size()) {
      throw ragged("sequence of length " + dims.get(axis), axis, "a scalar");
    }
    depth = axis;
  }

  private IllegalArgumentException ragged(String expected, int axis, String found) {
    return new IllegalArgumentException(
        "expected " + expected + " at dim " + axis + " (got " + found + ") at index " + path);
  }

  private void include(ScalarType type) {
    ScalarType before = common == null ? type : common;
    ScalarType both = CastRules.commonType(before, type);
    if (both != null) {
      common = both;
    } else if (noCommon == null) {
      noCommon =
          new CastRefusedException(
              "expected elements of dtypes that have one in common, found "
                  + before.dtypeName()
                  + " and, at index "
                  + path
                  + ", "
                  + type.dtypeName()
                  + "; name the dtype that is wanted");
    }
  }

  private ScalarType elementType(Object node) {
    return switch (node) {
      case Boolean b -> ScalarType.BOOL;
      case Byte b -> ScalarType.INT8;
      case Short s -> ScalarType.INT16;
      case Character c -> ScalarType.UINT16;
      case Integer i -> ScalarType.INT32;
      case Long l -> ScalarType.INT64;
      case Float f -> ScalarType.FLOAT32;
      case Double d -> ScalarType.FLOAT64;
      case BigDecimal d -> ScalarType.FLOAT64;
      case Complex c -> ScalarType.COMPLEX128;
      case BigInteger i ->
          i.signum() < 0 || i.bitLength() < Long.SIZE ? ScalarType.INT64 : ScalarType.UINT64;
      case boolean[] a -> ScalarType.BOOL;
      case byte[] a -> ScalarType.INT8;
      case short[] a -> ScalarType.INT16;
      case char[] a -> ScalarType.UINT16;
      case int[] a -> ScalarType.INT32;
      case long[] a -> ScalarType.INT64;
      case float[] a -> ScalarType.FLOAT32;
      case double[] a -> ScalarType.FLOAT64;
      case CharSequence s ->
          throw notANumber(s.getClass().getName(), " (too many dimensions 'str')");
      case Set<?> s -> throw notANumber(s.getClass().getName(), " (a set has no order)");
      default -> throw notANumber(node.getClass().getName(), "");
    };
  }

  private IllegalArgumentException notANumber(String what, String why) {
    return new IllegalArgumentException("non-numeric element " + what + " at " + path + why);
  }
}
