package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.NumPy;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random views of random arrays, in memory and in files, cast to what NumPy's `astype` makes of
/// them.
///
/// Another seed: `-Dnpybridge.seed=...`; the seed of a round that fails is in the message.
class CastRandomTest {
  private static final int ROUNDS = 400;
  private static final int OVERLAPS = 2000;
  private static final List<DType.Numeric> DTYPES = Elements.numericDTypes().toList();
  private static final long SEED = Long.getLong("npybridge.seed", 1);

  private final Map<String, Integer> tally = new TreeMap<>();

  @Test
  void castsViewsAsNumPy(@TempDir Path folder) throws IOException {
    NumPy.assume(2);
    String lines =
        NumPy.run(
            Path.of("src/test/python/cast_views.py"),
            List.of(Long.toString(SEED), Integer.toString(ROUNDS)),
            60);
    ObjectMapper json = new ObjectMapper();
    long seed = SEED;
    for (String line : lines.lines().toList()) {
      try {
        check(json.readTree(line), new Random(seed), folder);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dnpybridge.seed=" + seed + ": " + line, e);
      }
      seed++;
    }
    System.out.println("random casts as in NumPy: seed " + SEED + ", " + tally);
    assertThat(seed).isEqualTo(SEED + ROUNDS);
  }

  private void check(JsonNode round, Random random, Path folder) throws IOException {
    DType dtype = DType.of(round.required("dtype").textValue());
    byte[] data = HexFormat.of().parseHex(round.required("data").textValue());
    DType to = DType.of(AsArrayModel.type(round.required("to").textValue()));
    List<String> expected =
        ExpectedTensor.littleEndianText(
            to, HexFormat.of().parseHex(round.required("result").textValue()));
    if (random.nextInt(3) > 0) {
      check(MemorySegment.ofArray(data), dtype, round, to, expected, random, folder);
      tally.merge("from memory", 1, Integer::sum);
      return;
    }
    Shape shape = Shape.of(OracleObject.longs(round.required("shape"), 1));
    MemoryOrder order =
        round.required("order").textValue().equals("C") ? MemoryOrder.C : MemoryOrder.FORTRAN;
    Tensor whole = SegmentMemory.tensor(MemorySegment.ofArray(data), dtype, shape, order);
    Path path = folder.resolve("source.npy");
    Tensors.save(path, whole, SaveOptions.DEFAULT.withOrder(order));
    try (NpyFile file = NpyFile.open(path, MapMode.READ_ONLY)) {
      assertThat(file.header().order()).isEqualTo(order);
      check(file.segment(), dtype, round, to, expected, random, folder);
    }
    tally.merge("from a file", 1, Integer::sum);
  }

  private void check(
      MemorySegment memory,
      DType dtype,
      JsonNode round,
      DType to,
      List<String> expected,
      Random random,
      Path folder)
      throws IOException {
    JsonNode geometry = round.required("view");
    Shape shape = Shape.of(OracleObject.longs(geometry.get(0), 1));
    Tensor view =
        Tensors.asTensor(
            memory,
            dtype,
            shape,
            geometry.get(1).longValue(),
            OracleObject.longs(geometry.get(2), 1));

    Tensor cast = view.to(to);
    assertThat(cast.shape()).isEqualTo(shape);
    assertThat(ExpectedTensor.text(to, Elements.bytesOf(cast))).isEqualTo(expected);

    DType stored = random.nextBoolean() ? to : to.withOrder(ByteOrder.BIG_ENDIAN);
    if (random.nextInt(3) > 0) {
      checkInto(view, stored, expected, random);
      return;
    }
    Path path = folder.resolve("target.npy");
    Tensors.save(path, Tensors.zeros(stored, shape));
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      DTypeMapper.castInto(view, Tensors.asTensor(file), CastOptions.DEFAULT);
    }
    assertThat(ExpectedTensor.text(stored, Elements.bytesOf(Tensors.load(path))))
        .isEqualTo(expected);
    tally.merge("into a file", 1, Integer::sum);
  }

  /// Casts into a view with gaps, backwards axes and another order of axes; the gaps stay as they
  /// are.
  private void checkInto(Tensor source, DType stored, List<String> expected, Random random) {
    int ndim = source.ndim();
    int[] axes = random.ints(0, Math.max(1, ndim)).distinct().limit(ndim).toArray();
    int[] back = new int[ndim];
    long[] dims = new long[ndim];
    Slice[] parts = new Slice[ndim];
    for (int axis = 0; axis < ndim; axis++) {
      back[axes[axis]] = axis;
      long step = 1L + random.nextInt(3);
      dims[axis] = source.shape().dim(axes[axis]) * step;
      parts[axis] = Slice.range(0, dims[axis], step);
    }
    Tensor whole = Tensors.zeros(stored, Shape.of(dims));
    Tensor target = whole.slice(parts).permute(back);
    if (ndim > 0 && random.nextBoolean()) {
      target = target.flip(random.nextInt(ndim));
    }
    DTypeMapper.castInto(source, target, CastOptions.DEFAULT);
    assertThat(ExpectedTensor.text(stored, Elements.bytesOf(target))).isEqualTo(expected);
    target.copyFrom(Tensors.zeros(stored, Shape.scalar()));
    assertThat(whole.contentEquals(Tensors.zeros(stored, whole.shape()))).isTrue();
    tally.merge("into a view", 1, Integer::sum);
  }

  /// A place in memory without two elements in one place.
  private record Place(DType.Numeric dtype, Shape shape, long byteOffset, List<Long> strides) {
    /// Axes in any order of memory, backwards or not, with gaps or not.
    static Place of(Random random, long... dims) {
      DType.Numeric dtype = DTYPES.get(random.nextInt(DTYPES.size()));
      long[] strides = new long[dims.length];
      long stride = dtype.itemSize();
      long first = random.nextInt(64);
      int start = random.nextInt(dims.length);
      for (int i = 0; i < dims.length; i++) {
        int axis = (start + i) % dims.length;
        stride *= 1 + random.nextInt(2);
        boolean backwards = random.nextBoolean();
        strides[axis] = backwards ? -stride : stride;
        first += backwards ? stride * (dims[axis] - 1) : 0;
        stride *= dims[axis];
      }
      return new Place(dtype, Shape.of(dims), first, OracleObject.list(strides));
    }

    Tensor in(byte[] memory) {
      long[] bytes = strides.stream().mapToLong(n -> n).toArray();
      return Tensors.asTensor(MemorySegment.ofArray(memory), dtype, shape, byteOffset, bytes);
    }
  }

  @Test
  void castsWithinOneMemoryAreAsIfFromASnapshot() {
    CastOptions options = CastOptions.DEFAULT.withOutOfRange(OutOfRange.NUMPY);
    int overlapping = 0;
    for (long seed = SEED; seed < SEED + OVERLAPS; seed++) {
      Random random = new Random(seed);
      long[] dims = random.longs(1 + random.nextInt(3), 1, 6).toArray();
      Place from = Place.of(random, dims);
      Place to = Place.of(random, dims);
      byte[] memory = new byte[20_000];
      random.nextBytes(memory);
      byte[] expected = memory.clone();
      to.in(expected).copyFrom(DTypeMapper.cast(from.in(memory), to.dtype, options));
      overlapping += from.in(memory).sharesMemory(to.in(memory)) ? 1 : 0;

      DTypeMapper.castInto(from.in(memory), to.in(memory), options);

      assertThat(memory).as("-Dnpybridge.seed=%s: %s to %s", seed, from, to).isEqualTo(expected);
    }
    System.out.println("random casts within one memory: " + OVERLAPS + ", shared " + overlapping);
    assertThat(overlapping).isGreaterThan(OVERLAPS / 4);
  }
}
