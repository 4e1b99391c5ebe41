package io.github.npybridge.cli;

import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.store.NpzFile;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// An archive whose members become files.
///
/// All members are written beside their places first, with their checksums compared, and forced to
/// the device; only when there is every one of them are they renamed.
///
/// @param archive the archive, as the user calls it
/// @param folder where the files go, as the user calls it
record UnpackJob(String archive, String folder) {

  /// Does the job.
  ///
  /// @param err where its progress is shown
  /// @return why there are no new files, or null if there are
  @Nullable Failure run(PrintStream err) {
    NpzFile opened;
    try {
      opened = NpzFile.open(InputFile.of(archive).path());
    } catch (IOException | RuntimeException | VirtualMachineError e) {
      return Failure.of(e, archive).inFile(archive);
    }
    try (opened) {
      UnpackPlan plan = UnpackPlan.of(opened, InputFile.of(folder).path(), archive);
      long bytes = plan.files().values().stream().mapToLong(NpzEntry::size).sum();
      try (Progress progress = Progress.of("unpack", bytes, err)) {
        write(opened, plan, progress);
      }
      return null;
    } catch (DataException e) {
      return Failure.of(e, folder);
    } catch (IOException e) {
      return Failure.ofWriting(e, folder);
    } catch (RuntimeException | VirtualMachineError e) {
      return Failure.of(e, archive).inFile(archive);
    }
  }

  private static void write(NpzFile archive, UnpackPlan plan, Progress progress)
      throws IOException {
    Deque<Path> made = new ArrayDeque<>();
    boolean allRight = false;
    try {
      for (Path missing : plan.folders()) {
        Files.createDirectory(missing);
        made.push(missing);
      }
      Map<Path, Path> siblings = new LinkedHashMap<>();
      Output output = new Output(progress);
      for (Map.Entry<Path, NpzEntry> file : plan.files().entrySet()) {
        Path sibling = makeSibling(file.getKey());
        made.push(sibling);
        output.write(archive, file.getValue(), sibling);
        siblings.put(sibling, file.getKey());
      }
      for (Map.Entry<Path, Path> file : siblings.entrySet()) {
        Files.move(file.getKey(), file.getValue(), StandardCopyOption.ATOMIC_MOVE);
      }
      allRight = true;
    } finally {
      if (!allRight) {
        made.forEach(UnpackJob::discard);
      }
    }
  }

  private static void discard(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // What is reported is the failure before this one.
    }
  }

  /// Makes an empty file beside a target, with the permissions that the target has.
  private static Path makeSibling(Path target) throws IOException {
    boolean exists = true;
    try {
      Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      // All else, such as a name that is too long, must be known before the first rename.
      exists = false;
    }
    // Not the target's name with something added, which may be too long.
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path sibling = Files.createFile(target.resolveSibling(".npy-" + random + ".tmp"));
    PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (view == null || !exists) {
      return sibling;
    }
    try {
      Files.setPosixFilePermissions(sibling, view.readAttributes().permissions());
      return sibling;
    } catch (Throwable e) {
      Files.delete(sibling);
      throw e;
    }
  }

  /// The way of all bytes to the device.
  private static final class Output {
    private final Progress progress;
    private long written;

    Output(Progress progress) {
      this.progress = progress;
    }

    void write(NpzFile archive, NpzEntry entry, Path path) throws IOException {
      try (FileOutputStream file = new FileOutputStream(path.toFile())) {
        archive.copyTo(entry, counting(file));
        file.getFD().sync();
      }
    }

    private OutputStream counting(OutputStream file) {
      return new FilterOutputStream(file) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          out.write(bytes, offset, length);
          written += length;
          progress.reach(written);
        }
      };
    }
  }
}
