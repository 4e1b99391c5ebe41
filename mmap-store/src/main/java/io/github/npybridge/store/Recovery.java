package io.github.npybridge.store;

import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.store.internal.RowLayout;

/// What [NpyAppender#recover] found in a file.
///
/// @param header what the file's header says; all of its rows are there, and none was touched
/// @param droppedBytes how many bytes behind them were cut off; 0 for a file that needed no repair
public record Recovery(NpyHeader header, long droppedBytes) {
  /// The number of rows: the length of the axis that grows, and 1 for a 0-d array.
  public long rows() {
    return RowLayout.of(header).count();
  }
}
