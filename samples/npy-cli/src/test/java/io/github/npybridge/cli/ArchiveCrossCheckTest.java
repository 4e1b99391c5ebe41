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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What append, pack and unpack write is what the real NumPy writes and reads, for arrays of all
/// kinds of dtypes.
///
/// Another seed: `-Dnpybridge.seed=...`.
class ArchiveCrossCheckTest {
  private static final Path SCRIPT = Path.of("src/test/python/archives.py");
  private static final long SEED = Long.getLong("npybridge.seed", 1);

  @TempDir private Path folder;

  @Test
  void appendsPacksAndUnpacksAsNumPyDoes() throws IOException {
    NumPy.assume(2);
    List<String> arguments = List.of("make", Long.toString(SEED), folder.toString());
    List<String> lines = NumPy.run(SCRIPT, arguments, 120).lines().toList();
    for (String line : lines) {
      append(new ObjectMapper().readTree(line));
    }
    pack("packed.npz", lines.size(), List.of());
    pack("compressed.npz", lines.size(), List.of("--compress"));
    unpack("stored.npz", lines.size());
    unpack("deflated.npz", lines.size());
    String answer = NumPy.run(SCRIPT, List.of("check", folder.toString()), 120);
    assertThat(answer).isEqualToIgnoringNewLines("ok");
    System.out.println("npy append, pack and unpack as NumPy: " + lines.size() + " arrays each");
  }

  private void append(JsonNode job) throws IOException {
    Path target = folder.resolve(job.required("target").textValue());
    List<String> args = new ArrayList<>(List.of("append", target.toString()));
    job.required("files").forEach(file -> args.add(folder.resolve(file.textValue()).toString()));
    assertThat(CommandRun.of(args).result()).isEmpty();
    assertThat(target)
        .as("-Dnpybridge.seed=%d: %s", SEED, job)
        .hasSameBinaryContentAs(folder.resolve(job.required("expected").textValue()));
  }

  private void pack(String name, int count, List<String> options) {
    List<String> args = new ArrayList<>(List.of("pack", folder.resolve(name).toString()));
    for (int i = 0; i < count; i++) {
      args.add("a" + i + "=" + folder.resolve("a" + i + ".npy"));
    }
    args.addAll(options);
    assertThat(CommandRun.of(args).result()).isEmpty();
  }

  private void unpack(String name, int count) throws IOException {
    Path out = folder.resolve("unpacked " + name);
    CommandRun.of("unpack", folder.resolve(name).toString(), out.toString()).result();
    for (int i = 0; i < count; i++) {
      String file = "a" + i + ".npy";
      assertThat(out.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
    }
    try (var files = Files.list(out)) {
      assertThat(files).hasSize(count);
    }
  }
}
