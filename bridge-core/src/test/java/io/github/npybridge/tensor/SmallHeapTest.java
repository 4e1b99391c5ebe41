package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SmallHeapTest {
  @TempDir Path folder;

  @Test
  void whatExceedsAShareOfTheHeapIsPutOutsideAndNothingIsMadeForNothing() throws Exception {
    String output =
        Fork.run(
            folder,
            List.of("-Xmx64m", "-XX:MaxDirectMemorySize=256m"),
            SmallHeapProgram.class,
            folder);
    assertThat(output.lines())
        .containsExactly(
            "small: an array, false, 0.0",
            "zeros: outside of the heap, false, 0.0",
            "copy: outside of the heap, false, 7.0",
            "to: outside of the heap, false, 7.0",
            "contiguous: outside of the heap, false, 0.0",
            "load: outside of the heap, false, 7.0",
            "written: 7, 0",
            "equal: true",
            "no huge item: true, [], e3b0c442");
  }
}
