package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.NumPy;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that are killed while they append, at moments that the seed `npybridge.seed` decides.
class AppendKillTest {
  private static final long SEED = Long.getLong("npybridge.seed", 20260601);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @TempDir Path disk;

  /// Where a force takes no time, so that a life has hundreds of appends.
  @TempDir(factory = MemoryTempDir.class)
  Path memory;

  private final List<String> files = new ArrayList<>();
  private int withTail;
  private long appends;

  @Test
  void aKilledProgramLeavesWholeAppends() throws Exception {
    kill(20);
  }

  @Test
  @Tag("slow")
  void manyKilledProgramsLeaveWholeAppends() throws Exception {
    kill(200);
  }

  private void kill(int times) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < times; i++) {
      Path path = create((i % 2 == 0 ? disk : memory).resolve("x" + i + ".npy"));
      Process process = AppendProgram.start("loop", path);
      try {
        assertThat(AppendProgram.line(process)).as("seed %d, kill %d", SEED, i).isEqualTo("(0, 3)");
        TimeUnit.MICROSECONDS.sleep(random.nextInt(150_000));
      } finally {
        process.destroyForcibly().waitFor();
      }
      Path killed = Files.copy(path, path.resolveSibling("killed" + i + ".npy"));
      appends += check(killed) / AppendProgram.ROWS;
      appendOne(path);
      check(path);
      files.add(killed.toString());
      files.add(path.toString());
    }
    System.out.printf(
        "appending, seed %d: %d kills in %d appends, %d left bytes behind the rows%n",
        SEED, times, appends, withTail);
    NumPy.assume(2);
    List<String> arguments = new ArrayList<>(List.of("check", "" + AppendProgram.ROWS));
    arguments.addAll(files);
    assertThat(NumPy.run(Path.of("src/test/python/append.py"), arguments, 120))
        .isEqualToIgnoringNewLines(2 * times + " files");
  }

  private static Path create(Path path) throws IOException {
    DType dtype = DType.of("<i4");
    NpyFile.create(path, dtype, Shape.of(0, 3), MemoryOrder.C, Allocation.RESERVED).close();
    return path;
  }

  /// The file opens, and holds whole appends.
  private long check(Path file) throws IOException {
    try (NpyFile opened = NpyFile.open(file)) {
      long rows = opened.shape().dim(0);
      assertThat(rows % AppendProgram.ROWS).isZero();
      for (long i = 0; i < 3 * rows; i++) {
        int value = opened.segment().getAtIndex(INT, i);
        if (value != i / 3 / AppendProgram.ROWS) {
          throw new AssertionError(file + ": " + value + " in row " + i / 3);
        }
      }
      withTail += opened.trailingBytes() > 0 ? 1 : 0;
      return rows;
    }
  }

  /// The next append works, and leaves nothing behind its rows.
  private static void appendOne(Path path) throws IOException {
    long rows;
    try (NpyAppender appender = NpyAppender.open(path)) {
      rows = appender.shape().dim(0);
      appender.append(AppendProgram.next(rows), AppendProgram.ROWS);
    }
    try (NpyFile file = NpyFile.open(path)) {
      assertThat(file.shape()).isEqualTo(Shape.of(rows + AppendProgram.ROWS, 3));
      assertThat(file.trailingBytes()).isZero();
    }
  }
}
