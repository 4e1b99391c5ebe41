package io.github.npybridge.cli;

import io.github.npybridge.format.NpzEntry;
import io.github.npybridge.store.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/// Where the members of an archive go: nothing of it leads out of the folder, and no two members go
/// to one place. Making a plan writes nothing.
///
/// @param folders the folders that are needed and missing, each behind the one it is in
/// @param files the members that become files, by the files' places
record UnpackPlan(SequencedSet<Path> folders, SequencedMap<Path, NpzEntry> files) {
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

  /// Makes a plan.
  ///
  /// @param folder where everything goes
  /// @param name what messages call the archive
  /// @throws DataException if a name is refused, or something else stands where a file or a folder
  ///   would go
  /// @throws IOException if the folder cannot be looked at
  static UnpackPlan of(NpzFile archive, Path folder, String name)
      throws IOException, DataException {
    UnpackPlan plan = new UnpackPlan(new LinkedHashSet<>(), new LinkedHashMap<>());
    plan.addFolders(folder.toAbsolutePath());
    SequencedMap<String, NpzEntry> lastOfName = new LinkedHashMap<>();
    archive.entries().forEach(entry -> lastOfName.put(entry.name(), entry));
    Map<Path, String> taken = new HashMap<>();
    for (NpzEntry entry : lastOfName.values()) {
      try {
        plan.add(entry, folder, taken);
      } catch (DataException e) {
        String place = " (file=" + name + "::" + entry.name() + ")";
        throw new DataException(e.getMessage() + place + "; nothing was written", e);
      }
    }
    return plan;
  }

  private void addFolders(Path folder) throws DataException {
    List<Path> missing = new ArrayList<>();
    Path place = folder;
    for (; place != null && !Files.exists(place); place = place.getParent()) {
      if (Files.isSymbolicLink(place)) {
        throw new DataException(
            "folder: expected one, found a link to nothing (file=" + place + ")");
      }
      missing.add(place);
    }
    if (place != null && !Files.isDirectory(place)) {
      throw new DataException("folder: expected one, found something else (file=" + place + ")");
    }
    folders.addAll(missing.reversed());
  }

  private void add(NpzEntry entry, Path folder, Map<Path, String> taken) throws DataException {
    List<String> parts = parts(entry.name());
    boolean isFolder = entry.name().endsWith("/");
    if (isFolder && entry.size() > 0) {
      throw new DataException("name: expected that of a file, found '/' at its end");
    }
    Path place = folder;
    for (int i = 0; i < parts.size(); i++) {
      try {
        place = place.resolve(parts.get(i));
      } catch (InvalidPathException e) {
        throw new DataException(
            "name: expected one that a file can have, found " + e.getReason(), e);
      }
      boolean last = i == parts.size() - 1 && !isFolder;
      requireAlone(place, last ? entry.name() : "", taken);
      if (Files.isSymbolicLink(place)) {
        throw new DataException(
            "name: expected one inside of the folder, found a link at " + place);
      }
      if (last) {
        requireReplaceable(place);
        files.put(place, entry);
      } else if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        folders.add(place);
      } else if (!Files.isDirectory(place)) {
        throw new DataException("name: expected room for a folder, found a file at " + place);
      }
    }
  }

  /// The parts of a name, without those that mean nothing.
  private static List<String> parts(String name) throws DataException {
    if (name.startsWith("/")
        || name.indexOf('\\') >= 0
        || name.indexOf('\0') >= 0
        || DRIVE.matcher(name).matches()) {
      throw leaves(name);
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw leaves(name);
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    boolean isFolder = name.endsWith("/");
    if (parts.isEmpty() && !isFolder) {
      throw leaves(name);
    }
    return parts;
  }

  private static DataException leaves(String name) {
    return new DataException("name: expected one inside of the folder, found '" + name + "'");
  }

  /// Refuses a place that another member takes.
  ///
  /// @param name the member whose file goes there, or an empty text for a folder
  private static void requireAlone(Path place, String name, Map<Path, String> taken)
      throws DataException {
    String before = taken.putIfAbsent(place, name);
    if (before != null && !(before.isEmpty() && name.isEmpty())) {
      throw new DataException(
          "name: expected a place of its own, found that of "
              + (before.isEmpty() ? "the folder" : "'" + before + "',")
              + " "
              + place);
    }
  }

  private static void requireReplaceable(Path place) throws DataException {
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new DataException("target: expected a regular file or none, found another at " + place);
    }
    // A rename would not ask.
    if (!Files.isWritable(place)) {
      throw new DataException("target: expected permission to write it, found none at " + place);
    }
  }
}
