package io.github.npybridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DateTimeUnitTest {
  @ParameterizedTest
  @EnumSource
  void standsInDescrAndName(DateTimeUnit unit) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      char mark = order == ByteOrder.BIG_ENDIAN ? '>' : '<';
      String shown = unit == DateTimeUnit.GENERIC ? "" : "[" + unit.code() + "]";
      DType.DateTime moment = new DType.DateTime(unit, 1, order);
      assertThat(moment.descr()).isEqualTo(mark + "M8" + shown);
      assertThat(moment.name()).isEqualTo("datetime64" + shown);
      assertThat(DType.of(moment.descr())).isEqualTo(moment);
      DType.TimeDelta span = new DType.TimeDelta(unit, 1, order);
      assertThat(span.descr()).isEqualTo(mark + "m8" + shown);
      assertThat(span.name()).isEqualTo("timedelta64" + shown);
      assertThat(DType.of(span.descr())).isEqualTo(span);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GENERIC")
  void countsMultiples(DateTimeUnit unit) {
    DType dtype = DType.of("<M8[25" + unit.code() + "]");
    assertThat(dtype).isEqualTo(new DType.DateTime(unit, 25, ByteOrder.LITTLE_ENDIAN));
    assertThat(dtype.descr()).isEqualTo("<M8[25" + unit.code() + "]");
  }

  @Test
  void writesAMultipleOfOneWithoutTheNumber() {
    assertThat(DType.of("<M8[1s]").descr()).isEqualTo("<M8[s]");
    assertThat(DType.of("<M8[0s]").descr()).as("legal, if senseless").isEqualTo("<M8[0s]");
    assertThat(DType.of("<M8[generic]").descr()).isEqualTo("<M8");
  }

  @Test
  void refusesMultiplesThatNoFileHas() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DType.DateTime(DateTimeUnit.SECOND, -1, ByteOrder.LITTLE_ENDIAN))
        .withMessageEndingWith("found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DType.TimeDelta(DateTimeUnit.GENERIC, 2, ByteOrder.LITTLE_ENDIAN))
        .withMessageEndingWith("found 2");
  }
}
