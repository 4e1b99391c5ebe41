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
    "-XX:TieredStopAtLevel=1, 3000",
    "-XX:+TieredCompilation, 6000",
  })
  void everyBulkOperationReportsTheChange(String option, int rounds) throws Exception {
    String output = Fork.run(folder, List.of(option), ShrunkFileProgram.class, folder, rounds);
    assertThat(output.lines().toList())
        .containsExactlyElementsOf(
            ShrunkFileProgram.operations(folder).stream()
                .map(operation -> "seen: " + operation.name())
                .toList());
  }
}
