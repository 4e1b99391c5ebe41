package io.github.npybridge.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/// A folder in a file system in memory, where there is one.
///
/// Saving makes a file durable, which takes a disk some 10 ms; thousands of files need not be.
final class MemoryTempDir implements TempDirFactory {
  private static final Path LINUX = Path.of("/dev/shm");

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
      throws IOException {
    return Files.isWritable(LINUX)
        ? Files.createTempDirectory(LINUX, "npy-bridge-")
        : Files.createTempDirectory("npy-bridge-");
  }
}
