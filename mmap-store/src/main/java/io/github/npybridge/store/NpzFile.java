package io.github.npybridge.store;

import io.github.npybridge.format.NpyFormat;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.format.UnsupportedDTypeException;
import io.github.npybridge.store.internal.Archive;
import io.github.npybridge.store.internal.OpenedMember;
import io.github.npybridge.store.internal.SharedArena;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// An open `.npz` archive: several arrays by name.
///
/// Corresponds to `numpy.load("a.npz", mmap_mode=...)`, which ignores the mode; here an array that
/// `numpy.savez` wrote is mapped where it lies in the archive.
///
/// | mode | stored (`numpy.savez`) | deflated (`numpy.savez_compressed`) |
/// |---|---|---|
/// | [MapMode#READ_ONLY] | mapped, nothing is read | read, CRC checked; read-only |
/// | [MapMode#COPY_ON_WRITE] | mapped, nothing is read | read, CRC checked |
/// | [MapMode#LOAD] | read, CRC checked | read, CRC checked |
/// | [MapMode#READ_WRITE] | refused | refused |
///
/// An array that is mapped starts at any offset, and **its checksum is not compared**: that would
/// read all of it. [#verify] does so on request.
///
/// **Names** are NumPy's: that of the entry, or that without `.npy` at its end. An entry whose
/// whole name is asked for comes first, and the last of several with one name wins. Members that
/// are no arrays can be had as [#bytes]. What `scipy.sparse.save_npz` writes opens as its parts:
/// `data`, `indices`, `indptr`, `shape`, `format`.
///
/// **Errors**: opening reads the directory only. A member that is damaged, encrypted or compressed
/// in another way is refused when it is asked for, and no hindrance to the others.
///
/// **Lifetime**: [#close] ends the memory of all members, unless it is of the caller's arena. Each
/// member may be closed before that. The file is opened for each look at a member, and closed
/// again; it must stay what it was.
///
/// **Threads**: any number may use one archive, also to read several members at once. With a
/// caller's confined arena only that arena's thread.
public final class NpzFile implements AutoCloseable {
  /// How many names a message lists.
  private static final int NAMES_SHOWN = 20;

  /// The longest array that every JVM can make.
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  private final Archive archive;
  private final MapMode mode;
  private final Arena arena;

  /// The arena if it is not the caller's.
  private final @Nullable SharedArena own;

  /// The arenas of members that have one of their own.
  private final Queue<SharedArena> memberArenas = new ConcurrentLinkedQueue<>();

  /// Read-only mappings, so that asking twice does not map twice.
  private final Map<NpzEntry, OpenedMember> mapped = new ConcurrentHashMap<>();

  private volatile boolean closed;

  private NpzFile(Archive archive, MapMode mode, Arena arena, @Nullable SharedArena own) {
    this.archive = archive;
    this.mode = mode;
    this.arena = arena;
    this.own = own;
  }

  /// Opens an archive [MapMode#READ_ONLY], for any thread.
  ///
  /// @throws IOException as [#open(Path, MapMode, Arena)]
  public static NpzFile open(Path path) throws IOException {
    return open(path, MapMode.READ_ONLY);
  }

  /// Opens an archive for any thread, with an arena of its own.
  ///
  /// @throws IOException as [#open(Path, MapMode, Arena)]
  /// @throws IllegalArgumentException if the mode is [MapMode#READ_WRITE]
  public static NpzFile open(Path path, MapMode mode) throws IOException {
    Archive archive = archive(path, mode);
    SharedArena own = new SharedArena();
    return new NpzFile(archive, mode, own.arena(), own);
  }

  /// Opens an archive whose members have memory of the caller's arena. [#close] then keeps this
  /// object from being used, and the members stay as they are.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is no such file
  /// @throws java.nio.file.AccessDeniedException if it may not be read
  /// @throws NpyFormatException if it is no valid archive, or not a regular file
  /// @throws IOException if its file system has no mappings and the mode is not [MapMode#LOAD], or
  ///   reading fails
  /// @throws IllegalArgumentException if the mode is [MapMode#READ_WRITE]: the archive's checksum
  ///   of a member would no longer be right
  /// @throws IllegalStateException if the arena is closed
  public static NpzFile open(Path path, MapMode mode, Arena arena) throws IOException {
    if (!arena.scope().isAlive()) {
      throw new IllegalStateException(
          "arena: expected an open one, found it or its group closed (file=" + path + ")");
    }
    return new NpzFile(archive(path, mode), mode, arena, null);
  }

  private static Archive archive(Path path, MapMode mode) throws IOException {
    if (mode.writesFile()) {
      throw new IllegalArgumentException(
          "mode: expected READ_ONLY, COPY_ON_WRITE or LOAD for an archive, found "
              + mode
              + " (file="
              + path
              + "); the archive's checksums would be wrong after a write: unpack it and open the"
              + " .npy files, or write another archive with NpzWriter");
    }
    return Archive.open(path, mode);
  }

  /// The archive, as it was named when it was opened.
  public Path path() {
    return archive.path();
  }

  /// The mode that was asked for.
  public MapMode mode() {
    return mode;
  }

  /// The names of all members in the archive's order, arrays or not; corresponds to `files` in
  /// NumPy. A name that two members have is there twice.
  public List<String> names() {
    return archive.directory().names();
  }

  /// What the archive's directory says about its members, in its order.
  public List<NpzEntry> entries() {
    return archive.directory().entries();
  }

  /// Whether there is a member of this name, array or not.
  public boolean contains(String name) {
    return archive.directory().find(name).isPresent();
  }

  /// Whether a member is an array: whether it starts as every `.npy` file does.
  ///
  /// @throws IOException as [#bytes], as far as the first bytes show it
  /// @throws IllegalArgumentException if there is no member of this name
  /// @throws ClosedFileException if the archive is closed
  public boolean isArray(String name) throws IOException {
    return isArray(entry(name));
  }

  /// As [#isArray(String)], for one of [#entries], also for one whose name finds another.
  ///
  /// @throws IOException as there
  /// @throws ClosedFileException if the archive is closed
  public boolean isArray(NpzEntry entry) throws IOException {
    requireOpen();
    return archive.read(
        entry, content -> NpyFormat.isMagic(content.readNBytes(NpyFormat.MAGIC_SIZE)));
  }

  /// The header of an array, without its data.
  ///
  /// @throws IOException as [#array]
  /// @throws IllegalArgumentException if there is no member of this name
  /// @throws ClosedFileException if the archive is closed
  public NpyHeader header(String name) throws IOException {
    return header(entry(name));
  }

  /// As [#header(String)], for one of [#entries], also for one whose name finds another.
  ///
  /// @throws IOException as there
  /// @throws ClosedFileException if the archive is closed
  public NpyHeader header(NpzEntry entry) throws IOException {
    requireOpen();
    return archive.read(
        entry,
        content -> OpenedMember.header(new BufferedInputStream(content), entry, content.place()));
  }

  /// Opens an array. Each call gives a member of its own; only read-only mappings are shared.
  ///
  /// Memory is allocated for what the array's header says, and only if member and archive are long
  /// enough for that. Bytes behind the array are ignored, as in NumPy, but for the checksum.
  ///
  /// @throws NpyFormatException if the member is no array, or damaged, encrypted, or neither stored
  ///   nor deflated
  /// @throws UnsupportedDTypeException if it holds Python objects
  /// @throws IOException if it cannot be mapped or read
  /// @throws IllegalArgumentException if there is no member of this name
  /// @throws FileChangedException if the file is no longer the one that was opened
  /// @throws ClosedFileException if the archive or its arena is closed
  /// @throws WrongThreadException if the arena belongs to another thread
  public NpzMember array(String name) throws IOException {
    return array(entry(name));
  }

  /// As [#array(String)], for one of [#entries], also for one whose name finds another.
  ///
  /// @throws IOException as there
  /// @throws FileChangedException if the file is no longer the one that was opened
  /// @throws ClosedFileException if the archive or its arena is closed
  /// @throws WrongThreadException if the arena belongs to another thread
  public NpzMember array(NpzEntry entry) throws IOException {
    requireOpen();
    try {
      OpenedMember opened = mapped.get(entry);
      if (opened == null) {
        opened = open(entry);
      }
      boolean ownArena = opened.memory().arena() != null;
      return new NpzMember(path(), mode, entry, opened, ownArena ? null : arena);
    } catch (ClosedFileException | FileChangedException e) {
      throw e;
    } catch (IllegalStateException e) {
      // Closed by another thread meanwhile.
      throw isOpen() ? e : new ClosedFileException(path(), e);
    }
  }

  private OpenedMember open(NpzEntry entry) throws IOException {
    boolean shared = mode == MapMode.READ_ONLY && OpenedMember.isMapped(archive, entry);
    Arena given = shared || own == null ? arena : null;
    OpenedMember opened = OpenedMember.open(archive, entry, mode.isWritable(), given);
    if (shared) {
      mapped.put(entry, opened);
    }
    SharedArena memberArena = opened.memory().arena();
    if (memberArena != null) {
      memberArenas.add(memberArena);
      if (closed) {
        memberArena.close();
      }
    }
    requireOpen();
    return opened;
  }

  /// The content of a member, array or not, with its checksum compared.
  ///
  /// @throws NpyFormatException if the member is damaged, encrypted, or neither stored nor deflated
  /// @throws IOException if it cannot be read
  /// @throws IllegalArgumentException if there is no member of this name, or it is too large for a
  ///   Java array
  /// @throws FileChangedException if the file is no longer the one that was opened
  /// @throws ClosedFileException if the archive is closed
  public byte[] bytes(String name) throws IOException {
    NpzEntry entry = entry(name);
    return archive.read(
        entry,
        content -> {
          // Not before the content was found: a damaged size is the archive's fault.
          if (entry.size() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                "bytes: expected a member of at most "
                    + MAX_LENGTH
                    + " bytes, found "
                    + entry.size()
                    + " (file="
                    + content.place()
                    + ")");
          }
          return content.readAllBytes();
        });
  }

  /// Reads a member from start to end and compares size and checksum with the directory's. What is
  /// mapped of it is not touched.
  ///
  /// @throws IOException as [#bytes]
  /// @throws IllegalArgumentException if there is no member of this name
  /// @throws FileChangedException if the file is no longer the one that was opened
  /// @throws ClosedFileException if the archive is closed
  public void verify(String name) throws IOException {
    archive.read(
        entry(name),
        content -> {
          content.readToEnd();
          return true;
        });
  }

  /// Writes the content of a member to a stream, array or not, of any size. When this returns, its
  /// checksum was compared; when this throws, a part may have been written.
  ///
  /// @param entry one of [#entries]
  /// @throws IOException as [#bytes], or if the stream does not take it
  /// @throws FileChangedException if the file is no longer the one that was opened
  /// @throws ClosedFileException if the archive is closed
  public void copyTo(NpzEntry entry, OutputStream out) throws IOException {
    requireOpen();
    archive.read(entry, content -> content.transferTo(out));
  }

  /// Where the content of a member starts in the archive, in bytes, as it lies there.
  ///
  /// @param entry one of [#entries]
  /// @throws NpyFormatException if the member is damaged, encrypted, or neither stored nor deflated
  /// @throws IOException if the archive cannot be read
  /// @throws FileChangedException if the file is no longer the one that was opened
  /// @throws ClosedFileException if the archive is closed
  public long contentOffset(NpzEntry entry) throws IOException {
    requireOpen();
    return archive.contentOffset(entry);
  }

  /// Whether the archive may still be used: neither it nor the arena it was given was closed.
  public boolean isOpen() {
    return !closed && arena.scope().isAlive();
  }

  /// Ends the archive's use and the memory of its members, unless that is of the caller's arena;
  /// does nothing if it has been done.
  ///
  /// @throws IllegalStateException if another thread is in an I/O call with memory of a member; all
  ///   other memory is ended: close again when that call is over
  @Override
  public synchronized void close() {
    closed = true;
    IllegalStateException inUse = null;
    for (SharedArena memberArena : memberArenas) {
      inUse = close(memberArena, inUse);
    }
    if (own != null) {
      inUse = close(own, inUse);
    }
    if (inUse != null) {
      throw inUse;
    }
  }

  private static @Nullable IllegalStateException close(
      SharedArena arena, @Nullable IllegalStateException before) {
    try {
      arena.close();
      return before;
    } catch (IllegalStateException e) {
      return e;
    }
  }

  /// Name, size and state: `a.npz: 3 members, READ_ONLY, open`.
  @Override
  public String toString() {
    return "%s: %d members, %s, %s"
        .formatted(path(), entries().size(), mode, isOpen() ? "open" : "closed");
  }

  private NpzEntry entry(String name) {
    requireOpen();
    return archive
        .directory()
        .find(name)
        .orElseThrow(() -> {
          List<String> names = names();
          boolean all = names.size() <= NAMES_SHOWN;
          return new IllegalArgumentException(
              "name: expected one of "
                  + (all ? names : names.subList(0, NAMES_SHOWN) + "...")
                  + ", found '"
                  + name
                  + "' (file="
                  + path()
                  + ")");
        });
  }

  private void requireOpen() {
    if (!isOpen()) {
      throw new ClosedFileException(path(), null);
    }
  }
}
