package io.github.npybridge.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.corpus.HeaderFacts;
import io.github.npybridge.format.corpus.NumPy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged headers, judged by us and by the real NumPy. The seed is the system property
/// `npybridge.seed`, their number `npybridge.crosscheck`.
class NumPyCrossCheckTest {
  private static final long SEED = Long.getLong("npybridge.seed", 20260104);
  private static final int COUNT = Integer.getInteger("npybridge.crosscheck", 4000);

  @TempDir private Path folder;

  @Test
  void agreesWithNumPyAboutDamagedHeaders() throws IOException {
    NumPy.assume(2);
    List<byte[]> files = damagedFiles();
    List<JsonNode> verdicts = judge(files);
    assertThat(verdicts).hasSameSizeAs(files);

    Map<String, Integer> tally = new TreeMap<>();
    List<String> disagreements = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      byte[] file = files.get(i);
      JsonNode verdict = verdicts.get(i);
      String outcome;
      try {
        outcome = compare(read(file), file, verdict);
      } catch (AssertionError e) {
        outcome = "disagreed";
        disagreements.add(
            e.getMessage() + "\nNumPy: " + verdict + "\nfile: " + HexFormat.of().formatHex(file));
      }
      tally.merge(outcome, 1, Integer::sum);
    }
    System.out.println("damaged headers, seed " + SEED + ": " + tally);
    assertThat(disagreements).as("seed %d", SEED).isEmpty();
    assertThat(tally.get("both read")).isGreaterThan(COUNT / 20);
  }

  private static List<byte[]> damagedFiles() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<byte[]> whole = MutatedHeaders.files();
    List<byte[]> out = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      out.add(MutatedHeaders.mutate(whole.get(random.nextInt(whole.size())), random));
    }
    return out;
  }

  private List<JsonNode> judge(List<byte[]> files) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] file : files) {
      all.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(file.length).array());
      all.writeBytes(file);
    }
    Path path = folder.resolve("files");
    Files.write(path, all.toByteArray());
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> out = new ArrayList<>();
    String lines =
        NumPy.run(Path.of("src/test/python/judge_headers.py"), List.of(path.toString()), 120);
    for (String line : lines.lines().toList()) {
      out.add(mapper.readTree(line));
    }
    return out;
  }

  /// The header, or null.
  private static NpyHeader read(byte[] file) throws IOException {
    try {
      return NpyHeaderReader.DEFAULT.read(MemorySegment.ofArray(file), "damaged.npy");
    } catch (NpyFormatException | UnsupportedDTypeException e) {
      return null;
    }
  }

  private static String compare(NpyHeader header, byte[] file, JsonNode verdict) {
    boolean loaded = verdict.required("load").textValue().equals("ok");
    JsonNode facts = verdict.path("header");
    if (header == null) {
      return loaded ? "only NumPy read it" : "both refused";
    }
    if (facts.isMissingNode()) {
      assertThat(verdict.required("only_spelling").booleanValue())
          .as("NumPy refuses what the header means, and we read " + header)
          .isTrue();
      return "only we read it, NumPy refuses the spelling";
    }
    assertThat(header.version()).hasToString(facts.required("version").textValue());
    assertThat(header.dataOffset()).isEqualTo(facts.required("offset").longValue());
    assertThat(header.shape()).hasToString(facts.required("shape").textValue());
    assertThat(header.order() == MemoryOrder.FORTRAN)
        .isEqualTo(facts.required("fortran").booleanValue());
    assertThat(header.dtype().itemSize()).isEqualTo(facts.required("itemsize").intValue());
    assertThat(header.dtype() instanceof DType.Struct ? "struct" : header.dtype().kind() + "")
        .isEqualTo(facts.required("kind").textValue());
    assertThat(HeaderFacts.json(header.dtype())).isEqualTo(facts.required("descr"));
    if (loaded) {
      assertThat(header.totalSize()).isLessThanOrEqualTo(file.length);
      return "both read";
    }
    assertThat(header.totalSize()).as("NumPy refuses to load it").isGreaterThan(file.length);
    return "both see that data is missing";
  }
}
