package io.github.npybridge.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongDoubleTextTest {
  private static final DType REAL = new DType.LongDouble(false, ByteOrder.LITTLE_ENDIAN);
  private static final DType COMPLEX = new DType.LongDouble(true, ByteOrder.LITTLE_ENDIAN);
  private static final int COUNT = 10_000;
  private static final long ONE = 1L << 63;

  /// What make_printing.py calls `long_doubles`: for each number its digits, and what is behind.
  private static long[] randomItems() {
    long[] items = GoldenTexts.randomBits(2 * COUNT);
    for (int i = 0; i < COUNT; i++) {
      long a = items[2 * i];
      long b = items[2 * i + 1];
      int size = (int) (b >>> 48) & 0x7fff;
      int exponent =
          switch (i / 4 % 4) {
            case 0 -> size;
            case 1 -> 16319 + size % 128;
            case 2 -> 16369 + size % 42;
            default -> 16380 + size % 9;
          };
      exponent = i % 16 == 3 ? 0 : exponent;
      int few = (int) (b >>> 32) & 63;
      long digits =
          switch ((int) (b >>> 40) & 3) {
            case 0 -> a;
            case 1 -> a >>> few << few;
            case 2 -> a >>> 62;
            default -> ~(a >>> 62);
          };
      if (i % 64 == 16) {
        exponent = 0x7fff;
        digits &= 1;
      }
      // In two steps: Java takes a shift by 64 for one by 0.
      items[2 * i] = exponent > 0 ? digits | ONE : digits >>> few >>> 12;
      items[2 * i + 1] = exponent | b >>> 63 << 15;
    }
    return items;
  }

  /// An array of some long doubles, each given as two words.
  private static Items items(DType dtype, Shape shape, long... words) {
    ByteBuffer data = ByteBuffer.allocate(Long.BYTES * words.length);
    data.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(words);
    return new Items(dtype, shape, data.array());
  }

  private static void check(String name, DType dtype, Shape shape, int count, long[] words) {
    int wordsPerText = Math.toIntExact(shape.size() * dtype.itemSize() / Long.BYTES);
    assertThat(count * wordsPerText).isLessThanOrEqualTo(words.length);
    GoldenTexts.check(
        name,
        () ->
            IntStream.range(0, count)
                .mapToObj(i -> {
                  long[] some = new long[wordsPerText];
                  System.arraycopy(words, i * wordsPerText, some, 0, wordsPerText);
                  return ArrayText.str(items(dtype, shape, some));
                })
                .iterator());
  }

  @Test
  void printsAsNumPyDoes() {
    long[] words = randomItems();
    check("float128", REAL, Shape.scalar(), COUNT, words);
    check("float128 arrays", REAL, Shape.of(4), COUNT / 4, words);
  }

  @Test
  void printsComplexAsNumPyDoes() {
    long[] words = randomItems();
    long[] pairs = new long[words.length];
    for (int i = 0; i < COUNT / 2; i++) {
      System.arraycopy(words, 2 * i, pairs, 4 * i, 2);
      System.arraycopy(words, COUNT + 2 * i, pairs, 4 * i + 2, 2);
    }
    check("complex256", COMPLEX, Shape.scalar(), COUNT / 2, pairs);
    check("complex256 arrays", COMPLEX, Shape.of(4), COUNT / 8, pairs);
  }

  @ParameterizedTest
  @CsvSource({
    "8000000000000000, 3fff, 1.0, array(1.)",
    "cccccccccccccccd, 3ffb, 0.1, array(0.1)",
    // float64(0.1) is another number here.
    "ccccccccccccd000, 3ffb, 0.10000000000000000555, array(0.1)",
    // The nearest to 1e-4: as scalar not below it, in an array compared with float64(1e-4).
    "d1b71758e219652c, 3ff1, 0.0001, array(1.e-04)",
    "d1b71758e219652b, 3ff1, 9.9999999999999999995e-05, array(1.e-04)",
    "8e1bc9bf04000000, 4034, 1e+16, array(1.e+16)",
    "8e1bc9bf03fffffc, 4034, 9999999999999999.996, array(1.e+16)",
    "ffffffffffffffff, 7ffe, 1.189731495357231765e+4932, array(1.1897315e+4932)",
    "8000000000000000, 0001, 3.3621031431120935063e-4932, array(3.36210314e-4932)",
    "0000000000000001, 8000, -4e-4951, array(-4.e-4951)",
    "8000000000000000, ffff, -inf, array(-inf)",
    "c000000000000000, ffff, nan, array(nan)",
  })
  void printsScalars(String digits, String behind, String str, String repr) {
    Items items =
        items(
            REAL,
            Shape.scalar(),
            Long.parseUnsignedLong(digits, 16),
            Long.parseUnsignedLong(behind, 16));
    assertThat(ArrayText.str(items)).isEqualTo(str);
    assertThat(ArrayText.repr(items)).isEqualTo(repr.replace(")", ", dtype=float128)"));
  }

  /// A leading digit with exponent 0, which no processor writes but all of x86 read. NumPy leaves
  /// the digit away and prints `0e+00`, of a number that it knows is not 0.
  @Test
  void printsLeadingDigitOfSubnormal() {
    Items items = items(REAL, Shape.scalar(), ONE, 0);
    assertThat(ArrayText.str(items)).isEqualTo("3.3621031431120935063e-4932");
  }

  /// What NumPy leaves behind an item: parts of addresses, for example.
  @Test
  void passesOverWhatIsNoNumberElsewhere() {
    Items items =
        items(
            REAL, Shape.of(3), ONE, 0x7f84_b400_3fffL, 0, 0x7f84_b4L << 16, ONE, 1L << 63 | 0x3fff);
    assertThat(ArrayText.str(items)).isEqualTo("[1. 0. 1.]");
  }

  @Test
  void refusesWhatMayBeAnotherNumber() {
    DType bigEndian = new DType.LongDouble(false, ByteOrder.BIG_ENDIAN);
    checkRefused(items(bigEndian, Shape.of(1), ONE, 0x3fff));
    checkRefused(items(bigEndian, Shape.of(1), 0, 0));
    checkRefused(items(REAL, Shape.of(1), ONE, 0x3fff_0000_0000_3fffL));
    checkRefused(items(REAL, Shape.of(1), 1, 1));
    checkRefused(items(REAL, Shape.of(1), 0, 0x7fff));
    checkRefused(items(REAL, Shape.of(2), ONE, 0x3fff, ONE, 0x3c00_0000_0000_3fffL));
    // 1.0 as two doubles, and as a binary128; an infinity there.
    checkRefused(items(REAL, Shape.of(1), 0x3ff0L << 48, 0));
    checkRefused(items(REAL, Shape.of(1), 0, 0x3fffL << 48));
    checkRefused(items(REAL, Shape.of(1), 0, 0x7fffL << 48));
    checkRefused(items(REAL, Shape.of(1), ONE, 0x1_0001));
    checkRefused(items(COMPLEX, Shape.of(1), ONE, 0x3fff, ONE, 0x3fff_0000_0000_3fffL));
    checkRefused(items(REAL, Shape.scalar(), ONE, 0x3fff_0000_0000_3fffL));
    checkRefused(items(COMPLEX, Shape.scalar(), ONE, 0x3fff, ONE, 0x3fff_0000_0000_3fffL));
    DType struct = DType.of("[('x', '<i8'), ('y', '<f16')]");
    checkRefused(items(struct, Shape.of(1), 5, ONE, 0x3fff_0000_0000_3fffL));
  }

  private static void checkRefused(Items items) {
    for (boolean isStr : new boolean[] {true, false}) {
      assertThatThrownBy(() -> print(items, isStr))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("element: expected an 80-bit float of x86")
          .hasMessageEndingWith("in Python: np.save(path, a.astype('f8'))");
    }
  }

  private static String print(Items items, boolean isStr) {
    return isStr ? ArrayText.str(items) : ArrayText.repr(items);
  }

  @Test
  void looksOnlyAtWhatItShows() {
    long[] words = new long[2 * 1001];
    words[2 * 500 + 1] = -1;
    assertThat(ArrayText.str(items(REAL, Shape.of(1001), words)))
        .isEqualTo("[0. 0. 0. ... 0. 0. 0.]");
  }
}
