package io.github.npybridge.store.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Files of vectors, `.fvecs` and its kin: each vector is its dimension, an int32, and then its
/// components, all little-endian.
public final class VectorFile {
  /// The name of the field that holds a vector's dimension.
  private static final String DIMENSION = "dim";

  /// The name of the field that holds its components.
  public static final String COMPONENTS = "vector";

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private VectorFile() {}

  /// The array of records that a file holds.
  public static ArrayLayout layout(Path path) throws IOException {
    DType component = component(path);
    long size = RawFile.size(path);
    try (SeekableByteChannel channel = Files.newByteChannel(path)) {
      if (size < Integer.BYTES) {
        throw new NpyFormatException(
            "vectors: expected the first one's dimension in 4 bytes, found " + size,
            path.toString(),
            0,
            "");
      }
      int dimension = readInt(channel, 0);
      // The limit is that of NumPy's records.
      if (dimension < 1 || dimension > (Integer.MAX_VALUE - Integer.BYTES) / component.itemSize()) {
        throw new NpyFormatException(
            "dimension: expected 1 or more, and a vector of fewer than 2**31 bytes, found "
                + dimension,
            path.toString(),
            0,
            "");
      }
      int recordSize = Integer.BYTES + dimension * component.itemSize();
      if (size % recordSize != 0) {
        throw new NpyFormatException(
            "vectors: expected a multiple of "
                + recordSize
                + " bytes (dimension "
                + dimension
                + ", "
                + component
                + "), found "
                + size,
            path.toString(),
            0,
            "the writer was probably interrupted, or vectors have different dimensions");
      }
      long count = size / recordSize;
      if (readInt(channel, (count - 1) * recordSize) != dimension) {
        throw otherDimension(path, count - 1, recordSize, dimension);
      }
      DType.SubArray vector = new DType.SubArray(component, Shape.of(dimension));
      DType.Struct record =
          new DType.Struct(
              List.of(
                  new DType.Field(DIMENSION, null, DType.of("<i4"), 0),
                  new DType.Field(COMPONENTS, null, vector, Integer.BYTES)),
              recordSize);
      return new ArrayLayout(record, Shape.of(count), MemoryOrder.C, 0);
    }
  }

  /// The dimension that all vectors should have.
  ///
  /// @throws IllegalStateException if these are not records that [#layout] made
  public static int dimension(Path path, DType dtype) {
    if (dtype instanceof DType.Struct(List<DType.Field> fields, int _)
        && fields.size() == 2
        && fields.getFirst().name().equals(DIMENSION)
        && fields.getLast().name().equals(COMPONENTS)
        && fields.getLast().dtype() instanceof DType.SubArray(DType _, Shape shape)) {
      return Math.toIntExact(shape.size());
    }
    throw new IllegalStateException(
        "vectors: expected a file that mapVectors opened, found " + dtype + " (file=" + path + ")");
  }

  /// The index of the first vector with another dimension, or -1.
  public static long firstOther(MemorySegment segment, int recordSize, int dimension) {
    long size = segment.byteSize();
    for (long offset = 0; offset < size; offset += recordSize) {
      if (segment.get(INT, offset) != dimension) {
        return offset / recordSize;
      }
    }
    return -1;
  }

  /// A vector whose dimension is not that of the first.
  public static NpyFormatException otherDimension(
      Path path, long index, int recordSize, int dimension) {
    return new NpyFormatException(
        "dimension: expected "
            + dimension
            + ", that of the first vector, found another one in vector "
            + index,
        path.toString(),
        index * recordSize,
        "vectors of different dimensions are no array");
  }

  private static DType component(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    String kind = name.substring(Math.max(0, name.length() - ".fvecs".length()));
    return switch (kind) {
      case ".fvecs" -> DType.of("<f4");
      case ".ivecs" -> DType.of("<i4");
      case ".bvecs" -> DType.UINT8;
      default ->
          throw new IllegalArgumentException(
              "file name: expected one that ends in .fvecs, .ivecs or .bvecs, found '"
                  + path.getFileName()
                  + "' (file="
                  + path
                  + ")");
    };
  }

  private static int readInt(SeekableByteChannel channel, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(position);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // a channel may deliver less than it has
    }
    return buffer.getInt(0);
  }
}
