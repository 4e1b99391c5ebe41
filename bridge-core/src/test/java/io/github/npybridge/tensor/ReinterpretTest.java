package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.NumPy;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bytes taken for another dtype, as NumPy's `a.view(dtype)` takes them.
///
/// Another seed: `-Dnpybridge.seed=...`; the seed of a view that fails is in the message.
class ReinterpretTest {
  private static final int VIEWS = 1500;
  private static final long SEED = Long.getLong("npybridge.seed", 1);

  @Test
  void takesBytesAsNumPy() throws IOException {
    NumPy.assume(2);
    String lines =
        NumPy.run(
            Path.of("src/test/python/reinterpret.py"),
            List.of(Long.toString(SEED), Integer.toString(VIEWS)),
            60);
    ObjectMapper json = new ObjectMapper();
    List<String> failures = new ArrayList<>();
    int refused = 0;
    long seed = SEED;
    for (String line : lines.lines().toList()) {
      JsonNode round = json.readTree(line);
      refused += round.required("result").isNull() ? 1 : 0;
      String difference = difference(round);
      if (!difference.isEmpty()) {
        failures.add(
            "-Dnpybridge.seed="
                + seed
                + " "
                + round.required("dtype")
                + " "
                + round.required("shape")
                + " strides "
                + round.required("strides")
                + " to "
                + round.required("to")
                + ": "
                + difference);
      }
      seed++;
    }
    System.out.println("reinterpreted as in NumPy: " + VIEWS + ", refused " + refused);
    assertThat(failures.stream().limit(40)).as(failures.size() + " failures").isEmpty();
    assertThat(refused).isBetween(VIEWS / 10, VIEWS * 9 / 10);
  }

  private static String difference(JsonNode round) {
    Tensor view =
        Tensors.asTensor(
            MemorySegment.ofArray(HexFormat.of().parseHex(round.required("data").textValue())),
            DType.of(round.required("dtype").textValue()),
            Shape.of(OracleObject.longs(round.required("shape"), 1)),
            round.required("offset").longValue(),
            OracleObject.longs(round.required("strides"), 1));
    DType to = DType.of(round.required("to").textValue());
    JsonNode expected = round.required("result");
    Tensor found;
    try {
      found = view.reinterpret(to);
    } catch (IllegalArgumentException e) {
      return expected.isNull() ? "" : "expected " + expected.get(0) + ", found " + e.getMessage();
    }
    if (expected.isNull()) {
      return "expected a refusal, found shape " + found.shape();
    }
    assertThat(found.dtype()).isEqualTo(to);
    assertThat(found.isView()).isTrue();
    Shape shape = Shape.of(OracleObject.longs(expected.get(0), 1));
    if (!found.shape().equals(shape)) {
      return "expected " + shape + ", found " + found.shape();
    }
    assertThat(found.size() == 0 || found.sharesMemory(view)).isTrue();
    String bytes = HexFormat.of().formatHex(Elements.bytesOf(found));
    return bytes.equals(expected.get(1).textValue()) ? "" : "other bytes";
  }

  @Test
  void opaquePairsOfBytesAreReadAsBfloat16(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("weights.npy");
    byte[] bytes = Elements.bytes(DType.BFLOAT16, 0x3fc0, 0xc000, 0x7f80, 0x7fc0);
    Tensors.save(path, Elements.over(bytes, DType.of("|V2"), 2, 2));
    Tensor loaded = Tensors.load(path);
    assertThat(loaded.dtype()).isEqualTo(DType.of("|V2"));

    assertThatExceptionOfType(CastRefusedException.class)
        .isThrownBy(() -> loaded.to(DType.FLOAT32))
        .withMessageContaining("reinterpret(DType.BFLOAT16)");

    Tensor weights = loaded.reinterpret(DType.BFLOAT16);
    assertThat(weights.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(weights.to(DType.FLOAT32).toFloatArray())
        .containsExactly(1.5f, -2f, Float.POSITIVE_INFINITY, Float.NaN);
    weights.transpose().setFloat(4f, 1, 0);
    assertThat(Elements.bytesOf(loaded))
        .containsExactly(Elements.bytes(DType.BFLOAT16, 0x3fc0, 0x4080, 0x7f80, 0x7fc0));
    assertThat(weights.reinterpret(DType.of("|V2")).contentEquals(loaded)).isTrue();
  }
}
