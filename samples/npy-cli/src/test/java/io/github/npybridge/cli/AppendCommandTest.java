package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.FormatVersion;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderReader;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.NpyAppender;
import io.github.npybridge.tensor.SaveOptions;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendCommandTest {
  private static final DType BIG = DType.FLOAT32.withOrder(ByteOrder.BIG_ENDIAN);

  @TempDir private Path folder;
  private String target;

  @BeforeEach
  void makeTarget() throws IOException {
    target = save("target.npy", new float[][] {{1, 2, 3}, {4, 5, 6}}, SaveOptions.DEFAULT);
  }

  private String save(String name, Object array, SaveOptions options) throws IOException {
    Path path = folder.resolve(name);
    Tensors.save(path, Tensors.tensor(array), options);
    return path.toString();
  }

  private String one(String name) throws IOException {
    return save(name, new float[][] {{7, 8, 9}}, SaveOptions.DEFAULT);
  }

  private void assertTargetIs(float[][] rows) throws IOException {
    String expected = save("expected.npy", rows, SaveOptions.DEFAULT);
    assertThat(Path.of(target)).hasSameBinaryContentAs(Path.of(expected));
  }

  /// Fails unless the command refuses to append and leaves the target alone; returns why.
  private String refused(String... files) throws IOException {
    byte[] before = Files.readAllBytes(Path.of(target));
    String error = CommandRun.of(args(files)).error();
    assertThat(Path.of(target)).hasBinaryContent(before);
    return error;
  }

  private List<String> args(String... files) {
    return Stream.concat(Stream.of("append", target), Stream.of(files)).toList();
  }

  @Test
  void appendsTheRowsOfAllFilesInTheirOrder() throws IOException {
    String empty = save("empty.npy", new float[0][3], SaveOptions.DEFAULT);
    Tensors.save(Path.of(empty), Tensors.zeros(DType.FLOAT32, Shape.of(0, 3)));
    String two = save("two.npy", new float[][] {{0, 0, 1}, {0, 0, 2}}, SaveOptions.DEFAULT);
    assertThat(CommandRun.of(args(two, empty, one("one.npy"))).result()).isEmpty();
    assertTargetIs(new float[][] {{1, 2, 3}, {4, 5, 6}, {0, 0, 1}, {0, 0, 2}, {7, 8, 9}});
  }

  @Test
  void convertsByteOrderAndMemoryOrder() throws IOException {
    SaveOptions other = SaveOptions.DEFAULT.withDtype(BIG).withOrder(MemoryOrder.FORTRAN);
    String file = save("other.npy", new float[][] {{7, 8, 9}, {10, 11, 12}}, other);
    CommandRun.of(args(file)).result();
    assertTargetIs(new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}});
  }

  @Test
  void takesTheTargetForAFile() throws IOException {
    CommandRun.of(args(target, one("one.npy"), target)).result();
    float[][] expected = {
      {1, 2, 3}, {4, 5, 6}, {1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {1, 2, 3}, {4, 5, 6}
    };
    assertTargetIs(expected);
  }

  @Test
  void appendsRowsThatAreLargerThanABlock() throws IOException {
    Path large = folder.resolve("large.npy");
    Tensor array = Tensors.zeros(DType.INT8, Shape.of(2, 3, 600_000));
    for (int i = 0; i < 6; i++) {
      array.select(0, i / 3).select(0, i % 3).fill(i);
    }
    Tensors.save(large, array);
    target = folder.resolve("largeTarget.npy").toString();
    Tensors.save(Path.of(target), array, SaveOptions.DEFAULT);
    Path fortran = folder.resolve("fortran.npy");
    Tensors.save(fortran, array, SaveOptions.DEFAULT.withOrder(MemoryOrder.FORTRAN));
    CommandRun.of(args(fortran.toString())).result();
    Tensor grown = Tensors.load(Path.of(target));
    assertThat(grown.slice("2:").contentEquals(array)).isTrue();
    assertThat(grown.slice(":2").contentEquals(array)).isTrue();
  }

  @Test
  void refusesRowsThatDoNotFit() throws IOException {
    String good = one("one.npy");
    assertThat(refused(good, save("double.npy", new double[][] {{1, 2, 3}}, SaveOptions.DEFAULT)))
        .contains("dtype: expected that of the target, <f4, found <f8")
        .contains("double.npy)");
    assertThat(refused(good, save("four.npy", new float[][] {{1, 2, 3, 4}}, SaveOptions.DEFAULT)))
        .contains("shape: expected rows as in the target, (n, 3), found (1, 4)");
    assertThat(refused(good, save("flat.npy", new float[] {1, 2, 3}, SaveOptions.DEFAULT)))
        .contains("found (3,)");
    Path scalar = folder.resolve("scalar.npy");
    Tensors.save(scalar, Tensors.zeros(DType.FLOAT32, Shape.of()));
    assertThat(refused(scalar.toString())).contains("found ()");
    assertThat(refused(good, "missing.npy")).contains("found none (file=missing.npy)");
    Path cut = Path.of(one("cut.npy"));
    byte[] bytes = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(refused(good, cut.toString())).contains("1 missing");
  }

  @Test
  void refusesTargetsThatCannotGrow() throws IOException {
    String good = one("one.npy");
    byte[] bytes = Files.readAllBytes(Path.of(target));
    Files.write(Path.of(target), Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(refused(good)).contains("1 missing").contains("(file=" + target);
    Tensors.save(Path.of(target), Tensors.zeros(DType.FLOAT32, Shape.of()));
    assertThat(refused(good)).contains("expected an axis to append along");
    SaveOptions fortran = SaveOptions.DEFAULT.withOrder(MemoryOrder.FORTRAN);
    target = save("target.npy", new float[][] {{1, 2, 3}, {4, 5, 6}}, fortran);
    assertThat(refused(good)).contains("Fortran order").contains("--order C");
    Files.delete(Path.of(target));
    assertThat(CommandRun.of(args(good)).error()).contains("found none (file=" + target + ")");
    assertThat(Path.of(target)).doesNotExist();
  }

  @Test
  void waitsForNobody() throws IOException {
    try (NpyAppender other = NpyAppender.open(Path.of(target))) {
      assertThat(refused(one("one.npy"))).contains(target);
      assertThat(other.shape()).isEqualTo(Shape.of(2, 3));
    }
  }

  @Test
  void dropsWhatAKilledAppendLeft() throws IOException {
    byte[] left = "\u0093NUMPY, or what looks like it".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(Path.of(target), left, StandardOpenOption.APPEND);
    assertThat(refused("missing.npy")).contains("found none");
    CommandRun.of(args(one("one.npy"))).result();
    assertTargetIs(new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});

    Files.write(Path.of(target), left, StandardOpenOption.APPEND);
    String empty = folder.resolve("empty.npy").toString();
    Tensors.save(Path.of(empty), Tensors.zeros(DType.FLOAT32, Shape.of(0, 3)));
    CommandRun.of(args(empty)).result();
    assertTargetIs(new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
  }

  @Test
  void countsRowsWithoutBytes() throws IOException {
    target = folder.resolve("narrow.npy").toString();
    Tensors.save(Path.of(target), Tensors.zeros(DType.INT16, Shape.of(2, 0)));
    CommandRun.of(args(target, target)).result();
    assertThat(Tensors.load(Path.of(target)).shape()).isEqualTo(Shape.of(6, 0));
  }

  @Test
  void rewritesAFileWhoseHeaderIsFull() throws IOException {
    String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (9,), }";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(dictionary.length() + 1);
    bytes.write(0);
    bytes.writeBytes((dictionary + "\n").getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(new byte[36]);
    Files.write(Path.of(target), bytes.toByteArray());
    String file = save("more.npy", new float[] {1, 2}, SaveOptions.DEFAULT);
    CommandRun.of(args(file, target)).result();
    NpyHeader header = NpyHeaderReader.DEFAULT.read(Path.of(target));
    assertThat(header.shape()).isEqualTo(Shape.of(20));
    assertThat(header.version()).isEqualTo(FormatVersion.V1_0);
    assertThat(header.headerLength()).isEqualTo(118);
    assertThat(Files.size(Path.of(target))).isEqualTo(128 + 80);
    assertThat(Tensors.load(Path.of(target)).slice("9:12").toString()).isEqualTo("[1. 2. 0.]");
  }
}
