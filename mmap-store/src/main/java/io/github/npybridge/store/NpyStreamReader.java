package io.github.npybridge.store;

import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderReader;
import io.github.npybridge.store.internal.StreamLoading;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Reads arrays from a stream, one behind the other: a pipe, a socket, a file that several
/// `numpy.save` calls went to.
///
/// ```java
/// try (NpyStreamReader reader = new NpyStreamReader(in, "stdin")) {
///   for (Optional<LoadedArray> next = reader.next(); next.isPresent(); next = reader.next()) {
///     ...
///   }
/// }
/// ```
///
/// Corresponds to calling `numpy.load(handle)` until it raises `EOFError`. No byte behind an array
/// is read before the next one is asked for, so that a stream may also carry other things between
/// arrays, and a peer that waits for an answer gets one.
///
/// **View or copy**: copies. Memory grows with the bytes that arrive, not with what a header
/// claims.
///
/// **Lifetime**: closing closes the stream, and leaves the arrays alone.
///
/// **Threads**: one at a time.
public final class NpyStreamReader implements AutoCloseable {
  private final PushbackInputStream in;
  private final String name;

  /// A reader of a stream that stands before an array, or at its end.
  ///
  /// Small pieces are asked of it, so one that does not buffer, such as that of a file, should be
  /// in a `BufferedInputStream`.
  ///
  /// @param name what messages call the stream
  public NpyStreamReader(InputStream in, String name) {
    this.in = new PushbackInputStream(in);
    this.name = name;
  }

  /// Reads the next array, or nothing if the stream ends here.
  ///
  /// @throws NpyFormatException if something other than an array follows, or the stream ends inside
  ///   of one; the offset counts from that array's first byte
  /// @throws io.github.npybridge.format.UnsupportedDTypeException if the array holds Python
  ///   objects, whose end only Python finds
  /// @throws IOException if reading fails
  public Optional<LoadedArray> next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    in.unread(first);
    NpyHeader header = NpyHeaderReader.DEFAULT.read(in, name);
    MemorySegment segment = StreamLoading.load(in, name, header);
    return Optional.of(new LoadedArray(header, segment));
  }

  /// Closes the stream.
  @Override
  public void close() throws IOException {
    in.close();
  }
}
