package io.github.npybridge.store.internal;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The memory that holds an array of an open file.
///
/// @param segment the data
/// @param identity by what the file is recognised
/// @param arena the arena to close with the file, or null if there is none or it is the caller's
public record OpenedMemory(
    MemorySegment segment, FileIdentity identity, @Nullable SharedArena arena)
    implements AutoCloseable {
  /// The same memory, never to be written.
  OpenedMemory asReadOnly() {
    return new OpenedMemory(segment.asReadOnly(), identity, arena);
  }

  /// Closes the memory's own arena, if it has one.
  ///
  /// @throws IllegalStateException as [SharedArena#close]
  @Override
  public void close() {
    if (arena != null) {
      arena.close();
    }
  }
}
