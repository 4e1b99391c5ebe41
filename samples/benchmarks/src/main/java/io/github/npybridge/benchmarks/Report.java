package io.github.npybridge.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Outcomes as Markdown: a table of the rows; pairs of dtypes as a matrix of ratios each, of which
/// the table shows the slowest.
final class Report {
  private static final List<String> COLUMNS =
      List.of("operation", "NumPy", "ours", "ratio", "at least");

  private final String heading;
  private final List<Outcome> outcomes;

  /// @param heading what was measured with what, and where
  Report(String heading, List<Outcome> outcomes) {
    this.heading = heading;
    this.outcomes = List.copyOf(outcomes);
  }

  /// The lines of a Markdown text.
  List<String> markdown() {
    List<String> lines = new ArrayList<>(List.of(heading, ""));
    lines.addAll(table(COLUMNS, rows()));
    matrices()
        .forEach((name, cells) -> {
          lines.add("");
          lines.add("Ratios of each " + name + ", from (row) to (column):");
          lines.add("");
          lines.addAll(matrix(cells));
        });
    return lines;
  }

  /// A line for each row that is below what is expected.
  List<String> below() {
    return outcomes.stream().filter(outcome -> !outcome.reached()).map(Outcome::below).toList();
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    Set<String> shown = new LinkedHashSet<>();
    for (Outcome outcome : outcomes) {
      if (outcome.row() instanceof Row.Timed timed && timed.pair() != null) {
        String matrix = timed.pair().matrix();
        if (shown.add(matrix + outcome.expected())) {
          rows.add(slowest(matrix, outcome.expected()));
        }
      } else {
        rows.add(cells(outcome.row().operation(), outcome));
      }
    }
    return rows;
  }

  private List<String> slowest(String matrix, String expected) {
    List<Outcome> group =
        matrices().getOrDefault(matrix, List.of()).stream()
            .filter(outcome -> outcome.expected().equals(expected))
            .toList();
    Outcome slowest = group.stream().min(Comparator.comparingDouble(Outcome::value)).orElseThrow();
    return cells(matrix + ", slowest of " + group.size() + " pairs: " + pair(slowest), slowest);
  }

  private static String pair(Outcome outcome) {
    Row.Pair pair = pairOf(outcome);
    return pair.from() + " to " + pair.to();
  }

  private static List<String> cells(String operation, Outcome outcome) {
    return List.of(
        operation,
        outcome.reference(),
        outcome.ours(),
        outcome.measured(),
        outcome.reached() ? outcome.expected() : "**" + outcome.expected() + "**");
  }

  private Map<String, List<Outcome>> matrices() {
    Map<String, List<Outcome>> matrices = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      if (outcome.row() instanceof Row.Timed timed && timed.pair() != null) {
        matrices.computeIfAbsent(timed.pair().matrix(), name -> new ArrayList<>()).add(outcome);
      }
    }
    return matrices;
  }

  private static List<String> matrix(List<Outcome> cells) {
    Set<String> from = new LinkedHashSet<>();
    Set<String> to = new LinkedHashSet<>();
    for (Outcome cell : cells) {
      from.add(pairOf(cell).from());
      to.add(pairOf(cell).to());
    }
    // In the order of the dtypes, which no single row has: each lacks its own.
    List<String> columns = from.containsAll(to) ? List.copyOf(from) : List.copyOf(to);
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(columns);
    List<List<String>> rows = new ArrayList<>();
    for (String source : from) {
      List<String> row = new ArrayList<>(List.of(source));
      for (String target : columns) {
        row.add(
            cells.stream()
                .filter(cell -> pairOf(cell).from().equals(source))
                .filter(cell -> pairOf(cell).to().equals(target))
                .map(Report::cell)
                .findFirst()
                .orElse(""));
      }
      rows.add(row);
    }
    return table(head, rows);
  }

  private static String cell(Outcome outcome) {
    String ratio = outcome.isMeasured() ? Outcome.twoDigits(outcome.value()) : "-";
    return outcome.reached() ? ratio : "**" + ratio + "**";
  }

  private static Row.Pair pairOf(Outcome outcome) {
    if (outcome.row() instanceof Row.Timed timed && timed.pair() != null) {
      return timed.pair();
    }
    throw new IllegalArgumentException("no pair: " + outcome.row().operation());
  }

  private static List<String> table(List<String> head, List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add("| " + String.join(" | ", head) + " |");
    lines.add("|---|" + "---:|".repeat(head.size() - 1));
    for (List<String> row : rows) {
      lines.add("| " + String.join(" | ", row) + " |");
    }
    return lines;
  }
}
