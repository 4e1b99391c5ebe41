package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.npybridge.format.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SliceTest {
  /// `np.arange(60).reshape(3, 4, 5)`.
  private static Tensor numbers() {
    int[] array = new int[60];
    Arrays.setAll(array, i -> i);
    return Tensors.asTensor(array).reshape(3, 4, 5);
  }

  /// An index, and the shape and the first elements that NumPy 2.4.6 gives for it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | (4, 5) | 0 1 2",
        "-1 | (4, 5) | 40 41 42",
        "+1 | (4, 5) | 20 21 22",
        "- 1 | (4, 5) | 40 41 42",
        "00 | (4, 5) | 0 1 2",
        ": | (3, 4, 5) | 0 1 2",
        ":: | (3, 4, 5) | 0 1 2",
        "': :' | (3, 4, 5) | 0 1 2",
        "1: | (2, 4, 5) | 20 21 22",
        "1:3 | (2, 4, 5) | 20 21 22",
        "1:3: | (2, 4, 5) | 20 21 22",
        ":3 | (3, 4, 5) | 0 1 2",
        "::2 | (2, 4, 5) | 0 1 2",
        "::-1 | (3, 4, 5) | 40 41 42",
        "5:0:-2 | (1, 4, 5) | 40 41 42",
        "-2: | (2, 4, 5) | 20 21 22",
        "-3:-1 | (2, 4, 5) | 0 1 2",
        "10: | (0, 4, 5) | ''",
        "-10:10 | (3, 4, 5) | 0 1 2",
        "10:-10:-1 | (3, 4, 5) | 40 41 42",
        "3:3 | (0, 4, 5) | ''",
        "3:1 | (0, 4, 5) | ''",
        "None:None | (3, 4, 5) | 0 1 2",
        "None:2 | (2, 4, 5) | 0 1 2",
        "2:None:None | (1, 4, 5) | 40 41 42",
        ":None:-1 | (3, 4, 5) | 40 41 42",
        ":9999999999999999999 | (3, 4, 5) | 0 1 2",
        "-9999999999999999999: | (3, 4, 5) | 0 1 2",
        "9999999999999999999: | (0, 4, 5) | ''",
        "::9999999999999999999 | (1, 4, 5) | 0 1 2",
        "::-9999999999999999999 | (1, 4, 5) | 40 41 42",
        "None | (1, 3, 4, 5) | 0 1 2",
        "np.newaxis | (1, 3, 4, 5) | 0 1 2",
        "numpy.newaxis | (1, 3, 4, 5) | 0 1 2",
        "None,None,None | (1, 1, 1, 3, 4, 5) | 0 1 2",
        "... | (3, 4, 5) | 0 1 2",
        "'...,' | (3, 4, 5) | 0 1 2",
        "...,None | (3, 4, 5, 1) | 0 1 2",
        "None,... | (1, 3, 4, 5) | 0 1 2",
        "0,1 | (5,) | 5 6 7",
        "'0,1,' | (5,) | 5 6 7",
        "'0 , 1' | (5,) | 5 6 7",
        "'..., 0' | (3, 4) | 0 5 10",
        "'0, ...' | (4, 5) | 0 1 2",
        "'None,0,None' | (1, 1, 4, 5) | 0 1 2",
        "':, None, 1' | (3, 1, 5) | 5 6 7",
        "0,None,...,1 | (1, 4) | 1 6 11",
        "'::2, ::-2, -1' | (2, 2) | 19 9 59",
        "'::1,::1,::1,None' | (3, 4, 5, 1) | 0 1 2",
        "1,2,3 | () | 33",
        "1,2,3,... | () | 33",
      })
  void readsWhatNumPyReads(String index, String shape, String first) {
    Tensor view = numbers().slice(index);
    assertThat(view.shape()).hasToString(shape);
    assertThat(
            Arrays.stream(view.toIntArray())
                .limit(3)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" ")))
        .isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        ",",
        ",1",
        "1,,2",
        "1,,",
        ":::",
        "1:2:3:4",
        "01",
        "1:02",
        "1.0",
        "1e2",
        "1j",
        "a",
        "-",
        "+",
        "1:-",
        "1 2",
        "1:2 3",
        "1;2",
        "..",
        "....",
        ". . .",
        "None.x",
        "none",
        "...:1",
        "1:...",
        "'x'",
        "$",
        "\u0661",
        "\uff11",
        "::0",
        "1::0",
        "::-0",
        "..., ..., 0",
      })
  void refusesWhatNumPyRefuses(String index) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> numbers().slice(index))
        .withMessageStartingWith("slice: expected ");
  }

  /// Python takes these, but some as copies and some by its arithmetic.
  @ParameterizedTest
  @ValueSource(
      strings = {"[0]", "[0,1]", "True", "()", "(0)", "Ellipsis", "0x1", "1_0", "--1", "1-1"})
  void refusesWhatIsNoPlainIndex(String index) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> numbers().slice(index))
        .withMessage(
            "slice: expected integers, start:stop:step, '...' or None, separated by commas, found '"
                + index
                + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | index 3 is out of bounds for axis 0 with size 3",
        "-4 | index -4 is out of bounds for axis 0 with size 3",
        "0,9 | index 9 is out of bounds for axis 1 with size 4",
        "..., 5 | index 5 is out of bounds for axis 2 with size 5",
        "None, 3 | index 3 is out of bounds for axis 0 with size 3",
        "1,2,3,4 | too many indices for array: array is 3-dimensional, but 4 were indexed",
        ":,:,:,: | too many indices for array: array is 3-dimensional, but 4 were indexed",
      })
  void namesTheIndexThatIsOutOfBounds(String index, String message) {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> numbers().slice(index))
        .withMessage(message);
  }

  @Test
  void typedPartsAreThoseOfTheText() {
    assertThat(Slice.parse("2, :, 1:4, 8:0:-2, 1:, ::-1, ..., None"))
        .isEqualTo(
            List.of(
                Slice.at(2),
                Slice.all(),
                Slice.range(1, 4),
                Slice.range(8, 0, -2),
                new Slice.Range(1L, null, 1),
                new Slice.Range(null, null, -1),
                Slice.ellipsis(),
                Slice.newAxis()));
  }

  @Test
  void refusesAStepOf0() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Slice.range(0, 1, 0))
        .withMessage("slice: expected a step other than 0, found 0");
  }

  @Test
  void takesTheLargestBounds() {
    Tensor vector = numbers().reshape(-1);
    assertThat(vector.slice(Slice.range(Long.MIN_VALUE, Long.MAX_VALUE)).shape())
        .isEqualTo(Shape.of(60));
    assertThat(vector.slice(Slice.range(Long.MAX_VALUE, Long.MIN_VALUE, -1)).shape())
        .isEqualTo(Shape.of(60));
    assertThat(vector.slice(Slice.range(7, Long.MAX_VALUE, Long.MAX_VALUE)).toIntArray())
        .containsExactly(7);
    assertThat(vector.slice(Slice.range(7, Long.MIN_VALUE, Long.MIN_VALUE)).toIntArray())
        .containsExactly(7);
  }

  @Test
  void anIndexOfNothingIsTheWholeArray() {
    assertThat(numbers().slice().shape()).isEqualTo(Shape.of(3, 4, 5));
    assertThat(Tensors.asTensor(new int[] {7}).select(0, 0).slice("...").getInt()).isEqualTo(7);
  }
}
