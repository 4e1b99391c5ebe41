package io.github.npybridge.cli;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Writers of JSON Lines: an object a line, for programs.
final class JsonLines {
  /// Escapes of surrogates: a name may hold half a pair, which has no UTF-8 but is valid escaped.
  private static final class SurrogateEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      return standardAsciiEscapesForJSON();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return c <= Character.MAX_VALUE && Character.isSurrogate((char) c)
          ? new SerializedString("\\u%04x".formatted(c))
          : null;
    }
  }

  private JsonLines() {}

  /// A writer that adds no line ends itself and leaves the output open when it is closed.
  static JsonGenerator to(OutputStream out) throws IOException {
    return new JsonFactoryBuilder()
        .characterEscapes(new SurrogateEscapes())
        .rootValueSeparator((String) null)
        .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
        .build()
        .createGenerator(out);
  }
}
