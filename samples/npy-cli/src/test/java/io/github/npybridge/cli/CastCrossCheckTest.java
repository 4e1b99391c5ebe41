package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.corpus.NumPy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random casts give the files that the real NumPy writes, byte for byte, and are refused where it
/// refuses them.
///
/// Another seed: `-Dnpybridge.seed=...`.
class CastCrossCheckTest {
  private static final int CASTS = 150;
  private static final long SEED = Long.getLong("npybridge.seed", 1);

  @TempDir private Path folder;

  @Test
  void castsAsNumPyDoes() throws IOException {
    NumPy.assume(2);
    String lines =
        NumPy.run(
            Path.of("src/test/python/make_casts.py"),
            List.of(Long.toString(SEED), Integer.toString(CASTS), folder.toString()),
            120);
    Map<String, Integer> outcomes = new TreeMap<>();
    for (String line : lines.lines().toList()) {
      JsonNode cast = new ObjectMapper().readTree(line);
      try {
        outcomes.merge(check(cast), 1, Integer::sum);
      } catch (AssertionError e) {
        throw new AssertionError("-Dnpybridge.seed=" + SEED + ": " + line, e);
      }
    }
    assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(CASTS);
    System.out.println("npy cast as NumPy's astype: " + outcomes);
  }

  private String check(JsonNode cast) throws IOException {
    Path out = folder.resolve("out.npy");
    List<String> args = new ArrayList<>(List.of("cast"));
    args.add(folder.resolve(cast.required("in").textValue()).toString());
    args.add(out.toString());
    cast.required("args").forEach(arg -> args.add(arg.textValue()));
    CommandRun run = CommandRun.of(args);
    String expected = cast.required("expected").textValue();
    if (expected == null) {
      String error = cast.required("error").textValue();
      // NumPy has other words for arrays without axes.
      assertThat(run.error())
          .contains(error == null ? "" : error.replace("cast scalar", "cast array data"));
      assertThat(out).doesNotExist();
      return "refused";
    }
    assertThat(run.result()).isEmpty();
    assertThat(out).hasSameBinaryContentAs(folder.resolve(expected));
    Files.delete(out);
    return "cast";
  }
}
