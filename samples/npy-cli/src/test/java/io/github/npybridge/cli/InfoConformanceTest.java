package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.npybridge.format.corpus.ArrayFacts;
import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.format.corpus.CorpusFile;
import io.github.npybridge.format.corpus.Expectation;
import io.github.npybridge.format.corpus.MemberFacts;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// `npy info --json --digest` of the whole corpus in one call.
class InfoConformanceTest {
  private static final List<String> KEYS =
      List.of(
          "file",
          "format",
          "version",
          "header_length",
          "data_offset",
          "descr",
          "dtype",
          "itemsize",
          "byte_order",
          "shape",
          "fortran_order",
          "count",
          "data_bytes",
          "trailing_bytes",
          "mappable",
          "digest");

  @Test
  void everyFactIsRight() {
    List<String> args = new ArrayList<>(List.of("info", "--json", "--digest"));
    Corpus.files().forEach(file -> args.add(file.path().toString()));
    CommandRun run = CommandRun.of(args);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEmpty();

    List<JsonNode> objects = InfoCommandTest.objects(run.out());
    assertThat(objects).hasSameSizeAs(Corpus.files());
    TreeMap<String, Integer> tally = new TreeMap<>();
    Iterator<JsonNode> next = objects.iterator();
    for (CorpusFile file : Corpus.files()) {
      JsonNode object = next.next();
      check(file, object);
      String outcome = file.expect() + (object.has("error") ? " refused" : " read");
      tally.merge(file.kind() + " " + outcome, 1, Integer::sum);
    }
    System.out.println("npy info over the corpus: " + tally);
  }

  private static void check(CorpusFile file, JsonNode object) {
    assertThat(object.required("file").textValue()).isEqualTo(file.path().toString());
    if (object.has("members")) {
      checkArchive(file, object);
      return;
    }
    if (object.has("error")) {
      assertThat(names(object)).as(file.name()).containsExactly("file", "error", "error_type");
      assertThat(file.expect()).as(file.name()).isNotEqualTo(Expectation.OK);
      assertThat(object.required("error_type").textValue())
          .as(file.name())
          .isEqualTo(errorType(file));
      return;
    }
    assertThat(file.expect()).as(file.name()).isNotEqualTo(Expectation.ERROR);
    assertThat(names(object)).as(file.name()).isEqualTo(KEYS);
    // NumPy itself refuses a few lenient files; then there are no facts to compare.
    file.array()
        .ifPresent(facts ->
            assertThat(facts(object)).as(file.name()).isEqualTo(facts(facts, facts.dataOffset())));
  }

  private static void checkArchive(CorpusFile file, JsonNode object) {
    assertThat(file.isNpy()).as(file.name()).isFalse();
    assertThat(file.expect()).as(file.name()).isNotEqualTo(Expectation.ERROR);
    assertThat(names(object)).as(file.name()).containsExactly("file", "format", "members");
    assertThat(object.required("format").textValue()).isEqualTo("npz");
    List<MemberFacts> members = MemberFacts.of(file);
    assertThat(object.required("members")).as(file.name()).hasSameSizeAs(members);
    for (int i = 0; i < members.size(); i++) {
      checkMember(members.get(i), object.required("members").get(i), file.name());
    }
  }

  private static void checkMember(MemberFacts member, JsonNode found, String file) {
    String place = file + "::" + member.entry();
    assertThat(found.required("entry").textValue()).as(place).isEqualTo(member.entry());
    assertThat(found.required("name").textValue()).as(place).isEqualTo(member.key());
    assertThat(found.required("method").textValue()).as(place).isEqualTo(member.method());
    assertThat(found.required("size").longValue()).as(place).isEqualTo(member.size());
    if (found.has("error")) {
      assertThat(names(found)).as(place).endsWith("error", "error_type").hasSize(6);
      assertThat(member.expect()).as(place).contains("error");
      assertThat(found.required("error").textValue()).as(place).contains(place);
      assertThat(found.required("error_type").textValue())
          .as(place)
          .isEqualTo(
              member.errorClass().equals("object")
                  ? "UnsupportedDTypeException"
                  : "NpyFormatException");
      return;
    }
    JsonNode array = found.required("array");
    if (array.isNull()) {
      assertThat(member.expect()).as(place).isEqualTo("not_npy");
      return;
    }
    assertThat(member.expect()).as(place).startsWith("ok");
    assertThat(names(array)).as(place).isEqualTo(KEYS.subList(1, KEYS.size()));
    ArrayFacts facts = member.array().orElseThrow();
    boolean stored = member.method().equals("stored");
    assertThat(array.required("mappable").booleanValue()).as(place).isEqualTo(stored);
    long dataOffset = stored ? member.arrayDataStart() : facts.dataOffset();
    assertThat(facts(array)).as(place).isEqualTo(facts(facts, dataOffset));
  }

  private static String errorType(CorpusFile file) {
    return switch (file.errorClass()) {
      case "object" -> "UnsupportedDTypeException";
      case "data_short" -> "FileTruncatedException";
      default -> "NpyFormatException";
    };
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String facts(JsonNode found) {
    return "%s.%s %s %s %s %s %s %s %s %s %s %s sha256 %s"
        .formatted(
            found.required("version").get(0),
            found.required("version").get(1),
            found.required("header_length"),
            found.required("data_offset"),
            found.required("descr"),
            found.required("itemsize"),
            found.required("byte_order").textValue(),
            found.required("shape"),
            found.required("fortran_order"),
            found.required("count"),
            found.required("data_bytes"),
            found.required("trailing_bytes"),
            found.required("digest").textValue().replace("sha256:", ""));
  }

  private static String facts(ArrayFacts expected, long dataOffset) {
    return "%s %s %s %s %s %s %s %s %s %s %s sha256 %s"
        .formatted(
            expected.version(),
            expected.headerLength(),
            dataOffset,
            expected.descr(),
            expected.itemSize(),
            expected
                .byteOrder()
                .map(order -> order == ByteOrder.BIG_ENDIAN ? "big" : "little")
                .orElse("none"),
            expected.shape().toString().replace(" ", ""),
            expected.fortranOrder(),
            expected.count(),
            expected.dataBytes(),
            expected.trailingBytes(),
            expected.sha256CLe());
  }
}
