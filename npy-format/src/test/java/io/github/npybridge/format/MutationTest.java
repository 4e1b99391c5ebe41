package io.github.npybridge.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Damaged headers: the outcome is a correct header or one of our exceptions, and a parse costs
/// little memory. The seed of the random part is the system property `npybridge.seed`.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutationTest {
  private static final long SEED = Long.getLong("npybridge.seed", 20260103);

  /// More than any header of a kilobyte needs, far less than what its length field can promise.
  private static final long MAX_ALLOCATED = 256 << 10;

  private static final byte[] VALUES = {(byte) 0xff, '\'', '\\', ')', '-', '9', 'L', '\n', 0};

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final Pattern PLAIN = Pattern.compile("[\\s\\x20-~&&[^\\\\]]*+");

  private static final Pattern NO_MATTER =
      Pattern.compile(
          "[\\s,<|={}]|u(?=')|(?<=\\d)L|(?<!\\d)0+(?=\\d)|-(?=0(?!\\d))|>(?=[biu]1|[SV])");

  private static final Pattern KEYS = Pattern.compile("(?='descr'|'fortran_order'|'shape')");

  private static final List<byte[]> FILES = MutatedHeaders.files();

  @Test
  void thereAreAFewDozenFiles() {
    assertThat(FILES).hasSizeGreaterThan(60);
  }

  @Test
  void aFlippedByteNeverMisleads() {
    int accepted = 0;
    int refused = 0;
    for (byte[] file : FILES) {
      int dataOffset = (int) parse(file).dataOffset();
      for (int at = 0; at < dataOffset; at++) {
        byte before = file[at];
        boolean padding = before == ' ' && file[at - 1] == ' ';
        for (int i = padding ? VALUES.length - 2 : 0; i <= VALUES.length; i++) {
          file[at] = i < VALUES.length ? VALUES[i] : (byte) (before ^ 1);
          NpyHeader header = parse(file);
          if (header == null) {
            refused++;
          } else {
            accepted++;
            checkItself(header, file);
            checkAgainstText(header, file);
          }
        }
        file[at] = before;
      }
    }
    System.out.println("flipped bytes: " + accepted + " headers read, " + refused + " refused");
    assertThat(accepted).isGreaterThan(5_000);
    assertThat(refused).isGreaterThan(10_000);
  }

  @Test
  void aHeaderThatEndsEarlyIsRefused() {
    for (byte[] file : FILES) {
      NpyHeader whole = parse(file);
      assertThat(whole).isNotNull();
      for (int length = 0; length < whole.dataOffset(); length++) {
        assertThat(parse(Arrays.copyOf(file, length))).as("%d bytes", length).isNull();
      }
    }
  }

  @Test
  void randomDamageNeverMisleads() {
    SplittableRandom random = new SplittableRandom(SEED);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] file = MutatedHeaders.mutate(FILES.get(random.nextInt(FILES.size())), random);
      NpyHeader header = parse(file);
      if (header != null) {
        accepted++;
        checkItself(header, file);
      }
    }
    System.out.println("random damage: " + accepted + " of 20000 headers read");
    assertThat(accepted).as("seed %d", SEED).isBetween(1_000, 10_000);
  }

  /// The header, or null after a refusal that is as it should be.
  private static NpyHeader parse(byte[] file) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    NpyHeader header = null;
    Exception refusal = null;
    try {
      header = NpyHeaderReader.DEFAULT.read(MemorySegment.ofArray(file), "damaged.npy");
    } catch (NpyFormatException | UnsupportedDTypeException e) {
      refusal = e;
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what(file), e);
    }
    if (THREADS.getCurrentThreadAllocatedBytes() - before > MAX_ALLOCATED) {
      assertThat(allocatedOnceMore(file)).as(() -> what(file)).isLessThan(MAX_ALLOCATED);
    }
    if (refusal != null) {
      String message = refusal.getMessage();
      if (!message.contains("(file=damaged.npy")
          || !message.contains(": expected ")
          || message.length() > 1000) {
        throw new AssertionError(what(file), refusal);
      }
    }
    return header;
  }

  /// The first time may have loaded classes, or linked the message's text.
  private static long allocatedOnceMore(byte[] file) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      var _ = NpyHeaderReader.DEFAULT.read(MemorySegment.ofArray(file), "damaged.npy");
    } catch (IOException e) {
      // the outcome was looked at before
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static String what(byte[] file) {
    return "seed " + SEED + ", file " + HexFormat.of().formatHex(file);
  }

  /// What holds for every header that is read.
  private static void checkItself(NpyHeader header, byte[] file) {
    assertThat(header.totalSize()).isGreaterThanOrEqualTo(header.dataOffset());
    assertThat(header.dataOffset()).isLessThanOrEqualTo(file.length);
    byte[] written = NpyHeaderWriter.encode(header.dtype(), header.shape(), header.order());
    NpyHeader again = parse(written);
    assertThat(again).as(() -> what(file)).isNotNull();
    assertThat(again.dtype()).as(() -> what(file)).isEqualTo(header.dtype());
    assertThat(again.shape()).isEqualTo(header.shape());
    assertThat(again.order()).isEqualTo(header.order());
  }

  /// A second, cruder reading of a header in which one byte differs from what some writer wrote:
  /// its text and the text that we write for it must be the same but for spelling.
  private static void checkAgainstText(NpyHeader header, byte[] file) {
    int prefix = header.version().prefixSize();
    String expected = new String(file, prefix, header.headerLength(), ISO_8859_1);
    if (!PLAIN.matcher(expected).matches()) {
      return; // names can be written with other escapes
    }
    byte[] written =
        NpyHeaderWriter.encode(header.dtype(), header.shape(), header.order(), header.version());
    String actual = new String(written, prefix, written.length - prefix, ISO_8859_1);
    assertThat(spelling(actual)).as(() -> what(file)).isEqualTo(spelling(expected));
  }

  /// The text without what does not matter: blanks, commas, kinds of quotes, `L`, leading zeros,
  /// the sign of zero, order marks that mean nothing, padding of no bytes, and the order of
  // keys.
  private static String spelling(String text) {
    String bare = text.replace('"', '\'').replace("\\'", "'").replace("'a", "'S");
    bare = NO_MATTER.matcher(bare).replaceAll("").replace("('''V0')", "").replace("[1", "[");
    return Arrays.stream(KEYS.split(bare)).sorted().collect(Collectors.joining("\n"));
  }
}
