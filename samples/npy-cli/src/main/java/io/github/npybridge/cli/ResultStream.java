package io.github.npybridge.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Standard output, whose errors are told apart from those of the files that are read.
final class ResultStream extends FilterOutputStream {
  /// Whoever read the output has gone, as `head` does when it has seen enough.
  static final class NobodyReadsException extends IOException {
    private static final long serialVersionUID = 1L;

    NobodyReadsException(IOException cause) {
      super(cause);
    }
  }

  ResultStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      // The JDK has no class for it, only the system's text.
      String reason = String.valueOf(e.getMessage());
      if (reason.equals("Broken pipe") || reason.equals("The pipe is being closed")) {
        throw new NobodyReadsException(e);
      }
      throw new IOException("output: expected it to take all bytes, found: " + reason, e);
    }
  }
}
