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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "info FILE",
        "info FILE FILE",
        "info --json FILE",
        "info FILE --digest --json",
        "info missing.npy",
        "cat FILE",
        "cat FILE 0",
        "cat FILE -1",
        "cat FILE -2:",
        "cat FILE 0,0,0",
        "cat missing.npy"
      })
  void goesTheShortWayToTheSameResult(String line) throws Exception {
    String[] args = line.replace("FILE", FILE).split(" ");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(Npy.plainCommand(out, err, args)).isNotNull();
    CommandRun shortWay = CommandRun.of(args);
    try {
      assertThat(CommandTree.run(out, err, args)).isEqualTo(shortWay.code());
    } catch (DataException e) {
      Failure.of(e, "").printTo(err);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(shortWay.out() + shortWay.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "info",
        "info -h FILE",
        "info --json --json FILE",
        "info -- FILE",
        "cat",
        "cat -h",
        "cat FILE -h",
        "cat FILE -- -1",
        "cat FILE 0 1",
        "cast FILE",
        "--help"
      })
  void goesTheLongWayWithWhatNeedsExplaining(String line) {
    String[] args = line.replace("FILE", FILE).split(" ");
    assertThat(Npy.plainCommand(OutputStream.nullOutputStream(), System.err, args)).isNull();
  }

  @Test
  void explainsAWrongSliceWithTheUsage() {
    assertThat(CommandRun.of("cat", FILE, "1:x").wrongUsage()).contains("npy cat");
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
