package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Views: which elements they show, and that they are views.
abstract class ViewContract extends BulkContract {

  /// Checks shape and elements, and that a write to the view's first element is one to the memory.
  private void checkView(Memory memory, Tensor view, Shape shape, long... counts) {
    DType dtype = view.dtype();
    assertThat(view.shape()).isEqualTo(shape);
    assertThat(view.ndim()).isEqualTo(shape.ndim());
    assertThat(view.size()).isEqualTo(shape.size());
    assertThat(view.byteSize()).isEqualTo(shape.size() * dtype.itemSize());
    assertThat(view.file()).isEqualTo(memory.tensor().file());
    assertThat(view.isReadOnly()).isEqualTo(!isWritable());
    assertThat(Elements.read(view)).isEqualTo(Elements.numbers(dtype, counts));
    if (isWritable() && counts.length > 0) {
      byte[] expected = logical(memory);
      byte[] item = Elements.item(dtype, counts[0] + 1);
      System.arraycopy(item, 0, expected, (int) counts[0] * item.length, item.length);
      Tensor first = view;
      while (first.ndim() > 0) {
        first = first.select(0, 0);
      }
      first.copyFrom(Elements.over(item, dtype));
      assertThat(logical(memory)).isEqualTo(expected);
      first.copyFrom(Elements.over(Elements.item(dtype, counts[0]), dtype));
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void viewsShowTheElementsOfTheirIndices(Layout layout) {
    try (Memory m = counting(layout, 2, 3, 4)) {
      Tensor t = m.tensor();
      checkView(m, t.select(0, 1), Shape.of(3, 4), 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
      checkView(m, t.select(-1, -1), Shape.of(2, 3), 3, 7, 11, 15, 19, 23);
      checkView(m, t.slice(Slice.at(-1), Slice.all(), Slice.at(2)), Shape.of(3), 14, 18, 22);
      checkView(
          m,
          t.slice(Slice.ellipsis(), Slice.range(1, 3)).select(0, 0).select(0, 2),
          Shape.of(2),
          9,
          10);
      checkView(
          m, t.slice("..., ::-3"), Shape.of(2, 3, 2), 3, 0, 7, 4, 11, 8, 15, 12, 19, 16, 23, 20);
      checkView(m, t.slice(Slice.newAxis(), Slice.at(0), Slice.at(1)), Shape.of(1, 4), 4, 5, 6, 7);
      checkView(m, t.slice(Slice.range(5, 9)), Shape.of(0, 3, 4));
      checkView(
          m, t.select(0, 0).transpose(), Shape.of(4, 3), 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
      checkView(m, t.permute(1, -1, 0).select(0, 1), Shape.of(4, 2), 4, 16, 5, 17, 6, 18, 7, 19);
      checkView(m, t.flip(1, -1).select(0, 0).select(0, 0), Shape.of(4), 11, 10, 9, 8);
      checkView(m, t.flip().select(0, 0).select(0, 0), Shape.of(4), 23, 22, 21, 20);
      checkView(
          m,
          t.unsqueeze(-1).unsqueeze(0).squeeze(0).squeeze().select(0, 1).select(0, 2),
          Shape.of(4),
          20,
          21,
          22,
          23);
      checkView(m, t.select(0, 1).select(0, 2).select(0, 3), Shape.scalar(), 23);
      if (layout.order() == MemoryOrder.C) {
        checkView(m, t.reshape(6, 4).select(0, 5), Shape.of(4), 20, 21, 22, 23);
        checkView(m, t.reshape(4, -1).select(0, 1), Shape.of(6), 6, 7, 8, 9, 10, 11);
        checkView(
            m,
            t.slice("::-1").reshape(2, 2, 6).select(0, 0).select(0, 1),
            Shape.of(6),
            18,
            19,
            20,
            21,
            22,
            23);
      } else {
        checkView(
            m, t.transpose().reshape(4, 6).transpose().select(0, 5), Shape.of(4), 20, 21, 22, 23);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fewLayouts")
  void reshapesIntoViewsOrSaysThatACopyIsNeeded(Layout layout) {
    try (Memory memory = counting(layout, 2, 3, 4)) {
      boolean isC = layout.order() == MemoryOrder.C;
      Tensor tensor = isC ? memory.tensor() : memory.tensor().transpose();
      assertThat(tensor.reshape(-1).strides()).containsExactly(layout.dtype().itemSize());
      assertThat(tensor.reshape(1, 24, 1).shape()).isEqualTo(Shape.of(1, 24, 1));
      assertThat(tensor.reshape(2, 2, 2, 3).isContiguous()).isTrue();
      for (long[] dims : new long[][] {{24}, {-1, 6}, {6, 4}}) {
        assertThatExceptionOfType(CopyRequiredException.class)
            .isThrownBy(() -> tensor.transpose().reshape(dims))
            .withMessageStartingWith("reshape: expected a shape that a view of strides [")
            .withMessageEndingWith(
                "; contiguous().reshape(...) copies " + tensor.byteSize() + " bytes");
      }
      for (long[] dims : new long[][] {{23}, {}, {-1, -1}, {5, -1}, {0, -1}, {-2, -12}, {0}}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> tensor.reshape(dims))
            .isNotInstanceOf(CopyRequiredException.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fewLayouts")
  void broadcastsToViewsThatMustNotBeWritten(Layout layout) {
    try (Memory memory = counting(layout, 3, 1)) {
      byte[] before = memory.content().get();
      Tensor wide = memory.tensor().broadcastTo(2, 3, 2);
      assertThat(wide.shape()).isEqualTo(Shape.of(2, 3, 2));
      assertThat(wide.strides()[0]).isZero();
      assertThat(wide.strides()[2]).isZero();
      assertThat(wide.isReadOnly()).isTrue();
      assertThat(Elements.read(wide))
          .isEqualTo(Elements.numbers(layout.dtype(), 0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2));
      assertThatExceptionOfType(ReadOnlyTensorException.class)
          .isThrownBy(() -> wide.copyFrom(memory.tensor()));
      assertThatExceptionOfType(ReadOnlyTensorException.class)
          .isThrownBy(() -> wide.transpose().setLong(1, 0, 0, 0));
      assertThat(memory.content().get()).isEqualTo(before);

      for (long[] dims : new long[][] {{}, {3}, {2, 2}, {3, 1, 3}, {0, 1}}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> memory.tensor().broadcastTo(dims))
            .withMessage("broadcast: expected a shape that fits %s, found (3, 1)", Shape.of(dims));
      }
      assertThat(memory.tensor().broadcastTo(3, 0).size()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void partsOfComplexNumbersAreViews(Layout layout) {
    DType.Numeric dtype = layout.dtype();
    try (Memory memory = counting(layout, 2, 3)) {
      Tensor tensor = memory.tensor();
      if (!dtype.type().isComplex()) {
        assertThat(tensor.real()).isSameAs(tensor);
        assertThatIllegalArgumentException()
            .isThrownBy(tensor::imag)
            .withMessage("imag: expected a complex dtype, found " + dtype);
        return;
      }
      Tensor real = tensor.real();
      Tensor imag = tensor.imag();
      assertThat(real.dtype().itemSize()).isEqualTo(dtype.itemSize() / 2);
      assertThat(real.dtype().byteOrder()).isEqualTo(dtype.byteOrder());
      assertThat(imag.dtype()).isSameAs(real.dtype());
      assertThat(Elements.read(real)).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0);
      assertThat(Elements.read(imag)).containsExactly(0.0, -1.0, -2.0, -3.0, -4.0, -5.0);
      assertThat(real.toDoubleArray()).containsExactly(0, 1, 2, 3, 4, 5);
      if (isWritable()) {
        imag.select(1, 2).fill(9);
        assertThat(tensor.getComplex(1, 2)).isEqualTo(new Complex(5, 9));
        assertThat(tensor.getComplex(1, 1)).isEqualTo(new Complex(4, -4));
      } else {
        assertThatExceptionOfType(ReadOnlyTensorException.class).isThrownBy(() -> imag.fill(9));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fewLayouts")
  void iteratesOverTheFirstAxis(Layout layout) {
    try (Memory memory = counting(layout, 3, 2)) {
      List<List<Double>> rows = new ArrayList<>();
      for (Tensor row : memory.tensor()) {
        assertThat(row.shape()).isEqualTo(Shape.of(2));
        rows.add(Elements.read(row));
      }
      DType dtype = layout.dtype();
      assertThat(rows)
          .containsExactly(
              Elements.numbers(dtype, 0, 1),
              Elements.numbers(dtype, 2, 3),
              Elements.numbers(dtype, 4, 5));
      Iterator<Tensor> done = memory.tensor().slice("3:").iterator();
      assertThat(done.hasNext()).isFalse();
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(done::next);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> memory.tensor().select(0, 0).select(0, 0).iterator())
          .withMessage("iterator: expected at least one axis, found shape ()");
    }
  }

  @ParameterizedTest
  @MethodSource("fewLayouts")
  void viewsOfEmptyArraysAreContiguousAndEmpty(Layout layout) {
    try (Memory memory = counting(layout, 3, 0, 2)) {
      Tensor tensor = memory.tensor();
      List<Tensor> views =
          List.of(
              tensor.select(0, 2),
              tensor.select(2, 1),
              tensor.slice("1:"),
              tensor.flip(),
              tensor.transpose(),
              tensor.slice("2, ..., 1"),
              tensor.reshape(0),
              tensor.squeeze(),
              tensor.unsqueeze(0),
              tensor.real(),
              tensor.broadcastTo(3, 0, 2).select(0, 1));
      for (Tensor view : views) {
        assertThat(view.size()).isZero();
        assertThat(view.isContiguous(MemoryOrder.C)).isTrue();
        assertThat(view.isContiguous(MemoryOrder.FORTRAN)).isTrue();
        assertThat(view.contiguous()).isSameAs(view);
        assertThat(view.asSegment().byteSize()).isZero();
        assertThat(view.copy().shape()).isEqualTo(view.shape());
        assertThat(view.contentEquals(view.copy())).isTrue();
        assertThat(TensorDigest.sha256(view)).startsWith("e3b0c44298fc1c149afbf4c8996fb924");
        assertThat(Elements.read(view)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("otherDTypes")
  void viewsOfWhatIsNotANumberShareItsMemory(DType dtype) {
    try (Memory memory = counting(dtype, MemoryOrder.C, Shape.of(2, 3))) {
      Tensor tensor = memory.tensor();
      byte[] all = logical(memory);
      byte[] item = Elements.item(dtype, 4);
      Tensor scalar = tensor.flip().slice("0, 1");
      assertThat(Elements.bytesOf(scalar)).isEqualTo(item);
      assertThat(scalar.isReadOnly()).isEqualTo(!isWritable());
      assertThat(Elements.bytesOf(tensor.reshape(3, 2))).isEqualTo(all);
      assertThat(tensor.real()).isSameAs(tensor);
      if (isWritable()) {
        byte[] other = Elements.item(dtype, 77);
        scalar.copyFrom(Elements.over(other, dtype));
        System.arraycopy(other, 0, all, 4 * other.length, other.length);
      }
      assertThat(logical(memory)).isEqualTo(all);
    }
  }
}
