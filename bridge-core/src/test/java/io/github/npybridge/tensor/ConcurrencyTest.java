package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.Allocation;
import io.github.npybridge.store.ClosedFileException;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.store.NpyFileGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many threads on one tensor, and a close while they read.
@Timeout(120)
class ConcurrencyTest {
  private static final int SIDE = 300;
  private static final int THREADS = 6;
  private static final int CLOSES = 21;

  /// Ways to read all elements.
  private static final List<Consumer<Tensor>> READERS =
      List.of(
          ConcurrencyTest::sum,
          tensor -> tensor.toDoubleArray(),
          tensor -> tensor.transpose().copy(),
          tensor -> tensor.contentEquals(tensor.flip()),
          tensor -> TensorDigest.sha256(tensor),
          tensor -> tensor.slice("::7, ::3").to(DType.FLOAT16));

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void makeFile() throws IOException {
    path = folder.resolve("x.npy");
    try (NpyFile file =
        NpyFile.create(
            path, DType.FLOAT32, Shape.of(SIDE, SIDE), MemoryOrder.C, Allocation.RESERVED)) {
      Tensors.asTensor(file)
          .copyFrom(Elements.over(Elements.counting(DType.FLOAT32, SIDE), DType.FLOAT32, SIDE));
    }
  }

  private static double sum(Tensor tensor) {
    double sum = 0;
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        sum += tensor.getFloat(i, j);
      }
    }
    return sum;
  }

  private static <T> List<Future<T>> start(ExecutorService threads, List<Callable<T>> tasks) {
    return tasks.stream().map(threads::submit).toList();
  }

  @Test
  void manyThreadsReadTheSame() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        NpyFile file = NpyFile.open(path)) {
      Tensor tensor = Tensors.asTensor(file);
      String digest = TensorDigest.sha256(tensor);
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        tasks.add(() -> {
          for (int round = 0; round < 8; round++) {
            assertThat(sum(tensor)).isEqualTo(SIDE * (SIDE / 100) * 4950.0);
            assertThat(TensorDigest.sha256(tensor.transpose().copy().transpose()))
                .isEqualTo(digest);
            assertThat(tensor.flip().to(DType.INT8).flip().contentEquals(tensor.to(DType.INT8)))
                .isTrue();
          }
          return null;
        });
      }
      for (Future<Void> result : start(threads, tasks)) {
        result.get();
      }
    }
  }

  private interface Opening {
    Tensor open() throws IOException;
  }

  /// Lets threads read until the memory is gone, and returns how their readings ended.
  private Map<String, Integer> closeUnderReaders(Opening opening, AutoCloseable owner)
      throws Exception {
    Map<String, Integer> ends = new TreeMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      Tensor tensor = opening.open();
      CountDownLatch started = new CountDownLatch(THREADS);
      List<Callable<Throwable>> tasks = new ArrayList<>();
      for (Consumer<Tensor> reader : READERS) {
        tasks.add(() -> {
          try {
            reader.accept(tensor);
            started.countDown();
            while (true) {
              reader.accept(tensor);
            }
          } catch (Throwable e) {
            return e;
          }
        });
      }
      List<Future<Throwable>> results = start(threads, tasks);
      started.await();
      owner.close();
      for (Future<Throwable> result : results) {
        Throwable end = result.get();
        assertThat(end)
            .isInstanceOf(ClosedFileException.class)
            .hasMessageContaining("file=" + path);
        ends.merge(end.getClass().getSimpleName(), 1, Integer::sum);
      }
    }
    return ends;
  }

  @Test
  void readersOfAClosedFileGetAnExceptionThatNamesIt() throws Exception {
    List<MapMode> modes = List.of(MapMode.READ_ONLY, MapMode.READ_WRITE, MapMode.COPY_ON_WRITE);
    int readers = 0;
    for (int i = 0; i < CLOSES; i++) {
      NpyFile file = NpyFile.open(path, modes.get(i % modes.size()));
      readers +=
          closeUnderReaders(() -> Tensors.asTensor(file), file)
              .getOrDefault("ClosedFileException", 0);
    }
    assertThat(readers).isEqualTo(CLOSES * READERS.size());
  }

  @Test
  void readersOfAClosedGroupGetAnExceptionThatNamesTheFile() throws Exception {
    NpyFileGroup group = NpyFileGroup.shared();
    Map<String, Integer> ends = closeUnderReaders(() -> Tensors.asTensor(group.open(path)), group);
    assertThat(ends).containsOnlyKeys("ClosedFileException");
  }
}
