package io.github.npybridge.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Each program prints what the file of its name in the test resources says.
class SamplesTest {
  interface Program {
    void main(String... args) throws IOException;
  }

  @Test
  void runAsModule() {
    assertThat(LoadDataset.class.getModule().getName()).isEqualTo("io.github.npybridge.samples");
  }

  @Test
  void loadDataset() throws IOException {
    compare("LoadDataset.txt", LoadDataset::main, "src/main/data");
  }

  @Test
  void largerThanMemory() throws IOException {
    compare("LargerThanMemory.txt", LargerThanMemory::main);
  }

  private static void compare(String file, Program program, String... args) throws IOException {
    PrintStream old = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      program.main(args);
    } finally {
      System.setOut(old);
    }
    try (InputStream in = Objects.requireNonNull(SamplesTest.class.getResourceAsStream(file))) {
      String expected = new String(in.readAllBytes(), UTF_8);
      assertThat(out.toString(UTF_8)).isEqualToNormalizingNewlines(expected);
    }
  }
}
