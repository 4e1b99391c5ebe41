package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A file that becomes shorter under its mapping: every bulk operation says so, in every state of
/// the JVM. In a JVM of its own, since what is tested against is its end.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows shortens no file that is mapped")
@Tag("slow")
class ShrunkFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "-Xint, 1",
    "-XX:+TieredCompilation, 5000",
  })
  void everyBulkOperationReportsTheChange(String option, int rounds) throws Exception {
    String output = Fork.run(folder, List.of(option), ShrunkFileProgram.class, folder, rounds);
    assertThat(output.lines().toList())
        .containsExactlyElementsOf(
            ShrunkFileProgram.operations(folder).stream()
                .map(operation -> "seen: " + operation.name())
                .toList());
  }

  /// Each pair compiles to another instruction that loads and widens. int32 by getInt, widened by
  /// the caller, is missing: HotSpot 25 does not survive the fault of that one.
  @ParameterizedTest
  @CsvSource({
    "<i4, getLong",
    "<i4, getDouble",
    ">i4, getInt",
    "<u4, getLong",
    "<i2, getLong",
    "|i1, getInt",
    "<f4, getDouble",
  })
  void everyOwnLoopReportsTheChange(String dtype, String getter) throws Exception {
    assertThat(Fork.run(folder, List.of(), ShrunkLoopProgram.class, folder, dtype, getter))
        .isEqualToIgnoringNewLines("seen: 0.0");
  }
}
