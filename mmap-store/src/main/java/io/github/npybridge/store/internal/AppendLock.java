package io.github.npybridge.store.internal;

import io.github.npybridge.store.FileLockedException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/// Keeps a file to one appender, in this JVM and among processes. Ends with its channel.
///
/// POSIX takes a lock away as soon as the process closes any other handle of the file, such as that
/// of an `NpyFile` that was just opened. The lock must therefore be taken again before it is relied
/// on, and without a moment in which somebody else could have it. So there are two: whoever wants
/// the file takes the first and then the second; whoever has it renews the second only.
final class AppendLock {
  /// Behind all data: Windows lets nobody read what is locked.
  private static final long FIRST = Long.MAX_VALUE - 2;

  private static final long SECOND = Long.MAX_VALUE - 1;

  private final FileChannel channel;
  private final Path path;
  private FileLock second;

  private AppendLock(FileChannel channel, Path path, FileLock second) {
    this.channel = channel;
    this.path = path;
    this.second = second;
  }

  /// Takes the lock.
  ///
  /// @throws FileLockedException if somebody has it
  static AppendLock of(FileChannel channel, Path path) throws IOException {
    lock(channel, path, FIRST);
    return new AppendLock(channel, path, lock(channel, path, SECOND));
  }

  /// Takes the lock again.
  ///
  /// @throws FileLockedException if it was lost, and somebody has it
  void renew() throws IOException {
    second.release();
    second = lock(channel, path, SECOND);
  }

  private static FileLock lock(FileChannel channel, Path path, long position) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock(position, 1, false);
    } catch (OverlappingFileLockException e) {
      throw new FileLockedException(path, "an appender of this program", e);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "lock: expected one, found '"
              + e.getMessage()
              + "' (file="
              + path
              + "); its file system may have no locks: append to a file on a local one",
          e);
    }
    if (lock == null) {
      throw new FileLockedException(path, "another process", null);
    }
    return lock;
  }
}
