package io.github.npybridge.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ScalarTypeTest {
  @Test
  void everyTypeIsOfOneSort() {
    assertThat(all(ScalarType::isInteger))
        .containsExactly("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64");
    assertThat(all(ScalarType::isFloat))
        .containsExactly("float16", "bfloat16", "float32", "float64");
    assertThat(all(ScalarType::isComplex)).containsExactly("complex64", "complex128");
    assertThat(all(type -> !type.isInteger() && !type.isFloat() && !type.isComplex()))
        .containsExactly("bool");
  }

  @Test
  void theUnitOfAComplexNumberIsItsHalf() {
    for (ScalarType type : ScalarType.values()) {
      assertThat(type.unitSize())
          .isEqualTo(type.isComplex() ? type.itemSize() / 2 : type.itemSize());
    }
  }

  private static List<String> all(Predicate<ScalarType> test) {
    return Arrays.stream(ScalarType.values()).filter(test).map(ScalarType::dtypeName).toList();
  }
}
