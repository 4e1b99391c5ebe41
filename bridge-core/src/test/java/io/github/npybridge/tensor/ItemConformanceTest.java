package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.corpus.ArrayFacts;
import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.format.corpus.CorpusFile;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Strings, times, opaque bytes, long doubles and every leaf of every record of the corpus, read
/// one by one: what NumPy found there.
class ItemConformanceTest {
  private static final Map<String, Integer> TALLY = new TreeMap<>();

  static Stream<CorpusFile> files() {
    return Corpus.readable()
        .filter(file -> "SUVMm struct".contains(file.array().orElseThrow().kind()));
  }

  @AfterAll
  static void printTally() {
    System.out.println("corpus, elements read one by one: " + TALLY);
  }

  @ParameterizedTest
  @MethodSource("files")
  void elementsAreThoseOfNumPy(CorpusFile file) throws IOException {
    ArrayFacts facts = file.array().orElseThrow();
    try (NpyFile opened = NpyFile.open(file.path(), MapMode.READ_ONLY)) {
      Tensor tensor = Tensors.asTensor(opened);
      if (tensor.dtype() instanceof DType.Struct) {
        for (JsonNode leaf : facts.leaves()) {
          Tensor part = leaf(tensor, leaf.required("path").textValue(), tensor.ndim());
          check(part, texts(leaf, "first_text"), texts(leaf, "first_hex"), 0);
          List<String> last = texts(leaf, "last_hex");
          check(part, texts(leaf, "last_text"), last, part.size() - last.size());
        }
      } else {
        check(tensor, facts.firstText(), facts.firstHex(), 0);
        long from = tensor.size() - facts.lastHex().size();
        check(tensor, facts.lastText(), facts.lastHex(), from);
      }
    }
  }

  private static List<String> texts(JsonNode node, String name) {
    List<String> texts = new ArrayList<>();
    node.path(name).forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  /// The leaf at a path such as `pos.x` or `m[0][1].x`.
  private static Tensor leaf(Tensor records, String path, int axes) {
    for (DType.Field field : ((DType.Struct) records.dtype()).fields()) {
      String rest = path.startsWith(field.name()) ? path.substring(field.name().length()) : "?";
      if (rest.isEmpty() || rest.startsWith("[") || rest.startsWith(".")) {
        Tensor part = records.field(field.name());
        while (rest.startsWith("[")) {
          int end = rest.indexOf(']');
          part = part.select(axes, Long.parseLong(rest.substring(1, end)));
          rest = rest.substring(end + 1);
        }
        return rest.isEmpty() ? part : leaf(part, rest.substring(1), axes);
      }
    }
    throw new IllegalArgumentException(path + " of " + records.dtype());
  }

  private static void check(Tensor tensor, List<String> texts, List<String> hex, long from) {
    for (int i = 0; i < hex.size(); i++) {
      long[] index = new long[tensor.ndim()];
      long rest = from + i;
      for (int axis = index.length - 1; axis >= 0; axis--) {
        index[axis] = rest % tensor.shape().dim(axis);
        rest /= tensor.shape().dim(axis);
      }
      checkElement(tensor, texts.isEmpty() ? "" : texts.get(i), hex.get(i), index, from + i);
      TALLY.merge(String.valueOf(tensor.dtype().kind()), 1, Integer::sum);
    }
  }

  private static void checkElement(
      Tensor tensor, String text, String hex, long[] index, long place) {
    switch (tensor.dtype()) {
      case DType.Numeric numeric ->
          TensorConformanceTest.checkElement(numeric.type(), tensor, place, text);
      case DType.Bytes bytes -> {
        String item = HexFormat.of().formatHex(tensor.getBytes(index));
        assertThat(item + "00".repeat(bytes.length() - item.length() / 2)).isEqualTo(hex);
      }
      case DType.Text _ -> {
        StringBuilder points = new StringBuilder();
        for (int point : tensor.getCodePoints(index)) {
          points.append("%08x".formatted(point));
        }
        assertThat(hex).startsWith(points).matches(".{" + points.length() + "}0*");
        if (!text.isEmpty()) {
          assertThat(tensor.getString(index)).isEqualTo(text);
        }
      }
      case DType.DateTime _, DType.TimeDelta _ -> {
        assertThat("%016x".formatted(tensor.getTicks(index))).isEqualTo(hex);
        assertThat(tensor.isNaT(index)).isEqualTo("NaT".equals(text));
      }
      case DType.LongDouble wide -> {
        String bytes = HexFormat.of().formatHex(tensor.getBytes(index));
        assertThat(bytes).hasSameSizeAs(hex.replace(":", ""));
        assertThat(wide.itemSize()).isEqualTo(bytes.length() / 2);
      }
      default -> assertThat(HexFormat.of().formatHex(tensor.getBytes(index))).isEqualTo(hex);
    }
  }
}
