package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.format.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Archives and the memory of their members: modes, lifetimes, threads, hostile content.
class NpzFileTest {
  @TempDir Path dir;
  private Path stored;
  private Path deflated;

  @BeforeEach
  void write() throws IOException {
    stored = NpzSample.write(dir.resolve("stored.npz"), false);
    deflated = NpzSample.write(dir.resolve("deflated.npz"), true);
  }

  @Test
  void refusesToWriteThrough() {
    String message =
        "mode: expected READ_ONLY, COPY_ON_WRITE or LOAD for an archive, found READ_WRITE (file="
            + stored
            + "); the archive's checksums would be wrong after a write: unpack it and open the .npy"
            + " files, or write another archive with NpzWriter";
    assertThatThrownBy(() -> NpzFile.open(stored, MapMode.READ_WRITE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> NpzFile.open(stored, MapMode.READ_WRITE, Arena.global()))
        .hasMessage(message);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READ_WRITE")
  void aWriteChangesNoFile(MapMode mode) throws IOException {
    for (Path path : List.of(stored, deflated)) {
      byte[] before = Files.readAllBytes(path);
      try (NpzFile archive = NpzFile.open(path, mode)) {
        MemorySegment first = archive.array("x").segment();
        if (mode == MapMode.READ_ONLY) {
          assertThatThrownBy(() -> first.set(Sample.FLOAT, 0, 99))
              .isInstanceOf(IllegalArgumentException.class);
        } else {
          first.set(Sample.FLOAT, 0, 99);
          assertThat(Sample.floats(archive.array("x").segment())).isEqualTo(Sample.floats());
        }
        assertThatThrownBy(() -> archive.array("x").force())
            .isInstanceOf(IllegalStateException.class);
      }
      assertThat(path).hasBinaryContent(before);
    }
  }

  @Test
  void loadsWhatMayOnlyBeReadAndCannotBeMappedPrivately() throws IOException {
    try (var _ = Tool.Protection.of(stored);
        NpzFile archive = NpzFile.open(stored, MapMode.COPY_ON_WRITE)) {
      NpzMember array = archive.array("x");
      assertThat(array.isMapped()).isFalse();
      assertThat(array.mode()).isEqualTo(MapMode.COPY_ON_WRITE);
      array.segment().set(Sample.FLOAT, 0, 99);
    }
  }

  @Test
  void readsFromOtherFileSystems() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(dir.resolve("outer.zip"), Map.of("create", "true"))) {
      Path inside = Files.copy(deflated, zip.getPath("/a.npz"));
      assertThatThrownBy(() -> NpzFile.open(inside))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("file system: expected the default one");
      try (NpzFile archive = NpzFile.open(inside, MapMode.LOAD)) {
        assertThat(Sample.floats(archive.array("x").segment())).isEqualTo(Sample.floats());
      }
    }
  }

  @Test
  void membersAreReachedByTheirEntriesToo() throws IOException {
    for (Path path : List.of(stored, deflated)) {
      byte[] file = Files.readAllBytes(path);
      try (NpzFile archive = NpzFile.open(path)) {
        for (NpzEntry entry : archive.entries()) {
          String name = entry.name();
          byte[] content = archive.bytes(name);
          ByteArrayOutputStream copy = new ByteArrayOutputStream();
          archive.copyTo(entry, copy);
          assertThat(copy.toByteArray()).isEqualTo(content);
          assertThat(archive.isArray(entry)).isEqualTo(archive.isArray(name));
          if (archive.isArray(entry)) {
            assertThat(archive.header(entry)).isEqualTo(archive.header(name));
            assertThat(archive.array(entry).segment().mismatch(archive.array(name).segment()))
                .isEqualTo(-1);
          }
          if (path.equals(stored)) {
            int start = (int) archive.contentOffset(entry);
            assertThat(Arrays.copyOfRange(file, start, start + content.length)).isEqualTo(content);
          }
        }
      }
    }
  }

  @Test
  void saysWhichNamesThereAre() throws IOException {
    try (NpzFile archive = NpzFile.open(stored)) {
      assertThat(archive.contains("x")).isTrue();
      assertThat(archive.contains("x.npy")).isTrue();
      assertThat(archive.contains("X")).isFalse();
      assertThat(archive).hasToString(stored + ": 2 members, READ_ONLY, open");
      assertThat(archive.array("x.npy"))
          .hasToString(stored + "::x: float32 (2, 3) C, READ_ONLY, open");
      for (ThrowingCallable use :
          List.<ThrowingCallable>of(
              () -> archive.array("X"),
              () -> archive.bytes("X"),
              () -> archive.isArray("X"),
              () -> archive.header("X"),
              () -> archive.verify("X"))) {
        assertThatThrownBy(use)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("name: expected one of [x, y], found 'X' (file=" + stored + ")");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READ_WRITE")
  void closingEndsTheMembersMemory(MapMode mode) throws IOException {
    NpzFile archive = NpzFile.open(stored, mode);
    NpzMember array = archive.array("x");
    MemorySegment segment = array.segment();
    archive.close();
    archive.close();
    assertThat(archive.isOpen()).isFalse();
    assertThat(array.isOpen()).isFalse();
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            array::segment,
            () -> array.guarded(() -> {}),
            () -> archive.array("x"),
            () -> archive.bytes("x"),
            () -> archive.isArray("x"),
            () -> archive.verify("x"))) {
      assertThatThrownBy(use)
          .isInstanceOf(ClosedFileException.class)
          .hasMessageContaining("(file=" + stored + ")");
    }
    if (mode == MapMode.LOAD) {
      // A Java array is its user's own.
      assertThat(Sample.floats(segment)).isEqualTo(Sample.floats());
    } else {
      assertThatThrownBy(() -> segment.get(Sample.FLOAT, 0))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(archive.names()).containsExactly("x", "y");
    assertThat(archive).hasToString(stored + ": 2 members, " + mode + ", closed");
  }

  @Test
  void closingOneMemberDisturbsNoOther() throws IOException {
    try (NpzFile archive = NpzFile.open(stored)) {
      NpzMember first = archive.array("x");
      NpzMember second = archive.array("x");
      assertThat(second.segment().address()).isEqualTo(first.segment().address());
      assertThat(second.mapsSameFileAs(archive.array("y"))).isTrue();
      first.close();
      assertThat(first.isOpen()).isFalse();
      assertThatThrownBy(first::segment).isInstanceOf(ClosedFileException.class);
      assertThat(Sample.floats(second.segment())).isEqualTo(Sample.floats());
    }
    try (NpzFile archive = NpzFile.open(stored, MapMode.COPY_ON_WRITE)) {
      MemorySegment segment;
      try (NpzMember array = archive.array("x")) {
        segment = array.segment();
      }
      assertThatThrownBy(() -> segment.get(Sample.FLOAT, 0))
          .isInstanceOf(IllegalStateException.class);
      assertThat(Sample.floats(archive.array("x").segment())).isEqualTo(Sample.floats());
    }
  }

  @Test
  void leavesMembersToTheCallersArena() throws Exception {
    NpzMember array;
    try (Arena arena = Arena.ofConfined()) {
      NpzFile archive = NpzFile.open(stored, MapMode.READ_ONLY, arena);
      try (ExecutorService other = Executors.newSingleThreadExecutor()) {
        Future<?> use =
            other.submit(() ->
                assertThatThrownBy(() -> archive.array("y"))
                    .isInstanceOf(WrongThreadException.class)
                    .hasMessageContaining("(file=" + stored + ")"));
        use.get();
      }
      array = archive.array("x");
      archive.close();
      assertThatThrownBy(() -> archive.array("x")).isInstanceOf(ClosedFileException.class);
      assertThat(Sample.floats(array.segment())).isEqualTo(Sample.floats());
      assertThat(array.isOpen()).isTrue();
    }
    assertThat(array.isOpen()).isFalse();
    Arena closed = Arena.ofConfined();
    closed.close();
    assertThatThrownBy(() -> NpzFile.open(stored, MapMode.LOAD, closed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("arena: expected an open one");
  }

  @Test
  void noticesThatTheFileWasChanged() throws IOException {
    for (MapMode mode : List.of(MapMode.READ_ONLY, MapMode.LOAD)) {
      Path path = Files.copy(stored, dir.resolve(mode + ".npz"));
      try (NpzFile archive = NpzFile.open(path, mode)) {
        assertThat(archive.isArray("x")).isTrue();
        Files.write(path, new byte[10]);
        assertThatThrownBy(() -> archive.array("x"))
            .isInstanceOf(FileChangedException.class)
            .hasMessageStartingWith("file size: expected ");
        Files.delete(path);
        assertThatThrownBy(() -> archive.array("x")).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void anInterruptStopsOneReaderOnly() throws IOException {
    try (NpzFile archive = NpzFile.open(deflated)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> archive.array("x")).isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(Sample.floats(archive.array("x").segment())).isEqualTo(Sample.floats());
    }
  }

  @Test
  void manyThreadsReadAtOnceUntilItIsClosed() throws Exception {
    for (Path path : List.of(stored, deflated)) {
      NpzFile archive = NpzFile.open(path);
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        List<Future<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          readers.add(threads.submit(reader(archive)));
        }
        Thread.sleep(100);
        archive.close();
        for (Future<Integer> reader : readers) {
          assertThat(reader.get()).isPositive();
        }
      }
    }
  }

  /// Reads until the archive is closed; every other end is a failure.
  private static Callable<Integer> reader(NpzFile archive) {
    return () -> {
      int count = 0;
      try {
        while (true) {
          NpzMember array = archive.array("x");
          float[] floats = array.guarded(() -> Sample.floats(array.segment()));
          assertThat(floats).isEqualTo(Sample.floats());
          count++;
        }
      } catch (ClosedFileException e) {
        return count;
      }
    };
  }

  @Test
  void aBombCostsNothing() throws IOException {
    byte[] zeros = Sample.npy(DType.UINT8, Shape.of(3), new byte[64 << 20]);
    Path bomb = NpzSample.zip(dir.resolve("bomb.npz"), ZipEntry.DEFLATED, Map.of("a.npy", zeros));
    byte[] liar = Sample.npy(DType.UINT8, Shape.of(1L << 40), new byte[1000]);
    Path lies = NpzSample.zip(dir.resolve("lies.npz"), ZipEntry.DEFLATED, Map.of("a.npy", liar));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (NpzFile first = NpzFile.open(bomb);
        NpzFile second = NpzFile.open(lies)) {
      assertThat(first.array("a").segment().byteSize()).isEqualTo(3);
      assertThatThrownBy(() -> second.array("a")).isInstanceOf(NpyFormatException.class);
      long before = threads.getCurrentThreadAllocatedBytes();
      assertThat(first.array("a").segment().byteSize()).isEqualTo(3);
      assertThatThrownBy(() -> second.array("a"))
          .isInstanceOf(NpyFormatException.class)
          .hasMessage(
              "data: expected 1099511627776 bytes (uint8 (1099511627776,)), found 1000 in the"
                  + " member (file="
                  + lies
                  + "::a.npy, offset=128); the member is damaged; the others may be read");
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }
  }

  @Test
  void ignoresBytesBehindTheArrayButForTheChecksum() throws IOException {
    byte[] longer = Sample.join(Sample.bytes(), new byte[100_000]);
    for (int method : List.of(ZipEntry.STORED, ZipEntry.DEFLATED)) {
      Path path = NpzSample.zip(dir.resolve(method + ".npz"), method, Map.of("x", longer));
      for (MapMode mode : List.of(MapMode.READ_ONLY, MapMode.LOAD)) {
        try (NpzFile archive = NpzFile.open(path, mode)) {
          assertThat(Sample.floats(archive.array("x").segment())).isEqualTo(Sample.floats());
          assertThatCode(() -> archive.verify("x")).doesNotThrowAnyException();
        }
      }
    }
    Path path = dir.resolve("0.npz");
    byte[] bytes = Files.readAllBytes(path);
    bytes[50_000] = 1;
    Files.write(path, bytes);
    try (NpzFile archive = NpzFile.open(path, MapMode.LOAD)) {
      assertThatThrownBy(() -> archive.array("x"))
          .isInstanceOf(NpyFormatException.class)
          .hasMessageStartingWith("CRC-32: expected ");
    }
  }

  @Test
  void opensWhatIsNoArrayAsBytes() throws IOException {
    Path path =
        NpzSample.zip(dir.resolve("b.npz"), ZipEntry.STORED, Map.of("t.txt", new byte[] {1, 2, 3}));
    try (NpzFile archive = NpzFile.open(path)) {
      assertThat(archive.bytes("t.txt")).containsExactly(1, 2, 3);
      assertThatThrownBy(() -> archive.header("t.txt"))
          .hasMessage(
              "member: expected an array, found 01 02 03 (file="
                  + path
                  + "::t.txt, offset=0); NpzFile.bytes reads members that are no arrays");
    }
    try (NpzFile archive = NpzFile.open(deflated)) {
      assertThat(archive.bytes("x")).isEqualTo(NpzSample.contents().get("x"));
      assertThat(archive.header("x").shape()).isEqualTo(Sample.SHAPE);
      byte[] y = archive.array("y").segment().toArray(ValueLayout.JAVA_BYTE);
      assertThat(y).containsExactly(7, 8, 9);
    }
  }
}
