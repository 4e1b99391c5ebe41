package io.github.npybridge.cli;

/// The data said no to what a command was asked for: the message is all that the user needs.
final class DataException extends Exception {
  private static final long serialVersionUID = 1L;

  DataException(String message, Throwable cause) {
    super(message, cause);
  }

  DataException(String message) {
    super(message);
  }
}
