package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Reading and writing one element, in every overload.
abstract class ElementContract extends MemoryContract {

  /// An array of the dtype's edge values; its rows are cut from their list.
  private Memory edges(Layout layout, int columns) {
    DType.Numeric dtype = layout.dtype();
    long[][] items = edgeItems(dtype.type());
    int rows = items.length / columns;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < rows * columns; i++) {
      bytes.writeBytes(Elements.bytes(dtype, items[i]));
    }
    return memory(dtype, Shape.of(rows, columns), layout.order(), bytes.toByteArray());
  }

  private static long[][] edgeItems(ScalarType type) {
    List<Long> units = Numbers.edges(type);
    long[][] items = new long[units.size()][];
    Arrays.setAll(
        items,
        i ->
            type.isComplex()
                ? new long[] {units.get(i), units.get(units.size() - 1 - i)}
                : new long[] {units.get(i)});
    return items;
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void readsEveryValueWithEveryAccessorThatHoldsIt(Layout layout) {
    ScalarType type = layout.dtype().type();
    long[][] items = edgeItems(type);
    try (Memory memory = edges(layout, 3)) {
      Tensor matrix = memory.tensor();
      Tensor cube = matrix.unsqueeze(1);
      for (Accessor accessor : Accessor.values()) {
        if (!accessor.reads(type)) {
          checkRefusal(accessor, matrix, 0, 0);
          checkRefusal(accessor, cube, 0, 0, 0);
          checkRefusal(accessor, matrix.select(0, 0), 0);
          checkRefusal(accessor, matrix.select(0, 0).select(0, 0));
          continue;
        }
        List<Object> expected = new ArrayList<>();
        List<Object> found = new ArrayList<>();
        for (int k = 0; k < matrix.size(); k++) {
          int i = k / 3;
          int j = k % 3;
          expected.addAll(Collections.nCopies(5, accessor.expected(type, items[k])));
          found.add(read(accessor, matrix, i, j));
          found.add(read(accessor, cube, i, 0, j));
          found.add(read(accessor, matrix.select(0, i), j));
          found.add(read(accessor, matrix.select(1, j), i));
          found.add(read(accessor, matrix.select(0, i).select(0, j)));
        }
        assertThat(found).isEqualTo(expected);
      }
    }
  }

  private static void checkRefusal(Accessor accessor, Tensor tensor, long... index) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> accessor.get(tensor, index))
        .withMessageContaining("found " + tensor.dtype() + "; use get");
  }

  /// The element, or an empty text if it is refused by its value.
  private static Object read(Accessor accessor, Tensor tensor, long... index) {
    try {
      return accessor.get(tensor, index);
    } catch (ArithmeticException e) {
      assertThat(e).hasMessageContaining("uint64 up to 2**63 - 1, found ");
      return "";
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void copiesEveryValueIntoArraysOfEveryTypeThatHoldsIt(Layout layout) {
    ScalarType type = layout.dtype().type();
    try (Memory memory = edges(layout, 3)) {
      for (Accessor accessor : Accessor.values()) {
        if (accessor == Accessor.COMPLEX) {
          continue;
        }
        Tensor tensor = memory.tensor();
        if (!accessor.reads(type)) {
          assertThatIllegalArgumentException().isThrownBy(() -> accessor.toArray(tensor));
          continue;
        }
        if (type == ScalarType.UINT64 && accessor == Accessor.LONG) {
          assertThatExceptionOfType(ArithmeticException.class)
              .isThrownBy(() -> accessor.toArray(tensor));
          continue;
        }
        Object array = accessor.toArray(tensor);
        assertThat(Array.getLength(array)).isEqualTo((int) tensor.size());
        long[][] items = edgeItems(type);
        List<Object> expected = new ArrayList<>();
        List<Object> found = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
          expected.add(accessor.expected(type, items[i]));
          found.add(Array.get(array, i));
        }
        assertThat(found).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void storesWhatTheDTypeHoldsExactlyAndRefusesTheRest(Layout layout) {
    DType.Numeric dtype = layout.dtype();
    Shape shape = Shape.of(2, 3);
    try (Memory memory = counting(dtype, layout.order(), shape)) {
      Tensor matrix = memory.tensor();
      for (Accessor accessor : Accessor.values()) {
        List<?> candidates = accessor.candidates();
        for (Object value : isWritable() ? candidates : candidates.subList(0, 1)) {
          checkWrite(accessor, value, memory, matrix, 4, 1, 1);
        }
        // The overloads differ in how they find the element.
        for (Object value : candidates.subList(0, 2)) {
          checkWrite(accessor, value, memory, matrix.unsqueeze(2), 3, 1, 0, 0);
          checkWrite(accessor, value, memory, matrix.select(0, 1), 5, 2);
          checkWrite(accessor, value, memory, matrix.select(0, 0).select(0, 2), 2);
        }
      }
    }
  }

  /// Writes to the element that is at place `position` of the memory's array in C order.
  private void checkWrite(
      Accessor accessor, Object value, Memory memory, Tensor view, int position, long... index) {
    DType.Numeric dtype = (DType.Numeric) view.dtype();
    byte[] before = logical(memory);
    long[] expected = accessor.stored(dtype.type(), value);
    if (!isWritable()) {
      assertThatExceptionOfType(ReadOnlyTensorException.class)
          .isThrownBy(() -> accessor.set(view, value, index));
      assertThat(logical(memory)).isEqualTo(before);
      return;
    }
    if (expected.length == 0) {
      assertThatIllegalArgumentException()
          .as("%s of %s into %s", accessor, value, dtype)
          .isThrownBy(() -> accessor.set(view, value, index));
      assertThat(logical(memory)).isEqualTo(before);
      return;
    }
    accessor.set(view, value, index);
    byte[] after = logical(memory);
    int size = dtype.itemSize();
    byte[] written = Arrays.copyOfRange(after, position * size, (position + 1) * size);
    assertThat(Numbers.text(dtype.type(), Elements.units(dtype, written)))
        .isEqualTo(Numbers.text(dtype.type(), expected));
    System.arraycopy(before, position * size, after, position * size, size);
    assertThat(after).as("the other elements").isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("fewLayouts")
  void refusesIndicesOutOfBoundsAndOfAnotherRank(Layout layout) {
    if (layout.order() == MemoryOrder.FORTRAN) {
      return;
    }
    for (Shape shape :
        List.of(Shape.scalar(), Shape.of(0), Shape.of(5), Shape.of(2, 3), Shape.of(2, 1, 3))) {
      try (Memory memory = counting(layout.dtype(), layout.order(), shape)) {
        byte[] before = memory.content().get();
        for (Accessor accessor : Accessor.values()) {
          checkIndices(accessor, memory.tensor());
        }
        assertThat(memory.content().get()).isEqualTo(before);
      }
    }
  }

  private void checkIndices(Accessor accessor, Tensor tensor) {
    Shape shape = tensor.shape();
    for (int rank = 0; rank <= 4; rank++) {
      if (rank != shape.ndim()) {
        checkIndex(
            accessor,
            tensor,
            "expected " + shape.ndim() + " indices for shape " + shape + ", found " + rank,
            new long[rank]);
      }
    }
    for (int axis = 0; axis < shape.ndim() && shape.size() > 0; axis++) {
      long length = shape.dim(axis);
      for (long wrong : new long[] {-1, length, Long.MAX_VALUE}) {
        long[] index = new long[shape.ndim()];
        index[axis] = wrong;
        checkIndex(
            accessor,
            tensor,
            "index " + wrong + " is out of bounds for axis " + axis + " with size " + length,
            index);
      }
    }
    if (shape.size() == 0) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> accessor.get(tensor, new long[shape.ndim()]));
    }
  }

  private void checkIndex(Accessor accessor, Tensor tensor, String message, long... index) {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> accessor.get(tensor, index))
        .withMessage(message);
    Object value = accessor.candidates().getFirst();
    if (isWritable()) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> accessor.set(tensor, value, index))
          .withMessage(message);
    } else {
      assertThatExceptionOfType(ReadOnlyTensorException.class)
          .isThrownBy(() -> accessor.set(tensor, value, index));
    }
  }

  static Stream<DType> dtypesOfNoNumbers() {
    return otherDTypes().filter(dtype -> !(dtype instanceof DType.LongDouble));
  }

  @ParameterizedTest
  @MethodSource("dtypesOfNoNumbers")
  void refusesTypedAccessToWhatIsNotANumber(DType dtype) {
    try (Memory memory = counting(dtype, MemoryOrder.C, Shape.of(2))) {
      byte[] before = memory.content().get();
      for (Accessor accessor : Accessor.values()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> accessor.get(memory.tensor(), 1))
            .withMessageContaining("found " + dtype);
        Object value = accessor.candidates().getFirst();
        if (isWritable()) {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> accessor.set(memory.tensor(), value, 1))
              .withMessageContaining(": expected ");
        } else {
          assertThatExceptionOfType(ReadOnlyTensorException.class)
              .isThrownBy(() -> accessor.set(memory.tensor(), value, 1));
        }
        if (accessor != Accessor.COMPLEX) {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> accessor.toArray(memory.tensor()))
              .withMessageContaining("found " + dtype);
        }
      }
      assertThat(memory.content().get()).isEqualTo(before);
    }
  }
}
