package io.github.npybridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpzDirectory;
import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.format.UnsupportedDTypeException;
import io.github.npybridge.format.corpus.Corpus;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged archives: the right data or one of our exceptions, and nothing else.
class NpzMutationTest {
  private static final int[] MASKS = {1, 0xff};

  @TempDir Path dir;
  private Path path;
  private final Map<String, Integer> tally = new TreeMap<>();

  @BeforeEach
  void name() {
    path = dir.resolve("damaged.npz");
  }

  private byte[] sample(boolean compressed) throws IOException {
    return Files.readAllBytes(NpzSample.write(dir.resolve("whole.npz"), compressed));
  }

  private static byte[] corpus(String name) throws IOException {
    return Files.readAllBytes(Corpus.file("npz/" + name).path());
  }

  @Test
  void anArchiveThatEndsEarlyIsRefused() throws IOException {
    for (byte[] whole :
        new byte[][] {sample(false), sample(true), corpus("savez.npz"), corpus("comment.npz")}) {
      // A comment is not missed, as long as the end record in front of it is whole.
      int end = whole.length;
      while (whole[end - 22] != 'P' || whole[end - 21] != 'K') {
        end--;
      }
      for (int length = 0; length < end; length++) {
        Files.write(path, Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> NpzFile.open(path))
            .as("%d bytes", length)
            .isInstanceOf(NpyFormatException.class)
            .hasMessageContaining("(file=" + path);
      }
    }
  }

  @Test
  void aFlippedByteNeverMisleadsWhatIsLoaded() throws IOException {
    for (byte[] whole : new byte[][] {sample(false), sample(true), corpus("data_descriptor.npz")}) {
      flip(whole, MapMode.LOAD);
    }
    System.out.println("flipped bytes of archives, loaded: " + tally);
    assertThat(tally.get("right")).isGreaterThan(1000);
    assertThat(tally.get("member refused")).isGreaterThan(1000);
  }

  @Test
  void aFlippedByteOutsideOfTheContentNeverMisleadsWhatIsMapped() throws IOException {
    for (byte[] whole : new byte[][] {sample(false), corpus("plain_zip.npz")}) {
      flip(whole, MapMode.READ_ONLY);
    }
    System.out.println("flipped bytes of archives, mapped: " + tally);
    assertThat(tally.get("right")).isGreaterThan(1000);
    assertThat(tally.get("wrong content, seen by verify")).isGreaterThan(100);
  }

  private void flip(byte[] whole, MapMode mode) throws IOException {
    Files.write(path, whole);
    Map<String, String> right = new HashMap<>();
    Map<String, byte[]> contents = new HashMap<>();
    boolean[] isContent = new boolean[whole.length];
    try (NpzFile archive = NpzFile.open(path, mode);
        SeekableByteChannel channel = Files.newByteChannel(path)) {
      NpzDirectory directory = NpzDirectory.read(path);
      for (NpzEntry entry : directory.entries()) {
        right.put(entry.key(), text(archive.array(entry.key())));
        contents.put(entry.key(), archive.bytes(entry.key()));
        int at = (int) directory.contentOffset(channel, entry);
        Arrays.fill(isContent, at, at + (int) entry.compressedSize(), true);
      }
    }
    for (int at = 0; at < whole.length; at++) {
      for (int mask : MASKS) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) mask;
        Files.write(path, damaged);
        try (NpzFile archive = NpzFile.open(path, mode)) {
          for (String name : archive.names()) {
            check(archive, name, right, contents, isContent[at] && mode != MapMode.LOAD);
          }
        } catch (NpyFormatException e) {
          checkRefusal(e);
          count("archive refused");
        }
      }
    }
  }

  private void check(
      NpzFile archive,
      String name,
      Map<String, String> right,
      Map<String, byte[]> contents,
      boolean mayDiffer)
      throws IOException {
    try (NpzMember array = archive.array(name)) {
      if (text(array).equals(right.get(name))) {
        count("right");
      } else {
        assertThat(mayDiffer).as("%s of %s", name, archive).isTrue();
        assertThatThrownBy(() -> archive.verify(name)).isInstanceOf(NpyFormatException.class);
        count("wrong content, seen by verify");
      }
    } catch (NpyFormatException | UnsupportedDTypeException e) {
      checkRefusal(e);
      count("member refused");
    }
    try {
      assertThat(archive.bytes(name)).isEqualTo(contents.get(name));
    } catch (NpyFormatException e) {
      checkRefusal(e);
    }
  }

  private void checkRefusal(Exception e) {
    assertThat(e.getMessage()).contains(": expected ").contains("(file=" + path);
  }

  private void count(String outcome) {
    tally.merge(outcome, 1, Integer::sum);
  }

  private static String text(NpzMember array) {
    return array.header() + Arrays.toString(array.segment().toArray(ValueLayout.JAVA_BYTE));
  }
}
