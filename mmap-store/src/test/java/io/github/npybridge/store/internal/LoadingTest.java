package io.github.npybridge.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.FileTruncatedException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cannot be provoked from outside: too little heap, slow channels, files that shrink
/// meanwhile.
class LoadingTest {
  @TempDir Path dir;

  private static ArrayLayout bytes(long size) {
    return new ArrayLayout(DType.UINT8, Shape.of(size), MemoryOrder.C, 128);
  }

  @Test
  void usesTheHeapUpToItsLimit() {
    assertThat(Loading.newArray(DType.UINT8, 1000, 1000)).isNotNull();
    assertThat(Loading.newArray(DType.UINT8, 1001, 1000)).isNull();
    assertThat(Loading.newArray(DType.UINT8, 1L << 31, Long.MAX_VALUE)).isNull();
    assertThat(Loading.heapLimit()).isEqualTo(Runtime.getRuntime().maxMemory() / 8);
  }

  @Test
  void fillsNativeMemoryFromAChannelThatGivesLittleAtOnce() throws Exception {
    byte[] bytes = new byte[100_000];
    new Random(4).nextBytes(bytes);
    Path path = Files.write(dir.resolve("x.npy"), bytes);
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(path)) {
      MemorySegment data =
          Loading.load(new Trickle(channel), path, bytes(99_872), arena.allocate(99_872));
      assertThat(data.toArray(ValueLayout.JAVA_BYTE))
          .isEqualTo(java.util.Arrays.copyOfRange(bytes, 128, 100_000));
    }
  }

  @Test
  void refusesAFileThatShrinksMeanwhile() throws Exception {
    Path path = Files.write(dir.resolve("x.npy"), new byte[100_000]);
    try (FileChannel channel = FileChannel.open(path)) {
      MemorySegment target = MemorySegment.ofArray(new byte[100_000]);
      assertThatThrownBy(() -> Loading.load(channel, path, bytes(100_000), target))
          .isInstanceOf(FileTruncatedException.class)
          .hasMessageContaining("found 99872 (file=" + path + ", offset=128); 128 missing");
    }
  }

  /// At most 1,000 bytes at a time.
  private record Trickle(FileChannel channel) implements SeekableByteChannel {
    @Override
    public int read(ByteBuffer target) throws java.io.IOException {
      int limit = target.limit();
      target.limit(Math.min(limit, target.position() + 1000));
      int count = channel.read(target);
      target.limit(limit);
      return count;
    }

    @Override
    public SeekableByteChannel position(long position) throws java.io.IOException {
      channel.position(position);
      return this;
    }

    @Override
    public long position() throws java.io.IOException {
      return channel.position();
    }

    @Override
    public long size() throws java.io.IOException {
      return channel.size();
    }

    @Override
    public int write(ByteBuffer source) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() {}
  }
}
