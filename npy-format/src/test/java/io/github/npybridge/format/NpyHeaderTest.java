package io.github.npybridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class NpyHeaderTest {
  private static NpyHeader header(FormatVersion version, long... dims) {
    return new NpyHeader(version, DType.UINT8, Shape.of(dims), MemoryOrder.C, 118);
  }

  @Test
  void theDataStartsBehindPrefixAndText() {
    assertThat(header(FormatVersion.V1_0).dataOffset()).isEqualTo(128);
    assertThat(header(FormatVersion.V2_0).dataOffset()).isEqualTo(130);
    assertThat(header(FormatVersion.V3_0).dataOffset()).isEqualTo(130);
  }

  @Test
  void theWholeIsHeaderAndData() {
    assertThat(header(FormatVersion.V1_0, 2, 3).totalSize()).isEqualTo(134);
    assertThat(header(FormatVersion.V1_0, 0).totalSize()).isEqualTo(128);
    assertThat(header(FormatVersion.V1_0).totalSize()).isEqualTo(129);
  }

  @Test
  void theWholeFitsALong() {
    assertThat(header(FormatVersion.V1_0, Long.MAX_VALUE - 128).totalSize())
        .isEqualTo(Long.MAX_VALUE);
    NpyHeader tooLarge = header(FormatVersion.V1_0, Long.MAX_VALUE - 127);
    assertThatIllegalArgumentException()
        .isThrownBy(tooLarge::totalSize)
        .withMessage(
            "shape: expected fewer than 2**63 bytes, found (9223372036854775680,) of uint8");
  }

  @Test
  void versionsKnowTheirPrefix() {
    assertThat(FormatVersion.values())
        .extracting(FormatVersion::toString)
        .containsExactly("1.0", "2.0", "3.0");
    assertThat(FormatVersion.values())
        .extracting(FormatVersion::prefixSize)
        .containsExactly(10, 12, 12);
    assertThat(FormatVersion.values()).extracting(FormatVersion::major).containsExactly(1, 2, 3);
    assertThat(FormatVersion.values()).extracting(FormatVersion::minor).containsOnly(0);
    assertThat(FormatVersion.values())
        .extracting(version -> version.charset().name())
        .containsExactly("ISO-8859-1", "ISO-8859-1", "UTF-8");
  }

  @Test
  void theMagicIsRecognised() {
    byte[] magic = NpyFormat.magic();
    assertThat(NpyFormat.isMagic(magic)).isTrue();
    assertThat(NpyFormat.isMagic(new byte[0])).isFalse();
    assertThat(NpyFormat.isMagic(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P'})).isFalse();
    assertThat(NpyFormat.isMagic(new byte[8])).isFalse();
    magic[0] = 0;
    assertThat(NpyFormat.isMagic(NpyFormat.magic())).as("a copy was handed out").isTrue();
  }
}
