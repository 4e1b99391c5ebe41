package io.github.npybridge.store;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.internal.ArrayLayout;
import io.github.npybridge.store.internal.OpenedMemory;
import io.github.npybridge.store.internal.RawFile;
import io.github.npybridge.store.internal.VectorFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An array in a file that has no header: the caller says what it is.
///
/// | file | made by | call |
/// |---|---|---|
/// | dump | `numpy.memmap`, `ndarray.tofile` | `map(path, dtype, shape)` |
/// | dump of rows | the same, of any number | `map(path, dtype, -1, 128)` |
/// | tokens (`.bin`) | `np.array(ids, dtype=np.uint16).tofile` | `map(path, DType.of("<u2"), -1)` |
/// | vectors (`.fvecs`, `.ivecs`, `.bvecs`) | TEXMEX, faiss | [#mapVectors(Path)] |
///
/// Nothing in such a file says whether dtype, byte order and shape are the right ones: only its
/// length is compared, before anything is mapped. A dtype without a byte order in its name, such as
/// `DType.of("uint16")`, is little-endian.
///
/// **Shape and units**: [#segment] is exactly the array; bytes of the file in front of it and
/// behind it are not in it.
///
/// **View or copy**, **lifetime**, **threads**, **errors**: as [NpyFile].
public final class RawArray extends ArrayFile {
  private RawArray(
      Path path, MapMode mode, ArrayLayout layout, OpenedMemory memory, @Nullable Arena arena) {
    super(path, mode, layout, memory, arena);
  }

  /// Maps an array in C order from the start of a file on, [MapMode#READ_ONLY]: `numpy.memmap(path,
  /// dtype, mode='r', shape=shape)`.
  ///
  /// @throws IOException as [#map(Path, DType, Shape, long, MemoryOrder, MapMode)]
  public static RawArray map(Path path, DType dtype, Shape shape) throws IOException {
    return map(path, dtype, shape, 0, MemoryOrder.C, MapMode.READ_ONLY);
  }

  /// Maps an array in C order from the start of a file on, [MapMode#READ_ONLY], whose first axis
  /// may be as long as the file makes it: `numpy.memmap(path, dtype, mode='r').reshape(-1, 128)`.
  ///
  /// @param shape the axis lengths; -1 in the first place stands for what [#shapeOf] finds, and no
  ///   length at all for one axis that is the whole file
  /// @throws NpyFormatException if the file holds no whole number of rows
  /// @throws IOException as [#map(Path, DType, Shape, long, MemoryOrder, MapMode)]
  /// @throws IllegalArgumentException as [#shapeOf]
  public static RawArray map(Path path, DType dtype, long... shape) throws IOException {
    long[] dims = shape.length == 0 ? new long[] {-1} : shape;
    return map(path, dtype, shapeOf(path, dtype, 0, dims));
  }

  /// Maps an array, for any thread and with an arena of its own: `numpy.memmap(path, dtype, mode,
  /// offset, shape, order)`.
  ///
  /// Unlike NumPy's, no mode makes a file longer.
  ///
  /// @param offset where the array starts in the file, in bytes; it need not be a multiple of
  ///   anything
  /// @throws FileTruncatedException if the file ends before the array does
  /// @throws NpyFormatException if it is not a regular file
  /// @throws IOException as [NpyFile#open(Path, MapMode, Arena)]
  /// @throws IllegalArgumentException if the offset is negative, `dtype` is a sub-array, or the
  ///   size in bytes overflows
  public static RawArray map(
      Path path, DType dtype, Shape shape, long offset, MemoryOrder order, MapMode mode)
      throws IOException {
    return map(path, mode, layout(dtype, shape, offset, order), null);
  }

  /// As [#map(Path, DType, Shape, long, MemoryOrder, MapMode)], with memory of the caller's arena.
  ///
  /// @throws IOException as there
  /// @throws IllegalStateException if the arena is closed
  /// @throws WrongThreadException if the arena belongs to another thread
  public static RawArray map(
      Path path,
      DType dtype,
      Shape shape,
      long offset,
      MemoryOrder order,
      MapMode mode,
      Arena arena)
      throws IOException {
    return map(path, mode, layout(dtype, shape, offset, order), arena);
  }

  /// Maps a file of vectors [MapMode#READ_ONLY]; see [#mapVectors(Path, MapMode)].
  ///
  /// @throws IOException as there
  public static RawArray mapVectors(Path path) throws IOException {
    return mapVectors(path, MapMode.READ_ONLY);
  }

  /// Maps a file of vectors as an array of records, one a vector: its dimension, then its
  /// components. The file's name says what these are: `.fvecs` float32, `.ivecs` int32, `.bvecs`
  /// uint8, all little-endian.
  ///
  /// `numpy.memmap(path, [('dim', '<i4'), ('vector', '<f4', (dim,))], mode)`; the vectors alone, as
  /// `['vector']`, are what `Tensors.asTensor(file).field("vector")` makes of it, without a copy.
  ///
  /// The dimension is that of the first vector. That the last one has it, too, is checked here; all
  /// are by [#checkVectors], which reads the whole file.
  ///
  /// @throws NpyFormatException if the file is empty, holds no whole number of such vectors, or its
  ///   last vector has another dimension than its first
  /// @throws IOException as [#map(Path, DType, Shape, long, MemoryOrder, MapMode)]
  /// @throws IllegalArgumentException if the name does not end in one of these three ways
  public static RawArray mapVectors(Path path, MapMode mode) throws IOException {
    return map(path, mode, VectorFile.layout(path), null);
  }

  /// The shape of an array that reaches to the end of a file.
  ///
  /// @param offset where it starts in the file, in bytes
  /// @param shape its axis lengths; where the first is -1 it is found out, or else nothing is
  /// @throws NpyFormatException if the rest of the file is no whole number of rows
  /// @throws IOException if the file's length cannot be found out
  /// @throws IllegalArgumentException if another length is negative, the offset is, or the length
  ///   is asked for and rows have no bytes
  public static Shape shapeOf(Path path, DType dtype, long offset, long... shape)
      throws IOException {
    if (shape.length == 0 || shape[0] != -1) {
      return Shape.of(shape);
    }
    long[] dims = shape.clone();
    dims[0] = 1;
    long rowSize = layout(dtype, Shape.of(dims), offset, MemoryOrder.C).dataSize();
    if (rowSize == 0) {
      throw new IllegalArgumentException(
          "shape: expected rows of at least one byte to count them, found "
              + dtype
              + " "
              + Arrays.toString(shape));
    }
    long size = RawFile.size(path) - offset;
    if (size < 0 || size % rowSize != 0) {
      throw new NpyFormatException(
          "data: expected a multiple of "
              + rowSize
              + " bytes ("
              + dtype
              + " "
              + Shape.of(dims)
              + "), found "
              + size,
          path.toString(),
          offset,
          "give the number of rows to leave the rest out, or the right dtype, row shape and"
              + " offset");
    }
    dims[0] = size / rowSize;
    return Shape.of(dims);
  }

  /// Reads the dimension of every vector of a file that [#mapVectors(Path)] opened.
  ///
  /// @throws NpyFormatException if one differs from the first
  /// @throws IllegalStateException if this is no file of vectors
  /// @throws FileChangedException if the file has become shorter
  /// @throws ClosedFileException if the file is closed
  public void checkVectors() throws NpyFormatException {
    long[] wrong = {-1};
    MemorySegment segment = segment();
    int dimension = VectorFile.dimension(path(), dtype());
    guarded(() -> wrong[0] = VectorFile.firstOther(segment, dtype().itemSize(), dimension));
    if (wrong[0] >= 0) {
      throw VectorFile.otherDimension(path(), wrong[0], dtype().itemSize(), dimension);
    }
  }

  private static RawArray map(Path path, MapMode mode, ArrayLayout layout, @Nullable Arena arena)
      throws IOException {
    return new RawArray(path, mode, layout, RawFile.open(path, mode, layout, arena), arena);
  }

  private static ArrayLayout layout(DType dtype, Shape shape, long offset, MemoryOrder order) {
    if (dtype instanceof DType.SubArray) {
      throw new IllegalArgumentException(
          "dtype: expected a dtype of whole elements, found the sub-array "
              + dtype.descr()
              + "; add its axes to the shape");
    }
    ArrayLayout layout = new ArrayLayout(dtype, shape, order, offset);
    if (offset < 0 || offset + layout.dataSize() < 0) {
      throw new IllegalArgumentException(
          "offset: expected 0 or more, and fewer than 2**63 bytes up to the end, found " + offset);
    }
    return layout;
  }
}
