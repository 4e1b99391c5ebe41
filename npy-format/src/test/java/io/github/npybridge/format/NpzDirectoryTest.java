package io.github.npybridge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.format.corpus.CorpusFile;
import io.github.npybridge.format.corpus.Expectation;
import io.github.npybridge.format.corpus.MemberFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What an archive's directory says, and what is refused.
class NpzDirectoryTest {
  @TempDir Path dir;

  static Stream<CorpusFile> archives() {
    return Corpus.npz();
  }

  @ParameterizedTest
  @MethodSource("archives")
  void knowsNamesSizesAndPlaces(CorpusFile file) throws IOException {
    if (file.expect() == Expectation.ERROR || file.name().contains("junk_before")) {
      assertThatThrownBy(() -> NpzDirectory.read(file.path()))
          .isInstanceOf(NpyFormatException.class)
          .hasMessageContaining(": expected ")
          .hasMessageContaining("(file=" + file.path());
      return;
    }
    List<MemberFacts> facts = MemberFacts.of(file);
    NpzDirectory directory = NpzDirectory.read(file.path());
    assertThat(directory.names()).isEqualTo(facts.stream().map(MemberFacts::key).toList());
    assertThat(directory.entries()).hasSameSizeAs(facts);
    try (SeekableByteChannel channel = Files.newByteChannel(file.path())) {
      for (int i = 0; i < facts.size(); i++) {
        MemberFacts fact = facts.get(i);
        NpzEntry entry = directory.entries().get(i);
        assertThat(entry.name()).isEqualTo(fact.entry());
        assertThat(entry.size()).isEqualTo(fact.size());
        assertThat(entry.method().name().toLowerCase(java.util.Locale.ROOT))
            .isEqualTo(fact.method().equals("bzip2") ? "other" : fact.method());
        assertThat(directory.place(entry)).isEqualTo(file.path() + "::" + fact.entry());
        if (entry.method() == NpzMethod.OTHER || entry.isEncrypted()) {
          assertThatThrownBy(() -> directory.contentOffset(channel, entry))
              .isInstanceOf(NpyFormatException.class)
              .hasMessageContaining("(file=" + directory.place(entry) + "); ");
        } else if (fact.dataStart() >= 0) {
          assertThat(directory.contentOffset(channel, entry)).isEqualTo(fact.dataStart());
        } else {
          assertThat(directory.contentOffset(channel, entry)).isPositive();
        }
      }
    }
  }

  @Test
  void findsByTheRulesOfNumPy() throws IOException {
    NpzDirectory both = NpzDirectory.read(Corpus.file("npz/a_and_a_npy.npz").path());
    assertThat(both.names()).containsExactly("a", "a");
    assertThat(both.find("a")).contains(both.entries().get(0));
    assertThat(both.find("a.npy")).contains(both.entries().get(1));
    assertThat(both.find("b")).isEmpty();
    NpzDirectory twice = NpzDirectory.read(Corpus.file("npz/duplicate_names.npz").path());
    assertThat(twice.find("a")).contains(twice.entries().get(1));
    assertThat(twice.find("a.npy")).contains(twice.entries().get(1));
    NpzDirectory odd = NpzDirectory.read(Corpus.file("npz/odd_names.npz").path());
    assertThat(odd.find("x.npy")).contains(odd.entries().get(2));
    assertThat(odd.find("x")).isEmpty();
  }

  /// An archive of members without content, with the bytes that a test wants to change.
  private static byte[] archive(List<NpzEntry> entries) {
    ByteBuffer out = ByteBuffer.allocate(1 << 16);
    List<NpzEntry> placed = new ArrayList<>();
    for (NpzEntry entry : entries) {
      NpzEntry at = NpzEntry.of(entry.name(), entry.method(), 0, 0, 0, out.position());
      placed.add(at);
      out.put(
          NpzDirectoryWriter.localHeader(
              at, false, NpzDirectoryWriter.localHeaderSize(at, false, 1)));
    }
    out.put(NpzDirectoryWriter.directory(placed, out.position()));
    return Arrays.copyOf(out.array(), out.position());
  }

  private static NpzEntry entry(String name) {
    return NpzEntry.of(name, NpzMethod.STORED, 0, 0, 0, 0);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(dir.resolve("a.npz"), bytes);
  }

  @Test
  void readsWhatItsWriterWrites() throws IOException {
    String name = "x".repeat(300) + "é中😀.npy";
    List<NpzEntry> entries = List.of(entry("a.npy"), entry(name), entry(".npy"));
    NpzDirectory read = NpzDirectory.read(write(archive(entries)));
    assertThat(read.names()).containsExactly("a", "x".repeat(300) + "é中😀", "");
    assertThat(read.entries().get(0)).isEqualTo(entries.get(0));
    assertThat(read.entries().get(1).headerOffset()).isEqualTo(35);
  }

  @Test
  void namesWithoutTheFlagAreCodePage437() throws IOException {
    byte[] bytes = archive(List.of(entry("e.npy")));
    for (int i = 0; i < bytes.length - 4; i++) {
      if (bytes[i] == 'e' && bytes[i + 1] == '.') {
        bytes[i] = (byte) 0x82;
      }
    }
    Path path = write(bytes);
    NpzDirectory directory = NpzDirectory.read(path);
    assertThat(directory.names()).containsExactly("é");
    try (SeekableByteChannel channel = Files.newByteChannel(path)) {
      assertThat(directory.contentOffset(channel, directory.entries().getFirst())).isEqualTo(35);
    }
  }

  @Test
  void refusesNamesThatAreNoUtf8() throws IOException {
    byte[] bytes = archive(List.of(entry("é.npy")));
    for (int i = 0; i < bytes.length - 4; i++) {
      if (bytes[i] == (byte) 0xc3) {
        bytes[i] = (byte) 0xff;
      }
    }
    assertThatThrownBy(() -> NpzDirectory.read(write(bytes)))
        .isInstanceOf(NpyFormatException.class)
        .hasMessageStartingWith("name: expected UTF-8 text, found other bytes (file=");
  }

  @Test
  void refusesPartsOfSeveral() throws IOException {
    byte[] bytes = archive(List.of(entry("a.npy")));
    bytes[bytes.length - 18] = 1;
    assertThatThrownBy(() -> NpzDirectory.read(write(bytes)))
        .isInstanceOf(NpyFormatException.class)
        .hasMessageContaining("found a part of several")
        .hasMessageEndingWith("join the parts: zip -s 0 parts.zip --out whole.npz");
  }

  @Test
  void findsTheEndInFrontOfALongComment() throws IOException {
    byte[] bytes = archive(List.of(entry("a.npy")));
    byte[] longest = Arrays.copyOf(bytes, bytes.length + 65_535);
    assertThat(NpzDirectory.read(write(longest)).names()).containsExactly("a");
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 65_536);
    assertThatThrownBy(() -> NpzDirectory.read(write(longer)))
        .isInstanceOf(NpyFormatException.class)
        .hasMessageStartingWith(
            "end record: expected PK\\5\\6 in the last 65557 bytes of the archive, found none");
  }

  @Test
  void saysWhatOtherFilesAre() throws IOException {
    assertThatThrownBy(() -> NpzDirectory.read(write(new byte[0])))
        .hasMessageStartingWith("file: expected a .npz archive, found no bytes");
    Path npy = Corpus.file("valid/dtype/f4_le_3x4_C.npy").path();
    assertThatThrownBy(() -> NpzDirectory.read(npy))
        .hasMessage(
            "magic: expected 50 4b 03 04 or 50 4b 05 06, found 93 4e 55 4d 50 59 (file="
                + npy
                + ", offset=0); this is a .npy file, one array without an archive");
    assertThatThrownBy(() -> NpzDirectory.read(dir)).isInstanceOf(NpyFormatException.class);
    byte[] twoInARow = new byte[2 * 120];
    byte[] one = archive(List.of(entry("a.npy")));
    System.arraycopy(one, 0, twoInARow, 0, one.length);
    System.arraycopy(one, 0, twoInARow, one.length, one.length);
    assertThatThrownBy(() -> NpzDirectory.read(write(Arrays.copyOf(twoInARow, 2 * one.length))))
        .hasMessageContaining("directory: expected it to end at ")
        .hasMessageEndingWith("bytes were put in front of the archive or cut out of it");
  }

  @Test
  void readsNumbersOfZip64() throws IOException {
    // As a writer may do that cannot know sizes beforehand: everything in the extra fields.
    ByteBuffer out = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    NpzEntry local = NpzEntry.of("a.npy", NpzMethod.STORED, 0, 0, 0, 0);
    out.put(
        NpzDirectoryWriter.localHeader(
            local, true, NpzDirectoryWriter.localHeaderSize(local, true, 64)));
    assertThat(out.position()).isEqualTo(64);
    out.put(new byte[7]);
    int start = out.position();
    out.putInt(0x02014b50).putShort((short) 45).putShort((short) 45).putInt(0).putInt(0).putInt(0);
    out.putInt(-1).putInt(-1).putShort((short) 5).putShort((short) 34).putShort((short) 0);
    out.putInt(0).putInt(0).putInt(-1).put("a.npy".getBytes(StandardCharsets.US_ASCII));
    out.putShort((short) 9).putShort((short) 2).putShort((short) 0);
    out.putShort((short) 1).putShort((short) 24).putLong(7).putLong(7).putLong(0);
    int end = out.position();
    out.putInt(0x06064b50).putLong(44).putInt(0).putInt(0).putInt(0).putLong(1).putLong(1);
    out.putLong(end - start).putLong(start);
    out.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
    out.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
    byte[] bytes = Arrays.copyOf(out.array(), out.position());

    Path path = write(bytes);
    NpzDirectory directory = NpzDirectory.read(path);
    NpzEntry entry = directory.entries().getFirst();
    assertThat(entry.size()).isEqualTo(7);
    assertThat(entry.compressedSize()).isEqualTo(7);
    assertThat(entry.headerOffset()).isZero();
    try (SeekableByteChannel channel = Files.newByteChannel(path)) {
      assertThat(directory.contentOffset(channel, entry)).isEqualTo(64);
      NpzEntry hostile = NpzEntry.of("a.npy", NpzMethod.STORED, 0, 8, 8, 0);
      assertThatThrownBy(() -> directory.contentOffset(channel, hostile))
          .isInstanceOf(NpyFormatException.class)
          .hasMessageStartingWith(
              "content: expected at most 7 bytes before the directory, found 8");
      NpzEntry bomb = NpzEntry.of("a.npy", NpzMethod.DEFLATED, 0, 7, 7225, 0);
      assertThatThrownBy(() -> directory.contentOffset(channel, bomb))
          .hasMessageStartingWith("size: expected at most 7224 bytes for 7 in the archive");
      NpzEntry negative = NpzEntry.of("a.npy", NpzMethod.STORED, 0, -8, -8, -1);
      assertThatThrownBy(() -> directory.contentOffset(channel, negative))
          .isInstanceOf(NpyFormatException.class);
    }
    for (int at = end; at < bytes.length - 2; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x40;
      // What stays readable differs only in versions, which nobody needs.
      try {
        assertThat(NpzDirectory.read(write(damaged)).entries()).isEqualTo(directory.entries());
      } catch (NpyFormatException e) {
        assertThat(e).hasMessageContaining(": expected ").hasMessageContaining("(file=");
      }
    }
  }

  @Test
  void refusesNamesThatNoArchiveCanHave() {
    assertThatThrownBy(() -> entry("a\0.npy")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> entry("\ud800.npy")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> entry("é".repeat(32768)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 65535 bytes");
    assertThatThrownBy(() -> NpzEntry.of("a", NpzMethod.OTHER, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
