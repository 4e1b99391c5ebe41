package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.internal.Geometry;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies between views of any strides write what copies element by element would write, and
/// nothing else.
///
/// Another seed: `-Dnpybridge.seed=...`; the seed of a round that fails is in the message.
class CopyTest {
  private static final int ROUNDS = 2000;
  private static final long SEED = Long.getLong("npybridge.seed", 1);
  private static final int MEMORY = 1 << 24;

  @TempDir Path folder;
  private Arena arena;
  private MemorySegment mapped;

  @BeforeEach
  void mapFile() throws IOException {
    arena = Arena.ofConfined();
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("memory"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, MEMORY, arena);
    }
  }

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void copiesBetweenRandomViews() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      Random random = new Random(seed);
      DType[] dtypes = dtypes(random);
      Shape shape = shape(random);
      Geometry from = geometry(shape, dtypes[0].itemSize(), true, random);
      Geometry to = geometry(shape, dtypes[1].itemSize(), false, random);
      MemorySegment source = memory(from.high(dtypes[0].itemSize()), random, 0);
      MemorySegment target = memory(to.high(dtypes[1].itemSize()), random, MEMORY / 2);
      check(
          tensor(source, dtypes[0], from),
          tensor(target, dtypes[1], to),
          "-Dnpybridge.seed=" + seed);
    }
  }

  @Test
  void copiesWithinOneMemory() {
    for (long seed = SEED; seed < SEED + ROUNDS / 4; seed++) {
      Random random = new Random(seed);
      DType[] dtypes = dtypes(random);
      int itemSize = dtypes[0].itemSize();
      Shape shape = shape(random);
      Geometry from = geometry(shape, itemSize, true, random);
      Geometry to = random.nextInt(4) == 0 ? from : geometry(shape, itemSize, false, random);
      if (selfOverlaps(to)) {
        to = geometry(shape, itemSize, false, random);
      }
      MemorySegment memory = memory(Math.max(from.high(itemSize), to.high(itemSize)), random, 0);
      check(
          tensor(memory, dtypes[0], from),
          tensor(memory, dtypes[1], to),
          "-Dnpybridge.seed=" + seed);
    }
  }

  /// Lengths around those of a tile, and around their multiples.
  @Test
  void copiesAcrossTheBordersOfTiles() {
    Random random = new Random(SEED);
    int[][] lengths = {{33, 65}, {257, 17}, {17, 1025}, {3, 5000}, {5000, 3}, {2, 3, 700}, {9000}};
    for (int size : new int[] {1, 2, 3, 4, 8, 12, 16, 17, 63, 64, 100}) {
      DType dtype = DType.of("|V" + size);
      for (int[] dims : lengths) {
        long[] all = new long[dims.length];
        for (int axis = 0; axis < dims.length; axis++) {
          all[axis] = dims[axis];
        }
        Shape shape = Shape.of(all);
        for (int round = 0; round < 4; round++) {
          Geometry from = geometry(shape, size, round == 3, random);
          Geometry to = geometry(shape, size, false, random);
          check(
              tensor(memory(from.high(size), random, 0), dtype, from),
              tensor(memory(to.high(size), random, MEMORY / 2), dtype, to),
              size + " bytes, " + shape + ", round " + round);
        }
      }
    }
  }

  /// Whole strips, and what is left of them on either side.
  @Test
  void transposesOffTheHeap() {
    Random random = new Random(SEED);
    for (int size : new int[] {1, 2, 4, 8}) {
      DType dtype = DType.of("|V" + size);
      for (long rows : new long[] {8, 16, 31, 64, 65, 130}) {
        for (long columns : new long[] {8, 9, 14, 33, 64}) {
          Shape matrix = Shape.of(rows, columns);
          Tensor source = Tensors.asTensor(offHeap(matrix.byteSize(size), random), dtype, matrix);
          Shape result = Shape.of(columns, rows);
          Tensor target = Tensors.asTensor(offHeap(result.byteSize(size), random), dtype, result);
          check(source.transpose(), target, size + " bytes, " + matrix);
          Tensor backwards = source.slice(Slice.parse("::-1").getFirst());
          check(backwards.transpose(), target, size + " bytes, backwards, " + matrix);
        }
      }
    }
  }

  /// As when one by one is written: the last row stays.
  @Test
  void transposesIntoRowsInOnePlace() {
    Random random = new Random(SEED);
    for (int size : new int[] {1, 2, 4, 8}) {
      DType dtype = DType.of("|V" + size);
      Tensor source = Tensors.asTensor(offHeap(64L * 9 * size, random), dtype, Shape.of(64, 9));
      MemorySegment row = offHeap(64L * size, random);
      Tensor target = Tensors.asTensor(row, dtype, Shape.of(9, 64), 0, 0, size);
      check(source.transpose(), target, size + " bytes");
    }
  }

  /// Memory that begins anywhere.
  private static MemorySegment offHeap(long bytes, Random random) {
    int start = random.nextInt(9);
    byte[] content = new byte[(int) bytes];
    random.nextBytes(content);
    return Arena.ofAuto()
        .allocate(bytes + start)
        .asSlice(start)
        .copyFrom(MemorySegment.ofArray(content));
  }

  @Test
  void swapsBytesInPlace() {
    for (DType.Numeric dtype : Elements.numericDTypes().toList()) {
      for (long[] dims : new long[][] {{}, {7}, {5000}, {40, 50}}) {
        Shape shape = Shape.of(dims);
        MemorySegment memory = memory(shape.byteSize(dtype.itemSize()), new Random(SEED), 0);
        Tensor one = Tensors.asTensor(memory, dtype.withOrder(ByteOrder.BIG_ENDIAN), shape);
        Tensor other = Tensors.asTensor(memory, dtype.withOrder(ByteOrder.LITTLE_ENDIAN), shape);
        check(one, other, dtype + " " + shape);
        check(one.transpose(), other.transpose(), dtype + " transposed " + shape);
      }
    }
  }

  private static void check(Tensor source, Tensor target, String what) {
    MemorySegment memory = target.region.segment();
    byte[] expected = memory.toArray(ValueLayout.JAVA_BYTE);
    byte[] items = Elements.bytesOf(source);
    int size = source.dtype().itemSize();
    int unit =
        source.dtype().equals(target.dtype())
            ? 1
            : ((DType.Numeric) source.dtype()).type().unitSize();
    int[] place = {0};
    Elements.forEachIndex(
        target.shape(),
        index -> {
          int to = (int) target.region.geometry().offsetOf(index);
          for (int i = 0; i < size; i++) {
            int from = i - i % unit + (unit - 1 - i % unit);
            expected[to + i] = items[place[0] + from];
          }
          place[0] += size;
        });
    try {
      target.copyFrom(source);
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    assertThat(memory.mismatch(MemorySegment.ofArray(expected)))
        .as("%s: %s to %s", what, source.dtype(), target.dtype())
        .isEqualTo(-1);
  }

  private static Tensor tensor(MemorySegment memory, DType dtype, Geometry geometry) {
    return Tensors.asTensor(memory, dtype, geometry.shape(), geometry.offset(), geometry.strides());
  }

  private static DType[] dtypes(Random random) {
    if (random.nextBoolean()) {
      DType raw = DType.of("|V" + (1 + random.nextInt(17)));
      return new DType[] {raw, raw};
    }
    DType.Numeric numeric =
        Elements.numericDTypes().skip(random.nextInt(14)).findFirst().orElseThrow();
    ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new DType[] {numeric, numeric.withOrder(order)};
  }

  private static Shape shape(Random random) {
    boolean large = random.nextInt(4) == 0;
    long[] dims = new long[large ? 1 + random.nextInt(3) : random.nextInt(7)];
    int[] lengths = large ? new int[] {3, 33, 65, 70, 300} : new int[] {1, 2, 3, 4, 7};
    long size = 1;
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = random.nextInt(100) == 0 ? 0 : lengths[random.nextInt(lengths.length)];
      dims[axis] = size * dims[axis] > 6000 ? 1 : dims[axis];
      size *= Math.max(1, dims[axis]);
    }
    return Shape.of(dims);
  }

  /// Axes in any order in memory, some with gaps, some backwards, some repeated if they may be.
  private static Geometry geometry(Shape shape, int itemSize, boolean repeats, Random random) {
    int ndim = shape.ndim();
    int[] axes = random.ints(0, Math.max(1, ndim)).distinct().limit(ndim).toArray();
    boolean regular = random.nextInt(3) == 0;
    long[] strides = new long[ndim];
    long next = itemSize;
    long low = 0;
    for (int axis : axes) {
      switch (regular ? 9 : random.nextInt(10)) {
        case 0 -> next *= 2;
        case 1 -> next += itemSize;
        case 2 -> next += 1 + random.nextInt(5);
        case 3 -> next = (next + 127) / 64 * 64;
        default -> {}
      }
      if (repeats && random.nextInt(8) == 0) {
        continue;
      }
      long sign = !regular && random.nextInt(4) == 0 ? -1 : 1;
      strides[axis] = sign * next;
      low += sign < 0 ? (Math.max(1, shape.dim(axis)) - 1) * next : 0;
      next *= Math.max(1, shape.dim(axis));
    }
    return Geometry.strided(shape, low + random.nextInt(9), strides);
  }

  private static boolean selfOverlaps(Geometry geometry) {
    for (int axis = 0; axis < geometry.ndim(); axis++) {
      if (geometry.strides()[axis] == 0) {
        return true;
      }
    }
    return false;
  }

  /// Memory of some kind, filled with random bytes.
  private MemorySegment memory(long bytes, Random random, int place) {
    int size = (int) bytes + random.nextInt(16);
    int longs = size / Long.BYTES + 1;
    MemorySegment memory =
        switch (random.nextInt(8)) {
          case 0 -> MemorySegment.ofArray(new byte[size]);
          case 1 -> MemorySegment.ofArray(new short[longs * 4]);
          case 2 -> MemorySegment.ofArray(new int[longs * 2]);
          case 3 -> MemorySegment.ofArray(new long[longs]);
          case 4 -> MemorySegment.ofArray(new float[longs * 2]);
          case 5 -> MemorySegment.ofArray(new double[longs]);
          case 6 -> Arena.ofAuto().allocate(Math.max(1, size));
          default -> mapped.asSlice(place, size);
        };
    byte[] content = new byte[(int) memory.byteSize()];
    random.nextBytes(content);
    return memory.copyFrom(MemorySegment.ofArray(content));
  }

  /// Runs of several blocks off the heap, and what is left behind them.
  @Test
  void swapsLongRunsOffTheHeap() {
    int size = 3 * 4096 + 5;
    for (DType.Numeric dtype : List.of(DType.INT32, DType.FLOAT64, DType.COMPLEX64)) {
      int bytes = size * dtype.itemSize();
      int unit = dtype.type().unitSize();
      byte[] content = new byte[bytes];
      new Random(5).nextBytes(content);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment from = arena.allocate(bytes + 1).asSlice(1);
        MemorySegment to = arena.allocate(bytes + 3).asSlice(3);
        from.copyFrom(MemorySegment.ofArray(content));
        DType swapped = dtype.withOrder(ByteOrder.BIG_ENDIAN);
        Shape shape = Shape.of(size);
        Tensors.asTensor(to, dtype.withOrder(ByteOrder.LITTLE_ENDIAN), shape)
            .copyFrom(Tensors.asTensor(from, swapped, shape));
        byte[] expected = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
          expected[i] = content[i / unit * unit + unit - 1 - i % unit];
        }
        assertThat(to.toArray(ValueLayout.JAVA_BYTE)).as("%s", dtype).isEqualTo(expected);
      }
    }
  }
}
