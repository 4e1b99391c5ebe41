package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.NpzDirectoryWriter;
import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.format.NpzMethod;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.NumPy;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Members and archives beyond 4 GiB, which need zip64.
@Tag("large")
class LargeNpzTest {
  private static final long SIZE = (4L << 30) + 12_345;

  @TempDir Path dir;

  private static final Path SCRIPT = Path.of("src/test/python/check_large_npz.py");

  @Test
  void mapsALargeMemberAndTheOneBehindIt() throws IOException {
    Path path = dir.resolve("sparse.npz");
    byte[] header = NpyHeaderWriter.encode(DType.UINT8, Shape.of(SIZE), MemoryOrder.C);
    NpzEntry small;
    NpzEntry large;
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      NpzEntry place = NpzEntry.of("large.npy", NpzMethod.STORED, 0, 0, 0, 0);
      int before = NpzDirectoryWriter.localHeaderSize(place, true, 64);
      large = entry("large.npy", crc(header), header.length + SIZE, 0);
      channel.write(ByteBuffer.wrap(NpzDirectoryWriter.localHeader(large, true, before)));
      channel.write(ByteBuffer.wrap(header));
      channel.position(channel.position() + SIZE - 1);
      channel.write(ByteBuffer.wrap(new byte[] {7}));

      byte[] content = Sample.bytes();
      CRC32 crc = new CRC32();
      crc.update(content);
      small = entry("small.npy", crc.getValue(), content.length, channel.position());
      int size = NpzDirectoryWriter.localHeaderSize(small, false, 64);
      channel.write(ByteBuffer.wrap(NpzDirectoryWriter.localHeader(small, false, size)));
      channel.write(ByteBuffer.wrap(content));
      long end = channel.position();
      channel.write(ByteBuffer.wrap(NpzDirectoryWriter.directory(List.of(large, small), end)));
    }
    assertThat(Tool.usedKib(path)).isLessThan(1024);
    try (NpzFile archive = NpzFile.open(path)) {
      assertThat(archive.entries()).containsExactly(large, small);
      NpzMember array = archive.array("large");
      assertThat(array.isMapped()).isTrue();
      assertThat(array.shape().dim(0)).isEqualTo(SIZE);
      assertThat(array.segment().get(ValueLayout.JAVA_BYTE, SIZE - 1)).isEqualTo((byte) 7);
      assertThat(array.segment().get(ValueLayout.JAVA_BYTE, SIZE / 2)).isZero();
      assertThat(array.dataOffset() % 64).isZero();
      NpzMember behind = archive.array("small");
      assertThat(behind.dataOffset()).isGreaterThan(SIZE);
      assertThat(behind.dataOffset() % 64).isZero();
      assertThat(Sample.floats(behind.segment())).isEqualTo(Sample.floats());
      archive.verify("large");
      archive.verify("small");
    }
    NumPy.assume(2);
    assertThat(NumPy.run(SCRIPT, List.of(path.toString()), 300))
        .isEqualToIgnoringNewLines(
            "[['large', '|u1', [" + SIZE + "], 7], ['small', '<f4', [2, 3], 5.0]]");
  }

  private static NpzEntry entry(String name, long crc, long size, long offset) {
    return NpzEntry.of(name, NpzMethod.STORED, crc, size, size, offset);
  }

  /// The checksum of the header, zeros and a seven.
  private static long crc(byte[] header) {
    CRC32 crc = new CRC32();
    crc.update(header);
    byte[] zeros = new byte[1 << 20];
    for (long left = SIZE - 1; left > 0; left -= zeros.length) {
      crc.update(zeros, 0, (int) Math.min(left, zeros.length));
    }
    crc.update(7);
    return crc.getValue();
  }

  @Test
  void deflatesALargeMember() throws IOException {
    Path path = dir.resolve("deflated.npz");
    byte[] block = new byte[1 << 24];
    try (NpzWriter writer = NpzWriter.openCompressed(path)) {
      NpzMemberWriter member = writer.add("large", DType.UINT8, Shape.of(SIZE), MemoryOrder.C);
      long left = SIZE - 1;
      for (; left > 0; left -= block.length) {
        member.write(MemorySegment.ofArray(block).asSlice(0, Math.min(left, block.length)));
      }
      member.write(ByteBuffer.wrap(new byte[] {7}));
      writer.commit();
    }
    try (NpzFile archive = NpzFile.open(path)) {
      assertThat(archive.entries().getFirst().size()).isGreaterThan(SIZE);
      assertThat(archive.header("large").shape().dim(0)).isEqualTo(SIZE);
      archive.verify("large");
    }
    NumPy.assume(2);
    assertThat(NumPy.run(SCRIPT, List.of(path.toString(), "--header"), 300))
        .isEqualToIgnoringNewLines("[['large', '|u1', [" + SIZE + "]]]");
  }
}
