package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.format.NpzMethod;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.NumPy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives: written all or nothing, read by NumPy and by us.
class NpzWriterTest {
  @TempDir Path dir;
  private Path path;

  @BeforeEach
  void name() {
    path = dir.resolve("a.npz");
  }

  private record Case(
      String name, DType dtype, Shape shape, MemoryOrder order, MemorySegment data) {
    static Case of(String name, String dtype, Shape shape, MemoryOrder order, Random random) {
      byte[] data = new byte[(int) shape.byteSize(DType.of(dtype).itemSize())];
      random.nextBytes(data);
      return new Case(name, DType.of(dtype), shape, order, MemorySegment.ofArray(data));
    }

    byte[] bytes() {
      return data.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  /// Names and arrays of many kinds; one is larger than a block.
  private static List<Case> cases() {
    Random random = new Random(11);
    List<Case> cases = new ArrayList<>();
    cases.add(Case.of("x", "<f4", Shape.of(2, 3), MemoryOrder.C, random));
    cases.add(Case.of("", ">i2", Shape.of(3, 5), MemoryOrder.FORTRAN, random));
    cases.add(Case.of("été", "<i8", Shape.of(), MemoryOrder.C, random));
    cases.add(Case.of("中文/😀", "<u4", Shape.of(0, 4), MemoryOrder.C, random));
    cases.add(Case.of("a b", "|S3", Shape.of(7), MemoryOrder.C, random));
    cases.add(Case.of("y.npy", "|u1", Shape.of(300_001), MemoryOrder.C, random));
    cases.add(Case.of("n".repeat(1000), "<c16", Shape.of(2), MemoryOrder.C, random));
    byte[] zeros = new byte[200_000];
    cases.add(
        new Case(
            "z", DType.UINT8, Shape.of(zeros.length), MemoryOrder.C, MemorySegment.ofArray(zeros)));
    return cases;
  }

  private Path write(List<Case> cases, boolean compressed) throws IOException {
    try (NpzWriter writer = compressed ? NpzWriter.openCompressed(path) : NpzWriter.open(path)) {
      for (Case each : cases) {
        NpzMemberWriter member = writer.add(each.name, each.dtype, each.shape, each.order);
        int half = (int) each.data.byteSize() / 2;
        member.write(each.data.asSlice(0, half).asReadOnly());
        member.write(each.data.asByteBuffer().position(half));
      }
      writer.commit();
    }
    return path;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void numpyReadsWhatIsWritten(boolean compressed) throws Exception {
    NumPy.assume(2);
    List<Case> cases = cases();
    write(cases, compressed);
    JsonNode read = numpy();
    assertThat(read.required("bad").isNull()).isTrue();
    for (int i = 0; i < cases.size(); i++) {
      Case each = cases.get(i);
      JsonNode entry = read.required("entries").get(i);
      assertThat(entry.get(0).asText()).isEqualTo(each.name + ".npy");
      assertThat(entry.get(1).asInt()).isEqualTo(compressed ? 8 : 0);
      assertThat(entry.get(2)).hasToString("[1980,1,1,0,0,0]");
      JsonNode array = read.required("arrays").get(i);
      assertThat(array.get(0).asText()).isEqualTo(each.name);
      assertThat(array.get(1).asText()).isEqualTo(each.dtype.descr());
      assertThat(array.get(2).size()).isEqualTo(each.shape.ndim());
      assertThat(array.get(3).asBoolean()).isEqualTo(each.order == MemoryOrder.FORTRAN);
      assertThat(array.get(4).asText()).isEqualTo(sha256(each.bytes()));
    }
  }

  private JsonNode numpy() throws IOException {
    return new ObjectMapper()
        .readTree(
            NumPy.run(Path.of("src/test/python/check_npz.py"), List.of(path.toString()), 120));
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void storedArraysAreMappedAgainAndAligned() throws IOException {
    List<Case> cases = cases();
    try (NpzFile archive = NpzFile.open(write(cases, false))) {
      assertThat(archive.names()).isEqualTo(cases.stream().map(Case::name).toList());
      for (Case each : cases) {
        NpzMember array = archive.array(each.name);
        assertThat(array.isMapped()).isEqualTo(each.data.byteSize() > 0);
        assertThat(array.dataOffset() % 64).isZero();
        assertThat(array.segment().address() % 64).isZero();
        assertThat(array.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(each.bytes());
        assertThat(array.order()).isEqualTo(each.order);
        archive.verify(each.name);
      }
    }
  }

  @Test
  void deflatedArraysAreReadAgain() throws IOException {
    List<Case> cases = cases();
    try (NpzFile archive = NpzFile.open(write(cases, true))) {
      for (Case each : cases) {
        NpzMember array = archive.array(each.name);
        assertThat(array.isMapped()).isFalse();
        assertThat(array.dataOffset()).isEqualTo(-1);
        assertThat(array.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(each.bytes());
      }
      assertThat(archive.entries().getLast().compressedSize()).isLessThan(1000);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theSameArraysGiveTheSameBytes(boolean compressed) throws Exception {
    byte[] first = Files.readAllBytes(write(cases(), compressed));
    Thread.sleep(5);
    assertThat(write(cases(), compressed)).hasBinaryContent(first);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theJdkReadsWhatIsWritten(boolean compressed) throws IOException {
    List<Case> cases = cases();
    write(cases, compressed);
    try (ZipFile zip = new ZipFile(path.toFile());
        ZipInputStream stream = new ZipInputStream(Files.newInputStream(path))) {
      for (Case each : cases) {
        byte[] content =
            Sample.join(NpyHeaderWriter.encode(each.dtype, each.shape, each.order), each.bytes());
        ZipEntry entry = zip.getEntry(each.name + ".npy");
        assertThat(zip.getInputStream(entry).readAllBytes()).isEqualTo(content);
        assertThat(stream.getNextEntry().getName()).isEqualTo(each.name + ".npy");
        assertThat(stream.readAllBytes()).isEqualTo(content);
      }
    }
  }

  @Test
  void anArchiveMayBeEmpty() throws IOException {
    write(List.of(), false);
    assertThat(path).hasSize(22);
    try (NpzFile archive = NpzFile.open(path)) {
      assertThat(archive.names()).isEmpty();
      assertThat(archive).hasToString(path + ": 0 members, READ_ONLY, open");
    }
  }

  @Test
  @Tag("large")
  void moreThan65535MembersNeedZip64() throws IOException {
    int count = 65_600;
    try (NpzWriter writer = NpzWriter.open(path)) {
      for (int i = 0; i < count; i++) {
        writer
            .add("m" + i, DType.INT32, Shape.of(), MemoryOrder.C)
            .write(MemorySegment.ofArray(new int[] {i}));
      }
      writer.commit();
    }
    try (NpzFile archive = NpzFile.open(path)) {
      assertThat(archive.entries()).hasSize(count);
      assertThat(archive.array("m65599").segment().get(ValueLayout.JAVA_INT, 0)).isEqualTo(65_599);
    }
    NumPy.assume(2);
    JsonNode read = numpy();
    assertThat(read.required("bad").isNull()).isTrue();
    assertThat(read.required("entries")).hasSize(count);
  }

  @Test
  void changesNothingBeforeTheCommit() throws IOException {
    byte[] old = {1, 2, 3};
    Files.write(path, old);
    try (NpzWriter writer = NpzWriter.open(path)) {
      writer.add("x", DType.UINT8, Shape.of(1), MemoryOrder.C).write(ByteBuffer.allocate(1));
    }
    assertThat(path).hasBinaryContent(old);
    assertThat(dir.toFile().list()).containsExactly("a.npz");
    NpzSample.write(path, false);
    try (NpzFile archive = NpzFile.open(path)) {
      assertThat(archive.names()).containsExactly("x", "y");
    }
    assertThat(dir.toFile().list()).containsExactly("a.npz");
  }

  @Test
  void replacesAnArchiveThatIsMapped() throws IOException {
    NpzSample.write(path, false);
    try (NpzFile archive = NpzFile.open(path);
        NpzWriter writer = NpzWriter.open(path)) {
      MemorySegment old = archive.array("x").segment();
      writer.add("copy", Sample.DTYPE, Sample.SHAPE, MemoryOrder.C).write(old);
      writer.commit();
      assertThat(Sample.floats(old)).isEqualTo(Sample.floats());
      assertThatThrownBy(() -> archive.array("y")).isInstanceOf(FileChangedException.class);
    }
    try (NpzFile archive = NpzFile.open(path)) {
      assertThat(Sample.floats(archive.array("copy").segment())).isEqualTo(Sample.floats());
    }
  }

  @Test
  void refusesWhatWouldNotBeFoundAgain() throws IOException {
    try (NpzWriter writer = NpzWriter.open(path)) {
      writer.add("x", DType.UINT8, Shape.of(0), MemoryOrder.C);
      writer.add("y.npy", DType.UINT8, Shape.of(0), MemoryOrder.C);
      assertThatThrownBy(() -> writer.add("x", DType.UINT8, Shape.of(0), MemoryOrder.C))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "name: expected one that finds this array only, found 'x' beside 'x' (file="
                  + path
                  + ")");
      assertThatThrownBy(() -> writer.add("x.npy", DType.UINT8, Shape.of(0), MemoryOrder.C))
          .hasMessageContaining("found 'x.npy' beside 'x'");
      assertThatThrownBy(() -> writer.add("y", DType.UINT8, Shape.of(0), MemoryOrder.C))
          .hasMessageContaining("found 'y' beside 'y.npy'");
      assertThatThrownBy(() -> writer.add("\ud800", DType.UINT8, Shape.of(0), MemoryOrder.C))
          .isInstanceOf(IllegalArgumentException.class);
      writer.commit();
    }
    try (NpzFile archive = NpzFile.open(path)) {
      assertThat(archive.entries().stream().map(NpzEntry::name))
          .containsExactly("x.npy", "y.npy.npy");
      assertThat(archive.entries()).allMatch(entry -> entry.method() == NpzMethod.STORED);
    }
  }

  @Test
  void refusesTooFewAndTooManyBytesAndGoesOn() throws IOException {
    try (NpzWriter writer = NpzWriter.open(path)) {
      NpzMemberWriter member = writer.add("x", Sample.DTYPE, Sample.SHAPE, MemoryOrder.C);
      member.write(ByteBuffer.wrap(Sample.data(), 0, 16));
      assertThatThrownBy(() -> member.write(ByteBuffer.allocate(9)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "data: expected at most 8 more of 24 bytes, found 9 (file="
                  + path
                  + "::x); nothing of it was written");
      assertThatThrownBy(() -> writer.add("y", DType.UINT8, Shape.of(0), MemoryOrder.C))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(writer::commit)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage(
              "data: expected 24 bytes, found 16 (file="
                  + path
                  + "::x); write the missing 8 before what comes next");
      member.write(ByteBuffer.wrap(Sample.data(), 16, 8));
      writer.commit();
      assertThatThrownBy(() -> member.write(ByteBuffer.allocate(0)))
          .isInstanceOf(ClosedFileException.class);
    }
    try (NpzFile archive = NpzFile.open(path)) {
      assertThat(Sample.floats(archive.array("x").segment())).isEqualTo(Sample.floats());
    }
  }

  @Test
  void isClosedByAFailure() throws IOException {
    NpzWriter writer = NpzWriter.openCompressed(path);
    NpzMemberWriter member = writer.add("x", Sample.DTYPE, Sample.SHAPE, MemoryOrder.C);
    MemorySegment gone;
    try (Arena arena = Arena.ofConfined()) {
      gone = arena.allocate(24);
    }
    assertThatThrownBy(() -> member.write(gone)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::commit).isInstanceOf(ClosedFileException.class);
    assertThatThrownBy(() -> writer.add("y", DType.UINT8, Shape.of(0), MemoryOrder.C))
        .isInstanceOf(ClosedFileException.class);
    writer.close();
    assertThat(dir).isEmptyDirectory();
  }
}
