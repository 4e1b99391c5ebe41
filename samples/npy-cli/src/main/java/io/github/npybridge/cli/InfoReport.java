package io.github.npybridge.cli;

import java.io.IOException;
import java.util.List;

/// Where `npy info` puts what it found out.
sealed interface InfoReport extends AutoCloseable permits JsonReport, TextReport {
  /// Reports an array.
  void array(String file, ArrayInfo info) throws IOException;

  /// Reports an archive, and those of its members that could not be read.
  void archive(String file, List<MemberInfo> members) throws IOException;

  /// Reports a file that could not be read.
  void failure(String file, Failure failure) throws IOException;

  /// Hands on what is still here; the output stays open.
  @Override
  void close() throws IOException;
}
