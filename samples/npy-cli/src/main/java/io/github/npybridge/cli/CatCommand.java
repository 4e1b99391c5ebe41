package io.github.npybridge.cli;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeaderReader;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npy cat`: what Python's `print(np.load(FILE)[SLICE])` prints, of an array of any size.
@Command(name = "cat", description = "Prints an array, or a part of it, as NumPy does.")
final class CatCommand implements Callable<Integer> {
  private final OutputStream out;

  @Spec private @Nullable CommandSpec spec;

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

  @Override
  public Integer call() throws IOException, DataException {
    List<Slice> parts = slice == null ? List.of() : parse(slice);
    out.write(utf8(read(parts) + "\n"));
    return ExitCode.OK;
  }

  private String read(List<Slice> parts) throws DataException {
    try (Arena arena = Arena.ofConfined();
        NpyFile file = NpyFile.open(file(), MapMode.READ_ONLY, arena)) {
      return text(Tensors.asTensor(file), parts);
    } catch (IOException | VirtualMachineError e) {
      throw new DataException(Failure.of(e, target).message(), e);
    }
  }

  private List<Slice> parse(String text) {
    List<Slice> parts;
    try {
      parts = Slice.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrongUsage(String.valueOf(e.getMessage()));
    }
    if (parts.stream().filter(Slice.Ellipsis.class::isInstance).count() > 1) {
      throw wrongUsage("slice: expected at most one '...', found '" + text + "'");
    }
    return parts;
  }

  /// The file that is meant; a name that holds `::` may be a file's own.
  private Path file() throws IOException {
    Path whole = InputFile.of(target).path();
    if (Files.exists(whole)) {
      return whole;
    }
    // The command line takes every unknown option for a slice, so this is where one ends up.
    if (target.startsWith("-")) {
      throw wrongUsage("Unknown option: '" + target + "'");
    }
    int colons = target.lastIndexOf("::");
    if (colons <= 0) {
      return whole;
    }
    Path archive = InputFile.of(target.substring(0, colons)).path();
    NpyHeaderReader.DEFAULT.read(archive);
    throw new NpyFormatException(
        "member '" + target.substring(colons + 2) + "': expected a .npz archive, found a .npy file",
        archive.toString(),
        -1,
        "");
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

  private ParameterException wrongUsage(String problem) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), problem);
  }
}
