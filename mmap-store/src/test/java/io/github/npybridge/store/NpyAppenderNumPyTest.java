package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.corpus.NumPy;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Appending gives the file that NumPy saves of both arrays, byte for byte.
class NpyAppenderNumPyTest {
  @TempDir Path dir;

  @Test
  void aGrownFileIsWhatNumpySaves() throws IOException {
    NumPy.assume(2);
    String cases =
        NumPy.run(Path.of("src/test/python/append.py"), List.of("make", dir.toString()), 120);
    for (String line : cases.lines().toList()) {
      String name = line.substring(0, line.indexOf(' '));
      long rows = Long.parseLong(line.substring(line.indexOf(' ') + 1));
      Path path = dir.resolve(name + ".npy");
      byte[] bytes = Files.readAllBytes(dir.resolve(name + ".rows"));
      try (NpyAppender appender = NpyAppender.open(path)) {
        appender.append(MemorySegment.ofArray(bytes), rows);
      }
      assertThat(path).as(line).hasSameBinaryContentAs(dir.resolve(name + ".want.npy"));
    }
    assertThat(cases.lines().count()).isGreaterThan(200);
  }
}
