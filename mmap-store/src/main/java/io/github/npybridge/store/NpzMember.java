package io.github.npybridge.store;

import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.store.internal.OpenedMember;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An array in a `.npz` archive, and the owner of the memory that holds its data.
///
/// **View or copy**: a stored array is mapped where it lies in the archive, at any offset; a
/// deflated one, and any in [MapMode#LOAD], is read into memory of its own. [#isMapped] tells
/// which, [NpzFile] has the table.
///
/// **Lifetime**: until [#close], and no longer than the [NpzFile] it comes from is open, or than
/// the arena that was given to that. Memory in a Java array when nobody refers to it.
///
/// **Threads**: as for [ArrayFile].
public final class NpzMember extends ArrayFile {
  private final NpzEntry entry;
  private final NpyHeader header;

  NpzMember(Path path, MapMode mode, NpzEntry entry, OpenedMember opened, @Nullable Arena arena) {
    super(path, mode, opened.layout(), opened.memory(), arena);
    this.entry = entry;
    this.header = opened.header();
  }

  /// The name that NumPy gives the array: its entry's, without `.npy` at its end.
  public String name() {
    return entry.key();
  }

  /// What the archive's directory says about the member.
  public NpzEntry entry() {
    return entry;
  }

  /// What the array's header says. Offsets in it count from the member's first byte; [#dataOffset]
  /// counts from the archive's.
  public NpyHeader header() {
    return header;
  }

  /// Archive, name, contents and state: `a.npz::x: float32 (2, 3) C, READ_ONLY, open`.
  @Override
  public String toString() {
    return path() + "::" + name() + super.toString().substring(path().toString().length());
  }
}
