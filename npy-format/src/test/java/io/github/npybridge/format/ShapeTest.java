package io.github.npybridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
  private static final long TWO_TO_32 = 1L << 32;

  @Test
  void knowsItsAxes() {
    Shape shape = Shape.of(2, 0, 3);
    assertThat(shape.ndim()).isEqualTo(3);
    assertThat(shape.dim(0)).isEqualTo(2);
    assertThat(shape.dim(2)).isEqualTo(3);
    assertThat(shape.toArray()).containsExactly(2, 0, 3);
  }

  @Test
  void aScalarHasOneElement() {
    assertThat(Shape.of()).isSameAs(Shape.scalar());
    assertThat(Shape.scalar().ndim()).isZero();
    assertThat(Shape.scalar().size()).isEqualTo(1);
    assertThat(Shape.scalar().byteSize(8)).isEqualTo(8);
  }

  @Test
  void anAxisOfLengthZeroLeavesNoElements() {
    assertThat(Shape.of(0).size()).isZero();
    assertThat(Shape.of(3, 0, 4).size()).isZero();
    assertThat(Shape.of(3, 0, 4).byteSize(8)).isZero();
  }

  @Test
  void printsAsPythonDoes() {
    assertThat(Shape.scalar()).hasToString("()");
    assertThat(Shape.of(3)).hasToString("(3,)");
    assertThat(Shape.of(2, 3)).hasToString("(2, 3)");
    assertThat(Shape.of(Long.MAX_VALUE)).hasToString("(9223372036854775807,)");
  }

  @Test
  void comparesAxisByAxis() {
    assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2));
    assertThat(Shape.of(6)).isNotEqualTo(Shape.of(6, 1));
    assertThat(Shape.of(0)).isNotEqualTo(Shape.scalar());
    assertThat(Shape.of(1)).isNotEqualTo("(1,)");
  }

  @Test
  void sharesNoArrayWithItsCaller() {
    long[] dims = {2, 3};
    Shape shape = Shape.of(dims);
    dims[0] = -1;
    shape.toArray()[1] = -1;
    assertThat(shape).isEqualTo(Shape.of(2, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void refusesAnAxisThatIsNotThere(int axis) {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Shape.of(2, 3).dim(axis))
        .withMessage("axis " + axis + " is out of bounds for array of dimension 2");
  }

  @Test
  void refusesNegativeAxes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(2, -1))
        .withMessage("shape: expected axis lengths of 0 or more, found -1 in (2, -1)");
    // NumPy multiplies these to 0 and reads them as empty arrays.
    refuses(-TWO_TO_32, TWO_TO_32);
    refuses(-(1L << 62), 4);
    refuses(Long.MIN_VALUE, 2);
    refuses(0, -1);
    refuses(-3, -5);
  }

  @Test
  void refusesProductsOf2To63AndMore() {
    assertThat(Shape.of(Long.MAX_VALUE).size()).isEqualTo(Long.MAX_VALUE);
    assertThat(Shape.of(Long.MAX_VALUE, 1).size()).isEqualTo(Long.MAX_VALUE);
    assertThat(Shape.of(1L << 31, 1L << 31).size()).isEqualTo(1L << 62);
    refuses(1L << 31, TWO_TO_32);
    refuses(TWO_TO_32, TWO_TO_32);
    refuses((1L << 62) + 1, 4);
    refuses(Long.MAX_VALUE, 2);
    refuses(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  @Test
  void anAxisOfLengthZeroHidesNoOverflow() {
    refuses(TWO_TO_32, TWO_TO_32, 0);
    refuses(0, TWO_TO_32, TWO_TO_32);
    assertThat(Shape.of(0, TWO_TO_32).size()).isZero();
    assertThat(Shape.of(0, Long.MAX_VALUE).size()).isZero();
  }

  @Test
  void byteSizeCountsTheOtherAxesOfAnEmptyArray() {
    assertThat(Shape.of(0, TWO_TO_32).byteSize(8)).isZero();
    assertThat(Shape.of(0, Long.MAX_VALUE).byteSize(1)).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(0, Long.MAX_VALUE).byteSize(8))
        .withMessageContaining("expected fewer than 2**63")
        .withMessageContaining("(0, 9223372036854775807)");
  }

  @Test
  void byteSizeRefusesToOverflow() {
    assertThat(Shape.of((1L << 60) - 1).byteSize(8)).isEqualTo(Long.MAX_VALUE - 7);
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(1L << 60).byteSize(8));
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(1L << 61).byteSize(8));
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(1L << 62).byteSize(16));
  }

  @Test
  void itemsOfNoBytesNeedNone() {
    assertThat(Shape.of(Long.MAX_VALUE).byteSize(0)).isZero();
  }

  @Test
  void has64AxesAtMost() {
    long[] dims = new long[64];
    Arrays.fill(dims, 1);
    assertThat(Shape.of(dims).ndim()).isEqualTo(64);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(new long[65]))
        .withMessage("shape: expected at most 64 axes, found 65");
  }

  private static void refuses(long... dims) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(dims))
        .withMessageStartingWith("shape: expected ");
  }
}
