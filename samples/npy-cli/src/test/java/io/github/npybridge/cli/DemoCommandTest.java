package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.npybridge.format.corpus.NumPy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir private Path folder;

  @Test
  void succeedsWithOrWithoutNumPy() {
    assertThat(CommandRun.of("demo").result())
        .contains("Java changes a row in place")
        .contains("All arrays were as promised.");
  }

  @Test
  void sharesTheFileWithPython() throws Exception {
    NumPy.assume(2);
    assertThat(demo(System.getProperty("npybridge.python", "python3")))
        .contains("Python changes a row")
        .endsWith(" [ 1.    1.25 24.75  1.75]]\nAll arrays were as promised.\n");
  }

  @Test
  void saysThatThereIsNoPython() throws Exception {
    assertThat(demo("no-such-python"))
        .startsWith(
            """
            No NumPy here: expected no-such-python with NumPy, found no no-such-python
            1. A file that NumPy made before
            """)
        .contains("[[-1. -1. -1. -1.]")
        .endsWith("what Python sees and changes was not shown.\n");
  }

  @Test
  void saysThatPythonHasNoNumPy() throws Exception {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path python =
        Files.createFile(
            folder.resolve("python"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(
        python, "#!/bin/sh\necho \"ModuleNotFoundError: No module named 'numpy'\" >&2\n");
    assertThat(demo(python.toString()))
        .contains("found one that says: ModuleNotFoundError: No module named 'numpy'\n");
  }

  @Test
  void saysWhatPythonDidNotLike() throws Exception {
    NumPy.assume(2);
    String program = System.getProperty("npybridge.python", "python3");
    try (PythonSession python = PythonSession.start(program, folder)) {
      assertThat(python.run("print(1); print(np.int8(2))")).isEqualTo("1\n2");
      assertThatThrownBy(() -> python.run("np.nonsense"))
          .hasMessageContaining("expected it to run \"np.nonsense\"")
          .hasMessageContaining("AttributeError");
    }
  }

  private String demo(String python) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path parent = Files.createDirectories(folder.resolve("demos"));
    DemoCommand.run(parent, python, out);
    assertThat(parent).isEmptyDirectory();
    return out.toString(StandardCharsets.UTF_8);
  }
}
