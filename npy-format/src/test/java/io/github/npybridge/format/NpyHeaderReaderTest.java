package io.github.npybridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyHeaderReaderTest {
  @TempDir private Path folder;

  private static byte[] file(FormatVersion version, String header) {
    byte[] text = header.getBytes(version.charset());
    ByteBuffer out =
        ByteBuffer.allocate(version.prefixSize() + text.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(NpyFormat.magic()).put((byte) version.major()).put((byte) version.minor());
    if (version == FormatVersion.V1_0) {
      out.putShort((short) text.length);
    } else {
      out.putInt(text.length);
    }
    return out.put(text).array();
  }

  private static byte[] file(String header) {
    return file(FormatVersion.V1_0, header);
  }

  private static NpyHeader read(byte[] bytes) throws IOException {
    return NpyHeaderReader.DEFAULT.read(MemorySegment.ofArray(bytes), "x.npy");
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Files, and the whole message about them.
  static Stream<Arguments> mistakes() {
    String magic = "\u0093NUMPY";
    String rest = "', 'fortran_order': False, 'shape': (2,), }\n";
    return Stream.of(
        arguments(bytes(""), "file: expected a .npy array, found no bytes (file=x.npy, offset=0)"),
        arguments(
            bytes("1.0 2.0 3.0\n"),
            "magic: expected 93 4e 55 4d 50 59 and two bytes of version, "
                + "found 31 2e 30 20 32 2e 30 20 (file=x.npy, offset=0); "
                + "a dump without a header (ndarray.tofile, numpy.memmap) is not a .npy file:"
                + " RawArray.map(path, dtype, shape) opens it"),
        arguments(
            bytes("PK\3\4\24\0\0\0\0\0"),
            "magic: expected 93 4e 55 4d 50 59 and two bytes of version, "
                + "found 50 4b 03 04 14 00 00 00 (file=x.npy, offset=0); "
                + "this is a zip archive, as numpy.savez writes it (.npz): "
                + "open it with NpzFile.open"),
        arguments(
            bytes("PK\5\6\0\0\0\0\0\0"),
            "magic: expected 93 4e 55 4d 50 59 and two bytes of version, "
                + "found 50 4b 05 06 00 00 00 00 (file=x.npy, offset=0); "
                + "this is a zip archive, as numpy.savez writes it (.npz): "
                + "open it with NpzFile.open"),
        arguments(
            bytes(magic),
            "magic: expected 93 4e 55 4d 50 59 and two bytes of version, "
                + "found 93 4e 55 4d 50 59 (file=x.npy, offset=0); "
                + "a dump without a header (ndarray.tofile, numpy.memmap) is not a .npy file:"
                + " RawArray.map(path, dtype, shape) opens it"),
        arguments(
            bytes(magic + "\1\1v\0"),
            "version: expected 1.0, 2.0 or 3.0, found 1.1 (file=x.npy, offset=6)"),
        arguments(
            bytes(magic + "\u00ff\u00ffv\0"),
            "version: expected 1.0, 2.0 or 3.0, found 255.255 (file=x.npy, offset=6)"),
        arguments(
            bytes(magic + "\1\0v"),
            "header length: expected 2 bytes, found the end (file=x.npy, offset=8)"),
        arguments(
            bytes(magic + "\2\0v\0\0"),
            "header length: expected 4 bytes, found the end (file=x.npy, offset=8)"),
        arguments(
            bytes(magic + "\2\0\u00f0\u00ff\u00ff\u00ff"),
            "header length: expected at most 1048576 bytes, found 4294967280 (file=x.npy,"
                + " offset=8); a larger one is read by a NpyHeaderReader with a larger"
                + " maxHeaderSize"),
        arguments(
            bytes(magic + "\1\0v\0{'descr'"),
            "header: expected 118 bytes, found 8 (file=x.npy, offset=10)"),
        arguments(
            file("{'descr': '<f4, 'fortran_order': False, 'shape': (2,), }"),
            "header: expected ',' or '}', found \"fortran_order': False, 'shape': (2,), }\" "
                + "(file=x.npy, offset=27)"),
        arguments(
            file("[]"), "header: expected a dictionary, found a list (file=x.npy, offset=10)"),
        arguments(
            file("{'descr': '<i3" + rest),
            "descr: expected a dtype such as '<f4', '|S10' or '<M8[ns]', found '<i3' "
                + "(file=x.npy, offset=20)"),
        arguments(
            file("{'descr': 8, 'fortran_order': False, 'shape': (2,), }"),
            "descr: expected a string or a list of fields, found 8 (file=x.npy, offset=20)"),
        arguments(
            file("{'descr': ('<i4', (2,)), 'fortran_order': False, 'shape': (2,), }"),
            "descr: expected a string or a list of fields, found a tuple of 2 "
                + "(file=x.npy, offset=20)"),
        arguments(
            file("{'descr': '|O" + rest),
            "dtype: expected plain data, found pickled Python objects ('|O') (file=x.npy); "
                + "only Python can load them; convert there: np.save('plain.npy', "
                + "a.astype('<f8')) for numbers, a.astype('U') for text"),
        arguments(
            file("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }"),
            "fortran_order: expected True or False, found 0 (file=x.npy, offset=44)"),
        arguments(
            file("{'descr': '<f4', 'fortran_order': False, 'shape': [2], }"),
            "shape: expected a tuple of integers, found a list (file=x.npy, offset=60)"),
        arguments(
            file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, None), }"),
            "shape: expected integers, found None (file=x.npy, offset=64)"),
        arguments(
            file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, -1), }"),
            "shape: expected axis lengths from 0 to 2**63 - 1, found -1 (file=x.npy, offset=64)"),
        arguments(
            file("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,), }"),
            "shape: expected axis lengths from 0 to 2**63 - 1, found 9223372036854775808 "
                + "(file=x.npy, offset=61)"),
        arguments(
            file("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }"),
            "shape: expected fewer than 2**63 elements, found (4294967296, 4294967296) "
                + "(file=x.npy, offset=61)"),
        arguments(
            file("{'descr': '<f8', 'fortran_order': False, 'shape': (1152921504606846976,), }"),
            "shape: expected fewer than 2**63 bytes, found (1152921504606846976,) "
                + "(file=x.npy, offset=60)"),
        arguments(
            file("{'descr': '|u1', 'fortran_order': False, 'shape': (9223372036854775807,), }"),
            "shape: expected fewer than 2**63 bytes, found (9223372036854775807,) of uint8 "
                + "(file=x.npy, offset=60)"),
        arguments(
            file("{'descr': '<f4', 'fortran_order': False, }"),
            "header: expected the keys 'descr', 'fortran_order' and 'shape', found no 'shape' "
                + "(file=x.npy, offset=10)"),
        arguments(
            file("{'descr': '<f4', 'order': False, 'shape': (2,)}"),
            "header: expected the keys 'descr', 'fortran_order' and 'shape', found 'order' "
                + "(file=x.npy, offset=27)"),
        arguments(
            file("{'descr': '<f4', 3: False, 'shape': (2,)}"),
            "header: expected the keys 'descr', 'fortran_order' and 'shape', found 3 "
                + "(file=x.npy, offset=27)"),
        arguments(
            file("{'descr': '<f4', 'shape': (2,), 'descr': '<f8'}"),
            "header: expected every key once, found 'descr' again (file=x.npy, offset=42)"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhatWasExpectedAndFoundAndWhere(byte[] bytes, String message) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(bytes))
        .satisfies(e ->
            assertThat(e)
                .isInstanceOfAny(NpyFormatException.class, UnsupportedDTypeException.class))
        .satisfies(e -> assertThat(e.getMessage()).isEqualTo(message));
  }

  @Test
  void leavesOutWhatItDoesNotKnow() {
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(() -> NpyHeaderReader.DEFAULT.read(InputStream.nullInputStream(), null))
        .withMessage("file: expected a .npy array, found no bytes (offset=0)")
        .satisfies(e -> assertThat(e.file()).isNull());
    assertThat(new NpyFormatException("a: expected b, found c", "f", -1, ""))
        .hasMessage("a: expected b, found c (file=f)");
    assertThat(new NpyFormatException("a: expected b, found c", null, -1, ""))
        .hasMessage("a: expected b, found c");
    assertThat(new UnsupportedDTypeException("|O", "a: expected b, found c", null, "do d"))
        .hasMessage("a: expected b, found c; do d");
  }

  @Test
  void tellsFileOffsetAndDescrApart() {
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(() -> read(file("{'descr': 8, 'fortran_order': False, 'shape': (2,)}")))
        .satisfies(e -> assertThat(e.file()).isEqualTo("x.npy"))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(20));
    assertThatExceptionOfType(UnsupportedDTypeException.class)
        .isThrownBy(
            () -> read(file("{'descr': [('a', '|O8')], 'fortran_order': False, 'shape': ()}")))
        .satisfies(e -> assertThat(e.descr()).isEqualTo("|O8"));
  }

  @Test
  void keepsTheCauseOfABadEncoding() {
    byte[] bytes = file(FormatVersion.V3_0, "{'descr': [('\u00e9', '<i4')]}");
    bytes[12 + 13] = (byte) 0xff;
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(() -> read(bytes))
        .withMessage("header: expected UTF-8 text, found other bytes (file=x.npy, offset=12)")
        .withCauseInstanceOf(CharacterCodingException.class);
  }

  @Test
  void readsAnyByteAsLatin1BeforeVersion3() throws IOException {
    String text = "{'descr': [('\u00e9\u00ff\u0080', '<i4')], 'fortran_order': False, 'shape': ()}";
    for (FormatVersion version : FormatVersion.values()) {
      DType.Struct record = (DType.Struct) read(file(version, text)).dtype();
      assertThat(record.fields().getFirst().name()).isEqualTo("\u00e9\u00ff\u0080");
    }
  }

  @Test
  void needsNeitherNewlineNorPadding() throws IOException {
    byte[] bytes = file("{'descr':'<f4','fortran_order':True,'shape':(2,3)}");
    NpyHeader header = read(bytes);
    assertThat(header.dataOffset()).isEqualTo(bytes.length).isEqualTo(60);
    assertThat(header.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(header.order()).isEqualTo(MemoryOrder.FORTRAN);
    assertThat(header.dtype()).isEqualTo(DType.of("<f4"));
  }

  @Test
  void keepsTheOrderAsTheHeaderSaysIt() throws IOException {
    for (String shape : new String[] {"()", "(5,)", "(0, 3)"}) {
      byte[] bytes = file("{'descr': '<f4', 'fortran_order': True, 'shape': " + shape + "}");
      assertThat(read(bytes).order()).isEqualTo(MemoryOrder.FORTRAN);
    }
  }

  @Test
  void limitsTheHeaderAsTold() throws IOException {
    byte[] bytes = file("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n");
    int length = bytes.length - 10;
    MemorySegment segment = MemorySegment.ofArray(bytes);
    assertThat(new NpyHeaderReader(length).read(segment, null).headerLength()).isEqualTo(length);
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(() -> new NpyHeaderReader(length - 1).read(segment, null))
        .withMessageStartingWith(
            "header length: expected at most " + (length - 1) + " bytes, found " + length);
    assertThatIllegalArgumentException().isThrownBy(() -> new NpyHeaderReader(-1));
  }

  @Test
  void readsLongHeadersInPieces() throws IOException {
    String padding = " ".repeat(300_000);
    byte[] bytes =
        file(
            FormatVersion.V2_0,
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)" + padding + "}");
    InputStream stream = new ByteArrayInputStream(bytes);
    NpyHeader header = NpyHeaderReader.DEFAULT.read(stream, null);
    assertThat(header.dataOffset()).isEqualTo(bytes.length);
    assertThat(stream.available()).isZero();
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(() -> read(cut))
        .withMessageStartingWith(
            "header: expected " + (bytes.length - 12) + " bytes, found " + (bytes.length - 13));
  }

  @Test
  void allocatesNothingOnTheWordOfALengthField() {
    // 2 GiB less one byte, and none of them there.
    byte[] bytes = file(FormatVersion.V2_0, "");
    Arrays.fill(bytes, 8, 11, (byte) 0xff);
    bytes[11] = 0x7f;
    NpyHeaderReader reader = new NpyHeaderReader(Integer.MAX_VALUE);
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(() -> reader.read(MemorySegment.ofArray(bytes), null))
        .withMessageStartingWith("header: expected 2147483647 bytes, found 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': [('%s', '<f4'), ('%s', '<f4')], 'fortran_order': False, 'shape': ()}",
        "{'descr': '%s%s', 'fortran_order': False, 'shape': ()}",
        "{'%s': '%s', 'fortran_order': False, 'shape': ()}",
        "{'descr': '<f4', 'fortran_order': '%s%s', 'shape': ()}",
      })
  void messagesStayShortWhateverTheHeaderHolds(String header) {
    String text = header.replace("%s", "\\x00".repeat(100_000));
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(() -> read(file(FormatVersion.V2_0, text)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  @Test
  void readsFromAFileAndNamesIt() throws IOException {
    Path file = folder.resolve("a.npy");
    Files.write(file, NpyHeaderWriter.encode(DType.FLOAT32, Shape.of(2, 3), MemoryOrder.C));
    assertThat(NpyHeaderReader.DEFAULT.read(file).shape()).isEqualTo(Shape.of(2, 3));
    Files.write(file, new byte[] {1, 2, 3});
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(() -> NpyHeaderReader.DEFAULT.read(file))
        .withMessageContaining("found 01 02 03 (file=" + file + ", offset=0)");
  }

  @Test
  void refusesAFolder() {
    assertThatExceptionOfType(NpyFormatException.class)
        .isThrownBy(() -> NpyHeaderReader.DEFAULT.read(folder))
        .withMessage("file: expected a regular file, found something else (file=" + folder + ")");
  }

  @Test
  void aMissingFileIsTheCallersBusiness() {
    Path file = folder.resolve("none.npy");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> NpyHeaderReader.DEFAULT.read(file))
        .withMessageContaining(file.toString());
  }
}
