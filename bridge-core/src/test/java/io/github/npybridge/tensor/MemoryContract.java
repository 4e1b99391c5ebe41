package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// What the parts of the [TensorContract] share: memory of one kind, with tensors over it.
abstract class MemoryContract {
  /// Shapes with no axis, no element, one element, axes of length 1, and many axes.
  static final List<Shape> SHAPES =
      Stream.of(
              new long[][] {
                {},
                {0},
                {1},
                {5},
                {2, 3},
                {3, 0},
                {0, 3},
                {1, 4},
                {4, 1},
                {2, 3, 4},
                {1, 3, 1},
                {2, 0, 2},
                {2, 1, 3, 2, 2}
              })
          .map(Shape::of)
          .toList();

  /// One for a class: its files are written anew by each test, which closes what it maps.
  @TempDir static Path folder;

  /// An array as it lies in memory.
  ///
  /// @param dtype numeric, of either byte order
  /// @param order the memory order
  record Layout(DType.Numeric dtype, MemoryOrder order) {
    /// True for one memory order of each dtype: another one for its other byte order, and for the
    /// next type.
    boolean hasTurn() {
      boolean isEven = List.of(ScalarType.values()).indexOf(dtype.type()) % 2 == 0;
      return order == (isEven == dtype.isNative() ? MemoryOrder.C : MemoryOrder.FORTRAN);
    }
  }

  /// Marks memory that needs each dtype in one memory order only: other memory has all of both, and
  /// what is special about this one is independent of the order.
  interface OrdersByTurns {}

  private static Stream<Layout> everyLayout() {
    return Elements.numericDTypes()
        .flatMap(dtype -> Stream.of(MemoryOrder.values()).map(order -> new Layout(dtype, order)));
  }

  /// Every dtype of every byte order, in every memory order or by turns.
  static Stream<Layout> layouts(TestInfo test) {
    boolean byTurns = OrdersByTurns.class.isAssignableFrom(test.getTestClass().orElseThrow());
    return everyLayout().filter(layout -> !byTurns || layout.hasTurn());
  }

  /// Layouts of an accessor's own dtype, of one that is swapped, and of one in two units.
  static Stream<Layout> fewLayouts() {
    List<DType> dtypes = List.of(DType.INT32, DType.BOOL, DType.of(">f8"), DType.of("<c8"));
    return everyLayout().filter(layout -> dtypes.contains(layout.dtype));
  }

  static Stream<DType> otherDTypes() {
    return Elements.otherDTypes();
  }

  /// A tensor, and its memory looked at past it.
  ///
  /// @param tensor the tensor
  /// @param content the bytes as they lie in memory
  /// @param end ends the memory's life, where it has one
  record Memory(Tensor tensor, Supplier<byte[]> content, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  /// New memory with these bytes, and a tensor over it.
  abstract Memory place(DType dtype, Shape shape, MemoryOrder order, byte[] stored)
      throws IOException;

  /// Whether the tensors may be written.
  boolean isWritable() {
    return true;
  }

  final Memory memory(DType dtype, Shape shape, MemoryOrder order, byte[] logical) {
    try {
      return place(dtype, shape, order, Elements.arrange(logical, dtype, shape, order));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A counting array.
  final Memory counting(DType dtype, MemoryOrder order, Shape shape) {
    return memory(dtype, shape, order, Elements.counting(dtype, shape.size()));
  }

  /// The memory's bytes in C order of the whole tensor.
  static byte[] logical(Memory memory) {
    Tensor tensor = memory.tensor();
    MemoryOrder order = tensor.isContiguous() ? MemoryOrder.C : MemoryOrder.FORTRAN;
    return Elements.logical(memory.content().get(), tensor.dtype(), tensor.shape(), order);
  }

  final Memory counting(Layout layout, long... dims) {
    return counting(layout.dtype, layout.order, Shape.of(dims));
  }
}
