package io.github.npybridge.cli;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.Slice;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Python's `bytes`: what NumPy makes of a member of an archive that is no array.
final class PythonBytes {
  private PythonBytes() {}

  /// What `print(bytes[SLICE])` prints.
  ///
  /// @param parts the index; none stands for all of it
  /// @throws IndexOutOfBoundsException if there is no such byte
  /// @throws IllegalArgumentException if it is no index of `bytes`
  static String text(byte[] bytes, List<Slice> parts) {
    if (parts.isEmpty()) {
      return repr(bytes);
    }
    if (parts.size() > 1
        || !(parts.getFirst() instanceof Slice.Index || parts.getFirst() instanceof Slice.Range)) {
      throw new IllegalArgumentException(
          "expected one integer or one range for a member that is no array, found another index");
    }
    Tensor selected =
        Tensors.asTensor(MemorySegment.ofArray(bytes), DType.UINT8, Shape.of(bytes.length))
            .slice(parts.getFirst());
    return selected.ndim() == 0
        ? selected.toString()
        : repr(selected.contiguous().asSegment().toArray(ValueLayout.JAVA_BYTE));
  }

  private static String repr(byte[] bytes) {
    boolean single = false;
    boolean twofold = false;
    for (byte b : bytes) {
      single |= b == '\'';
      twofold |= b == '"';
    }
    char quote = single && !twofold ? '"' : '\'';
    StringBuilder out = new StringBuilder(bytes.length + 3).append('b').append(quote);
    for (byte b : bytes) {
      switch (b) {
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\\' -> out.append("\\\\");
        default -> {
          if (b == quote) {
            out.append('\\').append(quote);
          } else if (b >= ' ' && b < 0x7f) {
            out.append((char) b);
          } else {
            out.append("\\x%02x".formatted(b));
          }
        }
      }
    }
    return out.append(quote).toString();
  }
}
