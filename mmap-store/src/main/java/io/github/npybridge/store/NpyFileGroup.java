package io.github.npybridge.store;

import io.github.npybridge.store.internal.SharedArena;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// Many files with one lifetime: one arena, one close.
///
/// Closing a shared arena makes every thread of the JVM pause for a moment, so files that live and
/// die together, such as the shards of a dataset, should share one. The number of mappings stays
/// what it is: one for each file that is not loaded.
///
/// **Lifetime**: the memory of every file ends with the group. Closing a file before that keeps it
/// from being used, and gives no memory back.
///
/// **Threads**: any number may open files and use them at the same time.
public final class NpyFileGroup implements AutoCloseable {
  private final SharedArena arena = new SharedArena();
  private final AtomicInteger size = new AtomicInteger();

  private NpyFileGroup() {}

  /// An empty group, whose files any thread may use.
  public static NpyFileGroup shared() {
    return new NpyFileGroup();
  }

  /// Opens a file [MapMode#READ_ONLY] and adds it.
  ///
  /// @throws IOException as [NpyFile#open(Path)]; the group stays as it was
  /// @throws IllegalStateException if the group is closed
  public NpyFile open(Path path) throws IOException {
    return open(path, MapMode.READ_ONLY);
  }

  /// Opens a file and adds it.
  ///
  /// @throws IOException as [NpyFile#open(Path, MapMode)]; the group stays as it was
  /// @throws IllegalStateException if the group is closed
  public NpyFile open(Path path, MapMode mode) throws IOException {
    NpyFile file = NpyFile.open(path, mode, arena.arena());
    size.incrementAndGet();
    return file;
  }

  /// The number of files that were opened, those that were closed since included.
  public int size() {
    return size.get();
  }

  /// Ends the memory of all files; does nothing if it has been done.
  ///
  /// @throws IllegalStateException if another thread is in an I/O call with memory of the group; it
  ///   stays open
  @Override
  public void close() {
    arena.close();
  }
}
