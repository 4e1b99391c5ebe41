package io.github.npybridge.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Texts that NumPy printed, as the digests that make_printing.py wrote.
final class GoldenTexts {
  private static final JsonNode GOLDEN = read();

  private GoldenTexts() {}

  private static JsonNode read() {
    try (InputStream in = GoldenTexts.class.getResourceAsStream("/printing/digests.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The generator of make_printing.py.
  static long[] randomBits(int count) {
    long[] bits = new long[count];
    long state = GOLDEN.get("seed").longValue();
    for (int i = 0; i < count; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      bits[i] = state;
    }
    return bits;
  }

  /// Fails unless the texts are NumPy's.
  static void check(String name, Iterable<String> texts) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    for (String text : texts) {
      digest.update((text + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .as(name)
        .isEqualTo(GOLDEN.get("sha256").get(name).textValue());
  }
}
