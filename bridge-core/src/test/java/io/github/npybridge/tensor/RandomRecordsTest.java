package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.corpus.NumPy;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random structured dtypes that NumPy makes - nested, packed and aligned, with arrays in them, in
/// both byte orders: every leaf is read right, and written right into the mapped file, with every
/// byte between the leaves left alone.
///
/// `-Dnpybridge.seed` makes others; the seed is printed.
class RandomRecordsTest {
  private static final Path SCRIPT = Path.of("src/test/python/records.py");
  private static final int COUNT = 400;
  private static final long SEED = Long.getLong("npybridge.seed", 4);

  @TempDir Path folder;

  @Test
  void everyLeafIsReadAndWrittenInPlace() throws IOException {
    NumPy.assume(2);
    String count = Integer.toString(COUNT);
    NumPy.run(SCRIPT, List.of("make", folder.toString(), Long.toString(SEED), count), 120);
    int leaves = 0;
    for (int i = 0; i < COUNT; i++) {
      Path path = folder.resolve(i + ".npy");
      try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
        Tensor records = Tensors.asTensor(file);
        for (String line : Files.readAllLines(folder.resolve(i + ".tsv"))) {
          checkAndReverse(records, line.split("\t", -1), "seed " + SEED + ", " + path);
          leaves++;
        }
      }
    }
    NumPy.run(SCRIPT, List.of("check", folder.toString(), count), 120);
    System.out.printf("random records, seed %d: %d dtypes, %d leaves%n", SEED, COUNT, leaves);
  }

  private static void checkAndReverse(Tensor records, String[] line, String where) {
    Tensor leaf = records.field(line[0]);
    String shape =
        Arrays.stream(leaf.shape().toArray())
            .mapToObj(Long::toString)
            .collect(Collectors.joining("x"));
    assertThat(shape).as("%s, %s", where, line[0]).isEqualTo(line[1]);
    List<long[]> places = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (long position = 0; position < leaf.size(); position++) {
      long[] index = index(leaf, position);
      Object value = value(leaf, index);
      places.add(index);
      values.add(value);
      texts.add(text(value));
    }
    List<String> expected = Arrays.asList(line).subList(2, line.length);
    assertThat(texts).as("%s, %s %s", where, line[0], leaf.dtype()).isEqualTo(expected);
    for (int i = 0; i < places.size(); i++) {
      leaf.set(values.get(values.size() - 1 - i), places.get(i));
    }
  }

  private static Object value(Tensor leaf, long... index) {
    return leaf.dtype() instanceof DType.LongDouble ? leaf.getDouble(index) : leaf.get(index);
  }

  private static long[] index(Tensor tensor, long position) {
    long[] index = new long[tensor.ndim()];
    long rest = position;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = rest % tensor.shape().dim(axis);
      rest /= tensor.shape().dim(axis);
    }
    return index;
  }

  private static String text(Object value) {
    return switch (value) {
      case Boolean truth -> truth.toString();
      case BigInteger number -> number.toString();
      case Float number -> bits(number);
      case Double number -> bits(number);
      case Number number -> number.toString();
      case Complex number -> bits(number.real()) + " " + bits(number.imag());
      case String string ->
          string.codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining(" "));
      case byte[] bytes -> HexFormat.of().formatHex(bytes);
      default -> throw new IllegalArgumentException(value.toString());
    };
  }

  private static String bits(double value) {
    return "%016x".formatted(Double.doubleToLongBits(value));
  }
}
