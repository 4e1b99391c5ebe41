package io.github.npybridge.cli;

import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.tensor.CastOptions;
import io.github.npybridge.tensor.Casting;
import io.github.npybridge.tensor.OutOfRange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `npy cast`: `np.save(OUT, np.load(IN).astype(DTYPE))` for arrays of any size, one or many. OUT
/// is replaced as a whole or stays as it was.
@Command(
    name = "cast",
    description = "Writes an array with another dtype, byte order or memory order.")
final class CastCommand implements Callable<Integer> {
  private final OutputStream out;
  private final PrintStream err;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "IN",
      description = "The .npy file to read.")
  private @Nullable String in;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OUT",
      description = "The .npy file to write, replaced if it exists; may be IN.")
  private @Nullable String target;

  @Option(
      names = "--dtype",
      paramLabel = "NAME",
      description = "What the elements become: float32, '>i2', bfloat16 ..., or same.")
  private @Nullable String dtype;

  @Option(
      names = "--from",
      paramLabel = "NAME",
      description = "What to take the input's items for, of the same size, such as bfloat16.")
  private @Nullable String from;

  @Option(
      names = "--casting",
      paramLabel = "RULE",
      defaultValue = "unsafe",
      description = "no, equiv, safe, same_kind, unsafe (the default) or same_value.")
  private String casting = "";

  @Option(
      names = "--out-of-range",
      paramLabel = "POLICY",
      defaultValue = "reject",
      description =
          "What to do with floats that an integer dtype cannot hold: reject (the default),"
              + " saturate or numpy.")
  private String outOfRange = "";

  @Option(
      names = "--byte-order",
      paramLabel = "ORDER",
      description = "little or big, whatever --dtype says.")
  private @Nullable String byteOrder;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      defaultValue = "keep",
      description = "The memory order: C, F or keep (the default).")
  private String order = "";

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description =
          "Does the jobs of a file: IN, OUT, DTYPE and perhaps FROM a line, TABs between.")
  private @Nullable String batch;

  CastCommand(OutputStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException, DataException {
    CastSettings settings =
        new CastSettings(new CastOptions(casting(), outOfRange()), byteOrder(), memoryOrder());
    boolean allRight = batch == null ? cast(settings) : castAll(batch, settings);
    return allRight ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private boolean cast(CastSettings settings) {
    CastJob job;
    try {
      job =
          CastJob.of(
              required(in, "parameter: 'IN'"),
              required(target, "parameter: 'OUT'"),
              required(dtype, "option: '--dtype=NAME'"),
              from,
              settings);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    Failure failure = job.run(err);
    if (failure != null) {
      failure.printTo(err);
    }
    return failure == null;
  }

  private boolean castAll(String file, CastSettings settings) throws IOException, DataException {
    if (in != null || dtype != null) {
      throw new UsageException("--batch: expected no IN, OUT and --dtype, which stand in its file");
    }
    if (from != null) {
      requireDtype(from);
    }
    return new CastBatch(from, settings, out, err).run(file);
  }

  private void requireDtype(String name) {
    try {
      CastJob.dtypeOf(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Casting casting() {
    return Arrays.stream(Casting.values())
        .filter(level -> level.numpyName().equals(casting))
        .findFirst()
        .orElseThrow(() ->
            wrongChoice(
                "--casting",
                Arrays.stream(Casting.values())
                    .map(Casting::numpyName)
                    .collect(Collectors.joining(", ")),
                casting));
  }

  private OutOfRange outOfRange() {
    return switch (outOfRange) {
      case "reject" -> OutOfRange.REJECT;
      case "saturate" -> OutOfRange.SATURATE;
      case "numpy" -> OutOfRange.NUMPY;
      default -> throw wrongChoice("--out-of-range", "reject, saturate, numpy", outOfRange);
    };
  }

  private @Nullable ByteOrder byteOrder() {
    return switch (byteOrder) {
      case null -> null;
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default -> throw wrongChoice("--byte-order", "little, big", byteOrder);
    };
  }

  private @Nullable MemoryOrder memoryOrder() {
    return switch (order) {
      case "C" -> MemoryOrder.C;
      case "F" -> MemoryOrder.FORTRAN;
      case "keep" -> null;
      default -> throw wrongChoice("--order", "C, F, keep", order);
    };
  }

  private String required(@Nullable String value, String what) {
    if (value == null) {
      throw new UsageException("Missing required " + what);
    }
    return value;
  }

  private UsageException wrongChoice(String option, String choices, String found) {
    return new UsageException(option + ": expected one of " + choices + ", found '" + found + "'");
  }
}
