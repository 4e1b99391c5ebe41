package io.github.npybridge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.corpus.NumPy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The comparison itself: with data so small that the figures mean nothing.
class SideBySideTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void bothWorkersHaveTheSameResultForEveryRow() throws Exception {
    NumPy.assume(2);
    List<Row> rows = new ArrayList<>(Rows.of(Sizes.TINY, true, true));
    // Processes of their own, which take longer than all others.
    rows.removeIf(row -> row instanceof Row.Launch || row instanceof Row.Memory);
    rows.removeIf(row -> row instanceof Row.Timed timed && timed.side() == Side.CLEAN);

    try (Data data = Data.in(folder, Sizes.TINY);
        Comparison comparison = comparison(data)) {
      List<Outcome> outcomes = comparison.run(rows, outcome -> {});

      // A result that differs ends the run with an exception.
      assertThat(outcomes).hasSameSizeAs(rows);
      assertThat(outcomes).filteredOn(Outcome::isMeasured).hasSizeGreaterThan(270);
      List<String> table = new Report("heading", outcomes).markdown();
      assertThat(table)
          .startsWith("heading", "", "| operation | NumPy | ours | ratio | at least |")
          .contains("Ratios of each cast, from (row) to (column):")
          .anyMatch(line -> line.matches("\\| cast, slowest of 128 pairs: .. to .. \\|.*x \\|.*"))
          .anyMatch(line -> line.startsWith("| f8 | "));
      assertThat(table)
          .filteredOn(line -> line.startsWith("|"))
          .allMatch(line -> line.endsWith("|"));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aCaseThatGivesSomethingElseEndsTheRun() throws Exception {
    NumPy.assume(2);
    Row wrong = row("wrong", "fill:0:1000", "fill:1.5:1000", 0);

    try (Data data = Data.in(folder, Sizes.TINY);
        Comparison comparison = comparison(data)) {
      assertThatThrownBy(() -> comparison.run(List.of(wrong), outcome -> {}))
          .isInstanceOf(FailedRunException.class)
          .hasMessageMatching("wrong: expected the result crc:\\d+:8000, found crc:\\d+:8000");
    }
  }

  @Test
  void aRowThatIsNotReachedIsToldAndCounts() throws Exception {
    NumPy.assume(2);
    Row reached = row("reached", "fill:0:1000", "fill:0:1000", 1e-9);
    Row missed = row("missed", "fill:0:1000", "fill:0:1000", 1e9);
    Row told = row("told", "fill:0:1000", "fill:0:1000", 0);
    Row slow = new Row.Limited("slow", List.of("f8", "scratch-f8"), "get:tensor:8", 0);

    try (Data data = Data.in(folder, Sizes.TINY);
        Comparison comparison = comparison(data)) {
      List<Row> rows = List.of(reached, missed, told, slow);
      Report report = new Report("heading", comparison.run(rows, outcome -> {}));

      assertThat(report.below())
          .satisfiesExactly(
              line -> assertThat(line).matches("below: missed: [\\d.]+x < 1000000000.00x"),
              line -> assertThat(line).matches("below: slow: [\\d.]+ .s, at most 0 ns"));
      assertThat(report.markdown()).anyMatch(line -> line.endsWith("| **1000000000.00x** |"));
    }
  }

  @Test
  void printsTheTableAndDeletesTheData() throws Exception {
    NumPy.assume(2);
    Path table = Files.createTempFile("table", ".md");

    int code = run("--only", "^cast f4 to (f8|i4)$", "--rounds", "1", "--markdown", "" + table);

    assertThat(err.toString()).contains("cast f4 to f8").contains("cast f4 to i4");
    assertThat(out.toString())
        .contains("NumPy 2")
        .contains("`samples/benchmarks/run --folder ")
        .contains("| cast, slowest of 2 pairs: f4 to ");
    assertThat(out.toString()).startsWith(Files.readString(table));
    assertThat(code).isEqualTo(out.toString().contains("below: ") ? 1 : 0);
    assertThat(folder).isEmptyDirectory();
    Files.delete(table);
  }

  @Test
  void saysThatThereIsNoNumPy() {
    assertThat(run("--python", "no-such-python")).isEqualTo(3);
    assertThat(err.toString()).contains("no-such-python: expected a Python with NumPy, found none");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesAWrongOption() {
    assertThat(run("--fast")).isEqualTo(2);
  }

  private static Row row(String operation, String reference, String ours, double atLeast) {
    List<String> inputs = List.of("f8", "scratch-f8");
    return new Row.Timed(operation, inputs, Side.NUMPY, reference, ours, atLeast, null);
  }

  private static Comparison comparison(Data data) throws Exception {
    return new Comparison(Sizes.TINY, 1, data, new Pinning(-1), "python3");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--folder", folder.toString()));
    all.addAll(List.of(arguments));
    CommandLine command = SideBySide.command(Sizes.TINY);
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(all.toArray(String[]::new));
  }
}
