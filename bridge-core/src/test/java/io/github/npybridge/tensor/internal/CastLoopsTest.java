package io.github.npybridge.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.CastOptions;
import io.github.npybridge.tensor.OutOfRange;
import io.github.npybridge.tensor.UnrepresentableValueException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The fast ways of a cast give what the exact way gives, for any bits, in every kind of memory,
/// and over the borders of their blocks.
class CastLoopsTest {
  /// More than one block of every kind, and no multiple of any.
  private static final int SIZE = 8 * DirectLoop.BLOCK + 3584 + 13;

  private static final CastOptions NUMPY = CastOptions.DEFAULT.withOutOfRange(OutOfRange.NUMPY);

  private static final OutOfRange[] ANY_POLICY = {OutOfRange.REJECT};

  static Stream<ScalarType> types() {
    return Arrays.stream(ScalarType.values());
  }

  @ParameterizedTest
  @MethodSource("types")
  void convertsAsTheExactWay(ScalarType from) {
    for (Values values : Values.values()) {
      byte[] source = values.make(from, new Random(from.dtypeName().hashCode()));
      try (Arena arena = Arena.ofConfined()) {
        Map<Place, Region> regions = new EnumMap<>(Place.class);
        for (Place place : Place.values()) {
          Region region = place.region(from, arena);
          place.put(region, source);
          regions.put(place, region);
        }
        for (ScalarType to : ScalarType.values()) {
          boolean policyMatters = to.isInteger() && (from.isFloat() || from.isComplex());
          for (OutOfRange policy : policyMatters ? OutOfRange.values() : ANY_POLICY) {
            check(to, source, regions, CastOptions.DEFAULT.withOutOfRange(policy));
          }
        }
        regions.forEach(
            (place, region) -> assertThat(place.get(region)).as("the source").isEqualTo(source));
      }
    }
  }

  /// What the elements are: blocks of all values, and blocks of values that every loop can convert.
  private enum Values {
    ANY_BITS,
    SMALL,
    SMALL_BUT_ONE,
    BETWEEN_HALVES,
    AROUND_LIMITS,
    BEYOND_LIMITS;

    byte[] make(ScalarType type, Random random) {
      byte[] bytes = new byte[SIZE * type.itemSize()];
      random.nextBytes(bytes);
      if (type == ScalarType.BFLOAT16) {
        // The exact way goes by float, which makes signaling NaNs quiet.
        for (int i = 0; i < SIZE; i++) {
          boolean isNaN = (bytes[2 * i + 1] & 0x7f) == 0x7f && (bytes[2 * i] & 0xff) > 0x80;
          bytes[2 * i] |= (byte) (isNaN ? 0x40 : 0);
        }
      }
      if (this == BETWEEN_HALVES) {
        if (type == ScalarType.FLOAT64) {
          betweenHalves(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()), random);
        }
      } else if (this == AROUND_LIMITS || this == BEYOND_LIMITS) {
        byte[] around = aroundLimits(this == AROUND_LIMITS ? 0 : 1, random);
        exactly(ScalarType.FLOAT64, type, around, bytes, NUMPY);
      } else if (this != ANY_BITS) {
        byte[] small = new byte[SIZE];
        random.nextBytes(small);
        for (int i = 0; i < SIZE; i++) {
          small[i] &= 0x7f;
        }
        exactly(ScalarType.INT8, type, small, bytes, NUMPY);
      }
      if (this == SMALL_BUT_ONE) {
        int last = (SIZE - 5) * type.itemSize();
        Arrays.fill(bytes, last, last + type.itemSize(), (byte) 0xff);
      }
      return bytes;
    }

    /// In each block numbers of another size, up to the first one that some integers do not have;
    /// or that one, too.
    private static byte[] aroundLimits(int beyond, Random random) {
      int[] exponents = {7, 8, 15, 16, 31, 32, 63, 64};
      ByteBuffer bytes = ByteBuffer.allocate(SIZE * Double.BYTES).order(ByteOrder.nativeOrder());
      for (int i = 0; i < SIZE; i++) {
        double limit = Math.scalb(1.0, exponents[i / DirectLoop.BLOCK % exponents.length]);
        double number =
            switch (i % 8) {
              case 0 -> limit - 1 + beyond;
              case 1 -> -limit - beyond;
              default -> random.nextDouble(-limit, limit);
            };
        bytes.putDouble(number);
      }
      return bytes.array();
    }

    /// The middle of two neighbours in float16, and doubles so close to it that a float is not.
    private static void betweenHalves(ByteBuffer bytes, Random random) {
      while (bytes.hasRemaining()) {
        short half = (short) random.nextInt();
        double middle =
            (Float.float16ToFloat(half) + (double) Float.float16ToFloat((short) (half + 1))) / 2;
        long near = random.nextInt(7) - 3L;
        bytes.putLong(Double.doubleToRawLongBits(middle) + (near << random.nextInt(30)));
      }
    }
  }

  private static void check(
      ScalarType to, byte[] source, Map<Place, Region> regions, CastOptions options) {
    ScalarType from = ((DType.Numeric) regions.get(Place.NATIVE).dtype()).type();
    if (from == to) {
      return;
    }
    byte[] expected = new byte[SIZE * to.itemSize()];
    int refused = exactly(from, to, source, expected, options);
    for (Place in : Place.values()) {
      for (Place out : Place.values()) {
        boolean keeps = in == out;
        String what = from + " to " + to + " " + options + in + out;
        try (Arena arena = Arena.ofConfined()) {
          Region read = regions.get(in);
          Region written = out.region(to, arena);
          if (refused < 0) {
            Bulk.cast(read, written, options, keeps);
            assertThat(out.get(written)).as(what).isEqualTo(expected);
          } else {
            var error =
                catchThrowableOfType(
                    UnrepresentableValueException.class,
                    () -> Bulk.cast(read, written, options, keeps));
            assertThat(error).as(what).isNotNull();
            assertThat(error.index()).as(what).containsExactly(refused);
            if (keeps) {
              assertThat(out.get(written)).as(what).containsOnly(0);
            }
          }
        }
      }
    }
  }

  /// Converts in one block the exact way.
  private static int exactly(
      ScalarType from, ScalarType to, byte[] source, byte[] target, CastOptions options) {
    Carrier in = Carrier.of(from);
    Carrier out = Carrier.of(to);
    Object read = in.newArray(source.length / in.size());
    in.segment(read).copyFrom(MemorySegment.ofArray(source));
    if (from == to) {
      System.arraycopy(source, 0, target, 0, source.length);
      return -1;
    }
    Object written = out.newArray(target.length / out.size());
    int refused = new CastKernel(from, to, options, SIZE).run(read, written, SIZE);
    MemorySegment.ofArray(target).copyFrom(out.segment(written));
    return refused;
  }

  /// Where the elements lie.
  private enum Place {
    NATIVE,
    NATIVE_UNALIGNED,
    ARRAY,
    EVERY_SECOND;

    Region region(ScalarType type, Arena arena) {
      DType dtype = DType.of(type);
      int size = type.itemSize();
      Shape shape = Shape.of(SIZE);
      return switch (this) {
        case NATIVE ->
            new Region(
                arena.allocate((long) SIZE * size + 8, 8), dtype, Geometry.strided(shape, 8, size));
        case NATIVE_UNALIGNED ->
            new Region(
                arena.allocate((long) SIZE * size + 1, 1), dtype, Geometry.strided(shape, 1, size));
        case ARRAY -> Region.allocate(dtype, shape, MemoryOrder.C);
        case EVERY_SECOND ->
            Region.allocate(dtype, Shape.of(2L * SIZE), MemoryOrder.C)
                .with(Geometry.strided(shape, size, 2L * size));
      };
    }

    void put(Region region, byte[] bytes) {
      int size = region.dtype().itemSize();
      long stride = region.geometry().strides()[0];
      MemorySegment source = MemorySegment.ofArray(bytes);
      for (int i = 0; i < SIZE; i++) {
        long offset = region.geometry().offset() + i * stride;
        MemorySegment.copy(source, (long) i * size, region.segment(), offset, size);
      }
    }

    byte[] get(Region region) {
      int size = region.dtype().itemSize();
      long stride = region.geometry().strides()[0];
      byte[] bytes = new byte[SIZE * size];
      for (int i = 0; i < SIZE; i++) {
        long offset = region.geometry().offset() + i * stride;
        MemorySegment.copy(region.segment(), ValueLayout.JAVA_BYTE, offset, bytes, i * size, size);
      }
      return bytes;
    }
  }
}
