package io.github.npybridge.store.internal;

import java.lang.foreign.Arena;

/// A shared arena that may be closed more than once.
public final class SharedArena implements AutoCloseable {
  private final Arena arena = Arena.ofShared();

  /// The arena.
  public Arena arena() {
    return arena;
  }

  /// Closes the arena unless it is closed.
  ///
  /// @throws IllegalStateException if another thread is in an I/O call with its memory; it stays
  ///   open
  @Override
  public synchronized void close() {
    if (!arena.scope().isAlive()) {
      return;
    }
    try {
      arena.close();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "close: expected memory at rest, found it in use by an I/O call of another thread; close"
              + " again when that has ended",
          e);
    }
  }
}
