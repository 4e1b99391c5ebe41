package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Every value of 8 or 16 bits cast to every dtype, and 16-bit floats back again: the digests are
/// those of NumPy's results, made by `src/test/python/make_cast_digests.py`.
class CastExhaustiveTest {
  private static final CastOptions AS_NUMPY = CastOptions.DEFAULT.withOutOfRange(OutOfRange.NUMPY);

  @Test
  void castsAllSmallValuesAsNumPy() {
    JsonNode digests = AsArrayOracleTest.read("cast-digests.json").required("sha256");
    List<String> failures = new ArrayList<>();
    long elements = 0;
    for (var entry : digests.properties()) {
      List<String> names = List.of(entry.getKey().split(" ", -1));
      Tensor tensor = all(DType.of(AsArrayModel.type(names.getFirst())));
      for (String name : names.subList(1, names.size())) {
        tensor = DTypeMapper.cast(tensor, DType.of(AsArrayModel.type(name)), AS_NUMPY);
        elements += tensor.size();
      }
      if (!digest(tensor).equals(entry.getValue().textValue())) {
        failures.add(entry.getKey());
      }
    }
    System.out.println("casts of all small values: " + digests.size() + " digests, " + elements);
    assertThat(failures).isEmpty();
    assertThat(digests.size()).isEqualTo(6 * 15 + 2 * 15);
  }

  private static Tensor all(DType.Numeric dtype) {
    int count = 1 << (8 * dtype.itemSize());
    return Elements.over(Elements.bytes(dtype, LongStream.range(0, count).toArray()), dtype, count);
  }

  /// The digest of the elements with all NaNs alike.
  private static String digest(Tensor tensor) {
    DType.Numeric dtype = (DType.Numeric) tensor.dtype();
    ScalarType unit = Numbers.unit(dtype.type());
    long[] units = Elements.units(dtype, Elements.bytesOf(tensor));
    long[] canonical =
        Arrays.stream(units)
            .map(bits -> isNaN(unit, bits) ? Numbers.exact(unit, Double.NaN).orElse(bits) : bits)
            .toArray();
    return Elements.digest(Elements.bytes(dtype, canonical), dtype);
  }

  private static boolean isNaN(ScalarType unit, long bits) {
    return switch (unit) {
      case FLOAT16 -> (bits & 0x7fff) > 0x7c00;
      case BFLOAT16 -> (bits & 0x7fff) > 0x7f80;
      case FLOAT32 -> (bits & 0x7fff_ffff) > 0x7f80_0000;
      case FLOAT64 -> (bits & Long.MAX_VALUE) > 0x7ff0_0000_0000_0000L;
      default -> false;
    };
  }
}
