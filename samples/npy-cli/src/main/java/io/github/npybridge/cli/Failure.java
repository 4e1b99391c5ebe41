package io.github.npybridge.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/// What went wrong, as the user is told.
///
/// @param message the text; it may hold any character that a file name may
/// @param type the simple name of one of our exceptions, or of an [IOException] of the JDK
record Failure(String message, String type) {
  private static final String OUR_PACKAGES = "io.github.npybridge.";

  /// The failure that a throwable stands for.
  ///
  /// @param file the file that was worked on, or an empty text
  static Failure of(Throwable problem, String file) {
    String type = problem.getClass().getSimpleName();
    String message = Objects.requireNonNullElse(problem.getMessage(), type);
    if (problem.getClass().getName().startsWith(OUR_PACKAGES)) {
      return new Failure(message, type);
    }
    String name = file.isEmpty() && problem instanceof FileSystemException e ? e.getFile() : file;
    String where = name == null || name.isEmpty() ? "" : " (file=" + name + ")";
    return switch (problem) {
      // What the JDK says of these is just the name.
      case NoSuchFileException _ ->
          new Failure("file: expected a .npy file, found none" + where, type);
      case AccessDeniedException _ ->
          new Failure("file: expected permission to read it, found none" + where, type);
      case FileSystemException e ->
          new Failure("file: expected to read it, found: " + e.getReason() + where, type);
      case UncheckedIOException e -> of(Objects.requireNonNull(e.getCause()), file);
      case IOException _ when where.isEmpty() || message.contains("(file=") ->
          new Failure(message, type);
      case IOException _ ->
          new Failure("file: expected to read it, found: " + message + where, type);
      case OutOfMemoryError _ ->
          new Failure("memory: expected enough of it, found: " + message + where, "IOException");
      default ->
          new Failure("command: expected no such error, found: " + problem + where, "IOException");
    };
  }

  /// The failure that an exception stands for which came of writing a file.
  static Failure ofWriting(IOException problem, String file) {
    String type = problem.getClass().getSimpleName();
    String message = Objects.requireNonNullElse(problem.getMessage(), type);
    boolean isOurText =
        problem.getClass().getName().startsWith(OUR_PACKAGES) || message.contains("(file=");
    String text =
        switch (problem) {
          case IOException _ when isOurText -> message;
          // What the JDK says of this one is just the name, and that of the file beside it.
          case NoSuchFileException _ -> "target: expected a directory to write it in, found none";
          case AccessDeniedException e when e.getReason() != null -> "target: " + e.getReason();
          case AccessDeniedException _ -> "target: expected permission to write it, found none";
          case FileSystemException e ->
              "target: expected to write it, found: "
                  + Objects.requireNonNullElse(e.getReason(), type);
          default -> "target: expected to write it, found: " + message;
        };
    return new Failure(text, type).inFile(file);
  }

  /// This failure with the file's name, unless the message names a file already.
  Failure inFile(String file) {
    return message.contains("(file=") ? this : new Failure(message + " (file=" + file + ")", type);
  }

  /// Prints the one line of this failure.
  void printTo(PrintStream err) {
    err.println("npy: " + oneLine(message));
  }

  /// A text without line ends and other control characters: they become escapes as in Java.
  static String oneLine(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\u2028', '\u2029' -> out.append(unicode(c));
        default -> out.append(Character.isISOControl(c) ? unicode(c) : String.valueOf(c));
      }
    }
    return out.toString();
  }

  private static String unicode(char c) {
    return "\\u%04x".formatted((int) c);
  }
}
