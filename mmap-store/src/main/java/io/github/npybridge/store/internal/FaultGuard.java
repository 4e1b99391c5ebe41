package io.github.npybridge.store.internal;

import io.github.npybridge.store.ClosedFileException;
import io.github.npybridge.store.FileChangedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs operations on the memory of one file, and gives the JDK's errors that file's name.
///
/// @param path the file
/// @param segment its data
/// @param fileSize the size in bytes that the file must keep
public record FaultGuard(Path path, MemorySegment segment, long fileSize) {

  /// Runs an operation.
  public <T extends @Nullable Object> T run(Supplier<T> operation) {
    try {
      T result = operation.get();
      deliverFaults();
      return result;
    } catch (InternalError e) {
      FileChangedException change = segment.isMapped() ? changeOfSize(e) : null;
      if (change != null) {
        throw change;
      }
      throw e;
    } catch (WrongThreadException e) {
      throw segment.isAccessibleBy(Thread.currentThread()) ? e : wrongThread(path, e);
    } catch (IllegalStateException e) {
      // The JDK's own, for access to a closed arena, has this class and no class of its own.
      boolean closed = e.getClass() == IllegalStateException.class && !segment.scope().isAlive();
      throw closed ? new ClosedFileException(path, e) : e;
    }
  }

  /// Runs an operation without a result.
  public void run(Runnable operation) {
    this.<@Nullable Object>run(() -> {
      operation.run();
      return null;
    });
  }

  /// Forces a range of the mapping to the storage device.
  public void force(long byteOffset, long byteSize) {
    long end = segment.byteSize();
    if (byteOffset < 0 || byteSize < 0 || byteOffset > end - byteSize) {
      throw new IndexOutOfBoundsException(
          "range: expected one inside %d bytes of data, found %d bytes at %d (file=%s)"
              .formatted(end, byteSize, byteOffset, path));
    }
    // The JDK's force is silent when the pages it should write are no longer in the file.
    FileChangedException change = changeOfSize(null);
    if (change != null) {
      throw change;
    }
    if (byteSize > 0) {
      try {
        run(() -> segment.asSlice(byteOffset, byteSize).force());
      } catch (UncheckedIOException e) {
        throw new UncheckedIOException(
            "force: expected the device to take "
                + byteSize
                + " bytes, found an error (file="
                + path
                + ")",
            e.getCause());
      }
    }
  }

  /// An arena that belongs to another thread than the one that uses it for a file.
  static WrongThreadException wrongThread(Path path, WrongThreadException cause) {
    WrongThreadException fault =
        new WrongThreadException(
            "thread: expected the one that owns the arena, found "
                + Thread.currentThread()
                + " (file="
                + path
                + "); open the file in a shared arena, for example without naming one");
    fault.initCause(cause);
    return fault;
  }

  /// Where the fault of a mapped access arrives at the latest.
  ///
  /// Compiled code may run past the access, and out of the try block, before it throws. It throws
  /// on its way through this native call, which costs 17 ns; nothing cheaper was found to be
  /// reliable.
  private void deliverFaults() {
    var _ = Thread.holdsLock(path);
  }

  private @Nullable FileChangedException changeOfSize(@Nullable Throwable cause) {
    try {
      long found = Files.size(path);
      return found < fileSize ? FileIdentity.tooShort(path, fileSize, found, cause) : null;
    } catch (IOException e) {
      return FileIdentity.tooShort(path, fileSize, e, cause == null ? e : cause);
    }
  }
}
