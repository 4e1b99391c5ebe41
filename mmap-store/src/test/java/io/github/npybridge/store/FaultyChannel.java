package io.github.npybridge.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/// A channel of a file whose device fails at one of the calls that change the file.
final class FaultyChannel extends FileChannel {
  /// What happens before a call that changes the file.
  interface Step {
    /// Called with `write`, `force` or `truncate`.
    void before(String call) throws IOException;
  }

  private final FileChannel file;
  private final Step step;

  FaultyChannel(FileChannel file, Step step) {
    this.file = file;
    this.step = step;
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    try {
      step.before("write");
    } catch (IOException e) {
      // A full disk takes what it can.
      file.write(source.duplicate().limit(source.position() + source.remaining() / 2), position);
      throw e;
    }
    return file.write(source, position);
  }

  @Override
  public void force(boolean metaData) throws IOException {
    step.before("force");
    file.force(metaData);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    step.before("truncate");
    file.truncate(size);
    return this;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return file.read(target);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return file.read(target, position);
  }

  @Override
  public long position() throws IOException {
    return file.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    file.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return file.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int write(ByteBuffer source) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MemorySegment map(MapMode mode, long offset, long size, Arena arena) {
    throw new UnsupportedOperationException();
  }
}
