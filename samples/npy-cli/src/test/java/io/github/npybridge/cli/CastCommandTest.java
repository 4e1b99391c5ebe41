package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderReader;
import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.tensor.SaveOptions;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.TensorDigest;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CastCommandTest {
  @TempDir private Path folder;
  private Path in;
  private Path out;

  @BeforeEach
  void makeFile() throws IOException {
    in = save("in.npy", Tensors.tensor(new double[][] {{1.5, -2, 300}, {4, 5, 6}}));
    out = folder.resolve("out.npy");
  }

  private Path save(String name, Tensor array) throws IOException {
    Path file = folder.resolve(name);
    Tensors.save(file, array);
    return file;
  }

  private CommandRun cast(String... options) {
    return cast(in, options);
  }

  private CommandRun cast(Path from, String... options) {
    List<String> args = new ArrayList<>(List.of("cast", from.toString(), out.toString()));
    args.addAll(List.of(options));
    return CommandRun.of(args);
  }

  private Tensor result() throws IOException {
    return Tensors.load(out);
  }

  private NpyHeader header() throws IOException {
    return NpyHeaderReader.DEFAULT.read(out);
  }

  private void assertNothingWritten() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> !file.equals(in))).isEmpty();
    }
  }

  @Test
  void castsToAnotherDtype() throws IOException {
    assertThat(cast("--dtype", "int16").result()).isEmpty();
    assertThat(result()).hasToString("[[  1  -2 300]\n [  4   5   6]]");
    assertThat(header().dtype()).isEqualTo(DType.INT16);
  }

  @ParameterizedTest
  @CsvSource({
    "float32, <f4",
    "f4, <f4",
    ">i2, >i2",
    "=i8, <i8",
    "bool, |b1",
    "uint8, |u1",
    "complex128, <c16",
    "bfloat16, <V2",
    "same, <f8"
  })
  void takesNamesAndDescrs(String name, String descr) throws IOException {
    assertThat(cast("--dtype", name, "--out-of-range", "saturate").result()).isEmpty();
    assertThat(Files.readString(out, StandardCharsets.ISO_8859_1))
        .contains("'descr': '" + descr + "'");
  }

  @ParameterizedTest
  @CsvSource({"f4, big, >f4", ">f4, little, <f4", "same, big, >f8", ">u1, big, |u1"})
  void byteOrderOverridesTheDtype(String name, String order, String descr) throws IOException {
    assertThat(cast("--dtype", name, "--byte-order", order, "--out-of-range", "saturate").result())
        .isEmpty();
    assertThat(header().dtype().descr()).isEqualTo(descr);
    if (!descr.equals("|u1")) {
      assertThat(result().getDouble(0, 2)).isEqualTo(300);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "saturate, [[  1   0 255]\\n [  4   5   6]]",
    "numpy, [[  1 254  44]\\n [  4   5   6]]"
  })
  void treatsWhatIsOutOfRangeAsTold(String policy, String text) throws IOException {
    assertThat(cast("--dtype", "u1", "--out-of-range", policy).result()).isEmpty();
    assertThat(result()).hasToString(text.replace("\\n", "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--out-of-range reject"})
  void refusesWhatIsOutOfRange(String options) throws IOException {
    List<String> args = new ArrayList<>(List.of("--dtype", "u1"));
    args.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
    assertThat(cast(args.toArray(String[]::new)).error())
        .startsWith("npy: value cannot be converted to type uint8 without overflow: found -2.0")
        .contains(" at index [0, 1]")
        .endsWith(" (file=" + in + ")");
    assertNothingWritten();
  }

  @ParameterizedTest
  @CsvSource({
    "no, same, true",
    "no, >f8, false",
    "equiv, >f8, true",
    "equiv, f4, false",
    "safe, c16, true",
    "safe, f4, false",
    "same_kind, f4, true",
    "same_kind, i8, false",
    "unsafe, i2, true",
    "same_value, f4, true"
  })
  void keepsToTheCastingRule(String rule, String dtype, boolean allowed) throws IOException {
    CommandRun run = cast("--dtype", dtype, "--casting", rule);
    if (allowed) {
      assertThat(run.result()).isEmpty();
      return;
    }
    assertThat(run.error())
        .isEqualTo(
            "npy: Cannot cast array data from dtype('float64') to dtype('"
                + (dtype.equals(">f8") ? dtype : DType.of(dtype).name())
                + "') according to the rule '"
                + rule
                + "' (file="
                + in
                + ")");
    assertNothingWritten();
  }

  @Test
  void refusesAValueThatWouldChange() throws IOException {
    assertThat(
            cast("--dtype", "i8", "--casting", "same_value", "--out-of-range", "saturate").error())
        .startsWith("npy: could not cast 'same_value' float64 to int64: found 1.5 at index [0, 0]")
        .endsWith(" (file=" + in + ")");
    assertNothingWritten();
  }

  @Test
  void keepsOrChangesTheMemoryOrder() throws IOException {
    SaveOptions inFortranOrder = SaveOptions.DEFAULT.withOrder(MemoryOrder.FORTRAN);
    Path fortran = folder.resolve("fortran.npy");
    Tensors.save(fortran, Tensors.load(in), inFortranOrder);
    for (Path file : List.of(in, fortran)) {
      MemoryOrder own = file.equals(in) ? MemoryOrder.C : MemoryOrder.FORTRAN;
      assertMemoryOrder(cast(file, "--dtype", "f4"), own);
      assertMemoryOrder(cast(file, "--dtype", "f4", "--order", "keep"), own);
      assertMemoryOrder(cast(file, "--dtype", "f4", "--order", "C"), MemoryOrder.C);
      assertMemoryOrder(cast(file, "--dtype", "f4", "--order", "F"), MemoryOrder.FORTRAN);
      assertMemoryOrder(cast(file, "--dtype", "same", "--order", "F"), MemoryOrder.FORTRAN);
    }
  }

  private void assertMemoryOrder(CommandRun run, MemoryOrder order) throws IOException {
    assertThat(run.result()).isEmpty();
    assertThat(header().order()).isEqualTo(order);
    assertThat(result()).hasToString("[[  1.5  -2.  300. ]\n [  4.    5.    6. ]]");
  }

  @Test
  void saysOfOneAxisWhatNumPySays() throws IOException {
    Path vector = save("vector.npy", Tensors.tensor(new int[] {1, 2, 3}));
    assertThat(cast(vector, "--dtype", "same", "--order", "F").result()).isEmpty();
    assertThat(out).hasSameBinaryContentAs(vector);
  }

  /// The digest does not see byte order and memory order, so it stays.
  @Test
  void changesOrdersOfEveryDtypeOnly() throws IOException {
    int files = 0;
    for (var file : Corpus.readable().toList()) {
      if (!file.name().startsWith("valid/dtype/") && !file.name().startsWith("valid/struct/")) {
        continue;
      }
      ByteOrder order = files % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      String name = files % 2 == 0 ? "big" : "little";
      String memoryOrder = files % 3 == 0 ? "C" : "F";
      cast(file.path(), "--dtype", "same", "--byte-order", name, "--order", memoryOrder).result();
      Tensor before = Tensors.load(file.path());
      Tensor after = result();
      assertThat(after.dtype()).isEqualTo(before.dtype().withOrder(order));
      assertThat(after.shape()).isEqualTo(before.shape());
      assertThat(TensorDigest.sha256(after)).as(file.name()).isEqualTo(TensorDigest.sha256(before));
      files++;
    }
    assertThat(files).isGreaterThan(100);
  }

  @Test
  void swapsTheBytesOfStrings() throws IOException {
    Path strings = Corpus.file("valid/dtype/U5.npy").path();
    String text = CommandRun.of("cat", strings.toString()).result();
    cast(strings, "--dtype", "same", "--byte-order", "big").result();
    assertThat(header().dtype()).isEqualTo(new DType.Text(5, ByteOrder.BIG_ENDIAN));
    assertThat(CommandRun.of("cat", out.toString()).result()).isEqualTo(text);
    cast(strings, "--dtype", ">U5").result();
    assertThat(CommandRun.of("cat", out.toString()).result()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "valid/dtype/U5.npy, float32, 'found <U5 and float32'",
    "valid/dtype/S3.npy, S10, 'found |S3 and |S10'",
    "valid/dtype/M8_D.npy, int64, 'found datetime64[D] and int64'",
    "valid/dtype/M8_D.npy, M8[s], 'found datetime64[D] and datetime64[s]'",
    "valid/dtype/V2.npy, float32, 'found |V2 (perhaps bfloat16) and float32; '",
    "valid/dtype/V2.npy, V3, 'found |V2 (perhaps bfloat16) and |V3'",
    "valid/dtype/f4_le_1d.npy, 'V2', 'according to the rule'",
    "valid/dtype/f4_le_1d.npy, 'f16', 'found float32 and float128'"
  })
  void refusesWhatItCannotConvert(String name, String dtype, String problem) throws IOException {
    Path file = Corpus.file(name).path();
    CommandRun run = cast(file, "--dtype", dtype, "--casting", "unsafe");
    assertThat(run.error()).contains("(file=" + file + ")");
    if (!problem.contains("rule")) {
      assertThat(run.error()).contains(problem);
    }
    assertNothingWritten();
  }

  @Test
  void takesItemsForThoseOfAnotherDtype() throws IOException {
    cast("--from", ">i8", "--dtype", "same").result();
    assertThat(header().dtype()).isEqualTo(DType.INT64.withOrder(ByteOrder.BIG_ENDIAN));
    cast(out, "--from", "f8", "--dtype", "same").result();
    assertThat(out).hasSameBinaryContentAs(in);
  }

  @Test
  void bfloat16GoesOutAndBack() throws IOException {
    Path half = folder.resolve("half.npy");
    CommandRun.of("cast", in.toString(), half.toString(), "--dtype", "bfloat16").result();
    assertThat(cast(half, "--dtype", "f8").error()).contains("found |V2 (perhaps bfloat16)");
    cast(half, "--from", "bfloat16", "--dtype", "float64").result();
    assertThat(out).hasSameBinaryContentAs(in);
    for (String bits : new String[] {"<u2", "<i2"}) {
      cast(half, "--from", bits, "--dtype", "same").result();
      cast(out, "--from", "bfloat16", "--dtype", "float64").result();
      assertThat(out).hasSameBinaryContentAs(in);
    }
    cast(half, "--from", "bfloat16", "--dtype", "same").result();
    assertThat(out).hasSameBinaryContentAs(half);
  }

  @Test
  void writesNoBigEndianBfloat16() throws IOException {
    assertThat(cast("--dtype", "bfloat16", "--byte-order", "big").wrongUsage())
        .startsWith("byte order: expected little for bfloat16, found big");
    cast("--from", "bfloat16", "--dtype", "same", "--byte-order", "big").wrongUsage();
    assertNothingWritten();
    cast("--dtype", "bfloat16", "--byte-order", "little").result();
    cast(out, "--from", "bfloat16", "--dtype", "f8", "--byte-order", "big").result();
    assertThat(result().getDouble(0, 0)).isEqualTo(1.5);
  }

  @Test
  void readsNoBigEndianBfloat16() throws IOException {
    Path bits = save("bits.npy", Tensors.tensor(new int[] {1}).to(DType.of(">u2")));
    assertThat(cast(bits, "--from", "bfloat16", "--dtype", "f4").error())
        .startsWith("npy: from: expected little-endian items for bfloat16, found >u2");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesItemsOfAnotherSize() throws IOException {
    assertThat(cast("--from", "bfloat16", "--dtype", "f4").error())
        .isEqualTo(
            "npy: from: expected items of 2 bytes for bfloat16, found 8 of <f8 (file=" + in + ")");
    assertNothingWritten();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--dtype float33",
        "--dtype O",
        "--dtype Same",
        "--dtype f4 --from nonsense",
        "--dtype f4 --from same",
        "--dtype f4 --casting SAFE",
        "--dtype f4 --out-of-range clip",
        "--dtype f4 --byte-order native",
        "--dtype f4 --order K",
        "--dtype f4 --nonsense",
        "--dtype f4 --dtype f8",
        "--dtype f4 third.npy",
        "--dtype",
        "--order C",
        "--batch jobs.tsv"
      })
  void explainsWrongUsage(String options) throws IOException {
    cast(options.split(" ")).wrongUsage();
    cast(folder.resolve("missing.npy"), options.split(" ")).wrongUsage();
    assertNothingWritten();
  }

  @Test
  void namesWhatIsMissing() {
    assertThat(CommandRun.of("cast").wrongUsage()).startsWith("Missing required parameter: 'IN'");
    assertThat(CommandRun.of("cast", in.toString(), "--dtype", "f4").wrongUsage())
        .startsWith("Missing required parameter: 'OUT'");
    assertThat(cast().wrongUsage()).startsWith("Missing required option: '--dtype=NAME'");
    assertThat(cast("--dtype", "f4", "--order", "A").wrongUsage())
        .startsWith("--order: expected one of C, F, keep, found 'A'");
  }

  @Test
  void castsAFileIntoItself() throws IOException {
    out = in;
    cast("--dtype", "f4", "--byte-order", "big", "--order", "F").result();
    assertThat(result()).hasToString("[[  1.5  -2.  300. ]\n [  4.    5.    6. ]]");
    assertThat(header().dtype().descr()).isEqualTo(">f4");
    byte[] before = Files.readAllBytes(in);
    cast("--dtype", "u1").error();
    assertThat(in).hasBinaryContent(before);
    assertNothingWritten();
    cast("--dtype", "same").result();
    assertThat(in).hasBinaryContent(before);
  }

  @Test
  void castsALargeFileIntoItself() throws IOException {
    double[] values = new double[1 << 18];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    in = save("in.npy", Tensors.tensor(values));
    out = in;
    cast("--dtype", "c16", "--byte-order", "big").result();
    assertThat(result().real().to(DType.FLOAT64).toDoubleArray()).isEqualTo(values);
  }

  @Test
  void leavesTheTargetOfARefusedCast() throws IOException {
    byte[] before = "not an array".getBytes(StandardCharsets.UTF_8);
    Files.write(out, before);
    for (String dtype : new String[] {"u1", "S4", "M8[s]"}) {
      cast("--dtype", dtype).error();
    }
    cast(folder.resolve("missing.npy"), "--dtype", "f4").error();
    assertThat(out).hasBinaryContent(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(in, out);
    }
  }

  /// The first elements are written by then.
  @Test
  void leavesTheTargetWhenTheLastValueIsRefused() throws IOException {
    double[] values = new double[1 << 18];
    values[values.length - 1] = Double.NaN;
    in = save("in.npy", Tensors.tensor(values));
    assertThat(cast("--dtype", "i8").error()).contains("found NaN at index [262143]");
    assertNothingWritten();
  }

  @Test
  void replacesWhatALinkLeadsTo() throws IOException {
    Path real = Files.copy(in, folder.resolve("real.npy"));
    Files.createSymbolicLink(out, real.getFileName());
    cast("--dtype", "i2").result();
    assertThat(out).isSymbolicLink();
    assertThat(Tensors.load(real).dtype()).isEqualTo(DType.INT16);
  }

  @Test
  void refusesBadInputsInOneLine() throws IOException {
    assertThat(cast(folder.resolve("missing.npy"), "--dtype", "f4").error())
        .isEqualTo("npy: file: expected a .npy file, found none (file=" + folder + "/missing.npy)");
    assertThat(cast(folder, "--dtype", "f4").error()).contains("found a directory");
    assertThat(CommandRun.of("cast", "", out.toString(), "--dtype", "f4").error())
        .isEqualTo("npy: file: expected a .npy file, found none (file=)");
    assertThat(cast(Corpus.npz().findFirst().orElseThrow().path(), "--dtype", "f4").error())
        .contains("zip archive");
    Corpus.npy()
        .filter(file -> file.severity().equals("must"))
        .limit(20)
        .forEach(file -> cast(file.path(), "--dtype", "same").error());
    assertNothingWritten();
  }

  @Test
  void refusesBadTargetsInOneLine() throws IOException {
    String[][] targets = {
      {folder.toString(), "target: expected a regular file or none, found something else"},
      {folder + "/none/out.npy", "target: expected a directory to write it in, found none"},
      {in + "/out.npy", "target: expected to write it, found: "},
      {"", "target: expected a directory to write it in, found none"},
      {"a\0b", "target: expected to write it, found: "}
    };
    for (String[] target : targets) {
      CommandRun run = CommandRun.of("cast", in.toString(), target[0], "--dtype", "f4");
      assertThat(run.error()).startsWith("npy: " + target[1]).contains("(file=");
    }
    assertNothingWritten();
  }

  @Test
  void refusesAProtectedTarget() throws IOException {
    Path target = Files.copy(in, out);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r--r--r--"));
    assumeTrue(!Files.isWritable(target), "needs a user whom permissions bind");
    assertThat(cast("--dtype", "f4").error())
        .isEqualTo(
            "npy: target: expected a file that may be written, found a protected one (file="
                + out
                + ")");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    out = folder.resolve("other.npy");
    assertThat(cast("--dtype", "f4").error())
        .startsWith("npy: target: expected permission to write it, found none");
  }

  @Test
  void takesOddNamesAsTheyAre() throws IOException {
    Path odd = Files.copy(in, folder.resolve("a\n::b.npy"));
    cast(odd, "--dtype", "same").result();
    assertThat(out).hasSameBinaryContentAs(in);
    assertThat(cast(odd, "--dtype", "S1").error()).contains("(file=").contains("a\\n::b.npy)");
    assertThat(CommandRun.of("cast", "-", out.toString(), "--dtype", "f4").error())
        .isEqualTo("npy: file: expected a .npy file, found none (file=-)");
    assertThat(CommandRun.of("cast", "--dtype", "f4", "--", "--in", out.toString()).error())
        .isEqualTo("npy: file: expected a .npy file, found none (file=--in)");
  }
}
