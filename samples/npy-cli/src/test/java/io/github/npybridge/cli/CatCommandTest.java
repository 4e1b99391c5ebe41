package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.store.Allocation;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatCommandTest {
  private static final String FILE = file("valid/dtype/f4_le_3x4_C.npy");

  @TempDir private Path folder;

  private static String file(String name) {
    return Corpus.file(name).path().toString();
  }

  /// What NumPy printed, made by `make_cat_golden.py`.
  ///
  /// @param file the name in the corpus
  /// @param slice the index, or null
  /// @param out what NumPy printed, or null where it refused
  record Golden(String file, String slice, String out) {}

  static List<Golden> golden() throws IOException {
    List<Golden> cases = new ArrayList<>();
    try (InputStream lines =
            Objects.requireNonNull(CatCommandTest.class.getResourceAsStream("/golden/cat.jsonl"));
        var values = new ObjectMapper().readerFor(JsonNode.class).<JsonNode>readValues(lines)) {
      while (values.hasNext()) {
        JsonNode line = values.next();
        cases.add(
            new Golden(
                line.required("file").textValue(),
                line.required("slice").textValue(),
                line.required("out").textValue()));
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("golden")
  void printsWhatNumPyPrints(Golden golden) {
    CommandRun run =
        golden.slice == null
            ? CommandRun.of("cat", file(golden.file))
            : CommandRun.of("cat", file(golden.file), golden.slice);
    if (golden.out == null) {
      run.error();
    } else {
      assertThat(run.result()).isEqualTo(golden.out);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-3:, 0", "-1,-2", "- 1", "-2:-1"})
  void takesASliceThatBeginsWithAMinus(String slice) {
    String expected = CommandRun.of("cat", FILE, " " + slice).result();
    assertThat(CommandRun.of("cat", FILE, slice).result()).isEqualTo(expected);
    assertThat(CommandRun.of("cat", "--", FILE, slice).result()).isEqualTo(expected);
    assertThat(CommandRun.of("cat", FILE, "--", slice).result()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "1.5",
        "::0",
        "1:2:3:4",
        "[0]",
        "(0, 1)",
        ",",
        "..., ...",
        "-",
        "--x"
      })
  void refusesWhatIsNoSlice(String slice) {
    CommandRun.of("cat", FILE, slice).wrongUsage();
    CommandRun.of("cat", "missing.npy", slice).wrongUsage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "-4", "0, 4", "0, 0, 0", "99999999999999999999"})
  void refusesAnIndexOutOfRange(String slice) {
    assertThat(CommandRun.of("cat", FILE, slice).error())
        .startsWith("npy: slice '" + slice + "': ")
        .contains("(file=" + FILE + ")");
  }

  @Test
  void refusesBadFilesInOneLine() {
    assertThat(CommandRun.of("cat", "missing.npy").error())
        .isEqualTo("npy: file: expected a .npy file, found none (file=missing.npy)");
    assertThat(CommandRun.of("cat", "").error()).contains("found none");
    assertThat(CommandRun.of("cat", folder.toString()).error()).contains("found a directory");
    Corpus.npy()
        .filter(file -> file.severity().equals("must"))
        .forEach(file -> CommandRun.of("cat", file.path().toString()).error());
  }

  @Test
  void refusesOptionsAndSurplusArguments() {
    assertThat(CommandRun.of("cat", "--nonsense").wrongUsage()).contains("'--nonsense'");
    CommandRun.of("cat", FILE, "0", "1").wrongUsage();
  }

  @Test
  void takesANameWithColonsAsItIs() throws IOException {
    Path odd = Files.copy(Path.of(FILE), folder.resolve("a::b.npy"));
    assertThat(CommandRun.of("cat", odd.toString(), "0, 0").result())
        .isEqualTo(CommandRun.of("cat", FILE, "0, 0").result());
  }

  @Test
  void refusesAMemberOfWhatIsNoArchive() {
    assertThat(CommandRun.of("cat", FILE + "::x").error())
        .isEqualTo(
            "npy: member 'x': expected a .npz archive, found a .npy file (file=" + FILE + ")");
    assertThat(CommandRun.of("cat", "missing.npz::x").error())
        .contains("found none (file=missing.npz::x)");
  }

  @Test
  void printsMembersOfArchives() throws IOException {
    String archive = file("npz/no_suffix.npz");
    assertThat(CommandRun.of("cat", archive + "::b").result())
        .isEqualTo("[[     0     -1 -32768]\n [ 32767  12882  32538]]\n");
    assertThat(CommandRun.of("cat", archive + "::b", "-1, ::2").result())
        .isEqualTo("[32767 32538]\n");
    assertThat(CommandRun.of("cat", archive + "::b.npy", "0, 1").result()).isEqualTo("-1\n");
    String deflated = file("npz/scipy_csr.npz");
    assertThat(CommandRun.of("cat", deflated + "::format").result())
        .isEqualTo("np.bytes_(b'csr')\n");
    // NumPy gives the later one.
    assertThat(CommandRun.of("cat", file("npz/duplicate_names.npz") + "::a", "0").result())
        .isEqualTo("[     0     -1 -32768]\n");
    Path odd = Files.copy(Path.of(archive), folder.resolve("a::b.npz"));
    assertThat(CommandRun.of("cat", odd + "::b", "0, 1").result()).isEqualTo("-1\n");
    assertThat(CommandRun.of("cat", odd.toString()).error()).contains("found an archive");
  }

  @Test
  void printsMembersThatAreNoArraysAsBytes() throws IOException {
    String archive = file("npz/no_suffix.npz");
    assertThat(CommandRun.of("cat", archive + "::readme.txt").result()).isEqualTo("b'hello'\n");
    assertThat(CommandRun.of("cat", archive + "::readme.txt", "::-2").result())
        .isEqualTo("b'olh'\n");
    assertThat(CommandRun.of("cat", archive + "::readme.txt", "-1").result()).isEqualTo("111\n");
    assertThat(CommandRun.of("cat", archive + "::sub/").result()).isEqualTo("b''\n");
    assertThat(CommandRun.of("cat", archive + "::readme.txt", "5").error()).contains("slice '5'");
    CommandRun.of("cat", archive + "::readme.txt", "...").error();
    CommandRun.of("cat", archive + "::readme.txt", "0, 0").error();

    Path odd = folder.resolve("odd.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(odd))) {
      zip.putNextEntry(new ZipEntry("both"));
      zip.write("'\"\\\t\n\r\0\u007f\u00ff~".getBytes(StandardCharsets.ISO_8859_1));
      zip.putNextEntry(new ZipEntry("single"));
      zip.write("it's".getBytes(StandardCharsets.ISO_8859_1));
    }
    assertThat(CommandRun.of("cat", odd + "::both").result())
        .isEqualTo("b'\\'\"\\\\\\t\\n\\r\\x00\\x7f\\xff~'\n");
    assertThat(CommandRun.of("cat", odd + "::single").result()).isEqualTo("b\"it's\"\n");
  }

  @Test
  void refusesMembersThatAreNotThereOrDamaged() {
    String archive = file("npz/savez.npz");
    String names = "['weights', 'idx', 'flag', 'empty']";
    assertThat(CommandRun.of("cat", archive + "::nope").error())
        .isEqualTo(
            "npy: member: expected one of " + names + ", found 'nope' (file=" + archive + ")");
    assertThat(CommandRun.of("cat", archive + "::").error()).contains("found ''");
    assertThat(CommandRun.of("cat", archive, "0").error())
        .isEqualTo(
            "npy: file: expected one array, found an archive of "
                + names
                + " (file="
                + archive
                + "); name a member, such as "
                + archive
                + "::weights");
    assertThat(CommandRun.of("cat", file("npz/bad_crc.npz") + "::a").error()).contains("CRC-32");
    CommandRun.of("cat", file("npz/bad_crc.npz") + "::b").result();
    assertThat(CommandRun.of("cat", file("npz/one_bad_member.npz") + "::obj").error())
        .contains("pickled");
    CommandRun.of("cat", file("npz/bzip2.npz") + "::a").error();
    CommandRun.of("cat", file("npz/empty.npz")).error();
    CommandRun.of("cat", file("npz/invalid_truncated_mid.npz") + "::a").error();
    assertThat(CommandRun.of("cat", archive + "::idx", "99").error())
        .contains("slice '99'")
        .contains("(file=" + archive + "::idx)");
  }

  @Test
  void keepsFileNamesInOneLine() {
    assertThat(CommandRun.of("cat", "a\nb.npy").error()).contains("(file=a\\nb.npy)");
  }

  @Test
  void readsTheCornersOfAHugeArrayOnly() throws IOException {
    Path huge = folder.resolve("huge.npy");
    Shape shape = Shape.of(1L << 17, 1L << 16); // 8 GiB, of which the disk holds a page or two
    try (NpyFile file = NpyFile.create(huge, DType.INT8, shape, MemoryOrder.C, Allocation.SPARSE)) {
      file.segment().set(ValueLayout.JAVA_BYTE, file.segment().byteSize() - 1, (byte) 7);
    }
    assertThat(CommandRun.of("cat", huge.toString()).result())
        .isEqualTo(
            """
            [[0 0 0 ... 0 0 0]
             [0 0 0 ... 0 0 0]
             [0 0 0 ... 0 0 0]
             ...
             [0 0 0 ... 0 0 0]
             [0 0 0 ... 0 0 0]
             [0 0 0 ... 0 0 7]]
            """);
    assertThat(CommandRun.of("cat", huge.toString(), "-1, -1").result()).isEqualTo("7\n");
  }
}
