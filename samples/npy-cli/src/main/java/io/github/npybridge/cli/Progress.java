package io.github.npybridge.cli;

import java.io.Console;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A bar that shows how far long work is, where somebody looks; nothing elsewhere. It is gone when
/// the work is done.
final class Progress implements AutoCloseable {
  /// From how many bytes on work is long: about a tenth of a second.
  private static final long LONG_WORK = 64L << 20;

  /// Given, since the library would otherwise ask JLine, which calls native code for it.
  private static final int WIDTH = 79;

  private static final int INTERVAL_MILLIS = 200;

  /// The bar, or null where nobody looks.
  private final @Nullable ProgressBar bar;

  private final PrintStream err;

  private Progress(@Nullable ProgressBar bar, PrintStream err) {
    this.bar = bar;
    this.err = err;
  }

  /// The progress of work that has not begun.
  ///
  /// @param task what is done, in a word
  /// @param bytes how many bytes of it there are
  /// @param err standard error
  static Progress of(String task, long bytes, PrintStream err) {
    return bytes > LONG_WORK && isTerminal() ? shown(task, bytes, err) : new Progress(null, err);
  }

  /// A progress that is shown in any case.
  static Progress shown(String task, long bytes, PrintStream err) {
    ProgressBar bar =
        ProgressBar.builder()
            .setTaskName(task)
            .setInitialMax(bytes)
            .setUnit(" MiB", 1 << 20)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(INTERVAL_MILLIS)
            .setConsumer(new Line(err))
            .build();
    return new Progress(bar, err);
  }

  @SuppressWarnings("SystemConsoleNull") // it is in JDK 25, unlike in 22 to 24
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /// Shows that `bytes` of the work are done.
  void reach(long bytes) {
    if (bar != null) {
      bar.stepTo(bytes);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      // Not clearDisplayOnFinish(), which leaves a bar that is closed before its first update.
      err.print("\r" + " ".repeat(WIDTH) + "\r");
    }
  }

  /// The line of the bar, without the line end that would stay behind it.
  private static final class Line extends ConsoleProgressBarConsumer {
    Line(PrintStream err) {
      super(err, WIDTH);
    }

    @Override
    public void close() {}
  }
}
