package io.github.npybridge.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  private static final int COUNT = 20_000;

  private static double[] halves() {
    double[] values = new double[1 << 16];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.float16ToFloat((short) i);
    }
    return values;
  }

  private static double[] singles() {
    return Arrays.stream(GoldenTexts.randomBits(COUNT))
        .mapToDouble(bits -> Float.intBitsToFloat((int) (bits >>> 32)))
        .toArray();
  }

  private static double[] doubles() {
    return Arrays.stream(GoldenTexts.randomBits(COUNT))
        .mapToDouble(Double::longBitsToDouble)
        .toArray();
  }

  private static void assertScalars(ScalarType type, double[] values) {
    GoldenTexts.check(
        type.dtypeName(),
        () -> Arrays.stream(values).mapToObj(value -> NumberText.real(value, type)).iterator());
  }

  /// Printed four by four, for the common formats of arrays.
  private static void assertFours(ScalarType type, double[] values) {
    GoldenTexts.check(
        type.dtypeName() + " arrays",
        () ->
            IntStream.range(0, values.length / 4)
                .mapToObj(i -> ArrayText.str(new Floats(type, values, 4 * i)))
                .iterator());
  }

  /// Four of the floats.
  private static final class Floats implements ElementSource {
    private final ScalarType type;
    private final double[] values;
    private final int start;

    Floats(ScalarType type, double[] values, int start) {
      this.type = type;
      this.values = values;
      this.start = start;
    }

    @Override
    public DType dtype() {
      return DType.of(type);
    }

    @Override
    public Shape shape() {
      return Shape.of(4);
    }

    @Override
    public double realAt(long... index) {
      return values[start + (int) index[0]];
    }

    @Override
    public double imagAt(long... index) {
      throw new AssertionError("not complex");
    }

    @Override
    public long longAt(long... index) {
      throw new AssertionError("not an integer");
    }

    @Override
    public boolean booleanAt(long... index) {
      throw new AssertionError("not a bool");
    }

    @Override
    public byte[] bytesAt(long... index) {
      throw new AssertionError("not raw");
    }
  }

  @Test
  void printsEveryFloat16AsNumPyDoes() {
    assertScalars(ScalarType.FLOAT16, halves());
    assertFours(ScalarType.FLOAT16, halves());
  }

  @Test
  void printsFloat32AsNumPyDoes() {
    assertScalars(ScalarType.FLOAT32, singles());
    assertFours(ScalarType.FLOAT32, singles());
  }

  @Test
  void printsFloat64AsNumPyDoes() {
    assertScalars(ScalarType.FLOAT64, doubles());
    assertFours(ScalarType.FLOAT64, doubles());
  }

  @Test
  void printsEveryBfloat16ShortestOfAllThatReadBack() {
    for (int bits = 0; bits < 0x7f80; bits++) {
      float value = HalfFloats.fromBfloat16((short) bits);
      String text = NumberText.real(value, ScalarType.BFLOAT16);
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      assertThat(HalfFloats.toBfloat16(number.floatValue())).as(text).isEqualTo((short) bits);
      if (number.precision() > 1) {
        for (RoundingMode mode : List.of(RoundingMode.DOWN, RoundingMode.UP)) {
          BigDecimal shorter = number.round(new MathContext(number.precision() - 1, mode));
          assertThat(HalfFloats.toBfloat16(shorter.floatValue()))
              .as("%s instead of %s", shorter, text)
              .isNotEqualTo((short) bits);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "5e-324, FLOAT64, 5e-324",
    "1.4e-45, FLOAT32, 1e-45",
    "5.960464477539063e-8, FLOAT16, 6e-08",
    "2e23, FLOAT64, 2e+23",
    "9007199254740993, FLOAT64, 9007199254740992.0",
    "1e16, FLOAT64, 1e+16",
    "9.9999e15, FLOAT64, 9999900000000000.0",
    "1e6, FLOAT32, 1e+06",
    "999, FLOAT16, 999.0",
    "1e3, FLOAT16, 1e+03",
    "100, BFLOAT16, 1e+02",
    "99.5, BFLOAT16, 99.5",
    "0.0001, FLOAT64, 0.0001",
    "-0.0, FLOAT64, -0.0",
    "NaN, FLOAT32, nan",
    "-Infinity, FLOAT16, -inf"
  })
  void printsScalars(double value, ScalarType type, String expected) {
    double held = type == ScalarType.FLOAT32 ? (float) value : value;
    assertThat(NumberText.real(held, type)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, (1+2j)",
    "0, 2.5, 2.5j",
    "0, -0.0, -0j",
    "-0.0, 1e-5, (-0+1e-05j)",
    "NaN, -Infinity, (nan-infj)",
    "1e16, NaN, (1e+16+nanj)",
    "0, NaN, nanj"
  })
  void printsComplexScalars(double real, double imag, String expected) {
    assertThat(NumberText.complex(real, imag, ScalarType.COMPLEX128)).isEqualTo(expected);
  }

  @Test
  void printsUnsignedIntegers() {
    assertThat(NumberText.integer(-1, ScalarType.UINT64)).isEqualTo("18446744073709551615");
    assertThat(NumberText.integer(-1, ScalarType.INT64)).isEqualTo("-1");
  }

  @Test
  void refusesIntegersAsFloats() {
    assertThatThrownBy(() -> NumberText.real(1, ScalarType.INT8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a float type, found int8");
  }
}
