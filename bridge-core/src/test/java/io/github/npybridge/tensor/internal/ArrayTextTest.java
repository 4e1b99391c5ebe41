package io.github.npybridge.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayTextTest {
  private static Items bytes(DType dtype, Shape shape, int... data) {
    byte[] bytes = new byte[data.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) data[i];
    }
    return new Items(dtype, shape, bytes);
  }

  @Test
  void printsAsNumPyPrinted() throws IOException {
    List<String> differences = new ArrayList<>();
    int count = 0;
    ObjectMapper mapper = new ObjectMapper();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                ArrayTextTest.class.getResourceAsStream("/printing/cases.jsonl"),
                StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode node = mapper.readTree(line);
        Items items =
            new Items(
                DType.of(node.get("dtype").textValue()),
                Shape.of(mapper.convertValue(node.get("shape"), long[].class)),
                Base64.getDecoder().decode(node.get("data").textValue()));
        compare("str", node, ArrayText.str(items), differences);
        compare("repr", node, ArrayText.repr(items), differences);
        count++;
      }
    }
    assertThat(count).isGreaterThan(4500);
    assertThat(differences).isEmpty();
  }

  private static void compare(
      String function, JsonNode node, String found, List<String> differences) {
    String expected = node.get(function).textValue();
    if (!found.equals(expected)) {
      differences.add(
          function
              + " of "
              + node.get("dtype")
              + node.get("shape")
              + node.get("data")
              + "\nexpected "
              + expected
              + "\nfound    "
              + found);
    }
  }

  @Test
  void readsOnlyWhatItShows() {
    Items items = bytes(DType.INT8, Shape.of(1L << 40, 2, 1L << 20), 1, 2, 3);
    ArrayText.repr(items);
    assertThat(items.read)
        .hasSize(6 * 2 * 6)
        .allMatch(index -> index.get(0) < 3 || index.get(0) >= (1L << 40) - 3)
        .allMatch(index -> index.get(2) < 3 || index.get(2) >= (1L << 20) - 3);
  }

  @Test
  void readsNothingOfAnEmptyArray() {
    Items items = bytes(DType.INT8, Shape.of(1L << 40, 0));
    assertThat(ArrayText.str(items)).isEqualTo("[]");
    assertThat(ArrayText.repr(items)).isEqualTo("array([], shape=(1099511627776, 0), dtype=int8)");
    assertThat(items.read).isEmpty();
  }

  @Test
  void refusesToShowTooMuch() {
    long[] dims = new long[22];
    Arrays.fill(dims, 7);
    assertThatThrownBy(() -> ArrayText.str(bytes(DType.INT8, Shape.of(dims), 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fewer than 2**31 elements");
  }

  @Test
  void refusesSubArraysOnTheirOwn() {
    Items items = bytes(new DType.SubArray(DType.INT8, Shape.of(2)), Shape.of(1), 1, 2);
    assertThatThrownBy(() -> ArrayText.repr(items))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("dtype: expected one that can be printed, found ");
  }

  @Test
  void refusesMomentsWithoutUnit() {
    Items items = bytes(DType.of("<M8"), Shape.of(1), 1, 0, 0, 0, 0, 0, 0, 0);
    assertThatThrownBy(() -> ArrayText.str(items))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 1 ticks without a unit");
  }

  @Test
  void refusesTextThatIsNone() {
    Items items = bytes(DType.of("<U1"), Shape.of(1), 0, 0, 0x11, 0);
    assertThatThrownBy(() -> ArrayText.str(items))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0x00110000");
  }

  @Test
  void printsBfloat16LikeAFloat() {
    DType dtype = DType.BFLOAT16.withOrder(ByteOrder.LITTLE_ENDIAN);
    // 1.0, 0.1 rounded, -3.140625
    Items items = bytes(dtype, Shape.of(3), 0x80, 0x3f, 0xcd, 0x3d, 0x49, 0xc0);
    assertThat(ArrayText.str(items)).isEqualTo("[ 1.    0.1  -3.14]");
    assertThat(ArrayText.repr(items)).isEqualTo("array([ 1.  ,  0.1 , -3.14], dtype=bfloat16)");
  }

  @Test
  void printsBfloat16InEitherByteOrder() {
    DType dtype = DType.BFLOAT16.withOrder(ByteOrder.BIG_ENDIAN);
    Items items = bytes(dtype, Shape.scalar(), 0x44, 0x80);
    assertThat(ArrayText.str(items)).isEqualTo("1.024e+03");
    assertThat(ArrayText.repr(items)).isEqualTo("array(1.024e+03, dtype=bfloat16)");
  }

  @Test
  void measuresTimesWithoutUnitInEitherByteOrder() {
    // NumPy 2.4 compares these without swapping their bytes and pads them to 20 columns.
    Items items = bytes(DType.of(">m8"), Shape.of(2), 0, 0, 0, 0, 0, 0, 0, 5);
    assertThat(ArrayText.repr(items)).isEqualTo("array([5, 5], dtype='>m8')");
  }
}
