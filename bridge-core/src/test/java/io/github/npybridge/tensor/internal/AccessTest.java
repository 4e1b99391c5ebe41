package io.github.npybridge.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  @TempDir Path folder;

  private static Map<String, MemorySegment> arrays() {
    Map<String, MemorySegment> arrays = new LinkedHashMap<>();
    arrays.put("byte[]", MemorySegment.ofArray(new byte[16]));
    arrays.put("short[]", MemorySegment.ofArray(new short[8]));
    arrays.put("int[]", MemorySegment.ofArray(new int[4]));
    arrays.put("long[]", MemorySegment.ofArray(new long[2]));
    arrays.put("float[]", MemorySegment.ofArray(new float[4]));
    arrays.put("double[]", MemorySegment.ofArray(new double[2]));
    return arrays;
  }

  /// If this fails, the JDK has changed its classes: access still works, and is many times slower.
  @Test
  void knowsTheClassOfEveryKindOfMemory() throws IOException {
    Map<String, MemorySegment> segments = arrays();
    Path path = folder.resolve("x.npy");
    try (NpyFile written = NpyFile.create(path, DType.INT8, Shape.of(16));
        NpyFile read = NpyFile.open(path);
        NpyFile copied = NpyFile.open(path, MapMode.COPY_ON_WRITE);
        NpyFile loaded = NpyFile.open(path, MapMode.LOAD);
        Arena arena = Arena.ofConfined();
        Arena shared = Arena.ofShared()) {
      segments.put("mapped for writing", written.segment());
      segments.put("mapped for reading", read.segment());
      segments.put("mapped as a copy", copied.segment());
      segments.put("loaded", loaded.segment());
      segments.put("native, confined", arena.allocate(16));
      segments.put("native, shared", shared.allocate(16));
      segments.put("native, automatic", Arena.ofAuto().allocate(16));
      segments.put("direct buffer", MemorySegment.ofBuffer(ByteBuffer.allocateDirect(16)));
      segments.put("heap buffer", MemorySegment.ofBuffer(ByteBuffer.allocate(16)));
      segments.forEach((name, segment) -> {
        assertThat(Access.isFast(segment)).as(name).isTrue();
        assertThat(Access.isFast(segment.asReadOnly())).as(name + ", read-only").isTrue();
        assertThat(Access.isFast(segment.asSlice(3, 8))).as(name + ", a part").isTrue();
      });
    }
  }

  @Test
  void readsAndWritesEveryTypeInEveryMemoryAtOddOffsets() {
    Map<String, MemorySegment> segments = arrays();
    // Of a class that is not among the known ones.
    segments.put("char[]", MemorySegment.ofArray(new char[8]));
    assertThat(Access.isFast(segments.get("char[]"))).isFalse();
    segments.put("native", Arena.ofAuto().allocate(16));
    segments.forEach((name, segment) -> {
      for (long offset : new long[] {0, 1, 7}) {
        Access.setByte(segment, offset, (byte) -3);
        assertThat(Access.getByte(segment, offset)).as(name).isEqualTo((byte) -3);
        Access.setShort(segment, offset, (short) -3001);
        assertThat(Access.getShort(segment, offset)).as(name).isEqualTo((short) -3001);
        Access.setInt(segment, offset, -3_000_001);
        assertThat(Access.getInt(segment, offset)).as(name).isEqualTo(-3_000_001);
        Access.setLong(segment, offset, -3_000_000_000_000_001L);
        assertThat(Access.getLong(segment, offset)).as(name).isEqualTo(-3_000_000_000_000_001L);
        Access.setFloat(segment, offset, -0.1f);
        assertThat(Access.getFloat(segment, offset)).as(name).isEqualTo(-0.1f);
        Access.setDouble(segment, offset, -0.1);
        assertThat(Access.getDouble(segment, offset)).as(name).isEqualTo(-0.1);
      }
    });
  }
}
