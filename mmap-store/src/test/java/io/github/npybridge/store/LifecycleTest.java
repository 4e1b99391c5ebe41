package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who ends the memory, and what happens to those who still hold it.
class LifecycleTest {
  @TempDir Path dir;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = Sample.write(dir.resolve("x.npy"));
  }

  @ParameterizedTest
  @EnumSource
  void refusesUseAfterClose(MapMode mode) throws IOException {
    NpyFile file = NpyFile.open(path, mode);
    file.close();
    file.close();
    assertThat(file.isOpen()).isFalse();
    List<ThrowingCallable> uses =
        List.of(
            file::segment,
            file::force,
            () -> file.force(0, 4),
            file::checkUnchanged,
            () -> file.<Integer>guarded(() -> 1),
            () -> file.guarded(() -> {}));
    for (ThrowingCallable use : uses) {
      assertThatThrownBy(use)
          .isInstanceOfSatisfying(
              ClosedFileException.class, e -> assertThat(e.path()).isEqualTo(path))
          .hasMessage(
              "file: expected it open, found it closed (file="
                  + path
                  + "); copy what is to outlive it");
    }
    assertThat(file.header().shape()).isEqualTo(Sample.SHAPE);
    assertThat(file).hasToString(path + ": float32 (2, 3) C, " + mode + ", closed");
  }

  @Test
  void endsTheMemoryOfSegmentsHandedOut() throws IOException {
    NpyFile file = NpyFile.open(path);
    MemorySegment segment = file.segment();
    MemorySegment slice = segment.asSlice(8);
    file.close();
    assertThatThrownBy(() -> segment.get(Sample.FLOAT, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> slice.get(Sample.FLOAT, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void leavesTheMemoryToTheCallersArena() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      NpyFile file = NpyFile.open(path, MapMode.READ_ONLY, arena);
      MemorySegment segment = file.segment();
      file.close();
      assertThat(file.isOpen()).isFalse();
      assertThatThrownBy(file::segment).isInstanceOf(ClosedFileException.class);
      assertThat(segment.get(Sample.FLOAT, 20)).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isClosedWithTheCallersArena(MapMode mode) throws IOException {
    Arena arena = Arena.ofShared();
    NpyFile file = NpyFile.open(path, mode, arena);
    assertThat(file.isOpen()).isTrue();
    arena.close();
    assertThat(file.isOpen()).isFalse();
    assertThatThrownBy(file::segment).isInstanceOf(ClosedFileException.class);
    assertThatCode(file::close).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void refusesAClosedArena(MapMode mode) {
    Arena arena = Arena.ofConfined();
    arena.close();
    assertThatThrownBy(() -> NpyFile.open(path, mode, arena))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "arena: expected an open one, found it or its group closed (file=" + path + ")");
  }

  @Test
  void namesTheFileWhenAConfinedArenaIsUsedByAnotherThread() throws Exception {
    try (Arena arena = Arena.ofConfined();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      assertThatThrownBy(() -> call(other, () -> NpyFile.open(path, MapMode.READ_ONLY, arena)))
          .isInstanceOf(WrongThreadException.class)
          .hasMessageContaining("(file=" + path + "); open the file in a shared arena");
      NpyFile file = NpyFile.open(path, MapMode.READ_WRITE, arena);
      assertThatThrownBy(() ->
              call(other, () -> file.<Float>guarded(() -> file.segment().get(Sample.FLOAT, 0))))
          .isInstanceOf(WrongThreadException.class)
          .hasMessageContaining("(file=" + path + "); open the file in a shared arena")
          .hasCauseInstanceOf(WrongThreadException.class);
      assertThatThrownBy(() -> call(other, Executors.callable(() -> file.force())))
          .isInstanceOf(WrongThreadException.class)
          .hasMessageContaining("(file=" + path + ")");
      assertThat(file.<Float>guarded(() -> file.segment().get(Sample.FLOAT, 20))).isEqualTo(5);
    }
  }

  @Test
  void closingUnderReadersEndsThemWithOurException() throws Exception {
    int readers = 4;
    try (ExecutorService threads = Executors.newFixedThreadPool(readers)) {
      for (int round = 0; round < 25; round++) {
        NpyFile file = NpyFile.open(Sample.zeros(path, 1 << 16), MapMode.READ_WRITE);
        CountDownLatch reading = new CountDownLatch(readers);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
          ends.add(threads.submit(() -> readForEver(file, reading)));
        }
        reading.await();
        file.close();
        for (Future<?> end : ends) {
          assertThatThrownBy(() -> end.get(10, TimeUnit.SECONDS))
              .isInstanceOf(ExecutionException.class)
              .cause()
              .isInstanceOf(ClosedFileException.class);
        }
      }
    }
  }

  private static void readForEver(NpyFile file, CountDownLatch reading) {
    file.guarded(() -> {
      MemorySegment segment = file.segment();
      long sum = 0;
      while (sum == 0) {
        for (long i = 0; i < segment.byteSize(); i++) {
          sum += segment.get(ValueLayout.JAVA_BYTE, i);
        }
        reading.countDown();
      }
    });
  }

  @Test
  void staysOpenWhileAnotherThreadIsInAnInputOutputCallWithTheMemory() throws Exception {
    NpyFile file = NpyFile.open(Sample.zeros(path, 1 << 20));
    Pipe pipe = Pipe.open();
    try (ExecutorService other = Executors.newSingleThreadExecutor();
        Pipe.SourceChannel source = pipe.source()) {
      Future<Integer> write =
          other.submit(() -> {
            try (Pipe.SinkChannel sink = pipe.sink()) {
              return sink.write(file.segment().asByteBuffer());
            }
          });
      // One byte has come: the pipe will be full, and the writer waits with the memory acquired.
      ByteBuffer drain = ByteBuffer.allocate(1 << 20);
      source.read(drain.limit(1));
      assertThatThrownBy(file::close)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use by an I/O call of another thread");
      assertThat(file.isOpen()).isTrue();
      while (source.read(drain.clear()) >= 0) {
        // until the sink is closed
      }
      assertThat(write.get()).isEqualTo(1 << 20);
      file.close();
      assertThat(file.isOpen()).isFalse();
    }
  }

  @Test
  void aGroupOpensManyFilesAndEndsThemTogether() throws IOException {
    byte[] bytes = Sample.bytes();
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      bytes[128] = (byte) i;
      paths.add(Files.write(dir.resolve(i + ".npy"), bytes));
    }
    NpyFileGroup group = NpyFileGroup.shared();
    List<NpyFile> files = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      files.add(group.open(paths.get(i % 100)));
    }
    assertThat(group.size()).isEqualTo(10_000);
    for (int i = 0; i < files.size(); i++) {
      assertThat(files.get(i).segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) (i % 100));
    }
    files.getFirst().close();
    assertThat(files.get(1).isOpen()).isTrue();
    group.close();
    group.close();
    assertThat(files).noneMatch(NpyFile::isOpen);
    assertThatThrownBy(() -> group.open(path)).isInstanceOf(IllegalStateException.class);
    assertThat(group.size()).isEqualTo(10_000);
  }

  @Test
  void aGroupTakesFilesOfEveryMode() throws IOException {
    List<NpyFile> files = new ArrayList<>();
    try (NpyFileGroup group = NpyFileGroup.shared()) {
      for (MapMode mode : MapMode.values()) {
        files.add(group.open(path, mode));
      }
      assertThatThrownBy(() -> group.open(dir)).isInstanceOf(IOException.class);
      assertThat(group.size()).isEqualTo(MapMode.values().length);
      assertThat(files).allMatch(NpyFile::isOpen);
    }
    assertThat(files).noneMatch(NpyFile::isOpen);
  }

  @Test
  void keepsNoFileHandle() throws IOException {
    Path handles = Path.of("/proc/self/fd");
    Assumptions.assumeTrue(Files.exists(handles), "no /proc here");
    try (NpyFile _ = NpyFile.open(path, MapMode.READ_WRITE);
        NpyFile _ = NpyFile.open(path, MapMode.LOAD);
        NpyFile _ = NpyFile.create(dir.resolve("y.npy"), DType.UINT8, Shape.of(9));
        var open = Files.list(handles)) {
      assertThat(open.filter(handle -> leadsInto(handle, dir))).isEmpty();
    }
  }

  private static boolean leadsInto(Path handle, Path dir) {
    try {
      return Files.readSymbolicLink(handle).startsWith(dir);
    } catch (IOException e) {
      return false; // the handle of the listing itself
    }
  }

  private static <T> T call(ExecutorService thread, Callable<T> task) throws Throwable {
    try {
      return thread.submit(task).get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }
}
