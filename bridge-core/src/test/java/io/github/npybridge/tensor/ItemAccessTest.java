package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Elements that are no numbers: strings, times, opaque bytes, long doubles, records.
class ItemAccessTest {
  private static Tensor zeros(String dtype, long... dims) {
    return Tensors.zeros(DType.of(dtype), Shape.of(dims));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<U5", ">U5"})
  void textsAreReadAndWrittenInEitherOrder(String dtype) {
    Tensor texts = zeros(dtype, 2, 3);
    texts.setString("größe", 0, 1);
    texts.setString("a\u0000b", 1, 1);
    texts.setString("\ud83d\ude00\ud800", 1, 2);
    assertThat(texts.getString(0, 0)).isEmpty();
    assertThat(texts.getString(0, 1)).isEqualTo("größe");
    assertThat(texts.getString(1, 1)).isEqualTo("a\u0000b");
    assertThat(texts.getString(1, 2)).isEqualTo("\ud83d\ude00\ud800");
    assertThat(texts.getCodePoints(1, 2)).containsExactly(0x1f600, 0xd800);
    assertThat(texts.flip().getString(1, 1)).isEqualTo("größe");
    texts.setString("x", 0, 1);
    assertThat(texts.getString(0, 1)).isEqualTo("x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> texts.setString("123456", 0, 0))
        .withMessageContaining("expected at most 5 code points for")
        .withMessageEndingWith("found 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> texts.setString("a\u0000", 0, 0))
        .withMessageContaining("expected no NUL at the end");
    assertThat(texts.getString(0, 0)).isEmpty();
  }

  @Test
  void numbersThatAreNoCharactersAreReadRaw() {
    Tensor texts = zeros("<U2", 2);
    texts.reinterpret(DType.UINT32).setLong(0x110000, 0);
    texts.reinterpret(DType.UINT32).setLong(0xd83d, 2);
    texts.reinterpret(DType.UINT32).setLong(0xde00, 3);
    assertThat(texts.getCodePoints(0)).containsExactly(0x110000);
    assertThat(texts.getCodePoints(1)).containsExactly(0xd83d, 0xde00);
    for (int i = 0; i < 2; i++) {
      int place = i;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> texts.getString(place))
          .withMessageContaining("expected code points that a String holds")
          .withMessageEndingWith("getCodePoints reads them");
    }
  }

  @Test
  void byteStringsAreBytesAndText() {
    Tensor strings = zeros("S4", 3);
    strings.setBytes(new byte[] {'a', 0, 'b'}, 0);
    strings.setString("né", 1);
    strings.setBytes(new byte[] {(byte) 0xff}, 2);
    assertThat(strings.getBytes(0)).containsExactly('a', 0, 'b');
    assertThat(strings.getString(1)).isEqualTo("né");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strings.getString(2))
        .withMessageContaining("expected bytes in UTF-8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strings.setString("néé", 0))
        .withMessage("element: expected at most 4 bytes for |S4, found 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strings.setBytes(new byte[] {1, 0}, 0))
        .withMessageContaining("expected no NUL at the end");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strings.getDouble(0))
        .withMessageEndingWith("found |S4; use getBytes or getString");
  }

  @Test
  void opaqueItemsAreTheirBytes() {
    Tensor raw = zeros("V3", 2);
    raw.setBytes(new byte[] {1, 2, 0}, 1);
    assertThat(raw.getBytes(1)).containsExactly(1, 2, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> raw.setBytes(new byte[2], 0))
        .withMessage("element: expected 3 bytes for |V3, found 2");
    assertThat(zeros("<f4", 1).getBytes(0)).containsExactly(0, 0, 0, 0);
  }

  private static void checkMoment(String dtype, long ticks, String instant) {
    for (String order : List.of("<", ">")) {
      Tensor times = zeros(order + dtype, 1);
      times.setTicks(ticks, 0);
      assertThat(times.getTicks(0)).isEqualTo(ticks);
      assertThat(times.getInstant(0)).isEqualTo(Instant.parse(instant));
      times.setTicks(0, 0);
      times.setInstant(Instant.parse(instant), 0);
      assertThat(times.getTicks(0)).as(dtype).isEqualTo(ticks);
    }
  }

  @Test
  void momentsAreExactInEveryUnit() {
    checkMoment("M8[Y]", -1, "1969-01-01T00:00:00Z");
    checkMoment("M8[M]", 13, "1971-02-01T00:00:00Z");
    checkMoment("M8[W]", -1, "1969-12-25T00:00:00Z");
    checkMoment("M8[25D]", 2, "1970-02-20T00:00:00Z");
    checkMoment("M8[h]", -1, "1969-12-31T23:00:00Z");
    checkMoment("M8[m]", 61, "1970-01-01T01:01:00Z");
    checkMoment("M8[s]", 1_700_000_000L, "2023-11-14T22:13:20Z");
    checkMoment("M8[10ms]", -1, "1969-12-31T23:59:59.990Z");
    checkMoment("M8[us]", -1, "1969-12-31T23:59:59.999999Z");
    checkMoment("M8[ns]", Long.MAX_VALUE, "2262-04-11T23:47:16.854775807Z");
    checkMoment("M8[ns]", Long.MIN_VALUE + 1, "1677-09-21T00:12:43.145224193Z");
    checkMoment("M8[ps]", 1000, "1970-01-01T00:00:00.000000001Z");
    checkMoment("M8[fs]", -1_000_000, "1969-12-31T23:59:59.999999999Z");
    checkMoment("M8[as]", 9_000_000_000L, "1970-01-01T00:00:00.000000009Z");
  }

  @Test
  void whatATimeCannotSayIsRefused() {
    Tensor seconds = zeros("<M8[s]", 1);
    seconds.setTicks(Tensor.NAT, 0);
    assertThat(seconds.isNaT(0)).isTrue();
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> seconds.getInstant(0))
        .withMessage(
            "time: expected one that a time in Java holds exactly, found NaT; use getTicks and"
                + " setTicks");
    Instant moment = Instant.parse("2020-02-03T04:05:06.5Z");
    for (String unit : List.of("s", "m", "h", "D", "W", "M", "Y", "7ms")) {
      assertThatExceptionOfType(ArithmeticException.class)
          .isThrownBy(() -> zeros("<M8[" + unit + "]", 1).setInstant(moment, 0))
          .withMessageContaining("found 2020-02-03T04:05:06.500Z");
    }
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> zeros("<M8[as]", 1).setInstant(moment, 0));
    Tensor picoseconds = zeros("<M8[ps]", 1);
    picoseconds.setTicks(1, 0);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> picoseconds.getInstant(0))
        .withMessageContaining("found 1 ticks of ps");
    Tensor years = zeros("<M8[Y]", 1);
    years.setTicks(Long.MAX_VALUE, 0);
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> years.getInstant(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> zeros("<M8", 1).getInstant(0))
        .withMessageContaining("expected a unit, found none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> zeros("<m8[M]", 1).getDuration(0))
        .withMessageContaining("expected a unit of fixed length, found M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> zeros("<i8", 1).getInstant(0))
        .withMessage("getInstant: expected datetime64, found int64; use getLong");
  }

  @Test
  void datesAndDurationsAreTimesToo() {
    Tensor days = zeros(">M8[D]", 1);
    days.setLocalDate(LocalDate.of(2024, 2, 29), 0);
    assertThat(days.getLocalDate(0)).isEqualTo(LocalDate.of(2024, 2, 29));
    assertThat(days.getTicks(0)).isEqualTo(19_782);
    Tensor minutes = zeros("<M8[m]", 1);
    minutes.setLocalDateTime(LocalDateTime.of(2024, 2, 29, 1, 2), 0);
    assertThat(minutes.getLocalDateTime(0)).isEqualTo(LocalDateTime.of(2024, 2, 29, 1, 2));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> minutes.getLocalDate(0))
        .withMessageContaining("a date holds exactly");
    Tensor delays = zeros(">m8[us]", 1);
    delays.setDuration(Duration.of(-3, ChronoUnit.MICROS), 0);
    assertThat(delays.getTicks(0)).isEqualTo(-3);
    assertThat(delays.getDuration(0)).isEqualTo(Duration.of(-3, ChronoUnit.MICROS));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> delays.setDuration(Duration.ofNanos(1), 0));
  }

  /// The exact value of an 80-bit float, by its definition.
  private static double exact(long digits, int exponent) {
    BigDecimal value = new BigDecimal(new BigInteger(Long.toUnsignedString(digits)));
    int power = exponent - 16383 - 63;
    BigDecimal scale = BigDecimal.TWO.pow(Math.abs(power));
    MathContext wide = new MathContext(1200, RoundingMode.HALF_EVEN);
    return (power < 0 ? value.divide(scale, wide) : value.multiply(scale)).doubleValue();
  }

  @Test
  void longDoublesOfX86AreTheNearestDoubles() {
    Tensor wide = zeros("<f16", 1);
    Tensor bits = wide.reinterpret(DType.UINT64);
    Random random = new Random(80);
    for (int i = 0; i < 3000; i++) {
      long digits = Long.MIN_VALUE | random.nextLong() << (i % 3 == 0 ? random.nextInt(63) : 0);
      digits |= i % 5 == 0 ? 0x400 : 0;
      int exponent = 16383 + (i % 2 == 0 ? -1000 - random.nextInt(90) : random.nextInt(40) - 20);
      bits.reinterpret(DType.INT64).setLong(digits, 0);
      bits.setLong(exponent, 1);
      assertThat(wide.getDouble(0)).isEqualTo(exact(digits, exponent));
      bits.setLong(exponent | 0x8000, 1);
      assertThat(wide.toDoubleArray()).containsExactly(-exact(digits, exponent));
    }
    for (double value :
        new double[] {
          0.0,
          -0.0,
          1,
          -1.5,
          Math.PI,
          Double.MIN_VALUE,
          3 * Double.MIN_VALUE,
          Double.MIN_NORMAL,
          Double.MAX_VALUE,
          Double.NEGATIVE_INFINITY,
          Double.NaN
        }) {
      wide.setDouble(value, 0);
      assertThat(Double.valueOf(wide.getDouble(0))).isEqualTo(Double.valueOf(value));
    }
    wide.setLong(7, 0);
    assertThat(wide.getDouble(0)).isEqualTo(7);
    Tensor complex = zeros("<c32", 1);
    complex.setComplex(new Complex(1, -2), 0);
    assertThat(complex.getComplex(0)).isEqualTo(new Complex(1, -2));
  }

  @Test
  void longDoublesOfUnknownOriginAreRefused() {
    Tensor wide = zeros("<f16", 1);
    // 1.0 as other machines store it.
    wide.setBytes(
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(0)
            .putLong(0x3fffL << 48)
            .array(),
        0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wide.getDouble(0))
        .withMessageContaining("expected an 80-bit float of x86, found the item")
        .withMessageEndingWith("np.save(path, a.astype('f8'))");
    assertThatIllegalArgumentException().isThrownBy(() -> zeros(">f16", 1).getDouble(0));
    assertThatIllegalArgumentException().isThrownBy(() -> zeros(">f16", 1).setDouble(1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wide.getFloat(0))
        .withMessageEndingWith("use getDouble");
  }

  private static final String BODY =
      "[('name', '<U8'), ('pos', [('x', '<f4'), ('y', '>f4')]), ('n', '<u2'), ('born', '<M8[D]'),"
          + " ('v', '<f8', (3,)), ('m', '|u1', (2, 2))]";

  /// A position.
  record Pos(float x, float y) {}

  /// A record of nearly everything.
  @SuppressWarnings("ArrayRecordComponent") // as users write it
  record Body(String name, Pos pos, int n, LocalDate born, double[] v) {}

  @Test
  void fieldsAreViews() {
    Tensor bodies = zeros(BODY, 2, 3);
    bodies.field("pos.y").fill(2.5);
    assertThat(bodies.field("pos").field("y").getFloat(1, 2)).isEqualTo(2.5f);
    assertThat(bodies.field("pos.y").toFloatArray()).containsOnly(2.5f).hasSize(6);
    assertThat(bodies.field("pos.x").toFloatArray()).containsOnly(0);
    assertThat(bodies.field("m").shape()).isEqualTo(Shape.of(2, 3, 2, 2));
    bodies.transpose().field("m").setShort((short) 7, 2, 1, 0, 1);
    assertThat(bodies.field("m").getShort(1, 2, 0, 1)).isEqualTo((short) 7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bodies.field("pos.z"))
        .withMessage("field: expected one of [x, y], found 'z'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bodies.field("n.x"))
        .withMessage("field: expected a structured dtype for 'x', found uint16");
  }

  @Test
  void aRowIsAMapOfItsFields() {
    Tensor bodies = zeros(BODY, 2);
    bodies.set(Map.of("name", "sun", "n", 65535, "pos", Map.of("x", 1.5f)), 1);
    assertThat(bodies.get(1))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("name", "sun")
        .containsEntry("n", 65535)
        .containsEntry("pos", Map.of("x", 1.5f, "y", 0f))
        .containsEntry("born", 0L)
        .hasSize(6);
    assertThatIllegalArgumentException().isThrownBy(() -> bodies.set(List.of(1), 0));
    Tensor unsigned = zeros(">u8", 1);
    unsigned.set(BigInteger.TWO.pow(64).subtract(BigInteger.ONE), 0);
    assertThat(unsigned.get(0)).hasToString("18446744073709551615");
    assertThatIllegalArgumentException().isThrownBy(() -> unsigned.set(BigInteger.TWO.pow(64), 0));
  }

  @Test
  void recordsAreReadAndWrittenByTheNamesOfTheirComponents() {
    Tensor bodies = zeros(BODY, 2, 3);
    bodies.field("m").fill(9);
    Records<Body> records = bodies.records(Body.class);
    Body sun =
        new Body("sun", new Pos(1, -2), 65535, LocalDate.of(2000, 1, 1), new double[] {1, 2, 3});
    records.set(sun, 1, 2);
    assertThat(records.get(1, 2)).usingRecursiveComparison().isEqualTo(sun);
    assertThat(records.stream().map(Body::name)).containsExactly("", "", "", "", "", "sun");
    assertThat(bodies.field("pos.y").getFloat(1, 2)).isEqualTo(-2);
    assertThat(bodies.field("m").toShortArray()).containsOnly((short) 9);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> records.set(new Body("sun", sun.pos(), 65536, sun.born(), sun.v()), 0, 0))
        .withMessageContaining("uint16 holds exactly, found 65536");
  }

  /// A component that no field has.
  record Stranger(int other) {}

  /// A component whose type does not hold the field's values.
  record Narrow(short n) {}

  @Test
  void recordsThatDoNotFitAreRefused() {
    Tensor bodies = zeros(BODY, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bodies.records(Stranger.class))
        .withMessageStartingWith("records: expected a field for the component other of")
        .withMessageEndingWith("found only [name, pos, n, born, v, m]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bodies.records(Narrow.class))
        .withMessageContaining("expected a type that holds uint16 for the component n of")
        .withMessageEndingWith("found short");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> zeros("<f4", 1).records(Pos.class))
        .withMessage("records: expected a structured dtype, found float32");
  }

  @Test
  void readOnlyMemoryIsNotWritten() {
    MemorySegment segment = MemorySegment.ofArray(new byte[8]).asReadOnly();
    Tensor times = Tensors.asTensor(segment, DType.of("<M8[s]"), Shape.of(1));
    assertThatExceptionOfType(ReadOnlyTensorException.class).isThrownBy(() -> times.setTicks(1, 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> times.getTicks(1))
        .withMessage("index 1 is out of bounds for axis 0 with size 1");
  }
}
