package io.github.npybridge.format;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DTypeTest {
  private static final DType INT = DType.of("<i4");

  /// Separated by `~`.
  private static final String UNREADABLE =
      "~ ~<~|~=~<8~<x8~!f8~<f8 ~ <f8~<<f8~<f8\0~<f~f~d~?~h~i~<i3~<i16~<u5~<f1~<f3~<f10~"
          + "<f12~<c4~<c24~<b2~|b0~<E2~bfloat16~<bfloat16~T16~|T16~double~int~half~S~U~V~|S-1~"
          + "|S+1~|S 1~|S1 ~|S2147483648~|S99999999999999999999~<U536870912~|V2147483648~<M4[s]~"
          + "<M8[~<M8[s~<M8s]~<M8[]~<M8[10]~<M8[xx]~<M8[S]~<M8[-1s]~<M8[s/2]~<M8[ s]~<M8[s]]~"
          + "<M8[s][s]~<M8[2147483648s]~<M8[4294967297s]~<M8[25generic]~<m16[s]~M8[s~datetime64[~"
          + "datetime64s~datetime~i4,f8~f8,~,f8~(2,)i4~2i4~<f\uff18~float320";

  private static final DType.Numeric[] CONSTANTS = {
    DType.BOOL,
    DType.INT8,
    DType.UINT8,
    DType.INT16,
    DType.UINT16,
    DType.INT32,
    DType.UINT32,
    DType.INT64,
    DType.UINT64,
    DType.FLOAT16,
    DType.BFLOAT16,
    DType.FLOAT32,
    DType.FLOAT64,
    DType.COMPLEX64,
    DType.COMPLEX128,
  };

  private static List<GoldenHeaders.Golden> golden() {
    return GoldenHeaders.headers().stream()
        .filter(golden -> !golden.name().equals("bfloat16"))
        .toList();
  }

  @Test
  void comesBackFromItsDescr() {
    for (GoldenHeaders.Golden golden : golden()) {
      DType dtype = golden.dtype();
      DType back = DType.of(dtype.descr());
      assertThat(back).as(golden::toString).isEqualTo(dtype).hasSameHashCodeAs(dtype);
      assertThat(back.itemSize()).as(golden::toString).isEqualTo(dtype.itemSize());
    }
  }

  @Test
  void changesOrderThereAndBack() {
    for (GoldenHeaders.Golden golden : golden()) {
      DType dtype = golden.dtype();
      DType big = dtype.withOrder(BIG_ENDIAN);
      DType little = dtype.withOrder(LITTLE_ENDIAN);
      assertThat(orders(big)).as(golden::toString).doesNotContain(LITTLE_ENDIAN);
      assertThat(orders(little))
          .as(golden::toString)
          .doesNotContain(BIG_ENDIAN)
          .hasSameSizeAs(orders(big));
      assertThat(big.withOrder(LITTLE_ENDIAN)).as(golden::toString).isEqualTo(little);
      assertThat(little.withOrder(BIG_ENDIAN)).as(golden::toString).isEqualTo(big);
      assertThat(big.itemSize()).as(golden::toString).isEqualTo(dtype.itemSize());
      assertThat(big.name()).as(golden::toString).isEqualTo(dtype.name());
      dtype
          .byteOrder()
          .ifPresent(
              order -> assertThat(dtype.withOrder(order)).as(golden::toString).isEqualTo(dtype));
    }
  }

  private static List<ByteOrder> orders(DType dtype) {
    return switch (dtype) {
      case DType.Struct struct ->
          struct.fields().stream().flatMap(field -> orders(field.dtype()).stream()).toList();
      case DType.SubArray array -> orders(array.base());
      default -> dtype.byteOrder().stream().toList();
    };
  }

  @ParameterizedTest
  @EnumSource
  void aNumericIsKnownByItsIdentity(ScalarType type) {
    DType.Numeric dtype = DType.of(type);
    assertThat(dtype.type()).isEqualTo(type);
    assertThat(dtype.isNative()).isTrue();
    assertThat(dtype.itemSize()).isEqualTo(type.itemSize());
    assertThat(dtype.kind()).isEqualTo(type.kind());
    assertThat(dtype.name()).isEqualTo(type.dtypeName());
    assertThat(dtype).hasToString(type.dtypeName());
    assertThat(dtype.withOrder(ByteOrder.nativeOrder())).isSameAs(dtype);
    if (type != ScalarType.BFLOAT16) {
      assertThat(DType.of(type.dtypeName())).isSameAs(dtype.withOrder(LITTLE_ENDIAN));
      assertThat(DType.of(dtype.descr())).isSameAs(dtype);
    }
    for (ByteOrder order : List.of(BIG_ENDIAN, LITTLE_ENDIAN)) {
      DType.Numeric ordered = dtype.withOrder(order);
      assertThat(ordered.withOrder(order)).isSameAs(ordered);
      assertThat(ordered.withOrder(BIG_ENDIAN)).isSameAs(dtype.withOrder(BIG_ENDIAN));
      if (type.unitSize() == 1) {
        assertThat(ordered).isSameAs(dtype);
        assertThat(ordered.byteOrder()).isEmpty();
      } else {
        assertThat(ordered.byteOrder()).contains(order);
        assertThat(ordered.isNative()).isEqualTo(order == ByteOrder.nativeOrder());
      }
    }
  }

  @Test
  void theConstantsAreTheirScalarTypes() {
    assertThat(CONSTANTS).extracting(DType.Numeric::type).containsExactly(ScalarType.values());
    assertThat(DType.INT32).isNotEqualTo(DType.UINT32).isNotEqualTo(DType.FLOAT32);
  }

  @ParameterizedTest
  @CsvSource({
    "|b1, bool, b, 1, none, bool",
    "|u1, uint8, u, 1, none, uint8",
    "<i2, int16, i, 2, little, int16",
    ">u4, uint32, u, 4, big, >u4",
    "<f8, float64, f, 8, little, float64",
    ">c8, complex64, c, 8, big, >c8",
    "<f16, float128, f, 16, little, float128",
    ">c32, complex256, c, 32, big, >c32",
    "|S10, bytes80, S, 10, none, |S10",
    "|S0, bytes, S, 0, none, |S0",
    "<U5, str160, U, 20, little, <U5",
    ">U0, str, U, 0, big, >U0",
    "|V16, void128, V, 16, none, |V16",
    "|V0, void, V, 0, none, |V0",
    "<M8[ns], datetime64[ns], M, 8, little, datetime64[ns]",
    ">m8[25s], timedelta64[25s], m, 8, big, >m8[25s]",
    ">M8, datetime64, M, 8, big, >M8",
  })
  void knowsNameKindSizeAndOrder(
      String descr, String name, char kind, int itemSize, String order, String shown) {
    DType dtype = DType.of(descr);
    assertThat(dtype.descr()).isEqualTo(descr);
    assertThat(dtype.name()).isEqualTo(name);
    assertThat(dtype.kind()).isEqualTo(kind);
    assertThat(dtype.itemSize()).isEqualTo(itemSize);
    assertThat(dtype.byteOrder())
        .isEqualTo(
            switch (order) {
              case "little" -> Optional.of(LITTLE_ENDIAN);
              case "big" -> Optional.of(BIG_ENDIAN);
              default -> Optional.empty();
            });
    // The tests run on little-endian machines; there the little-endian order has no mark.
    if (ByteOrder.nativeOrder() == LITTLE_ENDIAN) {
      assertThat(dtype).hasToString(shown);
    }
  }

  /// Spellings that are read and never written.
  @ParameterizedTest
  @CsvSource({
    "<b1, |b1",
    ">i1, |i1",
    "<S3, |S3",
    ">V2, |V2",
    "|a10, |S10",
    "a10, |S10",
    "f4, <f4",
    "=f8, <f8",
    "|f8, <f8",
    "|U5, <U5",
    "<f08, <f8",
    "|S010, |S10",
    "float32, <f4",
    "bool, |b1",
    "uint64, <u8",
    "complex128, <c16",
    "datetime64[ms], <M8[ms]",
    "timedelta64[25s], <m8[25s]",
    "datetime64, <M8",
    "M8[generic], <M8",
    "|S2147483647, |S2147483647",
    "<U536870911, <U536870911",
  })
  void readsOtherSpellings(String text, String descr) {
    assertThat(DType.of(text).descr()).isEqualTo(descr);
  }

  static Stream<String> unreadable() {
    return Pattern.compile("~").splitAsStream(UNREADABLE);
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void refusesWhatNoWriterProduces(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DType.of(text))
        .withMessageStartingWith("descr: expected ")
        .withMessageContaining(", found ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"O", "|O", "|O4", "|O8", "<O", "[('a', '|O')]", "[('a', 'O', (0,))]"})
  void refusesObjectsByName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DType.of(text))
        .withCauseInstanceOf(UnsupportedDTypeException.class)
        .withMessageContaining("pickled Python objects");
  }

  @Test
  void aRecordPlacesItsFieldsOneBehindTheOther() {
    DType.Struct record =
        (DType.Struct)
            DType.of("[('a', '|u1'), ('', '|V3'), (('t', 'b'), '>f4', (2, 3)), ('', '|V4')]");
    assertThat(record.itemSize()).isEqualTo(1 + 3 + 24 + 4);
    assertThat(record.kind()).isEqualTo('V');
    assertThat(record.name()).isEqualTo("void256");
    assertThat(record.byteOrder()).isEmpty();
    assertThat(record.fields())
        .containsExactly(
            new DType.Field("a", null, DType.UINT8, 0),
            new DType.Field("b", "t", new DType.SubArray(DType.of(">f4"), Shape.of(2, 3)), 4));
    assertThat(record.field("b")).isEqualTo(record.field("t")).contains(record.fields().get(1));
    assertThat(record.field("c")).isEmpty();
    assertThat(record.field("")).as("padding is no field").isEmpty();
    assertThat(record)
        .hasToString("[('a', '|u1'), ('', '|V3'), (('t', 'b'), '>f4', (2, 3)), ('', '|V4')]");
  }

  @Test
  void anEmptyNameIsPaddingOnlyForOpaqueFields() {
    assertThat(((DType.Struct) DType.of("[('', '|V3'), ('', '<i4', (2,)), ('', '|V3')]")).fields())
        .isEmpty();
    assertThat(((DType.Struct) DType.of("[('', '<i4')]")).fields()).hasSize(1);
    assertThat(((DType.Struct) DType.of("[(('t', ''), '|V3')]")).fields()).hasSize(1);
    assertThat(((DType.Struct) DType.of("[('', [('x', '<i4')])]")).fields()).hasSize(1);
  }

  @Test
  void aRecordIsComparedFieldByField() {
    DType record = DType.of("[('a', '<i4'), ('b', '<f4')]");
    assertThat(record).isEqualTo(DType.of("[('a','<i4'),('b','<f4')]"));
    assertThat(record)
        .isNotEqualTo(DType.of("[('a', '<i4'), ('b', '>f4')]"))
        .isNotEqualTo(DType.of("[('b', '<i4'), ('a', '<f4')]"))
        .isNotEqualTo(DType.of("[(('t', 'a'), '<i4'), ('b', '<f4')]"))
        .isNotEqualTo(DType.of("[('a', '<i4'), ('b', '<f4'), ('', '|V4')]"))
        .isNotEqualTo(DType.of("|V8"));
  }

  /// Lists that are refused, and what the message says was found.
  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("[('a', '<i4'), ('a', '<f4')]", "found 'a' again"),
        arguments("[(('t', 'a'), '<i4'), (('t', 'b'), '<i4')]", "found 't' again"),
        arguments("[(('b', 'a'), '<i4'), ('b', '<i4')]", "found 'b' again"),
        arguments("[(('a', 'a'), '<i4')]", "found 'a' again"),
        arguments("[('', '<i4'), ('', '<i4')]", "found '' again"),
        arguments("[('a', '<i3')]", "found '<i3'"),
        arguments("[(1, '<i4')]", "found 1"),
        arguments("[(None, '<i4')]", "found None"),
        arguments("[(('a', 'b', 'c'), '<i4')]", "found a tuple of 3"),
        arguments("[((1, 'a'), '<i4')]", "found a tuple of 2"),
        arguments("[('a',)]", "found a tuple of 1"),
        arguments("[('a', '<i4', (2,), 1)]", "found a tuple of 4"),
        arguments("[('a', 4)]", "found 4"),
        arguments("[('a', None)]", "found None"),
        arguments("[('a', {'names': ['x']})]", "found a dictionary"),
        arguments("[('a', ('<i4',))]", "found a tuple of 1"),
        arguments("['<f8']", "found '<f8'"),
        arguments("[['a', '<i4']]", "found a list"),
        arguments("[()]", "found a tuple of 0"),
        arguments("[('a', '<i4', (-1,))]", "found -1"),
        arguments("[('a', '<i4', -1)]", "found -1"),
        arguments("[('a', '<i4', (2.0,))]", "found '2.0"),
        arguments("[('a', '<i4', (True,))]", "found True"),
        arguments("[('a', '<i4', '2')]", "found '2'"),
        arguments("[('a', '<i4', None)]", "found None"),
        arguments("[('a', '<i4', [])]", "found a list"),
        arguments("[('a', '<i4', (18446744073709551616,))]", "found 18446744073709551616"),
        arguments("[('a', '<i4', (0, 2147483648))]", "found (0, 2147483648)"),
        arguments("[('a', '<i4', (536870912,))]", "found 2147483648"),
        arguments("[('a', '<i4', (65536, 65536))]", "found 17179869184"),
        // To NumPy ('V0', 2) is V2, and ('V0', (2,)) an error.
        arguments("[('a', '|V0', 2)]", "found '|V0'"),
        arguments("[('a', '|S0', (2,))]", "found '|S0'"),
        arguments("[('a', '<U0', ())]", "found '<U0'"),
        arguments("[('a', ('<i4', (0,)), (2,))]", "found ('<i4', (0,))"),
        arguments("[('a', '|V2147483647'), ('b', '|u1')]", "found 2147483648"),
        arguments("[('a', '<i4')", "found the end of the header"),
        arguments("[('a', '<i4')] x", "found 'x'"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void refusesLists(String text, String found) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DType.of(text))
        .withMessageContaining("expected ")
        .withMessageContaining(found);
  }

  @Test
  void refusesTooManyAxesOfASubArray() {
    String ones = "1,".repeat(64);
    assertThat(DType.of("[('a', '<i4', (" + ones + "))]").itemSize()).isEqualTo(4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DType.of("[('a', '<i4', (" + ones + "1))]"))
        .withMessageContaining("expected at most 64 axes, found 65");
  }

  @Test
  void theLargestItemIsACInt() {
    assertThat(DType.of("[('a', '<i4', (536870911,)), ('b', '|V3')]").itemSize())
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(DType.of("[('a', '|V2147483647'), ('b', '|V0')]").itemSize())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aSubArrayOfSubArraysStaysNestedAsInNumPy() {
    DType record = DType.of("[('a', ('<i4', (2,)), (3,))]");
    assertThat(record.itemSize()).isEqualTo(24);
    assertThat(record.descr()).isEqualTo("[('a', ('<i4', (2,)), (3,))]");
    assertThat(DType.of("[('a', (('<i4', (2,)), (3,)))]")).isEqualTo(record);
    assertThat(DType.of("[('a', '<i4', ())]")).isEqualTo(DType.of("[('a', '<i4')]"));
    assertThat(DType.of("[('a', '<i4', [2])]")).isEqualTo(DType.of("[('a', '<i4', 2)]"));
  }

  @Test
  void aSubArrayCountsItsBytes() {
    DType.SubArray array = new DType.SubArray(DType.of(">f4"), Shape.of(2, 3));
    assertThat(array.itemSize()).isEqualTo(24);
    assertThat(array.kind()).isEqualTo('V');
    assertThat(array.name()).isEqualTo("void192");
    assertThat(array.byteOrder()).contains(BIG_ENDIAN);
    assertThat(array).hasToString("('>f4', (2, 3))");
    assertThat(new DType.SubArray(INT, Shape.of(0)).name()).isEqualTo("void");
    assertThat(new DType.SubArray(DType.of("[]"), Shape.of(3)).itemSize()).isZero();
  }

  @Test
  void refusesFieldsThatOverlapOrLeaveTheRecord() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> struct(8, field("a", 0), field("b", 3)))
        .withMessageStartingWith("field 'b': expected an offset of 4 or more, found 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> struct(8, field("a", 4), field("b", 0)))
        .withMessageStartingWith("field 'b': expected an offset of 8 or more, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> struct(8, field("a", -1)))
        .withMessageStartingWith("field 'a': expected an offset of 0 or more, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> struct(7, field("a", 4)))
        .withMessage("record: expected an item size of 8 bytes or more, found 7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> struct(8, field("a", 0), field("a", 4)))
        .withMessage("field 'a': expected every name and title once");
    assertThatIllegalArgumentException().isThrownBy(() -> struct(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> struct(Integer.MAX_VALUE, field("a", Integer.MAX_VALUE)));
  }

  @Test
  void aRecordKeepsItsOwnFields() {
    DType.Field[] fields = {field("a", 0)};
    DType.Struct record = struct(4, fields);
    fields[0] = field("b", 0);
    assertThat(record.field("a")).isPresent();
  }

  @Test
  void refusesSizesBeyondACInt() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DType.Bytes(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new DType.Raw(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new DType.Text(-1, BIG_ENDIAN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DType.Text(536870912, BIG_ENDIAN))
        .withMessageEndingWith("found 2147483648");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DType.SubArray(INT, Shape.of(1L << 29)));
    assertThatIllegalArgumentException().isThrownBy(() -> new DType.SubArray(INT, Shape.scalar()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DType.SubArray(new DType.Raw(0), Shape.of(2)));
  }

  @Test
  void thousandsOfFieldsAreReadQuickly() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < 30_000; i++) {
      text.append("('field").append(i).append("', '<f4'), ");
    }
    DType.Struct record = (DType.Struct) DType.of(text.append("]").toString());
    assertThat(record.fields()).hasSize(30_000);
    assertThat(record.itemSize()).isEqualTo(120_000);
  }

  private static DType.Field field(String name, int offset) {
    return new DType.Field(name, null, INT, offset);
  }

  private static DType.Struct struct(int itemSize, DType.Field... fields) {
    return new DType.Struct(List.of(fields), itemSize);
  }
}
