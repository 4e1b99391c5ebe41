package io.github.npybridge.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/// The cases by name, such as `cast:f4:f8:1000`; `worker.py` has the same.
final class Cases {
  private Cases() {}

  /// Makes a case ready to run.
  ///
  /// @param memory where it may allocate
  /// @return null if there is no such case
  static @Nullable Case of(String name, Inputs inputs, Arena memory) throws IOException {
    String[] words = name.split(":", -1);
    return switch (words[0]) {
      case "open" -> FileCases.open(inputs, words[1]);
      case "many" -> FileCases.many(inputs, words[1]);
      case "sum" -> BulkCases.sum(inputs, words[1], number(words[2]));
      case "max" -> BulkCases.max(inputs, words[1], number(words[2]));
      case "zeros" -> BulkCases.zeros(inputs, words[1], number(words[2]));
      case "nans" -> BulkCases.nans(inputs, words[1], number(words[2]));
      case "scale" -> BulkCases.scale(inputs, words[1], number(words[2]));
      case "fill" -> BulkCases.fill(inputs, words[1], number(words[2]));
      case "copy" -> BulkCases.copy(inputs, words[1], number(words[2]));
      case "cast" -> CastCases.into(inputs, words[1], words[2], number(words[3]));
      case "castnumpy" -> CastCases.asNumPy(inputs, words[1], words[2], number(words[3]));
      case "fresh" -> CastCases.fresh(inputs, words[1], words[2], number(words[3]));
      case "swap" -> CastCases.swap(inputs, words[1], number(words[2]));
      case "permute" -> MoveCases.permute(inputs, words[1], words[2], number(words[3]));
      case "gather" -> MoveCases.gather(inputs, memory, number(words[1]));
      case "get", "getset" ->
          ElementCases.of(inputs, words[0], words[1], Math.toIntExact(number(words[2])));
      default -> null;
    };
  }

  private static long number(String word) {
    return Long.parseLong(word);
  }
}
