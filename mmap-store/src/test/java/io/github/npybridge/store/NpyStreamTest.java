package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.UnsupportedDTypeException;
import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.format.corpus.CorpusFile;
import io.github.npybridge.format.corpus.HeaderFacts;
import io.github.npybridge.format.corpus.NumPy;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.io.input.ProxyInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Arrays behind each other in streams.
class NpyStreamTest {
  private static final byte[] BIG = Sample.npy(DType.INT64, Shape.of(700_001), random(700_001 * 8));

  @TempDir Path dir;

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static NpyStreamReader reader(byte[] bytes) {
    return new NpyStreamReader(new ByteArrayInputStream(bytes), "stdin");
  }

  private static byte[] bytes(MemorySegment segment) {
    return segment.toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void readsArraysUntilTheEnd() throws IOException {
    byte[] empty = Sample.npy(DType.INT8, Shape.of(0, 3), new byte[0]);
    byte[] all = Sample.join(Sample.join(Sample.bytes(), empty), Sample.join(BIG, Sample.bytes()));
    try (NpyStreamReader reader = reader(all)) {
      LoadedArray first = reader.next().orElseThrow();
      assertThat(first.header().shape()).isEqualTo(Sample.SHAPE);
      assertThat(first.segment().heapBase()).get().isInstanceOf(float[].class);
      assertThat(Sample.floats(first.segment())).containsExactly(Sample.floats());
      assertThat(reader.next().orElseThrow().segment().byteSize()).isZero();
      LoadedArray big = reader.next().orElseThrow();
      assertThat(big.segment().heapBase()).get().isInstanceOf(long[].class);
      assertThat(bytes(big.segment())).isEqualTo(Arrays.copyOfRange(BIG, 128, BIG.length));
      assertThat(reader.next()).isPresent();
      assertThat(reader.next()).isEmpty();
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void takesNoByteBehindAnArray() throws IOException {
    InputStream in = new ByteArrayInputStream(Sample.join(Sample.bytes(), new byte[] {42}));
    assertThat(new NpyStreamReader(in, "stdin").next()).isPresent();
    assertThat(in.read()).isEqualTo(42);
  }

  @Test
  void aStreamThatDeliversByteByByteIsReadAsAny() throws IOException {
    InputStream slow =
        new ProxyInputStream(new ByteArrayInputStream(BIG)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 1 + length / 3));
          }
        };
    LoadedArray big = new NpyStreamReader(slow, "stdin").next().orElseThrow();
    assertThat(bytes(big.segment())).isEqualTo(Arrays.copyOfRange(BIG, 128, BIG.length));
  }

  @Test
  void aCutStreamIsAnErrorAtEveryByte() throws IOException {
    byte[] two = Sample.join(Sample.bytes(), Sample.bytes());
    for (int size = 0; size <= two.length; size++) {
      NpyStreamReader reader = reader(Arrays.copyOf(two, size));
      int whole = size / 152;
      for (int i = 0; i < whole; i++) {
        assertThat(reader.next()).isPresent();
      }
      if (size % 152 == 0) {
        assertThat(reader.next()).as("%d bytes", size).isEmpty();
      } else {
        assertThatThrownBy(reader::next)
            .as("%d bytes", size)
            .isInstanceOf(NpyFormatException.class)
            .hasMessageContaining("file=stdin");
      }
    }
  }

  @Test
  void aHeaderAloneTakesNoMemory() {
    byte[] claim = NpyHeaderWriter.encode(DType.UINT8, Shape.of(1L << 62), MemoryOrder.C);
    assertThatThrownBy(() -> reader(Sample.join(claim, new byte[3_000_000])).next())
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(
            "data: expected 4611686018427387904 bytes (uint8 (4611686018427387904,)), found the end"
                + " after 3000000 (file=stdin, offset=3000128); the writer was probably"
                + " interrupted");
  }

  @Test
  void readsTheCorpus() throws IOException {
    for (CorpusFile file : Corpus.readable().toList()) {
      try (NpyStreamReader reader =
              new NpyStreamReader(
                  new BufferedInputStream(Files.newInputStream(file.path())), file.name());
          NpyFile opened = NpyFile.open(file.path(), MapMode.LOAD)) {
        LoadedArray array = reader.next().orElseThrow();
        assertThat(array.header()).isEqualTo(opened.header());
        assertThat(bytes(array.segment())).as(file.name()).isEqualTo(bytes(opened.segment()));
        for (CorpusFile.Next next : file.next()) {
          array = reader.next().orElseThrow();
          HeaderFacts.check(array.header(), next.array(), file.size() - next.at());
        }
      }
    }
  }

  @Test
  void refusesObjects() throws IOException {
    CorpusFile objects =
        Corpus.npy().filter(f -> f.errorClass().equals("object")).findFirst().orElseThrow();
    try (NpyStreamReader reader =
        new NpyStreamReader(Files.newInputStream(objects.path()), "stdin")) {
      assertThatThrownBy(reader::next).isInstanceOf(UnsupportedDTypeException.class);
    }
  }

  @Test
  void writesWhatIsReadAgain() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NpyStreamWriter writer = new NpyStreamWriter(out)) {
      writer.write(Sample.DTYPE, Sample.SHAPE, MemoryOrder.C, MemorySegment.ofArray(Sample.data()));
      writer.flush();
      assertThat(out.toByteArray()).isEqualTo(Sample.bytes());
      assertThatThrownBy(
              () -> writer.write(Sample.DTYPE, Sample.SHAPE, MemoryOrder.C, MemorySegment.NULL))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("data: expected 24 bytes (float32 (2, 3)), found 0; nothing was written");
      writer.write(
          DType.INT64, Shape.of(700_001), MemoryOrder.C, MemorySegment.ofArray(BIG).asSlice(128));
    }
    assertThat(out.toByteArray()).isEqualTo(Sample.join(Sample.bytes(), BIG));
  }

  @Test
  void writesRowsWhoseNumberIsUnknown() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NpyStreamWriter writer = new NpyStreamWriter(out)) {
      NpyStreamWriter.Rows rows = writer.rows(Sample.DTYPE, Shape.of(3));
      try (rows) {
        rows.write(MemorySegment.ofArray(Sample.data()).asSlice(0, 20));
        assertThatThrownBy(rows::commit)
            .isExactlyInstanceOf(IllegalStateException.class)
            .hasMessage(
                "data: expected whole rows of 12 bytes, found 8 of the last one; write the rest"
                    + " before the commit");
        rows.write(MemorySegment.ofArray(Sample.data()).asSlice(20));
        assertThat(out.size()).isZero();
        rows.commit();
      }
      assertThat(out.toByteArray()).isEqualTo(Sample.bytes());
      assertThatThrownBy(rows::commit).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> rows.write(MemorySegment.NULL))
          .isInstanceOf(IllegalStateException.class);
      writer.rows(Sample.DTYPE, Shape.of(3)).close();
      try (NpyStreamWriter.Rows none = writer.rows(DType.INT8, Shape.scalar())) {
        none.commit();
      }
      assertThat(out.toByteArray())
          .isEqualTo(Sample.join(Sample.bytes(), Sample.npy(DType.INT8, Shape.of(0), new byte[0])));
    }
  }

  @Test
  void manyRowsWaitInAFile() throws IOException {
    byte[] block = random(1 << 20);
    Path path = dir.resolve("x.npy");
    try (OutputStream out = Files.newOutputStream(path);
        NpyStreamWriter writer = new NpyStreamWriter(out);
        NpyStreamWriter.Rows rows = writer.rows(DType.UINT8, Shape.of(1 << 10))) {
      for (int i = 0; i < 20; i++) {
        rows.write(MemorySegment.ofArray(block));
      }
      rows.commit();
    }
    try (NpyFile file = NpyFile.open(path)) {
      assertThat(file.shape()).isEqualTo(Shape.of(20 << 10, 1 << 10));
      assertThat(file.trailingBytes()).isZero();
      assertThat(bytes(file.segment().asSlice(19L << 20, 1 << 20))).isEqualTo(block);
    }
  }

  @Test
  void goesThroughAPipe() throws Exception {
    Pipe pipe = Pipe.open();
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(() -> {
          try (NpyStreamWriter writer = new NpyStreamWriter(pipe.sink())) {
            for (int i = 0; i < 3; i++) {
              writer.write(
                  DType.INT64,
                  Shape.of(700_001),
                  MemoryOrder.C,
                  MemorySegment.ofArray(BIG).asSlice(128));
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    try (NpyStreamReader reader =
        new NpyStreamReader(Channels.newInputStream(pipe.source()), "pipe")) {
      for (int i = 0; i < 3; i++) {
        assertThat(bytes(reader.next().orElseThrow().segment()))
            .isEqualTo(Arrays.copyOfRange(BIG, 128, BIG.length));
      }
      assertThat(reader.next()).isEmpty();
    }
    writing.get();
  }

  /// NumPy reads our arrays from one handle, and saves them to another.
  @Test
  void numpyReadsAndWritesTheSame() throws IOException {
    NumPy.assume(2);
    Path ours = dir.resolve("ours");
    try (NpyStreamWriter writer =
        new NpyStreamWriter(
            FileChannel.open(ours, StandardOpenOption.CREATE, StandardOpenOption.WRITE))) {
      for (String descr :
          new String[] {"<f4", ">i2", "|S3", "<M8[ns]", "[('a', '<i4'), ('b', 'S2')]"}) {
        DType dtype = DType.of(descr);
        MemorySegment data = MemorySegment.ofArray(new byte[6 * dtype.itemSize()]);
        writer.write(dtype, Shape.of(2, 3), MemoryOrder.FORTRAN, data);
        writer.write(dtype, Shape.of(6), MemoryOrder.C, data);
        try (NpyStreamWriter.Rows rows = writer.rows(dtype, Shape.of(3))) {
          rows.write(data);
          rows.commit();
        }
      }
    }
    Path theirs = dir.resolve("theirs");
    String count =
        NumPy.run(
            Path.of("src/test/python/handle.py"), List.of(ours.toString(), theirs.toString()), 60);
    assertThat(count).isEqualToIgnoringNewLines("15");
    assertThat(theirs).hasSameBinaryContentAs(ours);
  }
}
