package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.NumPy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// [Casting#SAME_VALUE] lets through what NumPy's `astype(casting='same_value')` does.
class SameValueTest {
  private static final CastOptions LOSSLESS = CastOptions.DEFAULT.withCasting(Casting.SAME_VALUE);

  /// Values of a type where something changes; of complex types also with a part that is 0.
  private static Tensor edges(ScalarType type) {
    DType.Numeric dtype = DType.of(type);
    List<Long> edges = Numbers.edges(type);
    LongStream units = edges.stream().mapToLong(bits -> bits);
    if (type.isComplex()) {
      List<Long> parts = new ArrayList<>();
      for (int i = 0; i < edges.size(); i++) {
        parts.addAll(List.of(edges.get(i), 0L, 0L, edges.get(i)));
        parts.addAll(List.of(edges.get(i), edges.get(edges.size() - 1 - i)));
      }
      units = parts.stream().mapToLong(bits -> bits);
    }
    byte[] bytes = Elements.bytes(dtype, units.toArray());
    return Elements.over(bytes, dtype, bytes.length / dtype.itemSize());
  }

  @Test
  void keepsWhatNumPyKeeps(@TempDir Path folder) throws IOException {
    NumPy.assume(2);
    Map<String, Tensor> values = new TreeMap<>();
    for (ScalarType type : ScalarType.values()) {
      if (type != ScalarType.BFLOAT16) {
        values.put(type.dtypeName(), edges(type));
        Tensors.save(folder.resolve(type.dtypeName() + ".npy"), edges(type));
      }
    }
    List<String> failures = new ArrayList<>();
    int[] counts = new int[2];
    int quirks = 0;
    String lines =
        NumPy.run(Path.of("src/test/python/same_value.py"), List.of(folder.toString()), 120);
    if (lines.isBlank()) {
      System.out.println("SKIPPED: needs NumPy 2.4, which is the first that has same_value");
    }
    assumeTrue(!lines.isBlank());
    for (String line : lines.lines().toList()) {
      String[] words = line.split(" ", -1);
      Tensor source = values.get(words[0]);
      DType to = values.get(words[1]).dtype();
      for (int i = 0; i < source.size(); i++) {
        Tensor value = source.slice(Slice.range(i, i + 1));
        boolean kept = words[2].charAt(i) == '1';
        counts[kept ? 1 : 0]++;
        if (!kept && isKept(value, to) && isNumPysOwn(value, to)) {
          quirks++;
        } else if (kept != isKept(value, to)) {
          failures.add(value.repr() + " to " + to + ": NumPy " + (kept ? "keeps" : "refuses"));
        }
      }
    }
    System.out.println("same_value as in NumPy: kept " + counts[1] + ", refused " + counts[0]);
    System.out.println("same_value that only NumPy refuses: " + quirks);
    assertThat(failures.stream().limit(40)).as(failures.size() + " failures").isEmpty();
    assertThat(quirks).isLessThan(20);
    assertThat(counts[0]).isGreaterThan(1000);
    assertThat(counts[1]).isGreaterThan(1000);
  }

  /// Whether NumPy refuses a value that does not change: the largest float16, and the -0.0 of a
  /// float16, also where it is a part that is lost.
  private static boolean isNumPysOwn(Tensor value, DType to) {
    boolean isHalf = value.dtype().equals(DType.FLOAT16);
    if (!to.equals(DType.FLOAT16)) {
      return isHalf && 1 / value.real().getDouble(0) == Double.NEGATIVE_INFINITY;
    }
    boolean isLargest = Math.abs(value.real().to(DType.FLOAT64).getDouble(0)) == 65504;
    return isLargest || (value.dtype().kind() == 'c' && 1 / value.imag().getDouble(0) < 0);
  }

  /// Whether a value is let through, as what the same cast makes of it without a question.
  private static boolean isKept(Tensor value, DType to) {
    try {
      Tensor result = DTypeMapper.cast(value, to, LOSSLESS);
      CastOptions unasked = CastOptions.DEFAULT.withOutOfRange(OutOfRange.NUMPY);
      return result.contentEquals(DTypeMapper.cast(value, to, unasked));
    } catch (UnrepresentableValueException e) {
      return false;
    }
  }

  @Test
  void aValueThatChangesIsNamedWithItsPlace() {
    Tensor longs = Tensors.zeros(DType.INT64, Shape.of(60, 50));
    longs.setLong(300, 41, 7);
    assertThatExceptionOfType(UnrepresentableValueException.class)
        .isThrownBy(() -> DTypeMapper.cast(longs, DType.INT8, LOSSLESS))
        .withMessage("could not cast 'same_value' int64 to int8: found 300 at index [41, 7]")
        .satisfies(e -> assertThat(e.index()).containsExactly(41, 7));
    longs.setLong(127, 41, 7);
    assertThat(DTypeMapper.cast(longs, DType.INT8, LOSSLESS).getByte(41, 7)).isEqualTo((byte) 127);
  }
}
