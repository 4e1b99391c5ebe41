package io.github.npybridge.format.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.GoldenHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a|'a'",
        "~~|''",
        "it's|\"it's\"",
        "say \"x\"|'say \"x\"'",
        "b'\"|'b\\'\"'",
        "\\|'\\\\'",
      })
  void quotesLikeRepr(String text, String expected) {
    assertThat(PythonText.quote(text)).isEqualTo(expected);
  }

  @Test
  void escapesWhatCannotBePrinted() {
    assertThat(PythonText.quote("\n\r\t\0\u0007\u007f\u0085\u00a0\u00ad"))
        .isEqualTo("'\\n\\r\\t\\x00\\x07\\x7f\\x85\\xa0\\xad'");
    assertThat(PythonText.quote("\u200b\u2028\ue000\ufeff\uffff"))
        .isEqualTo("'\\u200b\\u2028\\ue000\\ufeff\\uffff'");
    assertThat(PythonText.quote(Character.toString(0xe0001) + Character.toString(0x10ffff)))
        .isEqualTo("'\\U000e0001\\U0010ffff'");
    assertThat(PythonText.quote("\ud800x\udc00")).isEqualTo("'\\ud800x\\udc00'");
  }

  @Test
  void keepsWhatCanBePrinted() {
    assertThat(PythonText.quote("a b caf\u00e9 \u4e2d\u6587 e\u0301 \ud83d\ude00"))
        .isEqualTo("'a b caf\u00e9 \u4e2d\u6587 e\u0301 \ud83d\ude00'");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyAssignedCodePointIsPrintableAsInPython(boolean printable) {
    assertThat(
            GoldenHeaders.codePoints(printable)
                .filter(c -> PythonText.isPrintable(c) != printable)
                .mapToObj(c -> String.format("U+%04X", c)))
        .isEmpty();
  }

  @Test
  void cutsLongTextsInMessagesOnly() {
    String text = "x".repeat(61);
    assertThat(PythonText.excerpt(text)).isEqualTo("'" + "x".repeat(60) + "'...");
    assertThat(PythonText.excerpt(text.substring(1))).isEqualTo("'" + "x".repeat(60) + "'");
    assertThat(PythonText.quote(text)).isEqualTo("'" + text + "'");
  }
}
