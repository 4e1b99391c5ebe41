package io.github.npybridge.cli;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeaderReader;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.store.NpzFile;
import io.github.npybridge.store.NpzMember;
import io.github.npybridge.tensor.Slice;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/// `npy cat`: what Python's `print(np.load(FILE)[SLICE])` prints, of an array of any size, or
/// `print(np.load(FILE)[MEMBER][SLICE])`.
@Command(name = "cat", description = "Prints an array, or a part of it, as NumPy does.")
final class CatCommand implements Callable<Integer> {
  /// How many names a message lists.
  private static final int NAMES_SHOWN = 20;

  private final OutputStream out;

  @Parameters(
      index = "0",
      paramLabel = "FILE[::MEMBER]",
      description = "A .npy file, or an array in an archive.")
  private String target = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SLICE",
      description = "An index in NumPy's syntax, such as '0:3, ::2, -1'.")
  private @Nullable String slice;

  CatCommand(OutputStream out) {
    this.out = out;
  }

  /// The command of these arguments if they are an array and perhaps a slice; or null.
  static @Nullable CatCommand plain(OutputStream out, String... args) {
    if (args.length < 2 || args.length > 3 || args[1].startsWith("-")) {
      return null;
    }
    CatCommand command = new CatCommand(out);
    command.target = args[1];
    if (args.length == 3) {
      String text = args[2];
      // A slice may begin with a minus: '-1', '-3:'.
      if (text.startsWith("-") && (text.length() == 1 || !Character.isDigit(text.charAt(1)))) {
        return null;
      }
      command.slice = text;
    }
    return command;
  }

  @Override
  public Integer call() throws IOException, DataException {
    List<Slice> parts = slice == null ? List.of() : parse(slice);
    out.write(utf8(read(parts) + "\n"));
    return ExitCode.OK;
  }

  private String read(List<Slice> parts) throws DataException {
    try {
      InputFile whole = InputFile.of(target);
      if (Files.exists(whole.path())) {
        return readFile(whole, parts);
      }
      // The name of a file may hold '::', and so may that of a member: the longest that is a file.
      int colons = target.lastIndexOf("::");
      for (; colons > 0; colons = target.lastIndexOf("::", colons - 1)) {
        InputFile archive = InputFile.of(target.substring(0, colons));
        if (Files.exists(archive.path())) {
          return readMember(archive, target.substring(colons + 2), parts);
        }
      }
      // The command line takes every unknown option for a slice, so this is where one ends up.
      if (target.startsWith("-")) {
        throw new UsageException("Unknown option: '" + target + "'");
      }
      return readFile(whole, parts);
    } catch (IOException | VirtualMachineError e) {
      throw new DataException(Failure.of(e, target).message(), e);
    }
  }

  private String readFile(InputFile input, List<Slice> parts) throws IOException, DataException {
    if (input.isArchive()) {
      throw severalArrays(input);
    }
    try (Arena arena = Arena.ofConfined();
        NpyFile file = NpyFile.open(input.path(), MapMode.READ_ONLY, arena)) {
      return text(Tensors.asTensor(file), parts);
    }
  }

  private String readMember(InputFile input, String member, List<Slice> parts)
      throws IOException, DataException {
    if (!input.isArchive()) {
      // Says what is wrong with what is no array, either.
      NpyHeaderReader.DEFAULT.read(input.path());
      throw new NpyFormatException(
          "member '" + member + "': expected a .npz archive, found a .npy file",
          input.name(),
          -1,
          "");
    }
    try (NpzFile archive = NpzFile.open(input.path())) {
      if (!archive.contains(member)) {
        throw new DataException(
            "member: expected one of "
                + names(archive)
                + ", found '"
                + member
                + "' (file="
                + input.name()
                + ")");
      }
      if (!archive.isArray(member)) {
        return bytesText(archive.bytes(member), parts);
      }
      // As NumPy, which reads all of it: nothing is shown of an array that is damaged.
      archive.verify(member);
      try (NpzMember array = archive.array(member)) {
        return text(Tensors.asTensor(array), parts);
      }
    }
  }

  private static DataException severalArrays(InputFile input) throws IOException {
    try (NpzFile archive = NpzFile.open(input.path())) {
      List<String> names = archive.names();
      String remedy =
          names.isEmpty()
              ? ""
              : "; name a member, such as " + input.name() + "::" + names.getFirst();
      return new DataException(
          "file: expected one array, found an archive of "
              + names(archive)
              + " (file="
              + input.name()
              + ")"
              + remedy);
    }
  }

  private static String names(NpzFile archive) {
    List<String> names = archive.names();
    String shown =
        names.stream()
            .limit(NAMES_SHOWN)
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", "));
    return "[" + shown + (names.size() > NAMES_SHOWN ? ", ..." : "") + "]";
  }

  private String bytesText(byte[] bytes, List<Slice> parts) throws DataException {
    try {
      return PythonBytes.text(bytes, parts);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new DataException("slice '" + slice + "': " + e.getMessage() + inFile(), e);
    }
  }

  private List<Slice> parse(String text) {
    List<Slice> parts;
    try {
      parts = Slice.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    if (parts.stream().filter(Slice.Ellipsis.class::isInstance).count() > 1) {
      throw new UsageException("slice: expected at most one '...', found '" + text + "'");
    }
    return parts;
  }

  private String text(Tensor array, List<Slice> parts) throws DataException {
    Tensor selected;
    try {
      selected = array.slice(parts.toArray(Slice[]::new));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new DataException("slice '" + slice + "': " + e.getMessage() + inFile(), e);
    }
    String text;
    try {
      text = selected.toString();
    } catch (IllegalArgumentException e) {
      throw new DataException(e.getMessage() + inFile(), e);
    }
    // An index of integers only takes a scalar out. Of all scalars a byte string alone is printed
    // unlike the array without axes: b'a', not np.bytes_(b'a').
    boolean scalar = !parts.isEmpty() && parts.stream().allMatch(Slice.Index.class::isInstance);
    if (scalar && selected.ndim() == 0 && selected.dtype() instanceof DType.Bytes) {
      return text.substring("np.bytes_(".length(), text.length() - 1);
    }
    return text;
  }

  private byte[] utf8(String text) throws DataException {
    try {
      // Not getBytes, which makes a question mark of what has no UTF-8.
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new DataException(
          "text: expected Unicode characters, found half a surrogate pair" + inFile(), e);
    }
  }

  private String inFile() {
    return " (file=" + target + ")";
  }
}
