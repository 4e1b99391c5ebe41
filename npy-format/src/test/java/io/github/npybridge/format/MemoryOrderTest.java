package io.github.npybridge.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryOrderTest {
  @Test
  void normalizesAsNumPySaves() {
    assertThat(GoldenHeaders.normalized()).hasSizeGreaterThan(100);
    for (GoldenHeaders.Normalized golden : GoldenHeaders.normalized()) {
      assertThat(MemoryOrder.FORTRAN.normalized(golden.shape()))
          .as("%s", golden.shape())
          .isEqualTo(golden.fortran() ? MemoryOrder.FORTRAN : MemoryOrder.C);
      assertThat(MemoryOrder.C.normalized(golden.shape())).isEqualTo(MemoryOrder.C);
    }
  }

  @Test
  void fortranOrderNeedsTwoLongAxes() {
    assertThat(MemoryOrder.FORTRAN.normalized(Shape.scalar())).isEqualTo(MemoryOrder.C);
    assertThat(MemoryOrder.FORTRAN.normalized(Shape.of(5))).isEqualTo(MemoryOrder.C);
    assertThat(MemoryOrder.FORTRAN.normalized(Shape.of(1, 5, 1))).isEqualTo(MemoryOrder.C);
    assertThat(MemoryOrder.FORTRAN.normalized(Shape.of(2, 3, 0))).isEqualTo(MemoryOrder.C);
    assertThat(MemoryOrder.FORTRAN.normalized(Shape.of(2, 1, 2))).isEqualTo(MemoryOrder.FORTRAN);
  }
}
