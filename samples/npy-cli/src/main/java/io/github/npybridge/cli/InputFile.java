package io.github.npybridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// A file to read, and what the user calls it.
///
/// @param name the argument as given or, for a file of a directory, with its name added
/// @param path where the file is
record InputFile(String name, Path path) {
  /// How archives start: those that have members, and those that have none.
  private static final byte[] FIRST_MEMBER = {'P', 'K', 3, 4};

  private static final byte[] NO_MEMBERS = {'P', 'K', 5, 6};

  /// The file that an argument names.
  ///
  /// @throws FileSystemException if no file can have this name
  static InputFile of(String argument) throws FileSystemException {
    if (argument.isEmpty()) {
      // To Java it means the working directory.
      throw new NoSuchFileException(argument);
    }
    try {
      return new InputFile(argument, Path.of(argument));
    } catch (InvalidPathException e) {
      FileSystemException problem = new FileSystemException(argument, null, e.getReason());
      problem.initCause(e);
      throw problem;
    }
  }

  /// Whether the file starts as archives do, whatever its name; false for one that cannot be read.
  boolean isArchive() {
    // Opening a FIFO would wait for its writer, perhaps for ever.
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(FIRST_MEMBER.length);
      return Arrays.equals(head, FIRST_MEMBER) || Arrays.equals(head, NO_MEMBERS);
    } catch (IOException e) {
      // Whoever opens it next says why.
      return false;
    }
  }

  /// The files that an argument stands for: a directory for the `.npy` and `.npz` files that lie
  /// directly in it, in the order of their names; anything else for itself.
  static List<InputFile> expand(String argument) throws IOException {
    InputFile input = of(argument);
    if (!Files.isDirectory(input.path)) {
      return List.of(input);
    }
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(input.path, InputFile::isArrayFile)) {
      entries.forEach(paths::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(paths);
    String prefix = argument.endsWith("/") ? argument : argument + "/";
    return paths.stream().map(path -> new InputFile(prefix + path.getFileName(), path)).toList();
  }

  private static boolean isArrayFile(Path path) {
    String name = String.valueOf(path.getFileName());
    return (name.endsWith(".npy") || name.endsWith(".npz")) && !Files.isDirectory(path);
  }
}
