package io.github.npybridge.samples.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.NumPy;
import io.github.npybridge.store.Allocation;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.TensorDigest;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What one side writes the other reads, to the bit: every dtype in every byte order, memory order
/// and kind of shape, in each direction and in both at once; there, and for views, not every byte
/// order with every shape.
class RoundTripMatrixTest {
  private static final List<Shape> SHAPES =
      List.of(
          Shape.scalar(),
          Shape.of(0),
          Shape.of(1),
          Shape.of(7),
          Shape.of(0, 3),
          Shape.of(1, 1),
          Shape.of(1, 5),
          Shape.of(5, 1),
          Shape.of(2, 3),
          Shape.of(23, 29),
          Shape.of(3, 0, 2),
          Shape.of(1, 6, 1),
          Shape.of(2, 1, 3),
          Shape.of(3, 4, 5),
          Shape.of(2, 3, 1, 2, 2));

  private static final int LARGE_BYTES = 1 << 19;

  private static final List<String> WRITERS = List.of("save", "open_memmap", "1.0", "2.0", "3.0");

  private static final int TURNS = 2;

  private static int combinations;
  private static NumPyProcess numpy;

  @TempDir(factory = MemoryTempDir.class)
  private static Path folder;

  private Path path;

  interface Check {
    void run(DType.Numeric dtype, ArrayCase array) throws IOException;
  }

  @BeforeAll
  static void start() throws IOException {
    NumPy.assume(2);
    numpy = NumPyProcess.start();
  }

  @AfterAll
  static void report() {
    if (numpy != null) {
      numpy.close();
      System.out.println(
          "round trip: "
              + combinations
              + " combinations of dtype x order x byte order x shape x direction");
    }
  }

  @ParameterizedTest
  @EnumSource
  void numpyReadsWhatJavaSaves(ElementType type) throws IOException {
    forEach(
        type,
        SHAPES,
        (dtype, array) -> {
          Tensor tensor = zeros(dtype, array);
          Elements.write(tensor, type, array.shift());
          Tensors.save(path, tensor);
          numpy.ask("saved", array, "path", path.toString());
        });
  }

  @ParameterizedTest
  @EnumSource
  void numpyReadsWhatJavaCreates(ElementType type) throws IOException {
    forEachByTurns(
        type,
        (dtype, array) -> {
          try (NpyFile file = create(dtype, array)) {
            Elements.write(Tensors.asTensor(file), type, array.shift());
          }
          numpy.ask("created", array, "path", path.toString());
        });
  }

  @ParameterizedTest
  @EnumSource
  void javaReadsWhatNumpyWrites(ElementType type) throws IOException {
    forEach(
        type,
        SHAPES,
        (dtype, array) -> {
          String writer = WRITERS.get(array.shift() % WRITERS.size());
          String digest = write(array, writer);
          for (MapMode mode : MapMode.values()) {
            try (NpyFile file = NpyFile.open(path, mode)) {
              Tensor tensor = Tensors.asTensor(file);
              assertThat(tensor.dtype()).isSameAs(dtype);
              assertThat(tensor.shape()).isEqualTo(array.shape());
              Elements.verify(tensor, type, array.shift());
              assertThat(TensorDigest.sha256(tensor)).isEqualTo(digest);
            }
          }
        });
  }

  /// More than is moved at once, in whatever way the elements lie.
  @ParameterizedTest
  @EnumSource
  void javaSavesLargeArraysOfNumpy(ElementType type) throws IOException {
    forEach(
        type,
        List.of(Shape.of(LARGE_BYTES / 128 / type.itemSize(), 129)),
        (dtype, array) -> {
          String digest = write(array, "save");
          try (NpyFile file = NpyFile.open(path)) {
            Tensor tensor = Tensors.asTensor(file);
            assertThat(TensorDigest.sha256(tensor)).isEqualTo(digest);
            for (View view : View.LARGE) {
              saveAndCompare(view, tensor, array);
            }
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void eachSeesTheOthersWritesInFileOfJava(ElementType type) throws IOException {
    forEachByTurns(
        type,
        (dtype, array) -> {
          try (NpyFile file = create(dtype, array)) {
            takeTurns(file, type, array);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void eachSeesTheOthersWritesInFileOfNumpy(ElementType type) throws IOException {
    forEachByTurns(
        type,
        (dtype, array) -> {
          write(array, "save");
          try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
            takeTurns(file, type, array);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void numpyReadsViewsThatJavaSaves(ElementType type) throws IOException {
    List<View> views = new ArrayList<>(View.WRITABLE);
    views.addAll(View.REPEATING);
    if (type.isComplex()) {
      views.addAll(View.PARTS);
    }
    forEachView(
        type,
        views,
        (view, array) -> {
          write(array, "save");
          try (NpyFile file = NpyFile.open(path)) {
            saveAndCompare(view, Tensors.asTensor(file), array);
          }
          // And from a Java array that NumPy never saw.
          Tensor tensor = zeros(type.in(byteOrder(array)), array);
          Elements.write(tensor, type, array.shift());
          saveAndCompare(view, tensor, array);
        });
  }

  @ParameterizedTest
  @EnumSource
  void eachSeesTheOthersWritesThroughViews(ElementType type) throws IOException {
    forEachView(
        type,
        View.WRITABLE,
        (view, array) -> {
          write(array, "save");
          try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
            numpy.ask("map", "path", path.toString());
            Tensor seen = view.java().apply(Tensors.asTensor(file));
            int next = array.shift() + 1;
            Tensor source = Tensors.zeros(type.in(ByteOrder.nativeOrder()), seen.shape());
            Elements.write(source, type, next);
            seen.copyFrom(source);
            numpy.ask("sees_view", array, "view", view.python(), "put", next);
            Elements.write(seen, type, next + 1);
            numpy.ask("sees_view", array, "view", view.python(), "put", next + 1);
            numpy.ask("put", "view", view.python(), "shift", next + 2);
            Elements.verify(seen, type, next + 2);
          }
        });
  }

  /// Dtypes without typed access yet: their bytes pass unchanged.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "S5",
        "<U3",
        ">U3",
        "V6",
        "<M8[ms]",
        ">M8[ms]",
        "<M8[25s]",
        ">m8[ns]",
        "<m8[D]",
        "<m8",
        "<f16",
        ">f16",
        "<c32",
        ">c32",
        "packed",
        "padded",
        "nested"
      })
  void itemsOfEveryOtherDtypePass(String dtype) throws IOException {
    if (!numpy.ask("knows", "dtype", dtype).booleanValue()) {
      System.out.println("SKIPPED: NumPy has no " + dtype + " on this platform");
      return;
    }
    for (ArrayCase array : cases(dtype, SHAPES)) {
      try {
        passUnchanged(array);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(array.toString(), e);
      }
      combinations++;
    }
    // NumPy copies records without their padding, and so has no one file of a view of them.
    List<View> views = dtype.equals("padded") ? List.of() : View.WRITABLE;
    for (ArrayCase array : cases(dtype, List.of(Shape.of(View.BASE)))) {
      write(array, "save");
      try (NpyFile file = NpyFile.open(path)) {
        // The numeric dtypes have each view of both orders; here the two take turns.
        for (int i = array.order() == MemoryOrder.C ? 0 : 1; i < views.size(); i += 2) {
          saveAndCompare(views.get(i), Tensors.asTensor(file), array);
          combinations++;
        }
      }
    }
  }

  private void passUnchanged(ArrayCase array) throws IOException {
    String digest = write(array, "save");
    for (MapMode mode : MapMode.values()) {
      try (NpyFile file = NpyFile.open(path, mode)) {
        Tensor tensor = Tensors.asTensor(file);
        assertThat(TensorDigest.sha256(tensor)).isEqualTo(digest);
      }
    }
    Tensor source = Tensors.load(path);
    for (Tensor same : List.of(Tensors.asTensor(path), source, source.copy())) {
      Path copy = folder.resolve("copy.npy");
      Tensors.save(copy, same);
      assertThat(Files.mismatch(path, copy)).isEqualTo(-1);
    }
    Tensor seen;
    try (NpyFile file = create(source.dtype(), array)) {
      numpy.ask("map", "path", path.toString());
      Tensors.asTensor(file).copyFrom(source);
      numpy.ask("sees", array);
      numpy.ask("put", "view", "a", "shift", array.shift() + 1);
      seen = Tensors.asTensor(file).copy();
    }
    assertThat(seen.contentEquals(source)).isEqualTo(source.size() == 0);
    write(array.withShift(array.shift() + 1), "save");
    assertThat(seen.contentEquals(Tensors.load(path))).isTrue();
  }

  private void takeTurns(NpyFile file, ElementType type, ArrayCase array) throws IOException {
    numpy.ask("map", "path", path.toString());
    Tensor tensor = Tensors.asTensor(file);
    for (int shift = array.shift(); shift < array.shift() + 2 * TURNS; shift += 2) {
      Elements.write(tensor, type, shift);
      numpy.ask("sees", array.withShift(shift));
      numpy.ask("put", "view", "a", "shift", shift + 1);
      Elements.verify(tensor, type, shift + 1);
    }
    file.checkUnchanged();
  }

  private void saveAndCompare(View view, Tensor tensor, ArrayCase array) throws IOException {
    Path saved = folder.resolve("view.npy");
    Tensors.save(saved, view.java().apply(tensor));
    numpy.ask("saved_view", array, "path", saved.toString(), "view", view.python());
  }

  private String write(ArrayCase array, String writer) {
    return numpy.ask("write", array, "path", path.toString(), "writer", writer).textValue();
  }

  private NpyFile create(DType dtype, ArrayCase array) throws IOException {
    return NpyFile.create(path, dtype, array.shape(), array.order(), Allocation.RESERVED);
  }

  private static Tensor zeros(DType dtype, ArrayCase array) {
    if (array.order() == MemoryOrder.C) {
      return Tensors.zeros(dtype, array.shape());
    }
    long[] dims = array.shape().toArray();
    long[] reversed =
        IntStream.range(0, dims.length).mapToLong(axis -> dims[dims.length - 1 - axis]).toArray();
    return Tensors.zeros(dtype, Shape.of(reversed)).transpose();
  }

  interface ViewCheck {
    void run(View view, ArrayCase array) throws IOException;
  }

  /// Every view of both memory orders. Its elements move as whole items: so each view meets every
  /// byte order of the type, and every memory order, but by turns.
  private void forEachView(ElementType type, List<View> views, ViewCheck check) throws IOException {
    List<ByteOrder> byteOrders = type.byteOrders();
    int turn = 0;
    for (View view : views) {
      for (MemoryOrder order : MemoryOrder.values()) {
        ByteOrder byteOrder = byteOrders.get(turn++ % byteOrders.size());
        forEach(
            type,
            byteOrder,
            onlyIn(order, cases(type.python(byteOrder), List.of(Shape.of(View.BASE)))),
            (dtype, array) -> {
              try {
                check.run(view, array);
              } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(view.python(), e);
              }
            });
      }
      turn++;
    }
  }

  private static List<ArrayCase> onlyIn(MemoryOrder order, List<ArrayCase> cases) {
    return cases.stream().filter(array -> array.order() == order).toList();
  }

  private void forEach(ElementType type, List<Shape> shapes, Check check) throws IOException {
    for (ByteOrder byteOrder : type.byteOrders()) {
      forEach(type, byteOrder, cases(type.python(byteOrder), shapes), check);
    }
  }

  /// Every shape in both memory orders, each in one byte order, and in the other one for the next:
  /// the tests that have them all show that shapes and byte orders are independent.
  private void forEachByTurns(ElementType type, Check check) throws IOException {
    List<ByteOrder> byteOrders = type.byteOrders();
    for (int turn = 0; turn < byteOrders.size(); turn++) {
      ByteOrder byteOrder = byteOrders.get(turn);
      List<ArrayCase> all = cases(type.python(byteOrder), SHAPES);
      List<ArrayCase> some = new ArrayList<>();
      for (int i = turn; i < all.size(); i += byteOrders.size()) {
        some.add(all.get(i));
      }
      forEach(type, byteOrder, some, check);
    }
  }

  private static void forEach(
      ElementType type, ByteOrder byteOrder, List<ArrayCase> cases, Check check)
      throws IOException {
    for (ArrayCase array : cases) {
      try {
        check.run(type.in(byteOrder), array);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(array.toString(), e);
      }
      combinations++;
    }
  }

  private static ByteOrder byteOrder(ArrayCase array) {
    return array.dtype().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /// All shapes in both memory orders, each with another shift, so that all of NumPy's edge values
  /// also meet the small ones.
  private List<ArrayCase> cases(String dtype, List<Shape> shapes) {
    path = folder.resolve("x.npy");
    List<ArrayCase> all = new ArrayList<>();
    for (MemoryOrder order : MemoryOrder.values()) {
      for (Shape shape : shapes) {
        all.add(new ArrayCase(dtype, shape, order, all.size()));
      }
    }
    return all;
  }
}
