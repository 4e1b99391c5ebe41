package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.corpus.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private String good;
  private String bad;

  @BeforeEach
  void makeFiles() throws IOException {
    good = copy("valid/dtype/f4_le_3x4_C.npy", "good.npy");
    bad = copy("invalid/descr/bang.npy", "bad.npy");
  }

  private String copy(String name, String as) throws IOException {
    return Files.copy(Corpus.file(name).path(), folder.resolve(as)).toString();
  }

  static List<JsonNode> objects(String lines) {
    return lines
        .lines()
        .map(line -> {
          try {
            return JSON.readTree(line);
          } catch (IOException e) {
            throw new AssertionError(line, e);
          }
        })
        .toList();
  }

  @Test
  void printsALineAFile() {
    assertThat(CommandRun.of("info", good).result())
        .isEqualTo(good + ": float32 (3, 4), C order, little-endian, 48 bytes at offset 128\n");
  }

  @Test
  void printsTheFieldsOfARecord() throws IOException {
    String file = copy("valid/struct/titles.npy", "title.npy");
    assertThat(CommandRun.of("info", file).result())
        .isEqualTo(
            """
            %s: void40 (3,), C order, 15 bytes at offset 128
              at 0: 'a' ('long title') <i4
              at 4: 'b' |u1
            """
                .formatted(file));
  }

  @Test
  void printsTheDigestWhenAsked() {
    String digest = Corpus.file("valid/dtype/f4_le_3x4_C.npy").array().orElseThrow().sha256CLe();
    assertThat(CommandRun.of("info", "--digest", good).result())
        .endsWith(" at offset 128, sha256:" + digest + "\n");
    assertThat(CommandRun.of("info", "--json", good).result()).doesNotContain("digest");
  }

  @Test
  void goesOnAfterABadFile() {
    CommandRun text = CommandRun.of("info", good, bad, "missing.npy", good);
    assertThat(text.code()).isEqualTo(1);
    assertThat(text.out().lines()).hasSize(2);
    assertThat(text.err().lines()).hasSize(2).allMatch(line -> line.startsWith("npy: "));

    CommandRun json = CommandRun.of("info", "--json", good, bad, "missing.npy", good);
    assertThat(json.code()).isEqualTo(1);
    assertThat(json.err()).isEmpty();
    assertThat(objects(json.out()).stream().map(line -> line.path("error_type").asText("-")))
        .containsExactly("-", "NpyFormatException", "NoSuchFileException", "-");
  }

  @Test
  void refusesAFileThatIsTooShort() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(good));
    for (int missing : new int[] {1, 48}) {
      Path cut =
          Files.write(folder.resolve("cut.npy"), Arrays.copyOf(bytes, bytes.length - missing));
      assertThat(CommandRun.of("info", cut.toString()).error()).contains(missing + " missing");
      assertThat(CommandRun.of("info", "--digest", cut.toString()).error())
          .contains(missing + " missing");
      assertThat(CommandRun.of("info", "--json", cut.toString()).out())
          .contains("\"error_type\":\"FileTruncatedException\"");
    }
  }

  @Test
  void tellsAnArchiveByItsFirstBytes() throws IOException {
    String archive = copy("npz/no_suffix.npz", "archive.npy");
    assertThat(CommandRun.of("info", archive).result())
        .isEqualTo(
            """
            %s: archive of 4 members
              'a': float64 (3,), C order, little-endian, 24 bytes at offset 159, stored
              'readme.txt': no array, 5 bytes, stored
              'sub/': no array, 0 bytes, stored
              'b': int16 (2, 3), C order, big-endian, 12 bytes at offset 425, stored
            """
                .formatted(archive));
    String array = copy("valid/dtype/f4_le_3x4_C.npy", "array.npz");
    assertThat(CommandRun.of("info", array).result()).startsWith(array + ": float32 (3, 4)");
    String empty = copy("npz/empty.npz", "empty.npz");
    assertThat(CommandRun.of("info", "--json", empty).result())
        .isEqualTo("{\"file\":\"%s\",\"format\":\"npz\",\"members\":[]}\n".formatted(empty));
  }

  @Test
  void goesOnAfterABadMember() throws IOException {
    String archive = copy("npz/one_bad_member.npz", "bad.npz");
    CommandRun text = CommandRun.of("info", archive, good);
    assertThat(text.code()).isEqualTo(1);
    assertThat(text.out().lines()).hasSize(3);
    assertThat(text.err().lines()).hasSize(2).allMatch(line -> line.startsWith("npy: "));
    assertThat(text.err()).contains(archive + "::bad.npy").contains(archive + "::obj.npy");

    CommandRun json = CommandRun.of("info", "--json", archive, good);
    assertThat(json.code()).isEqualTo(1);
    assertThat(json.err()).isEmpty();
    assertThat(objects(json.out())).hasSize(2);
    assertThat(objects(json.out()).getFirst().required("members"))
        .extracting(member -> member.path("error_type").asText("-"))
        .containsExactly("NpyFormatException", "UnsupportedDTypeException", "-");
  }

  @Test
  void comparesAMembersChecksumForADigestOnly() throws IOException {
    String archive = copy("npz/bad_crc.npz", "crc.npz");
    CommandRun.of("info", archive).result();
    CommandRun digest = CommandRun.of("info", "--digest", archive);
    assertThat(digest.code()).isEqualTo(1);
    assertThat(digest.err().lines()).hasSize(1);
    assertThat(digest.err()).contains("CRC-32").contains("crc.npz::a.npy");
  }

  @Test
  void reportsABrokenArchiveAsOneError() throws IOException {
    for (String name : List.of("truncated_end", "truncated_mid", "only_local_sig")) {
      String archive = copy("npz/invalid_" + name + ".npz", name + ".npz");
      assertThat(CommandRun.of("info", archive).error()).contains(archive);
      List<JsonNode> lines = objects(CommandRun.of("info", "--json", archive).out());
      assertThat(lines).hasSize(1);
      assertThat(lines.getFirst().required("error_type").asText()).isEqualTo("NpyFormatException");
    }
  }

  @Test
  void takesADirectoryForTheFilesInIt() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "no array");
    Files.createDirectories(folder.resolve("c.npy/below"));
    copy("valid/dtype/f4_le_3x4_C.npy", "c.npy/below/deep.npy");
    copy("valid/dtype/f4_le_3x4_C.npy", "a.npy");
    copy("valid/dtype/f4_le_3x4_C.npy", "B.npy");
    Files.createSymbolicLink(folder.resolve("link.npy"), Path.of("a.npy"));
    for (String name : new String[] {folder.toString(), folder + "/"}) {
      CommandRun run = CommandRun.of("info", "--json", name);
      assertThat(run.code()).isEqualTo(1);
      assertThat(objects(run.out()).stream().map(line -> line.required("file").textValue()))
          .containsExactly(folder + "/B.npy", folder + "/a.npy", bad, good, folder + "/link.npy");
    }
    assertThat(CommandRun.of("info", "--json", folder.resolve("c.npy").toString()).result())
        .isEmpty();
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void refusesAFifoAtOnce() throws Exception {
    Path fifo = folder.resolve("fifo.npy");
    assumeTrue(made("mkfifo", fifo.toString()));
    Path link = Files.createSymbolicLink(folder.resolve("zlink.npy"), fifo);
    for (Path file : List.of(fifo, link, Path.of("/dev/zero"))) {
      String expected = "npy: file: expected a regular file";
      assertThat(CommandRun.of("info", file.toString()).error()).startsWith(expected);
      assertThat(CommandRun.of("info", "--digest", file.toString()).error()).startsWith(expected);
      assertThat(CommandRun.of("cat", file.toString()).error()).startsWith(expected);
    }
    assertThat(CommandRun.of("info", folder.toString()).out().lines()).hasSize(1);
  }

  private static boolean made(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  @Test
  void keepsOddNamesApart() throws IOException {
    String odd = Files.copy(Path.of(good), folder.resolve("a\n\"ä\\😀.npy")).toString();
    assertThat(CommandRun.of("info", odd).result().lines()).hasSize(1);
    List<JsonNode> lines = objects(CommandRun.of("info", "--json", odd).result());
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().required("file").textValue()).isEqualTo(odd);
  }

  @Test
  void writesValidJsonForHalfASurrogatePair() {
    CommandRun run = CommandRun.of("info", "--json", "\ud83d.npy");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("\"file\":\"\\ud83d.npy\"");
    assertThat(objects(run.out())).hasSize(1);
  }

  @Test
  void takesTenThousandFiles() {
    List<String> args = new ArrayList<>(List.of("info", "--json"));
    args.addAll(Collections.nCopies(9_999, good));
    args.add(bad);
    CommandRun run = CommandRun.of(args);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().lines()).hasSize(10_000);
    assertThat(run.out().getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(2_000_000);
  }
}
