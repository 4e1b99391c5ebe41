package io.github.npybridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.format.corpus.CorpusFile;
import io.github.npybridge.format.corpus.Expectation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NpyHeaderWriterTest {
  private static final Map<String, byte[]> REWRITTEN = GoldenHeaders.corpus();

  static List<GoldenHeaders.Golden> headers() {
    return GoldenHeaders.headers();
  }

  static Stream<CorpusFile> filesThatNumPyRewrites() {
    return Corpus.npy().filter(file -> REWRITTEN.containsKey(file.name()));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void writesTheBytesOfNumPy(GoldenHeaders.Golden golden) throws IOException {
    if (golden.header().isEmpty()) {
      FormatVersion version = golden.version().orElseThrow();
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> NpyHeaderWriter.encode(golden.dtype(), golden.shape(), golden.order(), version))
          .withMessageStartingWith("version " + version + ": expected ")
          .withMessageContaining("; use version ");
      return;
    }
    byte[] expected = golden.header().get();

    byte[] written =
        golden.version().isPresent()
            ? NpyHeaderWriter.encode(
                golden.dtype(), golden.shape(), golden.order(), golden.version().get())
            : NpyHeaderWriter.encode(golden.dtype(), golden.shape(), golden.order());
    assertThat(text(written)).isEqualTo(text(expected));
    assertThat(golden.dtype().name()).isEqualTo(golden.name());

    NpyHeader read = NpyHeaderReader.DEFAULT.read(new ByteArrayInputStream(written), "golden");
    // NumPy has no bfloat16: what comes back is opaque.
    DType back = golden.dtype().name().equals("bfloat16") ? new DType.Raw(2) : golden.dtype();
    assertThat(read.dtype()).isEqualTo(back).hasSameHashCodeAs(back);
    assertThat(read.shape()).isEqualTo(golden.shape()).hasSameHashCodeAs(golden.shape());
    assertThat(read.order()).isEqualTo(golden.order());
    assertThat(read.dataOffset()).isEqualTo(written.length).isEqualTo(expected.length);
    golden.version().ifPresent(version -> assertThat(read.version()).isEqualTo(version));
  }

  @ParameterizedTest
  @MethodSource("filesThatNumPyRewrites")
  void rewritesAFileAsNumPyDoes(CorpusFile file) throws IOException {
    NpyHeader header;
    try {
      header = NpyHeaderReader.DEFAULT.read(file.path());
    } catch (NpyFormatException e) {
      assertThat(file.expect()).as(e.getMessage()).isEqualTo(Expectation.OK_OR_ERROR);
      return;
    }
    byte[] written =
        NpyHeaderWriter.encode(
            header.dtype(), header.shape(), header.order().normalized(header.shape()));
    assertThat(text(written)).isEqualTo(text(REWRITTEN.get(file.name())));
  }

  @Test
  void everyReadableFileIsAmongTheRewritten() {
    assertThat(Corpus.readable().map(CorpusFile::name)).isSubsetOf(REWRITTEN.keySet());
  }

  @Test
  void writesTheTextOfTheFormatNotes() {
    byte[] header = NpyHeaderWriter.encode(DType.of("<f4"), Shape.of(2, 3), MemoryOrder.C);
    assertThat(header).hasSize(128).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
    assertThat(text(header).substring(10))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }  ")
        .endsWith(" \n");
  }

  @Test
  void keepsTheOrderThatItIsGiven() {
    byte[] header = NpyHeaderWriter.encode(DType.of("<f4"), Shape.of(5), MemoryOrder.FORTRAN);
    assertThat(text(header)).contains("'fortran_order': True");
  }

  @Test
  void refusesASubArrayAsDtype() {
    DType array = new DType.SubArray(DType.of("<i4"), Shape.of(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NpyHeaderWriter.encode(array, Shape.of(3), MemoryOrder.C))
        .withMessage(
            "dtype: expected a dtype of whole elements, found the sub-array ('<i4', (2,));"
                + " add its axes to the shape");
  }

  @Test
  void refusesAnArrayOf2To63Bytes() {
    Shape shape = Shape.of(1L << 60);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NpyHeaderWriter.encode(DType.FLOAT64, shape, MemoryOrder.C))
        .withMessageContaining("expected fewer than 2**63");
    assertThat(NpyHeaderWriter.encode(DType.FLOAT32, shape, MemoryOrder.C)).hasSize(128);
  }

  @Test
  void switchesToVersion2AtTheByte() {
    // 65526 = 1024 * 64 - 10 is the last length that both fits two bytes and ends on the alignment.
    assertThat(headerOfLongestName('x', 65526)[6]).isEqualTo((byte) 1);
    int name = 65526 - headerText('x', 0).length() - 1;
    byte[] next = NpyHeaderWriter.encode(record("x".repeat(name)), Shape.of(3), MemoryOrder.C);
    assertThat(next[6]).isEqualTo((byte) 2);
    assertThat(next.length % NpyFormat.ALIGNMENT).isZero();
  }

  private static byte[] headerOfLongestName(char fill, int length) {
    int name = length - headerText(fill, 0).length() - 2;
    byte[] header =
        NpyHeaderWriter.encode(
            record(String.valueOf(fill).repeat(name)), Shape.of(3), MemoryOrder.C);
    assertThat((header[8] & 0xff) | (header[9] & 0xff) << 8).isEqualTo(length);
    return header;
  }

  private static String headerText(char fill, int times) {
    return "{'descr': [('"
        + String.valueOf(fill).repeat(times)
        + "', '<i4')], "
        + "'fortran_order': False, 'shape': (3,), }"
        + " ".repeat(20);
  }

  private static DType record(String name) {
    return new DType.Struct(List.of(new DType.Field(name, null, DType.of("<i4"), 0)), 4);
  }

  @Test
  void writesVersion3ForNamesBeyondLatin1Only() {
    assertThat(versionFor("caf\u00e9")).isEqualTo(1);
    assertThat(versionFor("\u200b")).as("escaped, since unprintable").isEqualTo(1);
    assertThat(versionFor("\ud800")).as("a lone surrogate").isEqualTo(1);
    assertThat(versionFor("\u4e2d")).isEqualTo(3);
    assertThat(versionFor("\ud83d\ude00")).isEqualTo(3);
  }

  private static int versionFor(String name) {
    return NpyHeaderWriter.encode(record(name), Shape.scalar(), MemoryOrder.C)[6];
  }

  @Test
  void writesTheSameDtypeInBothOrdersDifferently() {
    List<byte[]> headers = new ArrayList<>();
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      headers.add(NpyHeaderWriter.encode(DType.INT16.withOrder(order), Shape.of(1), MemoryOrder.C));
    }
    assertThat(text(headers.getFirst())).contains("'<i2'");
    assertThat(text(headers.getLast())).contains("'>i2'");
    assertThat(Arrays.mismatch(headers.getFirst(), headers.getLast())).isPositive();
  }

  private static String text(byte[] header) {
    return new String(header, StandardCharsets.ISO_8859_1);
  }

  @Test
  void aHeaderOfGivenLengthIsNumpysWhereThatFits() throws IOException {
    DType dtype = DType.of("<f4");
    byte[] numpys = NpyHeaderWriter.encode(dtype, Shape.of(100, 3), MemoryOrder.C);
    NpyHeader header = NpyHeaderReader.DEFAULT.read(MemorySegment.ofArray(numpys), null);
    assertThat(NpyHeaderWriter.encode(header)).isEqualTo(numpys);
    for (FormatVersion version : FormatVersion.values()) {
      // The text and a newline: 61 and 1.
      for (int length : new int[] {62, 63, 64, 1000, 65535}) {
        NpyHeader other = new NpyHeader(version, dtype, Shape.of(100, 3), MemoryOrder.C, length);
        byte[] bytes = NpyHeaderWriter.encode(other);
        assertThat(bytes).hasSize(version.prefixSize() + length).endsWith('\n');
        assertThat(NpyHeaderReader.DEFAULT.read(MemorySegment.ofArray(bytes), null))
            .isEqualTo(other);
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              NpyHeaderWriter.encode(
                  new NpyHeader(version, dtype, Shape.of(100, 3), MemoryOrder.C, 61)))
          .withMessage(
              "header: expected one of at most 60 bytes in version "
                  + version
                  + ", found {'descr': '<f4', 'fortran_order': False, 'shape': (100, 3), }");
    }
  }
}
