package io.github.npybridge.cli;

import java.io.IOException;

/// Where `npy info` puts what it found out.
sealed interface InfoReport extends AutoCloseable permits JsonReport, TextReport {
  /// Reports an array.
  void array(String file, ArrayInfo info) throws IOException;

  /// Reports a file that could not be read.
  void failure(String file, Failure failure) throws IOException;

  /// Hands on what is still here; the output stays open.
  @Override
  void close() throws IOException;
}
