package io.github.npybridge.store.internal;

import io.github.npybridge.store.MapMode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Maps the data region of a file: the only class that calls [FileChannel#map].
final class Mapping {
  private Mapping() {}

  /// Maps the data of a file that is known to be long enough: the JDK would extend a shorter one.
  static MemorySegment map(
      FileChannel channel, Path path, ArrayLayout layout, MapMode mode, Arena arena)
      throws IOException {
    FileChannel.MapMode protection =
        switch (mode) {
          case READ_ONLY -> FileChannel.MapMode.READ_ONLY;
          case READ_WRITE -> FileChannel.MapMode.READ_WRITE;
          case COPY_ON_WRITE -> FileChannel.MapMode.PRIVATE;
          case LOAD -> throw new AssertionError("LOAD maps nothing");
        };
    try {
      // The offset need not be a multiple of anything; the JDK maps from the page it is in.
      return channel.map(protection, layout.dataOffset(), layout.dataSize(), arena);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "mapping: expected "
              + layout.dataSize()
              + " bytes of address space, found '"
              + e.getMessage()
              + "' (file="
              + path
              + "); "
              + remedy(e),
          e);
    }
  }

  private static String remedy(IOException e) {
    // What the JDK makes of ENOMEM, after it has run the garbage collector and tried again.
    return e.getCause() instanceof OutOfMemoryError
        ? "a process may have so many mappings (Linux: vm.max_map_count, 65530 unless raised; a"
            + " NpyFileGroup has as many as it has files) and so much address space (ulimit -v):"
            + " close files, raise the limit, or open small files with MapMode.LOAD"
        : "its file system may have no mappings: open it with MapMode.LOAD";
  }
}
