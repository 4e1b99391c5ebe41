package io.github.npybridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.npybridge.format.corpus.ArrayFacts;
import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.format.corpus.CorpusFile;
import io.github.npybridge.format.corpus.HeaderFacts;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every `.npy` file of the corpus: read with all header facts right, or refused by name.
class ConformanceTest {
  private static final Map<String, Integer> TALLY = new TreeMap<>();

  static Stream<CorpusFile> files() {
    return Corpus.npy();
  }

  @AfterAll
  static void printTally() {
    System.out.println("corpus of .npy files: " + TALLY);
  }

  private static void tally(String outcome) {
    TALLY.merge(outcome, 1, Integer::sum);
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsOrRefuses(CorpusFile file) throws IOException {
    Outcome outcome = Outcome.of(() -> NpyHeaderReader.DEFAULT.read(file.path()));
    switch (file.expect()) {
      case OK -> {
        checkFacts(outcome.header(), file);
        tally("ok read");
      }
      case ERROR -> {
        if (file.errorClass().equals("data_short")) {
          assertThat(outcome.header().totalSize()).isGreaterThan(file.size());
          tally("error (" + file.severity() + ") seen by the length");
        } else {
          checkRefusal(outcome, file);
          tally("error (" + file.severity() + ") refused");
        }
      }
      case OK_OR_ERROR -> {
        if (outcome.isHeader()) {
          checkFacts(outcome.header(), file);
          tally("lenient accepted");
        } else {
          checkRefusal(outcome, file);
          tally("lenient refused");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everySourceOfBytesGivesTheSame(CorpusFile file) throws IOException {
    String name = file.path().toString();
    byte[] bytes = Files.readAllBytes(file.path());
    NpyHeaderReader reader = NpyHeaderReader.DEFAULT;
    Outcome expected = Outcome.of(() -> reader.read(file.path()));

    var stream = new ByteArrayInputStream(bytes);
    assertThat(Outcome.of(() -> reader.read(stream, name))).isEqualTo(expected);
    var slowStream = new ByteArrayInputStream(bytes);
    assertThat(Outcome.of(() -> reader.read(byteByByte(slowStream), name))).isEqualTo(expected);
    var channelBytes = new ByteArrayInputStream(bytes);
    assertThat(Outcome.of(() -> reader.read(Channels.newChannel(channelBytes), name)))
        .isEqualTo(expected);
    var slowChannelBytes = new ByteArrayInputStream(bytes);
    assertThat(Outcome.of(() -> reader.read(byteByByteChannel(slowChannelBytes), name)))
        .isEqualTo(expected);
    assertThat(Outcome.of(() -> reader.read(MemorySegment.ofArray(bytes), name)))
        .isEqualTo(expected);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nativeBytes =
          arena.allocate(Math.max(1, bytes.length)).asSlice(0, bytes.length);
      nativeBytes.copyFrom(MemorySegment.ofArray(bytes));
      assertThat(Outcome.of(() -> reader.read(nativeBytes.asReadOnly(), name))).isEqualTo(expected);
    }

    if (expected.isHeader()) {
      int rest = (int) (bytes.length - expected.header().dataOffset());
      assertThat(stream.available()).as("left in the stream").isEqualTo(rest);
      assertThat(slowStream.available()).as("left in the slow stream").isEqualTo(rest);
      assertThat(channelBytes.available()).as("left in the channel").isEqualTo(rest);
      assertThat(slowChannelBytes.available()).as("left in the slow channel").isEqualTo(rest);
    }
  }

  @Test
  void readsTheArraysOfOneStreamOneAfterTheOther() throws IOException {
    CorpusFile file = Corpus.file("valid/header/two_arrays_in_a_row.npy");
    assertThat(file.next()).isNotEmpty();
    try (InputStream stream = Files.newInputStream(file.path())) {
      NpyHeader header = NpyHeaderReader.DEFAULT.read(stream, file.name());
      long at = header.totalSize();
      stream.skipNBytes(header.dataSize());
      for (CorpusFile.Next next : file.next()) {
        assertThat(at).isEqualTo(next.at());
        header = NpyHeaderReader.DEFAULT.read(stream, file.name());
        HeaderFacts.check(header, next.array(), file.size() - at);
        stream.skipNBytes(header.dataSize());
        at += header.totalSize();
      }
    }
  }

  @Test
  void theCorpusIsWhole() throws IOException {
    assertThat(Corpus.files()).hasSize(444);
    assertThat(Corpus.npy()).hasSize(417);
    assertThat(Corpus.readable()).hasSize(206);
    for (CorpusFile file : Corpus.files()) {
      assertThat(Files.size(file.path())).as(file.name()).isEqualTo(file.size());
    }
  }

  private static void checkFacts(NpyHeader header, CorpusFile file) {
    // NumPy itself refuses a few lenient files; then there are no facts to compare.
    if (file.array().isPresent()) {
      ArrayFacts facts = file.array().get();
      HeaderFacts.check(header, facts, file.size());
    }
    assertThat(header.totalSize()).isLessThanOrEqualTo(file.size());
  }

  private static void checkRefusal(Outcome outcome, CorpusFile file) {
    assertThat(outcome.isHeader()).as("accepted as %s", outcome.header).isFalse();
    assertThat(outcome.problem()).contains("file=" + file.path()).contains(": expected ");
    assertThat(outcome.type)
        .isEqualTo(
            file.errorClass().equals("object")
                ? UnsupportedDTypeException.class
                : NpyFormatException.class);
  }

  private interface Reading {
    NpyHeader read() throws IOException;
  }

  /// A header, or the type and message of a refusal.
  private record Outcome(NpyHeader header, Class<?> type, String problem) {
    static Outcome of(Reading reading) throws IOException {
      try {
        return new Outcome(reading.read(), NpyHeader.class, "");
      } catch (NpyFormatException | UnsupportedDTypeException e) {
        return new Outcome(null, e.getClass(), e.getMessage());
      }
    }

    boolean isHeader() {
      return header != null;
    }

    @Override
    public NpyHeader header() {
      return header != null ? header : fail("refused: " + problem);
    }
  }

  private static InputStream byteByByte(InputStream bytes) {
    return new FilterInputStream(bytes) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return super.read(target, offset, Math.min(1, length));
      }
    };
  }

  private static ReadableByteChannel byteByByteChannel(InputStream bytes) {
    return new ReadableByteChannel() {
      @Override
      public int read(ByteBuffer target) throws IOException {
        int next = bytes.read();
        if (next < 0) {
          return -1;
        }
        target.put((byte) next);
        return 1;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
