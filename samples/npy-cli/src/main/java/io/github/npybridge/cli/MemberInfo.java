package io.github.npybridge.cli;

import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.store.NpzFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a member of an archive.
///
/// @param entry what the archive's directory says about it
/// @param array what it holds, or null if that is no array or not known
/// @param failure why it is not known, or null
record MemberInfo(NpzEntry entry, @Nullable ArrayInfo array, @Nullable Failure failure) {
  /// Looks at all members of an archive, in the order of its directory, also after a bad one.
  ///
  /// @param digest whether to read their content
  /// @param name what messages call the archive
  static List<MemberInfo> readAll(NpzFile archive, boolean digest, String name) {
    List<MemberInfo> members = new ArrayList<>();
    for (NpzEntry entry : archive.entries()) {
      members.add(read(archive, entry, digest, name));
    }
    return members;
  }

  private static MemberInfo read(NpzFile archive, NpzEntry entry, boolean digest, String name) {
    try {
      ArrayInfo array =
          digest ? ArrayInfo.readWithDigest(archive, entry) : ArrayInfo.read(archive, entry);
      return new MemberInfo(entry, array, null);
    } catch (IOException | RuntimeException | VirtualMachineError e) {
      return new MemberInfo(entry, null, Failure.of(e, name + "::" + entry.name()));
    }
  }

  /// How the bytes lie in the archive, in a word.
  String method() {
    return switch (entry.method()) {
      case STORED -> "stored";
      case DEFLATED -> "deflated";
      case OTHER -> otherMethod(entry.methodNumber());
    };
  }

  private static String otherMethod(int number) {
    return switch (number) {
      case 9 -> "deflate64";
      case 12 -> "bzip2";
      case 14 -> "lzma";
      case 93 -> "zstd";
      case 95 -> "xz";
      default -> "method " + number;
    };
  }
}
