package io.github.npybridge.cli;

import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.store.NpzMemberWriter;
import io.github.npybridge.store.NpzWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Files that become an archive, whose data are copied bit for bit.
///
/// @param target the archive, as the user calls it
/// @param members what it will hold, in this order
/// @param compress whether the arrays are deflated
record PackJob(String target, List<Member> members, boolean compress) {
  /// What is copied at once, in bytes.
  private static final int BLOCK_SIZE = 1 << 20;

  /// An array that goes into the archive.
  ///
  /// @param name its name there
  /// @param file the file that holds it
  record Member(String name, String file) {}

  /// No archive can hold these names.
  static final class NameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NameException(IllegalArgumentException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /// Does the job.
  ///
  /// @param err where its progress is shown
  /// @return why there is no new archive, or null if there is one
  /// @throws NameException if a name cannot stand in an archive, or not beside another one
  @Nullable Failure run(PrintStream err) {
    long bytes = 0;
    for (Member member : members) {
      try {
        // Before anything is written, since that may take long.
        Path path = InputFile.of(member.file).path();
        bytes = Math.addExact(bytes, ArrayInfo.read(path).header().dataSize());
      } catch (IOException | RuntimeException | VirtualMachineError e) {
        return Failure.of(e, member.file).inFile(member.file);
      }
    }
    try (Progress progress = Progress.of("pack", bytes, err)) {
      write(progress);
      return null;
    } catch (NameException e) {
      throw e;
    } catch (DataException e) {
      return Failure.of(e, target);
    } catch (IOException e) {
      return Failure.ofWriting(e, target);
    } catch (RuntimeException | VirtualMachineError e) {
      return Failure.of(e, target).inFile(target);
    }
  }

  private void write(Progress progress) throws IOException, DataException {
    Path path = InputFile.of(target).path();
    long written = 0;
    try (NpzWriter archive = compress ? NpzWriter.openCompressed(path) : NpzWriter.open(path)) {
      for (Member member : members) {
        written += copy(member, archive, written, progress);
      }
      archive.commit();
    }
  }

  private static long copy(Member member, NpzWriter archive, long before, Progress progress)
      throws IOException, DataException {
    try (Arena arena = Arena.ofConfined();
        NpyFile file = open(member.file, arena)) {
      NpzMemberWriter writer = add(member.name, file.header(), archive);
      MemorySegment data = file.segment();
      byte[] block = new byte[(int) Math.min(BLOCK_SIZE, data.byteSize())];
      for (long done = 0; done < data.byteSize(); ) {
        long from = done;
        int count = (int) Math.min(block.length, data.byteSize() - from);
        // A write straight from a mapping whose file has shrunk would say nothing of the file.
        file.guarded(() -> MemorySegment.copy(data, ValueLayout.JAVA_BYTE, from, block, 0, count));
        writer.write(ByteBuffer.wrap(block, 0, count));
        done += count;
        progress.reach(before + done);
      }
      return data.byteSize();
    }
  }

  private static NpzMemberWriter add(String name, NpyHeader header, NpzWriter archive)
      throws IOException {
    try {
      return archive.add(
          name, header.dtype(), header.shape(), header.order().normalized(header.shape()));
    } catch (IllegalArgumentException e) {
      throw new NameException(e);
    }
  }

  private static NpyFile open(String file, Arena arena) throws DataException {
    try {
      return NpyFile.open(InputFile.of(file).path(), MapMode.READ_ONLY, arena);
    } catch (IOException e) {
      throw new DataException(Failure.of(e, file).inFile(file).message(), e);
    }
  }
}
