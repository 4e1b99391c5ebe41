package io.github.npybridge.format;

import io.github.npybridge.format.internal.Descr;
import io.github.npybridge.format.internal.Literal;
import io.github.npybridge.format.internal.Place;
import io.github.npybridge.format.internal.PythonLiteral;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.commons.io.IOUtils;
import org.jspecify.annotations.Nullable;

/// Reads the header of a `.npy` file, and nothing behind it.
///
/// The header is checked as a whole before it is returned. Whether the data behind it is complete
/// is for whoever knows the file's length to see: compare [NpyHeader#totalSize] with it.
///
/// Immutable; any number of threads may share one reader.
///
/// @param maxHeaderSize the longest header text that is read, in bytes; corresponds to
///   `max_header_size` of `numpy.load`
public record NpyHeaderReader(int maxHeaderSize) {
  /// What is allocated on the word of a length field alone, in bytes; more only as bytes arrive.
  private static final int FIRST_CHUNK = 1 << 16;

  /// The reader to use unless there is a reason for another limit: {@value
  /// NpyFormat#DEFAULT_MAX_HEADER_SIZE} bytes.
  public static final NpyHeaderReader DEFAULT =
      new NpyHeaderReader(NpyFormat.DEFAULT_MAX_HEADER_SIZE);

  /// Checks the limit.
  ///
  /// @throws IllegalArgumentException if it is negative
  public NpyHeaderReader {
    if (maxHeaderSize < 0) {
      throw new IllegalArgumentException(
          "maxHeaderSize: expected 0 or more bytes, found " + maxHeaderSize);
    }
  }

  /// Reads a header from a file, which is opened and closed.
  ///
  /// @throws NpyFormatException if the file does not start with a valid header, or is not a regular
  ///   file
  /// @throws UnsupportedDTypeException if the array holds Python objects
  public NpyHeader read(Path file) throws IOException {
    // Opening a FIFO would wait for its writer, perhaps for ever.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new NpyFormatException(
          "file: expected a regular file, found something else", file.toString(), -1, "");
    }
    try (ReadableByteChannel channel = Files.newByteChannel(file)) {
      return read(channel, file.toString());
    }
  }

  /// Reads a header from a channel and leaves the channel at the first byte of the data.
  ///
  /// @param file what messages call the source, or null
  /// @throws NpyFormatException if the channel does not stand before a valid header
  /// @throws UnsupportedDTypeException if the array holds Python objects
  public NpyHeader read(ReadableByteChannel channel, @Nullable String file) throws IOException {
    return read(
        (target, from) -> {
          ByteBuffer buffer = ByteBuffer.wrap(target, from, target.length - from);
          while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // a channel may deliver less than it has
          }
          return buffer.position() - from;
        },
        file);
  }

  /// Reads a header from a stream and leaves the stream at the first byte of the data.
  ///
  /// @param file what messages call the source, or null
  /// @throws NpyFormatException if the stream does not stand before a valid header
  /// @throws UnsupportedDTypeException if the array holds Python objects
  public NpyHeader read(InputStream stream, @Nullable String file) throws IOException {
    return read((target, from) -> IOUtils.read(stream, target, from, target.length - from), file);
  }

  /// Reads a header from the start of a segment.
  ///
  /// @param file what messages call the source, or null
  /// @throws NpyFormatException if the segment does not start with a valid header
  /// @throws UnsupportedDTypeException if the array holds Python objects
  public NpyHeader read(MemorySegment segment, @Nullable String file) throws IOException {
    long[] position = {0};
    return read(
        (target, from) -> {
          int count = (int) Math.min(target.length - from, segment.byteSize() - position[0]);
          MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, position[0], target, from, count);
          position[0] += count;
          return count;
        },
        file);
  }

  /// Where bytes come from: fills the array's rest as far as there are bytes, and says how many.
  private interface Source {
    int read(byte[] target, int from) throws IOException;
  }

  private NpyHeader read(Source source, @Nullable String file) throws IOException {
    byte[] head = new byte[NpyFormat.VERSION_END];
    int got = source.read(head, 0);
    FormatVersion version = version(head, got, file);

    byte[] lengthField = new byte[version.prefixSize() - NpyFormat.VERSION_END];
    if (source.read(lengthField, 0) < lengthField.length) {
      throw new NpyFormatException(
          "header length: expected " + lengthField.length + " bytes, found the end",
          file,
          NpyFormat.VERSION_END,
          "");
    }
    long length = 0;
    for (int i = lengthField.length - 1; i >= 0; i--) {
      length = (length << 8) | (lengthField[i] & 0xff);
    }
    if (length > maxHeaderSize) {
      throw new NpyFormatException(
          "header length: expected at most " + maxHeaderSize + " bytes, found " + length,
          file,
          NpyFormat.VERSION_END,
          "a larger one is read by a NpyHeaderReader with a larger maxHeaderSize");
    }

    byte[] bytes = new byte[0];
    for (int have = 0; have < length; have = bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(length, Math.max(FIRST_CHUNK, 2L * have)));
      got = have + source.read(bytes, have);
      if (got < bytes.length) {
        throw new NpyFormatException(
            "header: expected " + length + " bytes, found " + got, file, version.prefixSize(), "");
      }
    }
    return header(version, bytes, file);
  }

  private static FormatVersion version(byte[] head, int got, @Nullable String file)
      throws NpyFormatException {
    if (got == 0) {
      throw new NpyFormatException("file: expected a .npy array, found no bytes", file, 0, "");
    }
    if (got < NpyFormat.VERSION_END || !NpyFormat.isMagic(head)) {
      String found = HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(got, head.length));
      boolean zip = found.startsWith("50 4b 03 04") || found.startsWith("50 4b 05 06");
      throw new NpyFormatException(
          "magic: expected 93 4e 55 4d 50 59 and two bytes of version, found " + found,
          file,
          0,
          zip
              ? "this is a zip archive, as numpy.savez writes it (.npz): open it with NpzFile.open"
              : "a dump without a header (ndarray.tofile, numpy.memmap) is not a .npy file:"
                  + " RawArray.map(path, dtype, shape) opens it");
    }
    for (FormatVersion version : FormatVersion.values()) {
      if (head[NpyFormat.MAGIC_SIZE] == version.major()
          && head[NpyFormat.MAGIC_SIZE + 1] == version.minor()) {
        return version;
      }
    }
    throw new NpyFormatException(
        "version: expected 1.0, 2.0 or 3.0, found "
            + (head[NpyFormat.MAGIC_SIZE] & 0xff)
            + "."
            + (head[NpyFormat.MAGIC_SIZE + 1] & 0xff),
        file,
        NpyFormat.MAGIC_SIZE,
        "");
  }

  private static NpyHeader header(FormatVersion version, byte[] bytes, @Nullable String file)
      throws IOException {
    String text = text(version, bytes, file);
    Place place = new Place(file, version, text);
    Literal literal = PythonLiteral.parse(place, version != FormatVersion.V3_0);
    if (!(literal instanceof Literal.Dict dict)) {
      throw place.fault(literal.at(), "header: expected a dictionary, found " + literal.what());
    }
    Literal descr = null;
    Literal fortran = null;
    Literal shape = null;
    for (Literal.Entry entry : dict.entries()) {
      String key = entry.key() instanceof Literal.Str(int at, String value) ? value : "";
      Literal before =
          switch (key) {
            case "descr" -> descr;
            case "fortran_order" -> fortran;
            case "shape" -> shape;
            default ->
                throw place.fault(
                    entry.key().at(),
                    "header: expected the keys 'descr', 'fortran_order' and 'shape', found "
                        + entry.key().what());
          };
      if (before != null) {
        throw place.fault(
            entry.key().at(), "header: expected every key once, found '" + key + "' again");
      }
      switch (key) {
        case "descr" -> descr = entry.value();
        case "fortran_order" -> fortran = entry.value();
        default -> shape = entry.value();
      }
    }
    if (descr == null || fortran == null || shape == null) {
      throw place.fault(
          dict.at(),
          "header: expected the keys 'descr', 'fortran_order' and 'shape', found no "
              + (descr == null ? "'descr'" : fortran == null ? "'fortran_order'" : "'shape'"));
    }
    return header(version, bytes.length, descr, fortran, shape, place);
  }

  private static String text(FormatVersion version, byte[] bytes, @Nullable String file)
      throws NpyFormatException {
    if (version != FormatVersion.V3_0) {
      // All bytes are latin-1, and this is the quick way to say so.
      return new String(bytes, version.charset());
    }
    try {
      return version.charset().newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      NpyFormatException fault =
          new NpyFormatException(
              "header: expected " + version.charset() + " text, found other bytes",
              file,
              version.prefixSize(),
              "");
      fault.initCause(e);
      throw fault;
    }
  }

  private static NpyHeader header(
      FormatVersion version, int length, Literal descr, Literal fortran, Literal shape, Place place)
      throws IOException {
    if (!(fortran instanceof Literal.Bool(int at, boolean isFortran))) {
      throw place.fault(
          fortran.at(), "fortran_order: expected True or False, found " + fortran.what());
    }
    if (!(shape instanceof Literal.Tuple tuple)) {
      throw place.fault(shape.at(), "shape: expected a tuple of integers, found " + shape.what());
    }
    Shape parsedShape = Descr.shape(tuple.items(), "shape", place);
    DType dtype = Descr.parse(descr, place);
    NpyHeader header =
        new NpyHeader(
            version, dtype, parsedShape, isFortran ? MemoryOrder.FORTRAN : MemoryOrder.C, length);
    try {
      header.totalSize();
    } catch (IllegalArgumentException e) {
      throw place.fault(shape.at(), String.valueOf(e.getMessage()));
    }
    return header;
  }
}
