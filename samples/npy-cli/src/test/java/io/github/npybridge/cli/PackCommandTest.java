package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.NpzMethod;
import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.store.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackCommandTest {
  @TempDir private Path folder;
  private Path x;
  private Path y;
  private Path out;

  @BeforeEach
  void makeFiles() throws IOException {
    x = Files.copy(Corpus.file("valid/dtype/f4_le_3x4_C.npy").path(), folder.resolve("x.npy"));
    y = Files.copy(Corpus.file("valid/dtype/f4_le_1d.npy").path(), folder.resolve("y=1.npy"));
    out = folder.resolve("out.npz");
  }

  private String refused(String... arguments) throws IOException {
    String error = run(arguments).error();
    assertOnlyFiles();
    return error;
  }

  private String wrongUsage(String... arguments) throws IOException {
    String error = run(arguments).wrongUsage();
    assertOnlyFiles();
    return error;
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(
        Stream.concat(Stream.of("pack", out.toString()), Stream.of(arguments)).toList());
  }

  private void assertOnlyFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> !file.equals(out))).containsExactlyInAnyOrder(x, y);
    }
  }

  @Test
  void packsInTheOrderGivenAndAligned() throws IOException {
    assertThat(run("y=" + y, "=" + x, "d/e=" + x).result()).isEmpty();
    assertOnlyFiles();
    try (NpzFile archive = NpzFile.open(out)) {
      assertThat(archive.names()).containsExactly("y", "", "d/e");
      for (String name : archive.names()) {
        assertThat(archive.array(name).dataOffset() % 64).as(name).isZero();
        assertThat(archive.bytes(name)).isEqualTo(Files.readAllBytes(name.equals("y") ? y : x));
      }
    }
  }

  @Test
  void compressesWhenAsked() throws IOException {
    run("x=" + x, "--compress").result();
    try (NpzFile archive = NpzFile.open(out)) {
      assertThat(archive.entries().getFirst().method()).isEqualTo(NpzMethod.DEFLATED);
      assertThat(archive.bytes("x")).isEqualTo(Files.readAllBytes(x));
    }
  }

  @Test
  void replacesAnArchiveAsAWhole() throws IOException {
    Files.writeString(out, "before");
    assertThat(refused("x=" + x, "z=missing.npy")).contains("found none (file=missing.npy)");
    String bad = Corpus.file("invalid/descr/bang.npy").path().toString();
    assertThat(refused("x=" + x, "z=" + bad)).contains("bang.npy");
    assertThat(refused("x=" + x, "z=" + folder)).contains("expected a regular file");
    assertThat(out).hasContent("before");
    run("x=" + x).result();
    String archive = out.toString();
    assertThat(refused("x=" + archive)).contains("zip archive").contains("(file=" + archive);
    // OUT may be one of the files.
    assertThat(CommandRun.of("pack", x.toString(), "x=" + x).result()).isEmpty();
    assertThat(CommandRun.of("cat", x + "::x", "0, 0").code()).isZero();
    assertOnlyFiles();
  }

  @Test
  void refusesNamesThatAreNotUnique() throws IOException {
    assertThat(wrongUsage("x=" + x, "x=" + y)).contains("each name once, found 'x' twice");
    assertThat(wrongUsage("x=" + x, "x.npy=" + y)).contains("'x.npy' beside 'x'");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesWhatIsNoMember() throws IOException {
    assertThat(wrongUsage("x.npy")).contains("expected NAME=FILE, found 'x.npy'");
    wrongUsage();
    wrongUsage("x=" + x, "--nonsense");
    assertThat(wrongUsage("x".repeat(70_000) + "=" + x)).contains("at most 65535 bytes");
    assertThat(refused("x=")).contains("found none");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesATargetThatCannotBe() throws IOException {
    assertThat(CommandRun.of("pack", folder.toString(), "x=" + x).error())
        .contains("target: expected a regular file");
    assertThat(CommandRun.of("pack", folder + "/none/out.npz", "x=" + x).error())
        .contains("expected a directory to write it in");
    assertOnlyFiles();
  }
}
