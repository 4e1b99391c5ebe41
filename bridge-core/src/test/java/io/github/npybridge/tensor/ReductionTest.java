package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.NumPy;
import io.github.npybridge.store.ClosedFileException;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sums, means, extremes and counts of all elements, and arithmetic in place.
class ReductionTest {
  private static final int CASES = 420;
  private static final long SEED = Long.getLong("npybridge.seed", 1);

  @TempDir private Path folder;

  @Test
  void agreesWithNumPyAndExactArithmeticForEveryDTypeAndLayout() throws IOException {
    NumPy.assume(2);
    String lines =
        NumPy.run(
            Path.of("src/test/python/reductions.py"),
            List.of(Long.toString(SEED), Integer.toString(CASES), folder.toString()),
            120);
    ObjectMapper json = new ObjectMapper();
    int changed = 0;
    for (String line : lines.lines().toList()) {
      JsonNode facts = json.readTree(line);
      Path path = Path.of(facts.get("file").textValue());
      try (NpyFile file = NpyFile.open(path, MapMode.READ_ONLY);
          NpyFile loaded = NpyFile.open(path, MapMode.LOAD)) {
        checkResults(facts, view(Tensors.asTensor(file), facts));
        checkResults(facts, view(Tensors.asTensor(loaded), facts));
      }
      if (facts.has("add")) {
        try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
          checkArithmetic(facts, view(Tensors.asTensor(file), facts));
          changed++;
        }
      }
    }
    assertThat(changed).isGreaterThan(CASES / 2);
  }

  private static Tensor view(Tensor tensor, JsonNode facts) {
    String index = facts.get("index").textValue();
    Tensor view = index.isEmpty() ? tensor : tensor.slice(index);
    return facts.get("transpose").booleanValue() ? view.transpose() : view;
  }

  private static void checkResults(JsonNode facts, Tensor tensor) {
    String what = "-Dnpybridge.seed=" + SEED + " " + facts.get("file") + " " + tensor.dtype();
    assertThat(tensor.countNan()).as(what).isEqualTo(facts.get("nan").longValue());
    assertThat(tensor.countZero()).as(what).isEqualTo(facts.get("zero").longValue());
    if (facts.has("sum")) {
      checkIntegers(facts, tensor, what);
    } else {
      DType dtype = tensor.sum().dtype();
      assertThat(dtype).as(what).isEqualTo(DType.of("=" + facts.get("sumDType").textValue()));
      boolean complex = dtype.kind() == 'c';
      checkFloat(facts.get("real"), tensor.size(), tensor.sum().real(), tensor.mean().real(), what);
      if (complex) {
        Tensor imag = tensor.sum().imag();
        checkFloat(facts.get("imag"), tensor.size(), imag, tensor.mean().imag(), what);
      }
    }
    if (facts.has("min")) {
      assertThat(text(tensor.min())).as(what).isEqualTo(text(facts.get("min").textValue()));
      assertThat(text(tensor.max())).as(what).isEqualTo(text(facts.get("max").textValue()));
      assertThat(tensor.min().dtype()).isEqualTo(tensor.dtype().withOrder(ByteOrder.nativeOrder()));
    } else if (tensor.size() == 0 && tensor.dtype().kind() != 'c') {
      assertThatIllegalArgumentException()
          .isThrownBy(tensor::min)
          .withMessageStartingWith("min: expected at least one element, found shape");
    }
  }

  private static void checkIntegers(JsonNode facts, Tensor tensor, String what) {
    BigInteger sum = new BigInteger(facts.get("sum").textValue());
    boolean unsigned = facts.get("sumDType").textValue().equals("u8");
    boolean fits = unsigned ? sum.bitLength() <= 64 : sum.bitLength() < 64;
    if (fits) {
      assertThat(tensor.sum().dtype()).as(what).isEqualTo(unsigned ? DType.UINT64 : DType.INT64);
      assertThat(tensor.sum().get().toString()).as(what).isEqualTo(sum.toString());
    } else {
      assertThatExceptionOfType(ArithmeticException.class)
          .as(what)
          .isThrownBy(tensor::sum)
          .withMessageContaining("found " + sum + "; sum(DType.FLOAT64) rounds it");
    }
    assertThat(tensor.sum(DType.FLOAT64).getDouble()).as(what).isEqualTo(sum.doubleValue());
    double mean = number(facts.get("mean"));
    assertThat(tensor.mean().dtype()).isEqualTo(DType.FLOAT64);
    // NumPy's long double is rounded a second time.
    double found = tensor.mean().getDouble();
    assertThat(Double.compare(found, mean) == 0 || Math.abs(found - mean) <= Math.ulp(mean))
        .as("%s: mean %s, found %s", what, mean, found)
        .isTrue();
  }

  /// A sum is off by half a unit of its dtype, and 68 roundings in double of the magnitudes' sum.
  private static void checkFloat(JsonNode facts, long size, Tensor sum, Tensor mean, String what) {
    double exact = number(facts.get(0));
    double bound = 68 * 0x1p-53 * number(facts.get(1));
    checkNear(sum, exact, bound, what);
    checkNear(mean, exact / size, bound / Math.max(1, size), what);
  }

  private static void checkNear(Tensor found, double exact, double bound, String what) {
    double value = found.getDouble();
    double max =
        switch (found.dtype().itemSize()) {
          case 2 -> 65504;
          case 4 -> Float.MAX_VALUE;
          default -> Double.MAX_VALUE;
        };
    if (!(Math.abs(exact) <= max)) {
      double limit = Double.isNaN(exact) ? exact : Math.copySign(Double.POSITIVE_INFINITY, exact);
      assertThat(Double.compare(value, limit)).as(what).isZero();
      return;
    }
    int bits = found.dtype().itemSize() == 2 ? 11 : found.dtype().itemSize() == 4 ? 24 : 53;
    double unit = Math.max(Math.scalb(Math.abs(exact), 1 - bits), 0x1p-24);
    unit = bits == 53 ? Math.ulp(exact) : unit;
    assertThat(Math.abs(value - exact)).as(what).isLessThanOrEqualTo(0.51 * unit + bound);
  }

  private static double number(JsonNode text) {
    return switch (text.textValue()) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text.textValue());
    };
  }

  private static String text(Tensor scalar) {
    return text(scalar.get().toString());
  }

  private static String text(String value) {
    return switch (value) {
      case "true", "false" -> value;
      case "True", "False" -> value.toLowerCase(Locale.ROOT);
      case "inf", "Infinity" -> "Infinity";
      case "-inf", "-Infinity" -> "-Infinity";
      case "nan", "NaN" -> "NaN";
      default ->
          value.contains(".") || value.contains("e") || value.contains("E")
              ? Float.toString((float) Double.parseDouble(value))
              : value;
    };
  }

  private static void checkArithmetic(JsonNode facts, Tensor tensor) {
    JsonNode add = facts.get("add");
    JsonNode multiply = facts.get("multiply");
    boolean isFloat = tensor.dtype().kind() == 'f';
    if (isFloat) {
      tensor.mapDouble(x -> Double.isNaN(x) ? 1 : x);
    }
    if (add.isFloatingPointNumber()) {
      tensor.add(add.doubleValue());
    } else {
      tensor.add(add.longValue());
    }
    assertThat(bytes(tensor)).as(facts.get("file").textValue()).isEqualTo(text(facts, "added"));
    if (isFloat) {
      tensor.mapDouble(x -> Double.isFinite(x) ? x : 1);
    }
    if (multiply.isFloatingPointNumber()) {
      tensor.multiply(multiply.doubleValue());
    } else {
      tensor.multiply(multiply.longValue());
    }
    assertThat(bytes(tensor))
        .as(facts.get("file").textValue())
        .isEqualTo(text(facts, "multiplied"));
  }

  private static String text(JsonNode facts, String name) {
    return facts.get(name).textValue();
  }

  private static String bytes(Tensor tensor) {
    byte[] bytes = tensor.contiguous().asSegment().toArray(ValueLayout.JAVA_BYTE);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void sumsIntegersExactlyUpToTheLastBlock() {
    Random random = new Random(SEED);
    for (DType.Numeric dtype :
        List.of(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16, DType.INT32, DType.UINT32)) {
      // The largest values, in as many blocks as it takes to fill a lane that is not emptied.
      Tensor all = Tensors.zeros(dtype, Shape.of(1_000_003));
      long least = dtype.kind() == 'u' ? 0 : -(1L << (8 * dtype.itemSize() - 1));
      long most = dtype.kind() == 'u' ? (1L << (8 * dtype.itemSize())) - 1 : -1 - least;
      for (long value : new long[] {least, most}) {
        all.fill(value);
        for (int length : new int[] {1, 7, 1791, 1792, 1793, 1_000_003}) {
          int start = random.nextInt(1_000_003 - length + 1);
          Tensor part = all.slice(start + ":" + (start + length));
          assertThat(part.sum().getLong()).as("%s", dtype).isEqualTo(value * length);
          assertThat(part.mean().getDouble()).isEqualTo((double) value);
          assertThat(part.min().getLong()).isEqualTo(value);
          assertThat(part.max().getLong()).isEqualTo(value);
          assertThat(part.countZero()).isEqualTo(value == 0 ? length : 0);
        }
      }
    }
  }

  @Test
  void sumsMoreExactlyThanAnyOrderOfRoundedAdditions() {
    double[] values = new double[100_001];
    Random random = new Random(SEED);
    for (int i = 0; i < values.length; i += 2) {
      values[i] = random.nextGaussian() * 1e10;
      if (i + 1 < values.length) {
        values[i + 1] = -values[i];
      }
    }
    values[100_000] = 1e-3;
    // Each value and its opposite lie in different columns; what is left is what roundings left.
    double sum = Tensors.asTensor(values).sum().getDouble();
    assertThat(Math.abs(sum - 1e-3)).isLessThan(68 * 0x1p-53 * 1e10 * 100_000);
    assertThat(Tensors.asTensor(new double[] {1e16, 1, -1e16}).sum().getDouble()).isEqualTo(1.0);
    assertThat(Tensors.asTensor(new float[] {1e8f, 1, -1e8f}).sum().getFloat()).isEqualTo(1f);
    double max = Double.MAX_VALUE;
    assertThat(Tensors.asTensor(new double[] {max, max}).sum().getDouble()).isInfinite();
  }

  @Test
  void coversBfloat16AndBroadcasts() {
    Tensor halves = Tensors.asTensor(new double[] {1.5, -2, 3, 0}).to(DType.BFLOAT16);
    assertThat(halves.sum().dtype()).isEqualTo(DType.BFLOAT16);
    assertThat(halves.sum().getFloat()).isEqualTo(2.5f);
    assertThat(halves.mean().getFloat()).isEqualTo(0.625f);
    assertThat(halves.max().getFloat()).isEqualTo(3f);
    assertThat(halves.countZero()).isEqualTo(1);
    Tensor wide = halves.broadcastTo(1000, 4);
    assertThat(wide.sum(DType.FLOAT32).getFloat()).isEqualTo(2500f);
    assertThat(wide.min().getFloat()).isEqualTo(-2f);
    assertThat(wide.countZero()).isEqualTo(1000);
    assertThatExceptionOfType(ReadOnlyTensorException.class).isThrownBy(() -> wide.add(1L));
    halves.multiply(0.1);
    // 0.1 is 0x3dcd: 0.10009765625.
    assertThat(halves.toFloatArray()).containsExactly(77 / 512f, -205 / 1024f, 77 / 256f, 0);
    halves.fill(Double.NaN);
    assertThat(halves.countNan()).isEqualTo(4);
    assertThat(halves.max().getFloat()).isNaN();
  }

  @Test
  void refusesWhatHasNoAnswer() {
    Tensor text = Tensors.zeros(DType.of("<U3"), Shape.of(2));
    assertThatIllegalArgumentException()
        .isThrownBy(text::sum)
        .withMessage(
            "sum: expected bool, integers, floats or complex numbers, found " + text.dtype());
    assertThatIllegalArgumentException().isThrownBy(text::countNan);
    assertThatIllegalArgumentException().isThrownBy(() -> text.add(1L));
    Tensor complex = Tensors.zeros(DType.COMPLEX64, Shape.of(2));
    assertThatIllegalArgumentException()
        .isThrownBy(complex::max)
        .withMessage("max: expected a real dtype, found complex64; use real() and imag()");
    assertThatIllegalArgumentException().isThrownBy(() -> complex.multiply(2.0));
    complex.imag().add(2.0);
    assertThat(complex.sum().getComplex()).isEqualTo(new Complex(0, 4));
    Tensor truth = Tensors.zeros(DType.BOOL, Shape.of(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> truth.add(1L))
        .withMessageEndingWith("reinterpret(DType.UINT8) is a view of 0 and 1");
    Tensor bytes = Tensors.zeros(DType.UINT8, Shape.of(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bytes.add(-1L))
        .withMessage(
            "add: expected an integer that uint8 holds, found -1; cast the tensor with to(...)");
    assertThatIllegalArgumentException().isThrownBy(() -> bytes.multiply(0.5));
    assertThatIllegalArgumentException().isThrownBy(() -> bytes.mapDouble(x -> x));
    assertThatIllegalArgumentException().isThrownBy(() -> bytes.sum(DType.INT32));
    assertThatIllegalArgumentException().isThrownBy(() -> complex.sum(DType.FLOAT64));
    assertThatIllegalArgumentException().isThrownBy(() -> complex.real().mapLong(x -> x));
    Tensor longs = Tensors.zeros(DType.UINT64, Shape.of(2));
    assertThatIllegalArgumentException().isThrownBy(() -> longs.multiply(-1L));
  }

  @Test
  void mapsInOrderUpToWhatIsRefused() {
    Tensor numbers = Tensors.zeros(DType.INT16, Shape.of(30, 40));
    long[] next = {0};
    numbers.transpose().mapLong(x -> next[0]++);
    assertThat(numbers.getShort(1, 0)).isEqualTo((short) 1);
    assertThat(numbers.getShort(0, 1)).isEqualTo((short) 30);
    assertThatExceptionOfType(UnrepresentableValueException.class)
        .isThrownBy(() -> numbers.mapLong(x -> x == 599 ? 40_000 : -x))
        .withMessage("mapLong: expected a result that int16 holds: found 40000 at index [29, 19]")
        .satisfies(e -> assertThat(e.index()).containsExactly(29, 19));
    assertThat(numbers.getShort(29, 18)).isEqualTo((short) -569);
    assertThat(numbers.getShort(29, 19)).isEqualTo((short) 599);
    assertThat(numbers.getShort(29, 20)).isEqualTo((short) 629);

    Tensor floats = Tensors.zeros(DType.FLOAT32.withOrder(ByteOrder.BIG_ENDIAN), Shape.of(3));
    assertThatIllegalStateException()
        .isThrownBy(() ->
            floats.mapDouble(x -> {
              if (next[0]++ == 1202) {
                throw new IllegalStateException("enough");
              }
              return 0.1;
            }))
        .withMessage("enough");
    assertThat(floats.toFloatArray()).containsExactly(0.1f, 0.1f, 0f);
  }

  @Test
  void changesPlacesThatElementsShareOnce() {
    long[] memory = {1, 2, 3, 4, 5};
    MemorySegment segment = MemorySegment.ofArray(memory);
    Tensor repeated = Tensors.asTensor(segment, DType.INT64, Shape.of(600, 2), 0, 0, 8);
    repeated.add(10L);
    assertThat(memory).containsExactly(11, 12, 3, 4, 5);
    Tensor windows = Tensors.asTensor(segment, DType.INT64, Shape.of(3, 3), 0, 8, 8);
    windows.multiply(2L);
    assertThat(memory).containsExactly(22, 24, 6, 8, 10);
  }

  @Test
  void keepsToTheRulesOfFiles() throws IOException {
    Path path = folder.resolve("a.npy");
    Tensors.save(path, Tensors.asTensor(new double[] {1, 2, 3.5}));
    Tensor tensor;
    try (NpyFile file = NpyFile.open(path, MapMode.READ_ONLY)) {
      tensor = Tensors.asTensor(file);
      assertThat(tensor.sum().getDouble()).isEqualTo(6.5);
      assertThat(tensor.sum().file()).isEmpty();
      assertThatExceptionOfType(ReadOnlyTensorException.class)
          .isThrownBy(() -> Tensors.asTensor(file).multiply(2.0))
          .withMessageContaining(path.toString());
      assertThatExceptionOfType(ReadOnlyTensorException.class)
          .isThrownBy(() -> Tensors.asTensor(file).mapDouble(x -> x));
    }
    assertThatExceptionOfType(ClosedFileException.class).isThrownBy(tensor::sum);
    assertThatExceptionOfType(ClosedFileException.class).isThrownBy(tensor::max);
    assertThatExceptionOfType(ClosedFileException.class).isThrownBy(tensor::countZero);
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      Tensors.asTensor(file).add(1L);
    }
    try (NpyFile file = NpyFile.open(path, MapMode.READ_ONLY)) {
      assertThat(Tensors.asTensor(file).toDoubleArray()).containsExactly(2, 3, 4.5);
    }
  }
}
