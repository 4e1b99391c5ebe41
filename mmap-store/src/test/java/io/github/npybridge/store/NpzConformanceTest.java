package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.UnsupportedDTypeException;
import io.github.npybridge.format.corpus.ArrayFacts;
import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.format.corpus.CorpusFile;
import io.github.npybridge.format.corpus.Expectation;
import io.github.npybridge.format.corpus.HeaderFacts;
import io.github.npybridge.format.corpus.MemberFacts;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every `.npz` file of the corpus, member by member and in every mode.
class NpzConformanceTest {
  private static final Map<String, Integer> TALLY = new TreeMap<>();
  private static final List<MapMode> MODES =
      List.of(MapMode.READ_ONLY, MapMode.COPY_ON_WRITE, MapMode.LOAD);

  static Stream<CorpusFile> archives() {
    return Corpus.npz();
  }

  @AfterAll
  static void printTally() {
    System.out.println("corpus of .npz files, in each of 3 modes: " + TALLY);
  }

  private static void tally(String outcome) {
    TALLY.merge(outcome, 1, Integer::sum);
  }

  @Test
  void theCorpusIsWhole() {
    assertThat(archives()).hasSize(27);
  }

  @ParameterizedTest
  @MethodSource("archives")
  void readsOrRefuses(CorpusFile file) throws IOException {
    for (MapMode mode : MODES) {
      NpzFile archive;
      try {
        archive = NpzFile.open(file.path(), mode);
      } catch (NpyFormatException e) {
        assertThat(file.expect()).isNotEqualTo(Expectation.OK);
        assertThat(e).hasMessageContaining("(file=" + file.path());
        tally("archive refused, expected " + file.expect());
        continue;
      }
      try (archive) {
        assertThat(file.expect()).isNotEqualTo(Expectation.ERROR);
        tally("archive opened, expected " + file.expect());
        for (MemberFacts member : MemberFacts.of(file)) {
          boolean hidden =
              member.shadowed()
                  && archive.names().stream().filter(member.key()::equals).count() > 1;
          if (!hidden) {
            check(archive, name(archive, member), member);
          }
        }
      }
    }
  }

  /// The key, or the whole name where the key is another member's.
  private static String name(NpzFile archive, MemberFacts member) {
    boolean taken =
        !member.key().equals(member.entry())
            && archive.entries().stream().anyMatch(entry -> entry.name().equals(member.key()));
    return taken ? member.entry() : member.key();
  }

  private static void check(NpzFile archive, String name, MemberFacts member) throws IOException {
    switch (member.expect()) {
      case "ok" -> {
        checkArray(archive, name, member);
        tally("member ok, read");
      }
      case "ok_or_error" -> {
        try {
          checkArray(archive, name, member);
          tally("member ok_or_error, read");
        } catch (NpyFormatException e) {
          checkRefusal(e, archive, member);
          tally("member ok_or_error, refused");
        }
      }
      case "not_npy" -> {
        assertThat(archive.isArray(name)).isFalse();
        assertThat(sha256(archive.bytes(name))).isEqualTo(member.sha256());
        archive.verify(name);
        assertThatThrownBy(() -> archive.array(name))
            .isInstanceOf(NpyFormatException.class)
            .hasMessageStartingWith("member: expected an array, found ")
            .hasMessageEndingWith("NpzFile.bytes reads members that are no arrays");
        tally("member not_npy, read as bytes");
      }
      case "error" -> checkError(archive, name, member);
      default -> throw new AssertionError(member.expect());
    }
  }

  private static void checkArray(NpzFile archive, String name, MemberFacts member)
      throws IOException {
    ArrayFacts facts = member.array().orElseThrow();
    assertThat(archive.isArray(name)).isTrue();
    try (NpzMember array = archive.array(name)) {
      HeaderFacts.check(array.header(), facts, member.size());
      assertThat(array.name()).isEqualTo(member.key());
      assertThat(array.entry().name()).isEqualTo(member.entry());
      assertThat(array.dataOffset()).isEqualTo(member.arrayDataStart());
      assertThat(array.isMapped())
          .isEqualTo(
              member.method().equals("stored")
                  && archive.mode() != MapMode.LOAD
                  && facts.dataBytes() > 0);
      assertThat(array.segment().isReadOnly()).isEqualTo(archive.mode() == MapMode.READ_ONLY);
      assertThat(sha256(array.segment().toArray(ValueLayout.JAVA_BYTE)))
          .isEqualTo(facts.sha256Raw());
    }
    HeaderFacts.check(archive.header(name), facts, member.size());
    archive.verify(name);
    assertThat(archive.bytes(name)).hasSize((int) member.size());
  }

  private static void checkError(NpzFile archive, String name, MemberFacts member)
      throws IOException {
    try (NpzMember array = archive.array(name)) {
      // Only a checksum can be wrong in what is mapped, and is seen on request.
      assertThat(array.isMapped()).isTrue();
      assertThatThrownBy(() -> archive.verify(name))
          .isInstanceOf(NpyFormatException.class)
          .hasMessageStartingWith("CRC-32: expected ");
      tally("member error, mapped, seen by verify");
    } catch (NpyFormatException e) {
      checkRefusal(e, archive, member);
      tally("member error, refused");
    } catch (UnsupportedDTypeException e) {
      assertThat(member.errorClass()).isEqualTo("object");
      tally("member error, refused");
    }
  }

  private static void checkRefusal(Exception e, NpzFile archive, MemberFacts member) {
    assertThat(e)
        .hasMessageContaining(": expected ")
        .hasMessageContaining("(file=" + archive.path() + "::" + member.entry());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
