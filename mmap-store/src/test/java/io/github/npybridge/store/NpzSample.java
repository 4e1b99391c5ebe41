package io.github.npybridge.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The archives that the tests open: two arrays, written by us or by the JDK.
final class NpzSample {
  private NpzSample() {}

  /// `x`, the array of [Sample], and `y`, three bytes.
  static Path write(Path file, boolean compressed) throws IOException {
    try (NpzWriter writer = compressed ? NpzWriter.openCompressed(file) : NpzWriter.open(file)) {
      writer
          .add("x", Sample.DTYPE, Sample.SHAPE, MemoryOrder.C)
          .write(ByteBuffer.wrap(Sample.data()));
      writer
          .add("y", DType.UINT8, Shape.of(3), MemoryOrder.C)
          .write(MemorySegment.ofArray(new byte[] {7, 8, 9}));
      writer.commit();
    }
    return file;
  }

  /// The whole content of the members of that archive, by name.
  static Map<String, byte[]> contents() {
    Map<String, byte[]> out = new LinkedHashMap<>();
    out.put("x", Sample.bytes());
    out.put("y", Sample.npy(DType.UINT8, Shape.of(3), new byte[] {7, 8, 9}));
    return out;
  }

  /// An archive of members with any content, as the JDK writes it.
  static Path zip(Path file, int method, Map<String, byte[]> members) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file), UTF_8)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        ZipEntry entry = new ZipEntry(member.getKey());
        entry.setMethod(method);
        CRC32 crc = new CRC32();
        crc.update(member.getValue());
        entry.setCrc(crc.getValue());
        entry.setSize(member.getValue().length);
        out.putNextEntry(entry);
        out.write(member.getValue());
      }
    }
    return file;
  }
}
