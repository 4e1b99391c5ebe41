package io.github.npybridge.format.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.npybridge.format.FormatVersion;
import io.github.npybridge.format.NpyFormatException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
  private static final int MEBI = 1 << 20;

  private static Literal parse(String text, boolean longSuffix) throws NpyFormatException {
    return PythonLiteral.parse(new Place("x.npy", FormatVersion.V1_0, text), longSuffix);
  }

  /// What Python's `repr` would show.
  private static String show(Literal literal) {
    return switch (literal) {
      case Literal.Str(int _, String value) -> PythonText.quote(value);
      case Literal.Int(int _, BigInteger value) -> value.toString();
      case Literal.Bool(int _, boolean value) -> value ? "True" : "False";
      case Literal.None _ -> "None";
      case Literal.Tuple(int _, List<Literal> items) ->
          "(" + show(items) + (items.size() == 1 ? ",)" : ")");
      case Literal.Array(int _, List<Literal> items) -> "[" + show(items) + "]";
      case Literal.Dict(int _, List<Literal.Entry> entries) ->
          entries.stream()
              .map(e -> show(e.key()) + ": " + show(e.value()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private static String show(List<Literal> items) {
    return items.stream().map(PythonLiteralTest::show).collect(Collectors.joining(", "));
  }

  /// Texts, and what Python 3.11 makes of them.
  static Stream<Arguments> literals() {
    return Stream.of(
        arguments("{}", "{}"),
        arguments("()", "()"),
        arguments("[]", "[]"),
        arguments("None", "None"),
        arguments("True", "True"),
        arguments("False", "False"),
        arguments(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}"),
        arguments("{'a':1,'b':2}", "{'a': 1, 'b': 2}"),
        arguments("{'a':1,'a':2}", "{'a': 1, 'a': 2}"),
        arguments("{'b':1,'a':2,}", "{'b': 1, 'a': 2}"),
        arguments("{\"a\":\"b\"}", "{'a': 'b'}"),
        arguments(" \t\n\r\f{ \n'a'\t:\r1 ,\f} \n\t\r\f", "{'a': 1}"),
        arguments("{1: 2, None: 3, (): 4}", "{1: 2, None: 3, (): 4}"),
        arguments("(3)", "3"),
        arguments("((3))", "3"),
        arguments("(3,)", "(3,)"),
        arguments("((3,))", "(3,)"),
        arguments("((3,),)", "((3,),)"),
        arguments("(3 , )", "(3,)"),
        arguments("(1,2)", "(1, 2)"),
        arguments("(1, 2, 3,)", "(1, 2, 3)"),
        arguments("[1]", "[1]"),
        arguments("[1,]", "[1]"),
        arguments(
            "[('a', '<i4'), (('t', 'b'), [('c', '|u1', (2, 3))])]",
            "[('a', '<i4'), (('t', 'b'), [('c', '|u1', (2, 3))])]"),
        arguments("0", "0"),
        arguments("00", "0"),
        arguments("-0", "0"),
        arguments("-1", "-1"),
        arguments("- 1", "-1"),
        arguments("18446744073709551619", "18446744073709551619"),
        arguments("9".repeat(100), "9".repeat(100)),
        arguments("''", "''"),
        arguments("'it\\'s'", "\"it's\""),
        arguments("\"it's\"", "\"it's\""),
        arguments("'\\\\'", "'\\\\'"),
        arguments("'\\\"'", "'\"'"),
        arguments("'\\n\\r\\t'", "'\\n\\r\\t'"),
        arguments("'\\a\\b\\f\\v'", "'\\x07\\x08\\x0c\\x0b'"),
        arguments("'\\x41\\u0042\\U00000043'", "'ABC'"),
        arguments("'\\xE9\\u4E2d\\U0001F600'", "'\u00e9\u4e2d\ud83d\ude00'"),
        arguments("'\\ud800'", "'\\ud800'"),
        arguments("'\\U0010ffff'", "'\\U0010ffff'"),
        arguments("'{}()[]:,# '", "'{}()[]:,# '"),
        arguments("'\u00e9'", "'\u00e9'"),
        arguments("u'a'", "'a'"),
        arguments("U\"a\"", "'a'"),
        arguments("(".repeat(99) + "[]" + ")".repeat(99), "[]"));
  }

  @ParameterizedTest
  @MethodSource("literals")
  void readsAsPython(String text, String expected) throws NpyFormatException {
    assertThat(show(parse(text, false))).isEqualTo(expected);
    assertThat(show(parse(text, true))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2L", "2 L", "(2L,)", "(2L, 3 L)", "[2\tL]", "{1L: 2L}", "-2L", "0L"})
  void readsTheLongsOfPython2OnlyWhereNumPyDoes(String text) throws NpyFormatException {
    assertThat(show(parse(text, true))).isEqualTo(show(parse(text.replace("L", ""), true)));
    assertThatExceptionOfType(NpyFormatException.class).isThrownBy(() -> parse(text, false));
  }

  /// Texts that are refused, and the character that is to blame.
  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("", 0),
        arguments("   ", 3),
        arguments("{", 1),
        arguments("(", 1),
        arguments("[", 1),
        arguments("}", 0),
        arguments("{'a': 1", 7),
        arguments("{'a': 1 'b': 2}", 8),
        arguments("{'a': 1]", 7),
        arguments("{'a'}", 4),
        arguments("{'a', 'b'}", 4),
        arguments("{'a': }", 6),
        arguments("{'a' 1}", 5),
        arguments("{'a': 1,, }", 8),
        arguments("{,}", 1),
        arguments("(,)", 1),
        arguments("(1,,)", 3),
        arguments("(1 2)", 3),
        arguments("(1", 2),
        arguments("(1,", 3),
        arguments("[1)", 2),
        arguments("(1]", 2),
        arguments("1 2", 2),
        arguments("{} x", 3),
        arguments("{}{}", 2),
        arguments("{},", 2),
        arguments("{}\0", 2),
        arguments("1 + 2", 2),
        arguments("(1+2,)", 2),
        arguments("true", 0),
        arguments("none", 0),
        arguments("False_", 0),
        arguments("Falsey", 0),
        arguments("dict()", 0),
        arguments("np.int64(3)", 0),
        arguments("__import__('os').system('true')", 0),
        arguments("b'a'", 0),
        arguments("r'a'", 0),
        arguments("f'a'", 0),
        arguments("uu'a'", 0),
        arguments("u 'a'", 0),
        arguments("'a' 'b'", 4),
        arguments("'''a'''", 2),
        arguments("# comment", 0),
        arguments("1 # comment", 2),
        arguments("\\\n1", 0),
        arguments("\ufeff{}", 0),
        arguments("\u00a0{}", 0),
        arguments("{\u2028}", 1),
        arguments("'a", 0),
        arguments("'a\"", 0),
        arguments(" 'a\nb'", 1),
        arguments("'a\rb'", 0),
        arguments("'a\0b'", 0),
        arguments("'a\\", 3),
        arguments("'a\\'", 0),
        arguments("'\\q'", 1),
        arguments("'\\0'", 1),
        arguments("'\\101'", 1),
        arguments("'\\\n'", 1),
        arguments("'\\N{BULLET}'", 1),
        arguments("'\\x4'", 1),
        arguments("'\\xg1'", 1),
        arguments("'\\x\u0661\u0661'", 1),
        arguments("'\\x\uff11\uff11'", 1),
        arguments("'ab\\u12'", 3),
        arguments("'\\U00110000'", 1),
        arguments("'\\Uffffffff'", 1),
        arguments("+2", 0),
        arguments("--2", 0),
        arguments("-", 0),
        arguments("-'a'", 0),
        arguments("-True", 0),
        arguments("-(2)", 0),
        arguments("03", 0),
        arguments("-03", 1),
        arguments("003", 0),
        arguments("0x10", 0),
        arguments("0b1", 0),
        arguments("0o7", 0),
        arguments("1_000", 0),
        arguments("1.0", 0),
        arguments("1.", 0),
        arguments(".5", 0),
        arguments("1e5", 0),
        arguments("1j", 0),
        arguments("2l", 0),
        arguments("2LL", 0),
        arguments("2UL", 0),
        arguments("2L L", 3),
        arguments("L", 0),
        arguments("\u0663", 0),
        arguments("9".repeat(101), 0),
        arguments("{1: 2} {", 7),
        arguments("{**{}}", 1),
        arguments("[*()]", 1),
        arguments("lambda: 0", 0),
        arguments("...", 0));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void refusesWithThePosition(String text, int position) {
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(() -> parse(text, true))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(10 + position))
        .withMessageStartingWith("header: expected ")
        .withMessageEndingWith(" (file=x.npy, offset=" + (10 + position) + ")");
  }

  @Test
  void countsTheOffsetInBytes() {
    Place utf8 = new Place(null, FormatVersion.V3_0, "{'\u4e2d\ud83d\ude00': ?}");
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(() -> PythonLiteral.parse(utf8, false))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(12 + 2 + 3 + 4 + 3));
  }

  @Test
  void remembersWhereEveryValueStands() throws NpyFormatException {
    Literal.Dict dict = (Literal.Dict) parse(" {'a': (1, -2), 'b': [True, None]}", false);
    assertThat(dict.at()).isEqualTo(1);
    assertThat(dict.entries().get(0).key().at()).isEqualTo(2);
    Literal.Tuple tuple = (Literal.Tuple) dict.entries().get(0).value();
    assertThat(tuple.at()).isEqualTo(7);
    assertThat(tuple.items()).extracting(Literal::at).containsExactly(8, 11);
    Literal.Array list = (Literal.Array) dict.entries().get(1).value();
    assertThat(list.items()).extracting(Literal::at).containsExactly(22, 28);
  }

  @Test
  void nestsAHundredBracketsAndNoMore() throws NpyFormatException {
    assertThat(show(parse("[".repeat(100) + "]".repeat(100), false))).hasSize(200);
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(() -> parse("[".repeat(101) + "]".repeat(101), false))
        .withMessageContaining("at most 100 nested brackets");
    // Depth, not number, is what counts.
    assertThat(show(parse("[" + "[],".repeat(1000) + "]", false))).startsWith("[[], []");
  }

  /// Each would exhaust the stack, the memory or the patience of a naive parser.
  static Stream<String> hostile() {
    return Stream.of(
            "(",
            "[",
            "{",
            "{'a':",
            "([{1:",
            "-",
            "- ",
            "9",
            "0",
            "'",
            "'a'",
            "\\",
            "'\\",
            "'\\U0010ffff",
            " ",
            "\n",
            "(1,",
            "[(",
            "{1:2,",
            "u",
            "u'",
            "#",
            "\0",
            "\u00e9",
            "L")
        .map(piece -> piece.repeat(MEBI / piece.length()));
  }

  @ParameterizedTest(name = "[{index}]")
  @MethodSource("hostile")
  void refusesAMebibyteOfNonsenseQuickly(String text) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatExceptionOfType(NpyFormatException.class)
                .isThrownBy(() -> parse(text, true))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000)));
  }

  @Test
  void readsAMebibyteOfFieldsQuickly() {
    String text = "[" + "('a','<f4'),".repeat(MEBI / 12) + "]";
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertThat(((Literal.Array) parse(text, true)).items()).hasSize(MEBI / 12));
  }

  @Test
  void saysWhatAValueIs() throws NpyFormatException {
    assertThat(parse("'a'", false).what()).isEqualTo("'a'");
    assertThat(parse("-3", false).what()).isEqualTo("-3");
    assertThat(parse("True", false).what()).isEqualTo("True");
    assertThat(parse("False", false).what()).isEqualTo("False");
    assertThat(parse("None", false).what()).isEqualTo("None");
    assertThat(parse("(1, 2)", false).what()).isEqualTo("a tuple of 2");
    assertThat(parse("[1]", false).what()).isEqualTo("a list");
    assertThat(parse("{}", false).what()).isEqualTo("a dictionary");
    assertThat(parse("'" + "a".repeat(500) + "'", false).what())
        .isEqualTo("'" + "a".repeat(60) + "'...");
  }
}
