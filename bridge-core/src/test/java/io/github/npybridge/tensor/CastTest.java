package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All casts between numeric dtypes: against the definitions, against what NumPy 2.4.6 and
/// ml_dtypes 0.6.0 gave, and from and to every arrangement in memory.
///
/// NumPy's results are in `oracle/cast`: `in/FROM.npy`, `out/FROM__TO.npy`, and `mask/FROM__TO.npy`
/// with 1 where the result is a NaN, whose payload is free, and 2 where C leaves it undefined and
/// [OutOfRange] decides; without a mask everything is exact. bfloat16 is stored as uint16.
class CastTest {
  private static final Map<String, Integer> TALLY = new TreeMap<>();

  /// A cast.
  record Pair(ScalarType from, ScalarType to) {}

  static Stream<Pair> pairs() {
    return Arrays.stream(ScalarType.values())
        .flatMap(from -> Arrays.stream(ScalarType.values()).map(to -> new Pair(from, to)));
  }

  @AfterAll
  static void printTally() {
    System.out.println("casts: " + TALLY);
  }

  private static void tally(String what, int count) {
    TALLY.merge(what, count, Integer::sum);
  }

  /// The items of a list as an array of a dtype in some order, one or two units each.
  private static Tensor tensor(DType.Numeric dtype, List<long[]> items) {
    long[] units = items.stream().flatMapToLong(Arrays::stream).toArray();
    return Elements.over(Elements.bytes(dtype, units), dtype, items.size());
  }

  private static long[] units(Tensor tensor) {
    return Elements.units(
        (DType.Numeric) tensor.dtype(), tensor.asSegment().toArray(ValueLayout.JAVA_BYTE));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void castsByTheDefinitions(Pair pair) {
    ScalarType from = pair.from;
    ScalarType to = pair.to;
    List<Long> edges = Numbers.edges(from);
    List<long[]> accepted = new ArrayList<>();
    List<long[]> expected = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      long[] item =
          from.isComplex()
              ? new long[] {edges.get(i), edges.get(edges.size() - 1 - i)}
              : new long[] {edges.get(i)};
      long[] result = expected(from, to, item);
      if (result.length > 0) {
        accepted.add(item);
        expected.add(result);
      } else {
        Tensor single = tensor(DType.of(from), List.of(item));
        assertThatExceptionOfType(UnrepresentableValueException.class)
            .as("%s of %x", pair, item[0])
            .isThrownBy(() -> single.to(DType.of(to)));
        tally("refused by definition", 1);
      }
    }
    Tensor cast = tensor(DType.of(from), accepted).to(DType.of(to));
    long[] wanted = expected.stream().flatMapToLong(Arrays::stream).toArray();
    assertThat(Numbers.text(to, units(cast))).isEqualTo(Numbers.text(to, wanted));
    tally("by definition", accepted.size());
  }

  static long[] expected(ScalarType from, ScalarType to, long... item) {
    ScalarType half = Numbers.unit(from);
    OptionalLong real = Numbers.cast(half, item[0], Numbers.unit(to));
    if (real.isEmpty()) {
      return new long[0];
    }
    long imag = from.isComplex() ? item[1] : 0;
    if (to == ScalarType.BOOL && from.isComplex()) {
      return new long[] {real.getAsLong() | Numbers.cast(half, imag, to).getAsLong()};
    }
    if (!to.isComplex()) {
      return new long[] {real.getAsLong()};
    }
    return new long[] {
      real.getAsLong(),
      from.isComplex() ? Numbers.cast(half, imag, Numbers.unit(to)).getAsLong() : 0
    };
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void castsAsNumPyDid(Pair pair) throws IOException {
    String name = pair.from.dtypeName() + "__" + pair.to.dtypeName() + ".npy";
    DType.Numeric to = DType.of(pair.to);
    Tensor in = oracle("in/" + pair.from.dtypeName() + ".npy", pair.from);
    Tensor out = oracle("out/" + name, pair.to);
    byte[] mask = new byte[(int) in.size()];
    if (Files.exists(file("mask/" + name))) {
      mask = Tensors.load(file("mask/" + name)).asSegment().toArray(ValueLayout.JAVA_BYTE);
    }
    int inUnits = pair.from.isComplex() ? 2 : 1;
    int outUnits = pair.to.isComplex() ? 2 : 1;
    long[] given = units(in);
    long[] results = units(out);
    List<long[]> accepted = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (int i = 0; i < mask.length; i++) {
      long[] result = Arrays.copyOfRange(results, i * outUnits, (i + 1) * outUnits);
      if (mask[i] == 2) {
        checkOutOfRange(in.slice(Slice.range(i, i + 1)), given[i * inUnits], to, result);
      } else {
        accepted.add(Arrays.copyOfRange(given, i * inUnits, (i + 1) * inUnits));
        expected.addAll(Numbers.text(pair.to, result));
        tally(mask[i] == 0 ? "exactly as NumPy" : "NaN as NumPy", 1);
      }
    }
    for (long unit : units(tensor((DType.Numeric) in.dtype(), accepted).to(to))) {
      found.addAll(Numbers.text(pair.to, unit));
    }
    assertThat(found).isEqualTo(expected);
  }

  /// Checks what becomes of a single float that an integer dtype cannot hold.
  ///
  /// @param real the bits of the float, or of its real part
  /// @param numPy the bits of what NumPy gave
  private static void checkOutOfRange(Tensor single, long real, DType.Numeric to, long... numPy) {
    assertThatExceptionOfType(UnrepresentableValueException.class)
        .as("%s", single)
        .isThrownBy(() -> single.to(to));
    tally("undefined in C, refused", 1);

    CastOptions options = CastOptions.DEFAULT;
    Tensor emulated = DTypeMapper.cast(single, to, options.withOutOfRange(OutOfRange.NUMPY));
    assertThat(units(emulated)).as("%s", single).isEqualTo(numPy);
    tally("undefined in C, as NumPy", 1);

    ScalarType half = Numbers.unit(((DType.Numeric) single.dtype()).type());
    double value = Numbers.nearest(Numbers.decode(half, real));
    Tensor clamped = DTypeMapper.cast(single, to, options.withOutOfRange(OutOfRange.SATURATE));
    BigInteger found = Numbers.integer(Numbers.decode(to.type(), units(clamped)[0]));
    assertThat(found).as("%s", single).isEqualTo(saturated(value, to.type()));
    tally("undefined in C, saturated", 1);
  }

  private static BigInteger saturated(double value, ScalarType to) {
    boolean signed = to.kind() == 'i';
    int bits = to.itemSize() * 8 - (signed ? 1 : 0);
    BigInteger bound = BigInteger.ONE.shiftLeft(bits);
    BigInteger max = bound.subtract(BigInteger.ONE);
    BigInteger min = signed ? bound.negate() : BigInteger.ZERO;
    if (Double.isNaN(value)) {
      return BigInteger.ZERO;
    }
    return Double.isInfinite(value)
        ? (value > 0 ? max : min)
        : new BigDecimal(value).toBigInteger().max(min).min(max);
  }

  private static Tensor oracle(String name, ScalarType type) throws IOException {
    Tensor loaded = Tensors.load(file(name));
    return type == ScalarType.BFLOAT16
        ? Tensors.asTensor(loaded.asSegment(), DType.BFLOAT16, loaded.shape())
        : loaded;
  }

  private static Path file(String name) {
    try {
      return Path.of(
              Objects.requireNonNull(CastTest.class.getResource("/oracle/cast/in/bool.npy"))
                  .toURI())
          .resolve("../../" + name)
          .normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The same elements of shape (30, 40), arranged in many ways.
  private static List<Tensor> arrangements(Tensor plain) {
    Shape shape = plain.shape();
    DType.Numeric dtype = (DType.Numeric) plain.dtype();
    DType.Numeric swapped =
        dtype.withOrder(dtype.isNative() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    List<Supplier<Tensor>> places = new ArrayList<>();
    for (DType.Numeric order : List.of(dtype, swapped)) {
      places.add(() -> Tensors.zeros(order, shape));
      places.add(() -> Tensors.zeros(order, Shape.of(40, 30)).transpose());
      places.add(() -> Tensors.zeros(order, Shape.of(90, 42)).slice("::3, 1:-1"));
      places.add(() -> Tensors.zeros(order, Shape.of(30, 120)).slice(":, ::3"));
      places.add(() -> Tensors.zeros(order, shape).flip());
      places.add(() ->
          Tensors.asTensor(
                  MemorySegment.ofArray(new byte[1 + 1200 * order.itemSize()]).asSlice(1),
                  order,
                  Shape.of(1200))
              .reshape(40, 30)
              .permute(1, 0));
    }
    List<Tensor> tensors = new ArrayList<>();
    for (Supplier<Tensor> place : places) {
      Tensor tensor = place.get();
      tensor.copyFrom(plain);
      tensors.add(tensor);
    }
    return tensors;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyArrangementGivesTheSame(Pair pair) {
    DType.Numeric to = DType.of(pair.to);
    List<long[]> items = new ArrayList<>();
    List<Long> edges = Numbers.edges(pair.from);
    for (int i = 0; items.size() < 1200; i++) {
      long unit = edges.get(i % edges.size());
      long[] item = pair.from.isComplex() ? new long[] {unit, edges.getFirst()} : new long[] {unit};
      if (expected(pair.from, pair.to, item).length > 0) {
        items.add(item);
      }
    }
    Tensor plain = tensor(DType.of(pair.from), items).reshape(30, 40);
    Tensor expected = plain.to(to);
    List<Tensor> targets = arrangements(expected);
    for (Tensor source : arrangements(plain)) {
      assertThat(source.to(to).contentEquals(expected)).isTrue();
    }
    for (Tensor target : targets) {
      target.copyFrom(Tensors.zeros(DType.BOOL, Shape.scalar()));
      target.copyFrom(plain);
      assertThat(target.contentEquals(expected)).isTrue();
    }
    Tensor row = plain.select(0, 3);
    Tensor rows = row.to(to).broadcastTo(30, 40);
    assertThat(row.broadcastTo(30, 40).to(to).contentEquals(rows)).isTrue();
    Tensor target = targets.getFirst();
    target.copyFrom(row);
    assertThat(target.contentEquals(rows)).isTrue();
  }

  @Test
  void aRefusedFloatIsNamedWithItsPlace() {
    Tensor floats = Tensors.zeros(DType.FLOAT64, Shape.of(60, 50));
    floats.setDouble(300.5, 41, 7);
    String message = refusal("int8", "300.5", "[41, 7]");
    check(floats, message, t -> t.to(DType.INT8));
    check(floats.transpose().contiguous().transpose(), message, t -> t.to(DType.INT8));
    check(
        floats.transpose(),
        message.replace("[41, 7]", "[7, 41]"),
        t -> t.to(DType.INT8.withOrder(ByteOrder.BIG_ENDIAN)));
    check(
        floats.flip(0),
        message.replace("[41, 7]", "[18, 7]"),
        t -> {
          t.copyFrom(t);
          Tensor target = Tensors.zeros(DType.INT8, Shape.of(60, 50));
          target.copyFrom(t);
          return target;
        });
    floats.fill(Double.NaN);
    check(floats.select(0, 0), refusal("uint64", "NaN", "[0]"), t -> t.to(DType.UINT64));
    check(floats.select(0, 0).select(0, 0), refusal("int64", "NaN", "[]"), t -> t.to(DType.INT64));
  }

  private static String refusal(String dtype, String value, String index) {
    return "value cannot be converted to type "
        + dtype
        + " without overflow: found "
        + value
        + " at index "
        + index
        + "; OutOfRange.SATURATE and NUMPY convert it";
  }

  private static void check(Tensor source, String message, UnaryOperator<Tensor> cast) {
    assertThatExceptionOfType(UnrepresentableValueException.class)
        .isThrownBy(() -> cast.apply(source))
        .withMessage(message);
  }

  @Test
  void aRefusedCastLeavesTheDestinationAsItWas() {
    for (ScalarType to : ScalarType.values()) {
      if (to.isInteger()) {
        checkUntouched(DType.FLOAT64, to, -0.5, Double.NaN, CastOptions.DEFAULT);
        checkUntouched(DType.COMPLEX64, to, 1, 0x1p100, CastOptions.DEFAULT);
      }
      CastOptions lossless = CastOptions.DEFAULT.withCasting(Casting.SAME_VALUE);
      if (to != ScalarType.FLOAT64 && to != ScalarType.COMPLEX128 && to != ScalarType.BOOL) {
        checkUntouched(DType.FLOAT64, to, 1, 0x1p1000, lossless);
      }
    }
  }

  /// Casts 1200 numbers, of which the last is refused, to destinations of all arrangements.
  private static void checkUntouched(
      DType.Numeric from, ScalarType to, double number, double refused, CastOptions options) {
    Tensor source = Tensors.zeros(from, Shape.of(30, 40));
    source.real().fill(number);
    source.real().setDouble(refused, 29, 39);
    DType.Numeric dtype = DType.of(to);
    Tensor before = Elements.over(Elements.counting(dtype, 1200), dtype, 30, 40);
    for (Tensor destination : arrangements(before)) {
      assertThatExceptionOfType(UnrepresentableValueException.class)
          .isThrownBy(() -> DTypeMapper.castInto(source, destination, options))
          .satisfies(e -> assertThat(e.index()).containsExactly(29, 39));
      assertThat(destination.contentEquals(before)).isTrue();
      if (options.equals(CastOptions.DEFAULT)) {
        assertThatExceptionOfType(UnrepresentableValueException.class)
            .isThrownBy(() -> destination.copyFrom(source));
        assertThat(destination.contentEquals(before)).isTrue();
      }
    }
  }

  @Test
  void castsWithinOneMemoryAreAsIfFromASnapshot() {
    for (int size : new int[] {3, 3000}) {
      checkOverlap(DType.INT16, DType.INT32, size);
      checkOverlap(DType.INT32, DType.INT16, size);
      checkOverlap(DType.FLOAT32, DType.INT32, size);
      checkOverlap(DType.UINT8, DType.COMPLEX128, size);
      checkOverlap(DType.INT32, DType.INT32.withOrder(ByteOrder.BIG_ENDIAN), size);
    }
  }

  /// Casts between two tensors that start at the same byte.
  private static void checkOverlap(DType.Numeric from, DType.Numeric to, int size) {
    byte[] memory = new byte[size * Math.max(from.itemSize(), to.itemSize())];
    Tensor source = Elements.over(memory, from, size);
    source.copyFrom(Elements.over(Elements.counting(from, size), from, size));
    List<Double> expected = Elements.read(source);
    Tensor target = Elements.over(memory, to, size);
    target.copyFrom(source);
    assertThat(Elements.read(target)).isEqualTo(expected);
  }
}
