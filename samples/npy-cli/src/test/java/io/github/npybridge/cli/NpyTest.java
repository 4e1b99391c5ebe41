package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.corpus.Corpus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
  private static final String FILE = Corpus.file("valid/dtype/f4_le_1d.npy").path().toString();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "xyzzy",
        "--nonsense",
        "info",
        "info --nonsense x.npy",
        "cat",
        "cast",
        "append x.npy",
        "pack out.npz",
        "unpack a.npz",
        "demo x.npy"
      })
  void explainsWrongUsage(String args) {
    CommandRun.of(args.isEmpty() ? new String[0] : args.split(" ")).wrongUsage();
  }

  @Test
  void namesWhatIsMissing() {
    assertThat(CommandRun.of().wrongUsage()).startsWith("Missing required subcommand");
    assertThat(CommandRun.of("cat").wrongUsage()).contains("FILE[::MEMBER]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "info --help", "append -h", "pack -h", "demo -h"})
  void printsHelpAsAResult(String args) {
    assertThat(CommandRun.of(args.split(" ")).result()).startsWith("Usage: npy");
  }

  @Test
  void takesNoFileForAListOfArguments() {
    assertThat(CommandRun.of("info", "@" + FILE).error()).contains("found none (file=@");
  }

  @Test
  void endsQuietlyWhenNobodyReads() {
    CommandRun run = runInto(failing("Broken pipe"), "cat", FILE);
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void endsQuietlyInTheMiddleOfManyFiles() {
    String[] args = new String[2_000];
    Arrays.fill(args, FILE);
    args[0] = "info";
    CommandRun run = runInto(failing("Broken pipe"), args);
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void reportsOutputThatCannotBeWritten() {
    String full = "No space left on device";
    for (String command : new String[] {"info", "cat"}) {
      assertThat(runInto(failing(full), command, FILE).error())
          .isEqualTo("npy: output: expected it to take all bytes, found: " + full);
    }
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }

  private static CommandRun runInto(OutputStream out, String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Npy.run(out, new PrintStream(err, true, StandardCharsets.UTF_8), args);
    return new CommandRun(code, "", err.toString(StandardCharsets.UTF_8));
  }
}
