package io.github.npybridge.samples.roundtrip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.corpus.NumPy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  @Test
  void printsWhatBothSee() throws IOException {
    NumPy.assume(2);
    try (InputStream in =
        Objects.requireNonNull(RoundTripTest.class.getResourceAsStream("RoundTrip.txt"))) {
      String expected = new String(in.readAllBytes(), UTF_8);
      assertThat(output(NumPyProcess.PYTHON)).isEqualToNormalizingNewlines(expected);
    }
  }

  @Test
  void saysSoWithoutPython() throws IOException {
    assertThat(output("no-such-python"))
        .isEqualToIgnoringNewLines("RoundTrip: expected no-such-python with NumPy, found none");
  }

  private static String output(String... args) throws IOException {
    PrintStream old = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      RoundTrip.main(args);
    } finally {
      System.setOut(old);
    }
    return out.toString(UTF_8);
  }
}
