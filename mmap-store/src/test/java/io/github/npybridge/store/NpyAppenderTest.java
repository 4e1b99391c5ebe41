package io.github.npybridge.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.FormatVersion;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderReader;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.UnsupportedDTypeException;
import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.format.corpus.CorpusFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Appending: what grows, what is refused, and what is as before then.
class NpyAppenderTest {
  @TempDir Path dir;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = Sample.write(dir.resolve("x.npy"));
  }

  private static MemorySegment row(int value) {
    byte[] row = new byte[12];
    Arrays.fill(row, (byte) value);
    return MemorySegment.ofArray(row);
  }

  /// The sample with rows behind it, each of one byte value.
  private static byte[] grown(int... values) {
    byte[] data = Sample.data();
    for (int value : values) {
      data = Sample.join(data, row(value).toArray(ValueLayout.JAVA_BYTE));
    }
    return Sample.npy(Sample.DTYPE, Shape.of(2L + values.length, 3), data);
  }

  @Test
  void appendsRows() throws IOException {
    try (NpyAppender appender = NpyAppender.open(path)) {
      assertThat(appender.shape()).isEqualTo(Sample.SHAPE);
      assertThat(appender.axis()).isZero();
      assertThat(appender.rowSize()).isEqualTo(12);
      appender.append(row(7), 1);
      assertThat(appender.shape()).isEqualTo(Shape.of(3, 3));
      assertThat(path).hasBinaryContent(grown(7));
      appender.append(row(8), 1);
      appender.append(MemorySegment.NULL, 0);
      assertThat(path).hasBinaryContent(grown(7, 8));
    }
    assertThat(path).hasBinaryContent(grown(7, 8));
  }

  @Test
  void commitsPiecesAsOneAppend() throws IOException {
    try (NpyAppender appender = NpyAppender.open(path)) {
      appender.write(row(7).asSlice(0, 5));
      ByteBuffer rest = ByteBuffer.allocateDirect(19).put(row(7).asSlice(5).asByteBuffer());
      rest.put(row(8).asByteBuffer()).flip();
      appender.write(rest);
      assertThat(rest.remaining()).isZero();
      try (NpyFile file = NpyFile.open(path)) {
        assertThat(file.shape()).isEqualTo(Sample.SHAPE);
        assertThat(file.trailingBytes()).isEqualTo(24);
      }
      appender.commit(2);
      assertThat(path).hasBinaryContent(grown(7, 8));
    }
    assertThat(path).hasBinaryContent(grown(7, 8));
  }

  @Test
  void closingDropsWhatWasNotCommitted() throws IOException {
    NpyAppender appender = NpyAppender.open(path);
    appender.append(row(7), 1);
    appender.write(row(8));
    appender.close();
    appender.close();
    assertThat(path).hasBinaryContent(grown(7));
    assertThatThrownBy(() -> appender.write(row(1))).isInstanceOf(ClosedFileException.class);
    assertThatThrownBy(() -> appender.commit(0)).isInstanceOf(ClosedFileException.class);
    assertThatThrownBy(() -> appender.append(row(1), 1))
        .isInstanceOf(ClosedFileException.class)
        .hasMessageContaining("(file=" + path + ")");
  }

  @Test
  void refusesWhatIsNoWholeNumberOfRowsAndGoesOn() throws IOException {
    try (NpyAppender appender = NpyAppender.open(path)) {
      assertThatThrownBy(() -> appender.append(row(7), 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "rows: expected 2 of 12 bytes (float32, shape (2, 3), axis 0), found 12 bytes (file="
                  + path
                  + ")");
      assertThatThrownBy(() -> appender.append(MemorySegment.NULL, -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(path).hasBinaryContent(Sample.bytes());
      appender.write(row(7).asSlice(3));
      for (int count : new int[] {0, 1}) {
        assertThatThrownBy(() -> appender.commit(count))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> appender.append(row(7), 1))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageContaining("found 9");
      appender.write(row(7).asSlice(0, 3));
      appender.commit(1);
    }
    assertThat(path).hasBinaryContent(grown(7));
  }

  @Test
  void growsRowsWithoutBytesToAnyNumberOfDigits() throws IOException {
    DType dtype = DType.UINT8;
    for (long bound = 10; bound > 0 && bound <= 1_000_000_000_000_000_000L; bound *= 10) {
      Files.write(path, Sample.npy(dtype, Shape.of(bound - 1, 0), new byte[0]));
      try (NpyAppender appender = NpyAppender.open(path)) {
        appender.append(MemorySegment.NULL, 1);
        assertThatThrownBy(() -> appender.append(row(1), 1))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> appender.append(MemorySegment.NULL, Long.MAX_VALUE))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(path).hasBinaryContent(Sample.npy(dtype, Shape.of(bound, 0), new byte[0]));
    }
  }

  @Test
  void growsBeyondWhatAnIntCounts() throws IOException {
    long bound = 10_000_000_000L;
    NpyFile.create(path, DType.UINT8, Shape.of(bound - 1), MemoryOrder.C, Allocation.SPARSE)
        .close();
    try (NpyAppender appender = NpyAppender.open(path)) {
      appender.append(MemorySegment.ofArray(new byte[] {5}), 1);
    }
    byte[] header = NpyHeaderWriter.encode(DType.UINT8, Shape.of(bound), MemoryOrder.C);
    try (NpyFile file = NpyFile.open(path);
        InputStream in = Files.newInputStream(path)) {
      assertThat(in.readNBytes(header.length)).isEqualTo(header);
      assertThat(file.shape()).isEqualTo(Shape.of(bound));
      assertThat(file.trailingBytes()).isZero();
      assertThat(file.segment().get(ValueLayout.JAVA_BYTE, bound - 1)).isEqualTo((byte) 5);
    }
  }

  @Test
  void everyVersionGrowsInItsOwnHeader() throws IOException {
    for (FormatVersion version : FormatVersion.values()) {
      byte[] header = NpyHeaderWriter.encode(Sample.DTYPE, Sample.SHAPE, MemoryOrder.C, version);
      Files.write(path, Sample.join(header, Sample.data()));
      try (NpyAppender appender = NpyAppender.open(path)) {
        for (int i = 0; i < 98; i++) {
          appender.append(row(i), 1);
        }
      }
      byte[] found = Files.readAllBytes(path);
      assertThat(Arrays.copyOf(found, header.length))
          .isEqualTo(
              NpyHeaderWriter.encode(Sample.DTYPE, Shape.of(100, 3), MemoryOrder.C, version));
      assertThat(found).hasSize(header.length + 1200);
    }
  }

  /// Whatever a header looks like, it grows in place, or says what helps and stays as it is.
  @Test
  void everyFileOfTheCorpusGrowsOrIsLeftAlone() throws IOException {
    int[] grown = {0, 0, 0};
    for (CorpusFile file : Corpus.readable().toList()) {
      Files.copy(file.path(), path, StandardCopyOption.REPLACE_EXISTING);
      NpyHeader before = NpyHeaderReader.DEFAULT.read(path);
      byte[] old = Files.readAllBytes(path);
      if (before.shape().ndim() == 0 || !file.next().isEmpty()) {
        assertThatThrownBy(() -> NpyAppender.open(path)).isInstanceOf(NpyFormatException.class);
        assertThat(path).as(file.name()).hasBinaryContent(old);
        continue;
      }
      int axis = before.order() == MemoryOrder.C ? 0 : before.shape().ndim() - 1;
      // Up to more digits than there were.
      long count = 9 * Math.max(1, before.shape().dim(axis));
      boolean fits = append(count, file);
      if (fits) {
        assertThat(NpyHeaderReader.DEFAULT.read(path).dataOffset())
            .as(file.name())
            .isEqualTo(before.dataOffset());
        grown[0]++;
      } else {
        assertThat(path).as(file.name()).hasBinaryContent(old);
        NpyAppender.rewrite(path);
        assertThat(append(count, file)).as(file.name()).isTrue();
        grown[1]++;
      }
      try (NpyFile now = NpyFile.open(path)) {
        long[] dims = before.shape().toArray();
        dims[axis] += count;
        assertThat(now.shape()).as(file.name()).isEqualTo(Shape.of(dims));
        assertThat(now.dtype()).as(file.name()).isEqualTo(before.dtype());
        assertThat(now.trailingBytes()).isZero();
        ByteBuffer start = ByteBuffer.wrap(old).position((int) before.dataOffset());
        start.limit((int) before.totalSize());
        assertThat(
                now.segment().asSlice(0, before.dataSize()).mismatch(MemorySegment.ofBuffer(start)))
            .as(file.name())
            .isEqualTo(-1);
      }
    }
    System.out.printf("corpus: %d grew in place, %d after a rewrite%n", grown[0], grown[1]);
    assertThat(grown[0]).isGreaterThan(100);
    assertThat(grown[1]).isGreaterThan(3);
  }

  private boolean append(long count, CorpusFile file) throws IOException {
    try (NpyAppender appender = NpyAppender.open(path)) {
      byte[] bytes = new byte[Math.toIntExact(count * appender.rowSize())];
      new Random(1).nextBytes(bytes);
      try {
        appender.append(MemorySegment.ofArray(bytes), count);
        return true;
      } catch (IOException e) {
        assertThat(e)
            .as(file.name())
            .hasMessageMatching(
                "(?s)header: expected room for the shape \\(.*\\), found no more than \\d+ bytes"
                    + " \\(file=.*, offset=1[02]\\); NpyAppender.rewrite gives the file a header"
                    + " with room");
        return false;
      }
    }
  }

  @Test
  void aHeaderWithoutRoomIsKnownBeforeAnythingIsWritten() throws IOException {
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (9, 3), }\n";
    byte[] head =
        Sample.join(
            new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0},
            new byte[] {(byte) text.length(), 0});
    byte[] file = Sample.join(Sample.join(head, text.getBytes(ISO_8859_1)), new byte[108]);
    Files.write(path, file);
    try (NpyAppender appender = NpyAppender.open(path)) {
      assertThatThrownBy(() -> appender.write(row(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("(10, 3)");
      assertThat(path).hasBinaryContent(file);
    }
    NpyAppender.rewrite(path);
    assertThat(path).hasBinaryContent(Sample.npy(Sample.DTYPE, Shape.of(9, 3), new byte[108]));
    assertThat(dir.toFile().list()).containsExactly("x.npy");
  }

  @Test
  void oneAxisInFortranOrderBecomesWhatNumpySaves() throws IOException {
    byte[] header = NpyHeaderWriter.encode(DType.UINT8, Shape.of(1), MemoryOrder.FORTRAN);
    Files.write(path, Sample.join(header, new byte[1]));
    try (NpyAppender appender = NpyAppender.open(path)) {
      appender.append(MemorySegment.ofArray(new byte[2]), 2);
    }
    assertThat(path).hasBinaryContent(Sample.npy(DType.UINT8, Shape.of(3), new byte[3]));
  }

  @Test
  void refusesASecondAppender() throws IOException {
    try (NpyAppender appender = NpyAppender.open(path)) {
      appender.write(row(1));
      assertThatThrownBy(() -> NpyAppender.open(path))
          .isInstanceOfSatisfying(
              FileLockedException.class, e -> assertThat(e.path()).isEqualTo(path))
          .hasMessage(
              "lock: expected nobody else to append, found an appender of this program doing so"
                  + " (file="
                  + path
                  + "); try again when that appender is closed");
      assertThatThrownBy(() -> NpyAppender.recover(path)).isInstanceOf(FileLockedException.class);
      assertThatThrownBy(() -> NpyAppender.rewrite(path)).isInstanceOf(FileLockedException.class);
      appender.commit(1);
    }
    NpyAppender.open(path).close();
    assertThat(path).hasBinaryContent(grown(1));
  }

  @Test
  void refusesAnAppenderOfAnotherProcess() throws Exception {
    Process holder = AppendProgram.start("hold", path);
    try {
      assertThat(AppendProgram.line(holder)).isEqualTo("(2, 3)");
      assertThatThrownBy(() -> NpyAppender.open(path))
          .isInstanceOf(FileLockedException.class)
          .hasMessageContaining("found another process doing so");
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
    } finally {
      holder.destroyForcibly();
    }
    NpyAppender.open(path).close();
  }

  /// POSIX gives all locks of a file back when any of its handles is closed.
  @Test
  void readingTheFileDoesNotGiveTheLockAway() throws Exception {
    try (NpyAppender appender = NpyAppender.open(path)) {
      appender.write(row(7));
      NpyFile.open(path).close();
      assertThatThrownBy(() -> NpyAppender.open(path)).isInstanceOf(FileLockedException.class);
      appender.write(row(8));
      Process other = AppendProgram.start("open", path);
      assertThat(AppendProgram.line(other)).contains("found another process doing so");
      appender.commit(2);
    }
    assertThat(path).hasBinaryContent(grown(7, 8));
  }

  @Test
  void dropsWhatAKilledAppendLeft() throws IOException {
    byte[] killed = Sample.join(Sample.bytes(), new byte[100]);
    Files.write(path, killed);
    NpyAppender.open(path).close();
    assertThat(path).hasBinaryContent(killed);
    try (NpyAppender appender = NpyAppender.open(path)) {
      appender.append(row(7), 1);
      assertThat(path).hasBinaryContent(grown(7));
    }
    Files.write(path, killed);
    try (NpyAppender appender = NpyAppender.open(path)) {
      appender.write(row(7).asSlice(1));
    }
    assertThat(path).hasBinaryContent(Sample.bytes());
  }

  @Test
  void recoversAndReports() throws IOException {
    assertThat(NpyAppender.recover(path).droppedBytes()).isZero();
    Files.write(path, Sample.join(Sample.bytes(), new byte[100]));
    Recovery recovery = NpyAppender.recover(path);
    assertThat(recovery.rows()).isEqualTo(2);
    assertThat(recovery.droppedBytes()).isEqualTo(100);
    assertThat(path).hasBinaryContent(Sample.bytes());
    Files.write(path, Arrays.copyOf(Sample.bytes(), 151));
    assertThatThrownBy(() -> NpyAppender.recover(path)).isInstanceOf(FileTruncatedException.class);
    Files.write(path, Sample.npy(DType.INT8, Shape.scalar(), new byte[3]));
    recovery = NpyAppender.recover(path);
    assertThat(recovery.rows()).isEqualTo(1);
    assertThat(recovery.droppedBytes()).isEqualTo(2);
  }

  @Test
  void neverDropsAnotherArray() throws IOException {
    byte[] two = Sample.join(Sample.bytes(), Sample.bytes());
    Files.write(path, two);
    assertThatThrownBy(() -> NpyAppender.open(path))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(
            "file: expected one array, found what looks like another one in the 152 bytes behind it"
                + " (file="
                + path
                + ", offset=152); NpyStreamReader reads all of them; if it is what a killed append"
                + " left, NpyAppender.recover drops it");
    assertThatThrownBy(() -> NpyAppender.recover(path))
        .isInstanceOf(NpyFormatException.class)
        .hasMessageContaining("found another one in the 152 bytes");
    assertThatThrownBy(() -> NpyAppender.rewrite(path)).isInstanceOf(NpyFormatException.class);
    assertThat(path).hasBinaryContent(two);
    // Rows that only begin like an array are dropped when that is what is asked for.
    byte[] begin = Sample.join(Sample.bytes(), Arrays.copyOf(Sample.bytes(), 20));
    Files.write(path, begin);
    assertThatThrownBy(() -> NpyAppender.open(path)).isInstanceOf(NpyFormatException.class);
    assertThat(path).hasBinaryContent(begin);
    assertThat(NpyAppender.recover(path).droppedBytes()).isEqualTo(20);
    assertThat(path).hasBinaryContent(Sample.bytes());
  }

  @Test
  void refusesWhatCannotGrow() throws IOException {
    Files.write(path, Sample.npy(Sample.DTYPE, Shape.scalar(), new byte[4]));
    assertThatThrownBy(() -> NpyAppender.open(path))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(
            "shape: expected an axis to append along, found () (file="
                + path
                + "); save it with the shape (1,)");
    Files.write(path, Arrays.copyOf(Sample.bytes(), 151));
    assertThatThrownBy(() -> NpyAppender.open(path)).isInstanceOf(FileTruncatedException.class);
    assertThat(path).hasSize(151);
    assertThatThrownBy(() -> NpyAppender.open(dir)).isInstanceOf(NpyFormatException.class);
    assertThatThrownBy(() -> NpyAppender.open(dir.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    Path objects =
        Corpus.npy()
            .filter(file -> file.errorClass().equals("object"))
            .findFirst()
            .orElseThrow()
            .path();
    Files.copy(objects, path, StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> NpyAppender.open(path)).isInstanceOf(UnsupportedDTypeException.class);
    // A refusal keeps no lock.
    Sample.write(path);
    NpyAppender.open(path).close();
  }

  @Test
  void refusesOtherFileSystems() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(dir.resolve("files.zip"), Map.of("create", "true"))) {
      Path inZip = Sample.write(zip.getPath("/x.npy"));
      assertThatThrownBy(() -> NpyAppender.open(inZip))
          .isExactlyInstanceOf(IOException.class)
          .hasMessageStartingWith("file system: expected the default one, found jar (file=/x.npy)");
    }
  }

  @Test
  void seesThatSomebodyElseChangedTheFile() throws IOException {
    List<ThrowingChange> changes =
        List.of(
            () -> Files.write(path, new byte[1], StandardOpenOption.APPEND),
            () -> Files.delete(path),
            () ->
                Files.move(
                    Sample.write(dir.resolve("y.npy")), path, StandardCopyOption.REPLACE_EXISTING));
    for (ThrowingChange change : changes) {
      Sample.write(path);
      NpyAppender appender = NpyAppender.open(path);
      appender.write(row(1));
      change.run();
      byte[] changed = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
      assertThatThrownBy(() -> appender.commit(1)).isInstanceOf(FileChangedException.class);
      appender.close();
      if (Files.exists(path)) {
        assertThat(path).hasBinaryContent(changed);
      }
    }
    Sample.write(path);
    NpyAppender appender = NpyAppender.open(path);
    appender.write(row(1));
    byte[] other = NpyHeaderWriter.encode(Sample.DTYPE, Shape.of(1, 3), MemoryOrder.C);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(other));
    }
    assertThatThrownBy(() -> appender.commit(1))
        .isInstanceOf(FileChangedException.class)
        .hasMessageStartingWith("header: expected the one that was read, found another one");
  }

  private interface ThrowingChange {
    void run() throws IOException;
  }

  @Test
  void closedMemoryLeavesTheFileAsItWas() throws IOException {
    MemorySegment gone;
    try (Arena arena = Arena.ofConfined()) {
      gone = arena.allocate(12);
    }
    NpyAppender appender = NpyAppender.open(path);
    appender.append(row(7), 1);
    appender.write(row(8));
    assertThatThrownBy(() -> appender.write(gone)).isInstanceOf(IllegalStateException.class);
    assertThat(path).hasBinaryContent(grown(7));
    assertThatThrownBy(() -> appender.commit(0)).isInstanceOf(ClosedFileException.class);
  }

  @Test
  void followsLinks() throws IOException {
    Path link = Files.createSymbolicLink(dir.resolve("link.npy"), path);
    try (NpyAppender appender = NpyAppender.open(link)) {
      appender.append(row(7), 1);
    }
    assertThat(link).isSymbolicLink();
    assertThat(path).hasBinaryContent(grown(7));
  }
}
