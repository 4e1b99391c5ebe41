package io.github.npybridge.store;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.NpzDirectoryWriter;
import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.format.NpzMethod;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.internal.MemberOutput;
import io.github.npybridge.store.internal.Sibling;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes a `.npz` archive, array by array, and puts it in place only when it is complete.
///
/// Corresponds to `numpy.savez` and `numpy.savez_compressed`. `numpy.load` reads what is written,
/// and so does [NpzFile], which maps stored arrays: unlike in NumPy's own archives, the data of
/// each starts at a multiple of 64 bytes. Equal arrays under equal names in equal order give equal
/// bytes.
///
/// ```java
/// try (NpzWriter writer = NpzWriter.open(Path.of("a.npz"))) {
///   writer.add("x", DType.FLOAT32, Shape.of(3), MemoryOrder.C)
///       .write(MemorySegment.ofArray(new float[] {1, 2, 3}));
///   writer.add("y", DType.INT64, Shape.of(), MemoryOrder.C)
///       .write(MemorySegment.ofArray(new long[] {7}));
///   writer.commit();                   // now, and not before, a.npz is there
/// }
/// ```
///
/// The target is replaced as by [NpyWriter]: permissions and links stay, and if anything fails it
/// is as it was.
///
/// **Lifetime**: for a try-with-resources; closing without a commit leaves nothing.
///
/// **Threads**: one at a time.
public final class NpzWriter implements AutoCloseable {
  private final Path target;
  private final Sibling sibling;
  private final NpzMethod method;
  private final Set<String> names = new HashSet<>();
  private final List<NpzEntry> entries = new ArrayList<>();
  private @Nullable NpzMemberWriter current;
  private boolean open = true;

  private NpzWriter(Path target, Sibling sibling, NpzMethod method) {
    this.target = target;
    this.sibling = sibling;
    this.method = method;
  }

  /// Starts an archive of stored arrays, which can be mapped; corresponds to `numpy.savez`.
  ///
  /// @throws IOException if the target is not a regular file or may not be written, or no file can
  ///   be made in its directory
  public static NpzWriter open(Path target) throws IOException {
    return new NpzWriter(target, Sibling.of(target), NpzMethod.STORED);
  }

  /// Starts an archive of deflated arrays, which cannot be mapped; corresponds to
  /// `numpy.savez_compressed`.
  ///
  /// @throws IOException as [#open]
  public static NpzWriter openCompressed(Path target) throws IOException {
    return new NpzWriter(target, Sibling.of(target), NpzMethod.DEFLATED);
  }

  /// Starts the next array, and returns what takes its data.
  ///
  /// @param name the array's name; the entry has `.npy` behind it, as in NumPy
  /// @param order the order in which the elements will be written
  /// @throws IOException if nothing can be written, for lack of space for example; this writer is
  ///   then closed
  /// @throws IllegalArgumentException if the name was used before, or one that differs by `.npy`
  ///   and would be taken for it, or if it is too long, has a NUL or is no Unicode text; if `dtype`
  ///   is a sub-array, or the size in bytes overflows
  /// @throws IllegalStateException if bytes of the array before it are missing
  /// @throws ClosedFileException after a commit or a close
  public NpzMemberWriter add(String name, DType dtype, Shape shape, MemoryOrder order)
      throws IOException {
    requireOpen();
    byte[] header = NpyHeaderWriter.encode(dtype, shape, order);
    long dataSize = shape.byteSize(dtype.itemSize());
    long size = Math.addExact(header.length, dataSize);
    String entryName = name + NpzEntry.SUFFIX;
    requireNew(name, entryName);
    // Refuses what cannot be a name before anything is written.
    NpzEntry.of(entryName, method, 0, 0, 0, 0);
    if (current != null) {
      current.requireComplete();
    }
    try {
      finish();
      MemberOutput output = new MemberOutput(sibling, entryName, method, size);
      NpzMemberWriter writer = new NpzMemberWriter(this, output, name, dataSize);
      current = writer;
      output.write(MemorySegment.ofArray(header));
      names.add(name);
      return writer;
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  /// Refuses what a reader would not find, or would find in place of another array: of `x` and
  /// `x.npy` it takes the second name for the first one's entry.
  private void requireNew(String name, String entryName) {
    String bare =
        name.endsWith(NpzEntry.SUFFIX)
            ? name.substring(0, name.length() - NpzEntry.SUFFIX.length())
            : name;
    for (String taken : List.of(name, entryName, bare)) {
      if (names.contains(taken)) {
        throw new IllegalArgumentException(
            "name: expected one that finds this array only, found '"
                + name
                + "' beside '"
                + taken
                + "' (file="
                + target
                + ")");
      }
    }
  }

  /// Makes the archive durable, puts it in the target's place and closes this writer.
  ///
  /// @throws IOException if that fails; the target is as it was
  /// @throws IllegalStateException if bytes of the last array are missing; the writer stays open
  /// @throws ClosedFileException after a commit or a close
  public void commit() throws IOException {
    requireOpen();
    if (current != null) {
      current.requireComplete();
    }
    try (this) {
      finish();
      byte[] directory = NpzDirectoryWriter.directory(entries, sibling.position());
      sibling.write(MemorySegment.ofArray(directory));
      sibling.commit();
    }
  }

  /// Gives up what was not committed; does nothing after a commit or a close.
  ///
  /// @throws IOException if the unfinished file cannot be deleted
  @Override
  public void close() throws IOException {
    open = false;
    if (current != null) {
      current.discard();
    }
    sibling.close();
  }

  void requireOpen() {
    if (!open) {
      throw new ClosedFileException(target, null);
    }
  }

  /// What messages call an array.
  String place(String name) {
    return target + "::" + name;
  }

  private void finish() throws IOException {
    if (current != null) {
      entries.add(current.finish());
      current = null;
    }
  }
}
