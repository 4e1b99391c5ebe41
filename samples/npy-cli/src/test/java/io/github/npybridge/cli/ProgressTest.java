package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(shown, true, StandardCharsets.UTF_8);

  @Test
  void showsABarThatIsGoneInTheEnd() {
    try (Progress progress = Progress.shown("cast", 100L << 20, err)) {
      progress.reach(50L << 20);
    }
    String text = shown.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("cast").contains(" 50/100 MiB").doesNotContain("\n");
    assertThat(text).endsWith("\r" + " ".repeat(79) + "\r");
  }

  @Test
  void showsNothingOfShortWork() {
    try (Progress progress = Progress.of("cast", 64L << 20, err)) {
      progress.reach(1);
    }
    assertThat(shown.size()).isZero();
  }
}
