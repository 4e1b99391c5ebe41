package io.github.npybridge.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The library's half of the side-by-side benchmarks: a process that reads a request a line and
/// answers with a line.
///
/// | request | answer |
/// |---|---|
/// | `pollute` | `OK`, when the JVM has used every kind of memory; see [Pollution] |
/// | `settle` | `OK`, when the compilers have nothing to do any more |
/// | `collect` | `OK`, when the heap is small, and all of it has been used |
/// | `CASE TIMES` | `OK median min`, in nanoseconds |
/// | `check CASE` | `IS result`: a number, or a checksum of the bytes |
///
/// The answer is `NA` where the library has no such operation, and `ERROR` with a message where it
/// fails. The memory of a case is kept until another one is asked for.
public final class Worker {
  private static final Duration STEP = Duration.ofMillis(60);

  /// A tick of the clock that counts processor time.
  private static final Duration IDLE = Duration.ofMillis(10);

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final int PAGE = 4096;

  private final Inputs inputs;
  private String name = "";
  private @Nullable Case current;
  private Arena memory = Arena.ofConfined();

  private Worker(Inputs inputs) {
    this.inputs = inputs;
  }

  /// Answers until its input ends.
  ///
  /// @param arguments the folder with the data
  public static void main(String... arguments) throws IOException {
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    answers.println("READY " + Runtime.version());
    try (Inputs inputs = new Inputs(Path.of(arguments[0]));
        BufferedReader requests =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Worker worker = new Worker(inputs);
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        answers.println(worker.answer(line));
      }
    }
  }

  private String answer(String request) {
    String[] words = request.split(" ", -1);
    try {
      return switch (words[0]) {
        case "pollute" -> {
          Pollution.run(false);
          yield "OK";
        }
        case "settle" -> {
          settle();
          yield "OK";
        }
        case "collect" -> {
          collect();
          yield "OK";
        }
        case "check" -> {
          Case prepared = prepare(words[1]);
          yield prepared == null ? "NA" : "IS " + prepared.result().get();
        }
        default -> {
          Case prepared = prepare(words[0]);
          yield prepared == null ? "NA" : prepared.measure(Integer.parseInt(words[1]));
        }
      };
    } catch (IOException | RuntimeException e) {
      return ("ERROR " + e).replace('\n', ' ');
    }
  }

  /// The compilers share the worker's one processor, and queue what became hot: they are done when
  /// a process that sleeps takes no time any more.
  private static void settle() {
    long end = System.nanoTime() + LONGEST.toNanos();
    Duration before;
    Duration after = processorTime();
    do {
      before = after;
      LockSupport.parkNanos(STEP.toNanos());
      after = processorTime();
    } while (after.minus(before).compareTo(IDLE) > 0 && System.nanoTime() < end);
  }

  /// What a case allocates shall lie on pages that are in use already. Else their first touch is
  /// part of what is timed, and the cases before leave any number of them untouched.
  private static void collect() {
    System.gc();
    byte[][] last = new byte[2][];
    long size;
    do {
      size = Runtime.getRuntime().totalMemory();
      for (long done = 0; done < 2 * size; done += PAGE) {
        last[(int) (done / PAGE % 2)] = new byte[PAGE];
      }
      // A collector that has much to do makes the heap larger.
    } while (Runtime.getRuntime().totalMemory() > size);
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private @Nullable Case prepare(String wanted) throws IOException {
    if (!wanted.equals(name)) {
      name = "";
      current = null;
      memory.close();
      memory = Arena.ofConfined();
      current = Cases.of(wanted, inputs, memory);
      name = wanted;
    }
    return current;
  }
}
