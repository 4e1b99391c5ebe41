package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.NumPy;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// [Tensor#sharesMemory] says what `numpy.shares_memory` says.
class SharesMemoryTest {
  private static final int PAIRS = 3000;
  private static final long SEED = Long.getLong("npybridge.seed", 1);

  @Test
  void sharesWhatNumPySaysThatItShares() throws IOException {
    NumPy.assume(2);
    String lines =
        NumPy.run(
            Path.of("src/test/python/shares_memory.py"),
            List.of(Long.toString(SEED), Integer.toString(PAIRS)),
            60);
    ObjectMapper json = new ObjectMapper();
    List<String> failures = new ArrayList<>();
    int shared = 0;
    try (Arena arena = Arena.ofConfined()) {
      for (String line : lines.lines().toList()) {
        JsonNode pair = json.readTree(line);
        long size = pair.get(0).longValue();
        MemorySegment memory =
            shared % 2 == 0 ? arena.allocate(size) : MemorySegment.ofArray(new byte[(int) size]);
        Tensor one = view(memory, pair.get(1));
        Tensor other = view(memory, pair.get(2));
        boolean expected = pair.get(3).booleanValue();
        shared += expected ? 1 : 0;
        if (one.sharesMemory(other) != expected || other.sharesMemory(one) != expected) {
          failures.add(line + ", found " + !expected);
        }
      }
    }
    System.out.println("shared memory as in NumPy: " + PAIRS + " pairs, shared " + shared);
    assertThat(failures).as("-Dnpybridge.seed=%s", SEED).isEmpty();
    assertThat(shared).isBetween(PAIRS / 10, PAIRS * 9 / 10);
  }

  private static Tensor view(MemorySegment memory, JsonNode view) {
    return Tensors.asTensor(
        memory,
        DType.of("|V" + view.get(0).intValue()),
        Shape.of(OracleObject.longs(view.get(1), 1)),
        view.get(3).longValue(),
        OracleObject.longs(view.get(2), 1));
  }

  @Test
  void otherMemoryIsNotShared() {
    Tensor one = Tensors.zeros(DType.INT32, Shape.of(4));
    assertThat(one.sharesMemory(Tensors.zeros(DType.INT32, Shape.of(4)))).isFalse();
    assertThat(one.sharesMemory(one.copy())).isFalse();
    assertThat(one.sharesMemory(one)).isTrue();
    assertThat(one.slice("::2").sharesMemory(one.slice("1::2"))).isFalse();
    assertThat(one.slice("::2").sharesMemory(one.reinterpret(DType.INT8).slice("8:9"))).isTrue();
  }

  @Test
  void twoMappingsOfOneFileShareIt(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("a.npy");
    Path same = folder.resolve("same.npy");
    Tensors.save(path, Tensors.zeros(DType.INT16, Shape.of(6)));
    Tensors.save(same, Tensors.zeros(DType.INT16, Shape.of(6)));
    try (NpyFile first = NpyFile.open(path, MapMode.READ_WRITE);
        NpyFile second = NpyFile.open(path, MapMode.READ_ONLY);
        NpyFile other = NpyFile.open(same, MapMode.READ_ONLY)) {
      Tensor writable = Tensors.asTensor(first);
      Tensor readable = Tensors.asTensor(second);
      assertThat(writable.sharesMemory(readable)).isTrue();
      assertThat(readable.sharesMemory(writable)).isTrue();
      assertThat(writable.slice("::2").sharesMemory(readable.slice("1::2"))).isFalse();
      assertThat(writable.slice("4:").sharesMemory(readable.slice("::2"))).isTrue();
      assertThat(writable.sharesMemory(Tensors.asTensor(other))).isFalse();
      writable.setShort((short) 7, 3);
      assertThat(readable.getShort(3)).isEqualTo((short) 7);

      Tensor numbers = Elements.over(Elements.counting(DType.INT16, 6), DType.INT16, 6);
      writable.copyFrom(numbers);
      DTypeMapper.castInto(readable.flip(), writable, CastOptions.DEFAULT);
      assertThat(Elements.read(writable)).isEqualTo(Elements.read(numbers.flip()));
    }
  }
}
