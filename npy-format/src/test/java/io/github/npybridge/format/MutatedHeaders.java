package io.github.npybridge.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.format.corpus.CorpusFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Valid files, and random damage to their headers.
final class MutatedHeaders {
  private static final String[] WORDS = {"True", "False", "None", "true", "0", "1", "TrueL"};

  private static final String[] NUMBERS = {
    "0",
    "1",
    "2",
    "3",
    "7",
    "10",
    "00",
    "-0",
    "-1",
    "03",
    "2L",
    "3 L",
    "64",
    "1000000",
    "2147483648",
    "4294967296",
    "1152921504606846976",
    "4611686018427387905",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551619",
    "2.0",
    "(2)",
    "0x2",
  };

  private static final String[] TEXTS = {
    "'<f8'",
    "'>f4'",
    "'<f2'",
    "'<f16'",
    "'>c32'",
    "'<c8'",
    "'|b1'",
    "'<b1'",
    "'|i1'",
    "'>u2'",
    "'<i8'",
    "'<i3'",
    "'|S3'",
    "'|S0'",
    "'<U3'",
    "'>U1'",
    "'|V3'",
    "'<V2'",
    "'<M8[s]'",
    "'>m8'",
    "'<M8[25us]'",
    "'<M8[0s]'",
    "'<M8[3]'",
    "'f8'",
    "'=i4'",
    "'|u4'",
    "'<f08'",
    "'|O'",
    "'|O8'",
    "'descr'",
    "'shape'",
    "'a'",
    "'b'",
    "''",
    "'it\\'s'",
    "\"a\"",
    "u'a'",
    "'\\x41'",
    "'\\ud800'",
    "'\u00e9'",
    "[('a', '<i4')]",
    "[('a', '<i4', (2,)), ('', '|V3'), (('t', 'b'), '>u2')]",
    "[('a', '|V0', 2)]",
    "[('a', '<i4', 3)]",
    "('<i4', (2,))",
    "[]",
    "[('', '<i4')]",
    "[('a', [('x', '<f4'), ('y', '|S2', (2, 3))])]",
    "[(('a', 'a'), '<i4')]",
    "'float32'",
    "'d'",
  };

  private static final String[] PIECES = {
    "'",
    "\"",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    " ",
    "\n",
    "\\",
    "\\x41",
    "\\n",
    "\0",
    "\t",
    "L",
    "-",
    "0",
    "1",
    "9",
    "00",
    "4294967296",
    "9223372036854775807",
    "18446744073709551616",
    "True",
    "False",
    "None",
    "()",
    "(2,)",
    "[2]",
    "2",
    "2.0",
    "'<f8'",
    "'|O'",
    "'<i4'",
    "'>u2'",
    "'|V3'",
    "'|S0'",
    "'<M8[s]'",
    "'<U3'",
    "'<c16'",
    "<",
    ">",
    "|",
    "=",
    "f",
    "i",
    "u",
    "b",
    "S",
    "U",
    "V",
    "M",
    "m",
    "[ns]",
    "[25s]",
    "8",
    "4",
    "16",
    "'descr': ",
    "'shape': ",
    "'a'",
    "''",
    "('a', '<i4')",
    "('', '|V4')",
    "(('t', 'b'), '|u1')",
    "[('x', '<f4', (2,))]",
    "\u00e9",
    "u",
  };

  private static final Pattern TOKEN = Pattern.compile("'[^']*'|\\b\\d+\\b|True|False");

  private MutatedHeaders() {}

  /// One readable file of each dtype and version: a few dozen.
  static List<byte[]> files() {
    Set<String> seen = new HashSet<>();
    List<byte[]> out = new ArrayList<>();
    for (CorpusFile file : Corpus.readable().toList()) {
      var facts = file.array().orElseThrow();
      if (facts.headerLength() < 500 && seen.add(facts.version() + facts.descr())) {
        try {
          byte[] bytes = Files.readAllBytes(file.path());
          // A little data behind the header is enough to see that it stays unread.
          out.add(Arrays.copyOf(bytes, (int) Math.min(bytes.length, facts.dataOffset() + 64)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return out;
  }

  /// The file with one to three edits of its header text; the length field follows most of them.
  static byte[] mutate(byte[] file, RandomGenerator random) {
    int prefix = file[6] == 1 ? 10 : 12;
    int length =
        (file[8] & 0xff) | ((file[9] & 0xff) << 8) | (prefix == 10 ? 0 : (file[10] & 0xff) << 16);
    StringBuilder text = new StringBuilder(new String(file, prefix, length, ISO_8859_1));
    int edits = random.nextInt(100) < 60 ? 1 : random.nextInt(2, 4);
    while (edits-- > 0 && !text.isEmpty()) {
      edit(text, random);
    }
    byte[] body = text.toString().getBytes(ISO_8859_1);
    byte[] out = Arrays.copyOf(file, prefix + body.length + file.length - prefix - length);
    System.arraycopy(body, 0, out, prefix, body.length);
    System.arraycopy(
        file, prefix + length, out, prefix + body.length, file.length - prefix - length);
    if (random.nextInt(10) > 0) {
      out[8] = (byte) body.length;
      out[9] = (byte) (body.length >> 8);
    }
    if (random.nextInt(20) == 0) {
      out[random.nextInt(prefix)] = (byte) random.nextInt(256);
    }
    return out;
  }

  private static void edit(StringBuilder text, RandomGenerator random) {
    // Most of the text is padding, where nothing happens.
    int end = Math.max(1, Math.min(text.lastIndexOf("}") + 1, text.length()));
    int at = random.nextInt(end);
    int until = Math.min(text.length(), at + random.nextInt(1, 4));
    switch (random.nextInt(10)) {
      case 0 -> text.delete(at, until);
      case 1 -> text.insert(at, text.substring(at, until));
      case 2 -> text.insert(at, one(PIECES, random));
      case 3 -> text.replace(at, until, one(PIECES, random));
      case 4 -> text.setCharAt(at, (char) random.nextInt(256));
      default -> replaceToken(text, random);
    }
  }

  /// Replaces a quoted text, word or number, but no key, by another of its kind.
  private static void replaceToken(StringBuilder text, RandomGenerator random) {
    List<MatchResult> tokens =
        TOKEN
            .matcher(text)
            .results()
            .filter(token -> !text.substring(token.end()).startsWith(":"))
            .toList();
    if (!tokens.isEmpty()) {
      MatchResult token = tokens.get(random.nextInt(tokens.size()));
      char first = token.group().charAt(0);
      String[] others = first == '\'' ? TEXTS : Character.isDigit(first) ? NUMBERS : WORDS;
      text.replace(token.start(), token.end(), one(others, random));
    }
  }

  private static String one(String[] pieces, RandomGenerator random) {
    return pieces[random.nextInt(pieces.length)];
  }
}
