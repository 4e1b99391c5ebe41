package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What moves many elements: fill, copies, comparison, digest, saving.
abstract class BulkContract extends ElementContract {
  /// The side of a square of more than the window of bulk operations, where it can be of two.
  private static int side(Layout layout) {
    return switch (layout.dtype().itemSize()) {
      case 1, 2 -> 62;
      case 4 -> 46;
      case 8 -> 32;
      default -> 24;
    };
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void fillsWithWhatTheDTypeHoldsExactlyAndRefusesTheRest(Layout layout) {
    ScalarType type = layout.dtype().type();
    try (Memory memory = counting(layout, 4, 5)) {
      for (Accessor accessor :
          List.of(Accessor.LONG, Accessor.DOUBLE, Accessor.BOOLEAN, Accessor.COMPLEX)) {
        for (Object value : accessor.candidates()) {
          checkFill(memory, value, accessor.stored(type, value));
        }
      }
    }
  }

  /// Fills rows 1 and 2 and columns 0, 2 and 4 by way of a view.
  private void checkFill(Memory memory, Object value, long... units) {
    DType.Numeric dtype = (DType.Numeric) memory.tensor().dtype();
    byte[] before = logical(memory);
    Tensor view = memory.tensor().slice("1:3, ::2").transpose();
    if (!isWritable()) {
      assertThatExceptionOfType(ReadOnlyTensorException.class).isThrownBy(() -> fill(view, value));
    } else if (units.length == 0) {
      assertThatIllegalArgumentException().isThrownBy(() -> fill(view, value));
    } else {
      fill(view, value);
      List<String> expected = Numbers.text(dtype.type(), units);
      int size = dtype.itemSize();
      byte[] after = logical(memory);
      for (int element : new int[] {5, 7, 9, 10, 12, 14}) {
        byte[] item = Arrays.copyOfRange(after, element * size, (element + 1) * size);
        assertThat(Numbers.text(dtype.type(), Elements.units(dtype, item))).isEqualTo(expected);
        System.arraycopy(item, 0, before, element * size, size);
      }
    }
    assertThat(logical(memory)).isEqualTo(before);
  }

  private static void fill(Tensor tensor, Object value) {
    switch (value) {
      case Long number -> tensor.fill(number);
      case Double number -> tensor.fill(number);
      case Boolean truth -> tensor.fill(truth);
      default -> tensor.fill((Complex) value);
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void copiesFromBothOrdersByBroadcastingAndThroughViews(Layout layout) {
    DType.Numeric dtype = layout.dtype();
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      DType.Numeric other = dtype.withOrder(order);
      Tensor numbers = Elements.over(Elements.counting(other, 60), other, 60);
      checkCopy(layout, numbers.slice("0:12").reshape(3, 4));
      checkCopy(layout, numbers.slice("0:12").reshape(4, 3).transpose());
      checkCopy(layout, numbers.slice("57:0:-5").reshape(3, 4));
      checkCopy(layout, numbers.slice("3:11:2"));
      checkCopy(layout, numbers.slice("5:8").unsqueeze(1));
      checkCopy(layout, numbers.select(0, 9));
      checkCopy(layout, numbers.slice("7:8").broadcastTo(3, 4));
    }
  }

  private void checkCopy(Layout layout, Tensor source) {
    try (Memory memory = counting(layout, 3, 4)) {
      if (!isWritable()) {
        assertThatExceptionOfType(ReadOnlyTensorException.class)
            .isThrownBy(() -> memory.tensor().copyFrom(source));
        return;
      }
      memory.tensor().copyFrom(source);
      List<Double> expected = Elements.read(source.broadcastTo(3, 4));
      assertThat(Elements.read(memory.tensor())).isEqualTo(expected);

      Tensor part = memory.tensor().slice("::-1, 1:");
      part.copyFrom(source.broadcastTo(3, 4).slice(":, :3"));
      assertThat(Elements.read(part))
          .isEqualTo(Elements.read(source.broadcastTo(3, 4).slice(":, :3")));
      assertThat(Elements.read(memory.tensor().slice(":, 0")))
          .containsExactly(expected.get(0), expected.get(4), expected.get(8));
    }
  }

  @ParameterizedTest
  @MethodSource("fewLayouts")
  void refusesSourcesOfAShapeThatDoesNotFit(Layout layout) {
    try (Memory memory = counting(layout, 3, 4)) {
      byte[] before = memory.content().get();
      Tensor target = memory.tensor();
      Class<? extends RuntimeException> refusal =
          isWritable() ? IllegalArgumentException.class : ReadOnlyTensorException.class;
      for (long[] dims : new long[][] {{3}, {4, 3}, {1, 3, 4}, {0}, {3, 0}}) {
        assertThatExceptionOfType(refusal)
            .isThrownBy(() -> target.copyFrom(Tensors.zeros(layout.dtype(), Shape.of(dims))));
      }
      assertThat(memory.content().get()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void copiesWithinItsOwnMemoryAsIfFromASnapshot(Layout layout) {
    if (!isWritable()) {
      return;
    }
    checkOverlap(layout, m -> m, m -> m);
    checkOverlap(layout, m -> m, m -> m.transpose());
    checkOverlap(layout, m -> m, m -> m.flip());
    checkOverlap(layout, m -> m, m -> m.flip(1));
    checkOverlap(layout, m -> m.slice("1:"), m -> m.slice(":-1"));
    checkOverlap(layout, m -> m.slice(":-1"), m -> m.slice("1:"));
    checkOverlap(layout, m -> m.slice(":, 1:"), m -> m.slice(":, :-1"));
    checkOverlap(layout, m -> m.slice("::2"), m -> m.slice(":" + side(layout) / 2));
    checkOverlap(layout, m -> m, m -> m.select(0, 7));
    checkOverlap(layout, m -> m, m -> m.select(1, 7).broadcastTo(side(layout), side(layout)));
    checkOverlap(layout, m -> m.select(1, 3), m -> m.select(0, 3));
  }

  private void checkOverlap(
      Layout layout, Function<Tensor, Tensor> target, Function<Tensor, Tensor> source) {
    try (Memory memory = counting(layout, side(layout), side(layout))) {
      Tensor to = target.apply(memory.tensor());
      Tensor from = source.apply(memory.tensor());
      List<Double> expected = Elements.read(from.broadcastTo(to.shape().toArray()));
      to.copyFrom(from);
      assertThat(Elements.read(to)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void copiesKeepTheOrderInMemoryAndNothingElse(Layout layout) {
    try (Memory memory = counting(layout, 2, 3, 4)) {
      Tensor tensor = memory.tensor();
      byte[] before = memory.content().get();
      Tensor copy = tensor.copy();
      assertThat(copy.dtype()).isSameAs(tensor.dtype());
      assertThat(copy.shape()).isEqualTo(tensor.shape());
      assertThat(copy.strides()).isEqualTo(tensor.strides());
      assertThat(copy.isReadOnly()).isFalse();
      assertThat(copy.file()).isEmpty();
      assertThat(Elements.read(copy)).isEqualTo(Elements.read(tensor));

      Tensor permuted = tensor.permute(2, 0, 1);
      assertThat(permuted.copy().strides()).isEqualTo(permuted.strides());
      assertThat(Elements.read(permuted.copy())).isEqualTo(Elements.read(permuted));
      for (Tensor gaps :
          List.of(tensor.slice(":, ::2"), tensor.flip(0), tensor.broadcastTo(2, 2, 3, 4))) {
        assertThat(gaps.copy().isContiguous()).isTrue();
        assertThat(Elements.read(gaps.copy())).isEqualTo(Elements.read(gaps));
      }

      copy.copyFrom(Tensors.zeros(tensor.dtype(), Shape.scalar()));
      assertThat(memory.content().get()).as("the source").isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void castsIntoNewMemoryInTheSameOrder(Layout layout) {
    try (Memory memory = counting(layout, 2, 3, 4)) {
      Tensor tensor = memory.tensor();
      for (DType.Numeric target :
          List.of(DType.FLOAT64, DType.INT16, DType.COMPLEX64.withOrder(ByteOrder.BIG_ENDIAN))) {
        Tensor cast = tensor.to(target);
        assertThat(cast.dtype()).isSameAs(target);
        assertThat(cast.isContiguous(layout.order())).isTrue();
        assertThat(Elements.read(cast)).isEqualTo(Elements.read(tensor));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fewLayouts")
  void contiguousCopiesOnlyWhatHasGapsOrAnotherOrder(Layout layout) {
    try (Memory memory = counting(layout, 2, 3, 4)) {
      Tensor tensor = memory.tensor();
      if (layout.order() == MemoryOrder.C) {
        assertThat(tensor.contiguous()).isSameAs(tensor);
        Tensor rows = tensor.slice("1:, :, :");
        assertThat(rows.contiguous()).isSameAs(rows);
      }
      for (Tensor view :
          List.of(
              tensor.permute(1, 0, 2),
              tensor.slice(":, ::2"),
              tensor.flip(2),
              tensor.transpose().slice("0"))) {
        Tensor contiguous = view.contiguous();
        assertThat(contiguous.isContiguous()).isTrue();
        assertThat(contiguous.dtype()).isSameAs(view.dtype());
        assertThat(contiguous.shape()).isEqualTo(view.shape());
        assertThat(Elements.read(contiguous)).isEqualTo(Elements.read(view));
        assertThat(contiguous.isReadOnly()).isEqualTo(contiguous == view && view.isReadOnly());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void comparesElementsAndNeitherOrder(Layout layout) {
    DType.Numeric dtype = layout.dtype();
    try (Memory memory = counting(layout, side(layout), side(layout))) {
      Tensor tensor = memory.tensor();
      assertThat(tensor.contentEquals(tensor)).isTrue();
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        Tensor other = tensor.contiguous().to(dtype.withOrder(order));
        assertThat(tensor.contentEquals(other)).isTrue();
        assertThat(other.contentEquals(tensor)).isTrue();
        assertThat(tensor.transpose().contentEquals(other)).isFalse();
        assertThat(tensor.transpose().contentEquals(other.transpose())).isTrue();
        assertThat(tensor.contentEquals(other.reshape(-1))).isFalse();
        Tensor changed = other.copy();
        changed.select(0, side(layout) - 1).copyFrom(changed.select(0, 0).flip());
        assertThat(tensor.contentEquals(changed)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void digestsElementsAndNeitherOrder(Layout layout) {
    try (Memory memory = counting(layout, side(layout), side(layout))) {
      Tensor tensor = memory.tensor();
      String expected = Elements.digest(logical(memory), layout.dtype());
      assertThat(TensorDigest.sha256(tensor)).isEqualTo(expected);
      assertThat(TensorDigest.sha256(tensor.flip().copy().flip())).isEqualTo(expected);
      assertThat(TensorDigest.sha256(tensor.transpose())).isNotEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("fewLayouts")
  void savesInItsOwnOrder(Layout layout) throws IOException {
    Path path = folder.resolve("saved.npy");
    try (Memory memory = counting(layout, side(layout), side(layout))) {
      Tensor tensor = memory.tensor();
      Tensors.save(path, tensor);
      Path expected = folder.resolve("expected.npy");
      FileContract.write(
          expected, tensor.dtype(), tensor.shape(), layout.order(), memory.content().get());
      assertThat(Files.readAllBytes(path)).isEqualTo(Files.readAllBytes(expected));

      Tensor view = tensor.slice("::3, 5:0:-1");
      Tensors.save(path, view);
      FileContract.write(
          expected, view.dtype(), view.shape(), MemoryOrder.C, Elements.bytesOf(view));
      assertThat(Files.readAllBytes(path)).isEqualTo(Files.readAllBytes(expected));
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void sharesItsMemoryAsASegmentWhenThereAreNoGaps(Layout layout) {
    try (Memory memory = counting(layout, 3, 4)) {
      Tensor tensor =
          layout.order() == MemoryOrder.C ? memory.tensor() : memory.tensor().transpose();
      MemorySegment segment = tensor.asSegment();
      assertThat(segment.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(memory.content().get());
      assertThat(segment.isReadOnly()).isEqualTo(!isWritable());
      Tensor row = tensor.select(0, 1);
      assertThat(row.asSegment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(Elements.bytesOf(row));
      if (isWritable()) {
        segment.fill((byte) 1);
        assertThat(memory.content().get()).containsOnly(1);
      }
      assertThatExceptionOfType(CopyRequiredException.class)
          .isThrownBy(() -> tensor.transpose().asSegment())
          .withMessageStartingWith(
              "asSegment: expected elements without gaps in C order, found strides [")
          .withMessageContaining(
              " for shape " + tensor.transpose().shape() + "; contiguous() copies them");
    }
  }

  @ParameterizedTest
  @MethodSource("fewLayouts")
  void everyOperationTakesEveryShape(Layout layout) throws IOException {
    for (Shape shape : SHAPES) {
      try (Memory memory = counting(layout.dtype(), layout.order(), shape)) {
        Tensor tensor = memory.tensor();
        byte[] expected = logical(memory);
        Tensor twin = Elements.over(expected, layout.dtype(), shape.toArray());
        assertThat(Elements.bytesOf(tensor)).isEqualTo(expected);
        assertThat(Elements.bytesOf(tensor.copy())).isEqualTo(expected);
        assertThat(tensor.contiguous().asSegment().toArray(ValueLayout.JAVA_BYTE))
            .isEqualTo(expected);
        assertThat(tensor.contentEquals(twin)).isTrue();
        assertThat(TensorDigest.sha256(tensor))
            .isEqualTo(Elements.digest(expected, layout.dtype()));
        assertThat(tensor).hasToString(twin.toString());
        assertThat(tensor.repr()).isEqualTo(twin.repr());
        assertThat(tensor.to(DType.COMPLEX128).size()).isEqualTo(shape.size());
        if (layout.dtype().equals(DType.INT32)) {
          Path path = folder.resolve("shape.npy");
          Tensors.save(path, tensor);
          Tensor loaded = Tensors.load(path);
          assertThat(loaded.shape()).isEqualTo(shape);
          assertThat(Elements.bytesOf(loaded)).isEqualTo(expected);
        }
        if (isWritable()) {
          tensor.copyFrom(Tensors.zeros(layout.dtype(), Shape.scalar()));
          assertThat(memory.content().get()).isEqualTo(new byte[expected.length]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("otherDTypes")
  void copiesComparesAndSavesWhatIsNotANumber(DType dtype) throws IOException {
    for (MemoryOrder order : MemoryOrder.values()) {
      try (Memory memory = counting(dtype, order, Shape.of(7, 5))) {
        Tensor tensor = memory.tensor();
        byte[] expected = logical(memory);
        Tensor twin = Elements.over(expected, dtype, 7, 5);
        assertThat(Elements.bytesOf(tensor)).isEqualTo(expected);
        assertThat(Elements.bytesOf(tensor.copy())).isEqualTo(expected);
        assertThat(tensor.copy().contentEquals(twin)).isTrue();
        assertThat(TensorDigest.sha256(tensor)).isEqualTo(TensorDigest.sha256(twin));
        assertThat(tensor.transpose().contiguous().contentEquals(twin.transpose())).isTrue();

        Tensor view = tensor.slice("::-2, 1:4").permute(1, 0);
        assertThat(Elements.bytesOf(view.copy())).isEqualTo(Elements.bytesOf(view));
        assertThat(view.contentEquals(view.copy())).isTrue();
        assertThat(tensor.slice("1:").contentEquals(tensor.slice(":-1")))
            .isEqualTo(dtype.itemSize() == 0);

        Path path = folder.resolve("other.npy");
        Tensors.save(path, tensor);
        Tensor loaded = Tensors.load(path);
        assertThat(loaded.dtype()).isEqualTo(dtype);
        assertThat(loaded.contentEquals(tensor)).isTrue();

        assertThatIllegalArgumentException().isThrownBy(() -> tensor.to(DType.FLOAT64));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Tensors.zeros(DType.FLOAT64, Shape.of(7, 5)).copyFrom(tensor));
        if (isWritable()) {
          if (!(dtype instanceof DType.LongDouble)) {
            assertThatIllegalArgumentException().isThrownBy(() -> tensor.fill(0));
          }
          tensor.copyFrom(twin.flip());
          assertThat(Elements.bytesOf(tensor)).isEqualTo(Elements.bytesOf(twin.flip()));
        }
      }
    }
  }
}
