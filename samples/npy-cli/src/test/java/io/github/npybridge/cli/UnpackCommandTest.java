package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.corpus.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackCommandTest {
  @TempDir private Path folder;
  private Path archive;
  private Path out;

  @BeforeEach
  void nameFiles() {
    archive = folder.resolve("a.npz");
    out = folder.resolve("out");
  }

  private void write(String... names) throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(archive), StandardCharsets.UTF_8)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        if (!name.endsWith("/")) {
          zip.write(name.getBytes(StandardCharsets.UTF_8));
        }
        zip.closeEntry();
      }
    }
  }

  private CommandRun run() {
    return CommandRun.of("unpack", archive.toString(), out.toString());
  }

  /// Fails unless the command refuses and changes nothing in the folder; returns why.
  private String refused() throws IOException {
    Map<Path, String> before = tree(folder);
    String error = run().error();
    assertThat(tree(folder)).isEqualTo(before);
    return error;
  }

  private static Map<Path, String> tree(Path root) throws IOException {
    Map<Path, String> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      paths.forEach(path -> {
        try {
          tree.put(
              root.relativize(path),
              Files.isRegularFile(path)
                  ? Files.readString(path, StandardCharsets.ISO_8859_1)
                  : "no file");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
    return tree;
  }

  @Test
  void writesMembersUnderTheirNames() throws IOException {
    write("x.npy", "d/e/y.npy", "notes.txt", "sub/", "./z.npy", "x.npy.npy");
    out = out.resolve("deep/er");
    assertThat(run().result()).isEmpty();
    Map<Path, String> tree = tree(out);
    assertThat(tree.keySet().stream().map(Path::toString))
        .containsExactlyInAnyOrder(
            "", "x.npy", "d", "d/e", "d/e/y.npy", "notes.txt", "sub", "z.npy", "x.npy.npy");
    assertThat(tree).containsEntry(Path.of("d/e/y.npy"), "d/e/y.npy");
  }

  @Test
  void replacesFilesAndLeavesOthers() throws IOException {
    write("x.npy", "d/y.npy");
    Files.createDirectories(out.resolve("d"));
    Files.writeString(out.resolve("x.npy"), "before");
    Files.writeString(out.resolve("other.npy"), "before");
    run().result();
    assertThat(tree(out))
        .containsEntry(Path.of("x.npy"), "x.npy")
        .containsEntry(Path.of("other.npy"), "before")
        .hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x.npy",
        "a/../../x.npy",
        "a/..",
        "..",
        "/x.npy",
        "/",
        "..\\x.npy",
        "a\\b.npy",
        "C:x.npy",
        "c:/x.npy",
        ".",
        "good.npy/x.npy",
        "./good.npy",
        "link/x.npy",
        "link",
        "file/x.npy",
        "folder"
      })
  void refusesNamesThatHaveNoPlace(String name) throws IOException {
    Files.createDirectories(out.resolve("folder"));
    Files.writeString(out.resolve("good.npy"), "before");
    Files.writeString(out.resolve("file"), "before");
    Files.createSymbolicLink(out.resolve("link"), folder);
    write("good.npy", name);
    assertThat(refused()).contains("(file=" + archive + "::").contains("nothing was written");
  }

  @Test
  void refusesANameThatIsTooLong() throws IOException {
    for (String where : new String[] {"", "new/"}) {
      write("good.npy", where + "x".repeat(300), "z.npy");
      Files.createDirectories(out);
      Files.writeString(out.resolve("good.npy"), "before");
      assertThat(refused()).containsIgnoringCase("name too long");
    }
    // As long as it may be.
    write("x".repeat(255));
    run().result();
    assertThat(out.resolve("x".repeat(255))).exists();
  }

  @Test
  void refusesANameWithANul() throws IOException {
    write("good.npy", "nul_.npy");
    byte[] bytes = Files.readAllBytes(archive);
    for (int i = 0; i + 4 < bytes.length; i++) {
      if (bytes[i] == 'n' && bytes[i + 1] == 'u' && bytes[i + 3] == '_') {
        bytes[i + 3] = 0;
      }
    }
    Files.write(archive, bytes);
    assertThat(refused()).contains("name: expected");
  }

  @Test
  void theLastOfOneNameWins() throws IOException {
    archive = Corpus.file("npz/duplicate_names.npz").path();
    run().result();
    assertThat(CommandRun.of("cat", out.resolve("a.npy").toString()).result())
        .isEqualTo(CommandRun.of("cat", archive + "::a").result());
    archive = Corpus.file("npz/a_and_a_npy.npz").path();
    run().result();
    assertThat(tree(out)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad_crc", "bad_deflate", "encrypted_flag", "bzip2"})
  void refusesDamagedMembersAndLeavesNothing(String name) throws IOException {
    archive = Corpus.file("npz/" + name + ".npz").path();
    assertThat(refused()).contains(archive + "::a.npy");
    assertThat(out).doesNotExist();
    Files.createDirectory(out);
    Files.writeString(out.resolve("b.npy"), "before");
    refused();
  }

  @Test
  void refusesWhatIsNoArchiveAndNoFolder() throws IOException {
    archive = Corpus.file("valid/dtype/f4_le_1d.npy").path();
    assertThat(refused()).contains("this is a .npy file");
    archive = Path.of("missing.npz");
    assertThat(refused()).contains("found none (file=missing.npz)");
    archive = Corpus.file("npz/savez.npz").path();
    Files.writeString(out, "a file");
    assertThat(refused()).contains("folder: expected one").contains("(file=" + out + ")");
    CommandRun.of("unpack", archive.toString()).wrongUsage();
  }

  @Test
  void makesTheFolderOfAnEmptyArchive() {
    archive = Corpus.file("npz/empty.npz").path();
    run().result();
    assertThat(out).isEmptyDirectory();
  }
}
