package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Arrays beyond what an int counts, in sparse files that take no space.
class LargeFileTest {
  private static final long SIZE = 5L << 30;

  @TempDir Path dir;

  private Path sparse(long size) throws IOException {
    Path path = dir.resolve(size + ".npy");
    try {
      NpyFile.create(path, DType.UINT8, Shape.of(size), MemoryOrder.C, Allocation.SPARSE).close();
    } catch (IOException e) {
      Assumptions.abort("no sparse file of " + size + " bytes here: " + e);
    }
    return path;
  }

  @Test
  void reachesTheLastElement() throws IOException {
    Path path = sparse(SIZE);
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      assertThat(file.segment().byteSize()).isEqualTo(SIZE);
      file.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
      file.segment().set(ValueLayout.JAVA_BYTE, SIZE - 1, (byte) 2);
      file.force(SIZE - 1, 1);
    }
    try (NpyFile file = NpyFile.open(path, MapMode.COPY_ON_WRITE)) {
      assertThat(file.segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 1);
      assertThat(file.segment().get(ValueLayout.JAVA_BYTE, SIZE / 2)).isZero();
      assertThat(file.segment().get(ValueLayout.JAVA_BYTE, SIZE - 1)).isEqualTo((byte) 2);
    }
  }

  @Test
  void openingAllocatesTheSameForAnySize() throws IOException {
    Path small = sparse(4096);
    Path large = sparse(SIZE);
    for (int i = 0; i < 100; i++) {
      allocatedByOpening(small);
      allocatedByOpening(large);
    }
    assertThat(allocatedByOpening(large))
        .isLessThan(16 << 10)
        .isLessThanOrEqualTo(allocatedByOpening(small) + 1024);
  }

  private static long allocatedByOpening(Path path) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    NpyFile.open(path).close();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void namesTheLimitsWhenTheAddressSpaceIsFull() throws IOException {
    long size = 15L << 40;
    Path path = sparse(size);
    try (NpyFileGroup group = NpyFileGroup.shared()) {
      assertThatThrownBy(
              () -> {
                // 128 TiB is what a process has on today's 64-bit machines, or 64 PiB.
                while (group.size() < 5000) {
                  group.open(path);
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("mapping: expected " + size + " bytes of address space, found")
          .hasMessageContaining("(file=" + path + ")")
          .hasMessageContaining("vm.max_map_count")
          .hasMessageEndingWith("or open small files with MapMode.LOAD");
    }
  }
}
