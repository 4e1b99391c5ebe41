package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.tensor.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CastBatchTest {
  @TempDir private Path folder;
  private Path in;
  private Path jobs;

  @BeforeEach
  void makeFile() throws IOException {
    in = folder.resolve("in.npy");
    Tensors.save(in, Tensors.tensor(new float[] {1.5f, 300}));
    jobs = folder.resolve("jobs.tsv");
  }

  private CommandRun batch(String lines, String... options) throws IOException {
    Files.writeString(jobs, lines.replace("$", folder + "/"));
    List<String> args = new ArrayList<>(List.of("cast", "--batch", jobs.toString()));
    args.addAll(List.of(options));
    return CommandRun.of(args);
  }

  @Test
  void doesAllJobs() throws IOException {
    CommandRun run =
        batch("$in.npy\t$a.npy\tf8\n\n$a.npy\t$b.npy\t>i2\n$b.npy\t$c.npy\tbfloat16\t>f2\n");
    assertThat(run.result())
        .isEqualTo(
            """
            {"in":"$in.npy","out":"$a.npy","ok":true}
            {"in":"$a.npy","out":"$b.npy","ok":true}
            {"in":"$b.npy","out":"$c.npy","ok":true}
            """
                .replace("$", folder + "/"));
    assertThat(Tensors.load(folder.resolve("b.npy"))).hasToString("[  1 300]");
    assertThat(Tensors.load(folder.resolve("c.npy")).dtype()).isEqualTo(new DType.Raw(2));
  }

  @Test
  void goesOnAfterAFailure() throws IOException {
    Path objects = Corpus.file("valid/dtype/U5.npy").path();
    CommandRun run =
        batch(
            """
            $in.npy\t$a.npy\tu1
            $in.npy\t$a.npy\tfloat33
            $missing.npy\t$a.npy\tf4
            $in.npy\t$none/a.npy\tf4
            $in.npy\t$\tf4
            $in.npy\t$a.npy\tf4\tbfloat16
            %s\t$a.npy\tf4
            $jobs.tsv\t$a.npy\tf4
            $in.npy
            $in.npy\t$a.npy
            $in.npy\t$a.npy\tf4\tf4\tf4
            $in.npy\t$a.npy\tf4
            """
                .formatted(objects));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    List<JsonNode> results = InfoCommandTest.objects(run.out());
    assertThat(results.stream().map(result -> result.path("error_type").asText("-")))
        .containsExactly(
            "UnrepresentableValueException",
            "DataException",
            "NoSuchFileException",
            "NoSuchFileException",
            "NpyFormatException",
            "DataException",
            "CastRefusedException",
            "NpyFormatException",
            "DataException",
            "DataException",
            "DataException",
            "-");
    assertThat(run.out().lines().skip(8))
        .containsExactly(
            ("{\"in\":\"$in.npy\",\"out\":null,\"error\":\"line 9: expected IN, OUT, DTYPE and"
                    + " perhaps FROM with a TAB between them, found 1 field\","
                    + "\"error_type\":\"DataException\"}")
                .replace("$", folder + "/"),
            ("{\"in\":\"$in.npy\",\"out\":\"$a.npy\",\"error\":\"line 10: expected IN, OUT, DTYPE"
                    + " and perhaps FROM with a TAB between them, found 2 fields\","
                    + "\"error_type\":\"DataException\"}")
                .replace("$", folder + "/"),
            ("{\"in\":\"$in.npy\",\"out\":\"$a.npy\",\"error\":\"line 11: expected IN, OUT, DTYPE"
                    + " and perhaps FROM with a TAB between them, found 5 fields\","
                    + "\"error_type\":\"DataException\"}")
                .replace("$", folder + "/"),
            "{\"in\":\"$in.npy\",\"out\":\"$a.npy\",\"ok\":true}".replace("$", folder + "/"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(in, jobs, folder.resolve("a.npy"));
    }
  }

  @Test
  void optionsHoldForAllJobs() throws IOException {
    CommandRun run =
        batch(
            "$in.npy\t$a.npy\tu1\n$in.npy\t$b.npy\tsame\t\n$in.npy\t$c.npy\tbfloat16\n",
            "--byte-order",
            "big",
            "--out-of-range",
            "saturate",
            "--casting",
            "unsafe");
    assertThat(run.code()).isEqualTo(1);
    assertThat(Tensors.load(folder.resolve("a.npy"))).hasToString("[  1 255]");
    assertThat(Tensors.load(folder.resolve("b.npy")).dtype())
        .isEqualTo(DType.FLOAT32.withOrder(ByteOrder.BIG_ENDIAN));
    assertThat(InfoCommandTest.objects(run.out()).getLast().path("error").asText())
        .isEqualTo(
            "line 3: byte order: expected little for bfloat16, found big; files have no name for"
                + " it (file="
                + in
                + ")");
    assertThat(folder.resolve("c.npy")).doesNotExist();
  }

  @Test
  void takesFromForLinesThatHaveNone() throws IOException {
    batch("$in.npy\t$a.npy\tsame\n$in.npy\t$b.npy\tsame\tu4\n", "--from", "i4").result();
    assertThat(Tensors.load(folder.resolve("a.npy")).dtype()).isEqualTo(DType.INT32);
    assertThat(Tensors.load(folder.resolve("b.npy")).dtype()).isEqualTo(DType.UINT32);
  }

  @Test
  void readsLinesOfWindowsAndWithoutAnEnd() throws IOException {
    CommandRun run = batch("$in.npy\t$a.npy\tf8\r\n\r\n$in.npy\t$ä 😀.npy\tf8");
    assertThat(run.result().lines()).hasSize(2);
    assertThat(folder.resolve("ä 😀.npy")).hasSameBinaryContentAs(folder.resolve("a.npy"));
  }

  @Test
  void refusesWhatIsNotUtf8() throws IOException {
    Files.write(jobs, "a\u00ff.npy\tb.npy\tf4\n".getBytes(StandardCharsets.ISO_8859_1));
    CommandRun run = CommandRun.of("cast", "--batch", jobs.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .isEqualTo(
            "{\"in\":\"a\ufffd.npy\",\"out\":\"b.npy\",\"error\":\"line 1: expected UTF-8, found other bytes\","
                + "\"error_type\":\"DataException\"}\n");
  }

  @Test
  void doesNothingForAnEmptyFile() throws IOException {
    assertThat(batch("").result()).isEmpty();
  }

  @Test
  void refusesAFileThatCannotBeRead() {
    assertThat(CommandRun.of("cast", "--batch", "missing.tsv").error())
        .isEqualTo("npy: batch: expected a file of jobs, found none (file=missing.tsv)");
    assertThat(CommandRun.of("cast", "--batch", folder.toString()).error())
        .contains("(file=" + folder + ")");
  }

  @Test
  void explainsWrongUsage() throws IOException {
    batch("", "in.npy").wrongUsage();
    batch("", "in.npy", "out.npy").wrongUsage();
    batch("", "--dtype", "f4").wrongUsage();
    batch("", "--from", "nonsense").wrongUsage();
    batch("", "--casting", "nonsense").wrongUsage();
    CommandRun.of("cast", "--batch").wrongUsage();
  }

  @Test
  void answersEveryJobAtOnce() throws IOException {
    List<String> answers = new ArrayList<>();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("a byte alone");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            answers.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
          }
        };
    batch("$in.npy\t$a.npy\tf8\n$in.npy\t$b.npy\tf8\n");
    PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    assertThat(Npy.run(out, err, "cast", "--batch", jobs.toString())).isZero();
    assertThat(answers).hasSize(2).allMatch(answer -> answer.endsWith("\"ok\":true}\n"));
  }
}
