package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.NumPy;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Random chains of views give what the real NumPy gives: shape, strides, contiguity, elements.
///
/// Another seed: `-Dnpybridge.seed=...`, more chains: `-Dnpybridge.chains=...`; the seed of a chain
/// that fails is in the message.
class ViewChainsTest {
  private static final int CHAINS = Integer.getInteger("npybridge.chains", 1000);
  private static final long SEED = Long.getLong("npybridge.seed", 1);

  @Test
  void viewsAreThoseOfNumPy() throws IOException {
    NumPy.assume(2);
    String lines =
        NumPy.run(
            Path.of("src/test/python/view_chains.py"),
            List.of(Long.toString(SEED), Integer.toString(CHAINS)),
            120);
    Map<String, Integer> steps = new TreeMap<>();
    ObjectMapper json = new ObjectMapper();
    int chains = 0;
    for (String line : lines.lines().toList()) {
      JsonNode chain = json.readTree(line);
      try {
        check(chain, steps);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dnpybridge.seed=" + chain.required("seed") + ": " + line, e);
      }
      chains++;
    }
    assertThat(chains).isEqualTo(CHAINS);
    System.out.println("view chains as in NumPy: " + chains + ", steps " + steps);
  }

  private static void check(JsonNode chain, Map<String, Integer> steps) {
    DType dtype = DType.of(chain.required("dtype").textValue());
    Shape shape = Shape.of(longs(chain.required("shape")));
    MemoryOrder order =
        chain.required("order").textValue().equals("C") ? MemoryOrder.C : MemoryOrder.FORTRAN;
    byte[] stored = Elements.arrange(Elements.counting(dtype, shape.size()), dtype, shape, order);
    Tensor view = SegmentMemory.tensor(MemorySegment.ofArray(stored), dtype, shape, order);
    for (JsonNode step : chain.required("steps")) {
      steps.merge(step.get(0).textValue(), 1, Integer::sum);
      view = apply(view, step.get(0).textValue(), step.get(1));
    }
    JsonNode expected = chain.required("view");
    Shape viewShape = Shape.of(longs(expected.required("shape")));
    assertThat(view.shape()).isEqualTo(viewShape);
    long[] values = longs(expected.required("values"));
    assertThat(Elements.read(view)).isEqualTo(Elements.numbers(dtype, values));
    assertThat(Elements.read(view.copy())).isEqualTo(Elements.numbers(dtype, values));
    assertThat(view.isContiguous()).isEqualTo(expected.required("c").booleanValue());
    assertThat(view.isContiguous(MemoryOrder.FORTRAN))
        .isEqualTo(expected.required("f").booleanValue());
    long[] strides = longs(expected.required("strides"));
    for (int axis = 0; axis < strides.length && view.size() > 0; axis++) {
      // The stride of an axis of length 1 is never used, and NumPy, too, chooses it freely.
      if (viewShape.dim(axis) > 1) {
        assertThat(view.strides()[axis]).as("stride of axis " + axis).isEqualTo(strides[axis]);
      }
    }
  }

  private static Tensor apply(Tensor tensor, String step, JsonNode argument) {
    return switch (step) {
      case "slice" -> tensor.slice(argument.textValue());
      case "permute" -> tensor.permute(ints(argument));
      case "reshape" -> tensor.reshape(longs(argument));
      case "refused" -> {
        assertThatExceptionOfType(CopyRequiredException.class)
            .isThrownBy(() -> tensor.reshape(longs(argument)));
        yield tensor;
      }
      case "flip" -> tensor.flip(ints(argument));
      case "unsqueeze" -> tensor.unsqueeze(argument.intValue());
      case "squeeze" -> tensor.squeeze();
      case "broadcast" -> tensor.broadcastTo(longs(argument));
      default -> throw new IllegalArgumentException(step);
    };
  }

  private static long[] longs(JsonNode array) {
    return IntStream.range(0, array.size()).mapToLong(i -> array.get(i).longValue()).toArray();
  }

  private static int[] ints(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).intValue()).toArray();
  }
}
