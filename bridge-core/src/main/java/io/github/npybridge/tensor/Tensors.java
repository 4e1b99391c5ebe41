package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.store.NpyWriter;
import io.github.npybridge.tensor.internal.Geometry;
import io.github.npybridge.tensor.internal.RawBytes;
import io.github.npybridge.tensor.internal.Region;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Makes tensors, and saves them.
///
/// | | memory | writes reach |
/// |---|---|---|
/// | [#asTensor(NpyFile)] | the file's | as the file's mode says |
/// | [#asTensor(Path)] | the file's, read-only | - |
/// | [#asTensor(float\\[\\])] and its like | the array's | the array |
/// | [#asTensor(MemorySegment, DType, Shape)] | the segment's | the segment |
/// | [#load], [#zeros] | new | nothing else |
public final class Tensors {
  /// Data is handed to a file in pieces of this many bytes.
  private static final int SAVE_BLOCK = 1 << 18;

  private Tensors() {}

  /// A tensor over a file's data, without a copy. It may be written as the file's mode allows.
  /// `torch.as_tensor(numpy.load(path, mmap_mode=...))`.
  ///
  /// @throws io.github.npybridge.store.ClosedFileException if the file is closed
  public static Tensor asTensor(NpyFile file) {
    Shape shape = file.header().shape();
    DType dtype = file.header().dtype();
    Geometry geometry = Geometry.contiguous(shape, dtype.itemSize(), file.header().order());
    MemorySegment segment = file.segment();
    // What was loaded into an array is the tensor's own and outlives the file.
    boolean loaded = segment.heapBase().isPresent();
    return new Tensor(new Region(segment, dtype, geometry), loaded ? null : file);
  }

  /// A read-only tensor over a file's data, without a copy: `numpy.load(path, mmap_mode='r')`.
  ///
  /// The mapping ends when the garbage collector finds the tensor and its views unreachable. To say
  /// when, or to write, open an [NpyFile].
  ///
  /// @throws io.github.npybridge.format.NpyFormatException if the file is not a valid `.npy` file
  /// @throws io.github.npybridge.format.UnsupportedDTypeException if it holds Python objects
  /// @throws IOException if it cannot be read
  public static Tensor asTensor(Path path) throws IOException {
    return asTensor(NpyFile.open(path, MapMode.READ_ONLY, Arena.ofAuto()));
  }

  /// A 1-d int8 tensor that shares the array's memory: writes are visible both ways.
  public static Tensor asTensor(byte[] array) {
    return shared(MemorySegment.ofArray(array), DType.INT8, array.length);
  }

  /// A 1-d int16 tensor that shares the array's memory: writes are visible both ways.
  public static Tensor asTensor(short[] array) {
    return shared(MemorySegment.ofArray(array), DType.INT16, array.length);
  }

  /// A 1-d int32 tensor that shares the array's memory: writes are visible both ways.
  public static Tensor asTensor(int[] array) {
    return shared(MemorySegment.ofArray(array), DType.INT32, array.length);
  }

  /// A 1-d int64 tensor that shares the array's memory: writes are visible both ways.
  public static Tensor asTensor(long[] array) {
    return shared(MemorySegment.ofArray(array), DType.INT64, array.length);
  }

  /// A 1-d float32 tensor that shares the array's memory: writes are visible both ways.
  public static Tensor asTensor(float[] array) {
    return shared(MemorySegment.ofArray(array), DType.FLOAT32, array.length);
  }

  /// A 1-d float64 tensor that shares the array's memory: writes are visible both ways.
  public static Tensor asTensor(double[] array) {
    return shared(MemorySegment.ofArray(array), DType.FLOAT64, array.length);
  }

  /// A tensor of a C-ordered array that starts at the segment's first byte, without a copy;
  /// read-only if the segment is. `numpy.frombuffer(...).reshape(shape)`.
  ///
  /// The segment's arena decides lifetime and threads.
  ///
  /// @throws IllegalArgumentException if the segment is too short
  public static Tensor asTensor(MemorySegment segment, DType dtype, Shape shape) {
    long needed = shape.byteSize(dtype.itemSize());
    if (segment.byteSize() < needed) {
      throw new IllegalArgumentException(
          "segment: expected "
              + needed
              + " bytes for "
              + dtype
              + " "
              + shape
              + ", found "
              + segment.byteSize());
    }
    Geometry geometry = Geometry.contiguous(shape, dtype.itemSize(), MemoryOrder.C);
    return new Tensor(new Region(segment, dtype, geometry), null);
  }

  private static Tensor shared(MemorySegment segment, DType dtype, long length) {
    return asTensor(segment, dtype, Shape.of(length));
  }

  /// A new tensor of zeros in C order: `numpy.zeros`.
  public static Tensor zeros(DType dtype, Shape shape) {
    return new Tensor(Region.allocate(dtype, shape, MemoryOrder.C), null);
  }

  /// Reads a file into new memory: `numpy.load(path)`. Nothing stays open, and there is nothing to
  /// close. Any file system will do.
  ///
  /// @throws io.github.npybridge.format.NpyFormatException if the file is not a valid `.npy` file
  /// @throws io.github.npybridge.format.UnsupportedDTypeException if it holds Python objects
  /// @throws IOException if it cannot be read
  public static Tensor load(Path path) throws IOException {
    return asTensor(NpyFile.open(path, MapMode.LOAD, Arena.ofAuto()));
  }

  /// Writes a tensor to a file, byte for byte as `numpy.save` does.
  ///
  /// The file is replaced as a whole: it is written beside `path`, forced to the device and
  /// renamed. After a failure `path` is as it was. Mappings of the old file keep the old content. A
  /// tensor that is contiguous in Fortran order only is saved so; the byte order stays.
  ///
  /// @throws IOException if the file cannot be written
  /// @throws IllegalStateException if the tensor's file or arena is closed
  public static void save(Path path, Tensor tensor) throws IOException {
    boolean fortran = tensor.isContiguous(MemoryOrder.FORTRAN) && !tensor.isContiguous();
    MemoryOrder order = fortran ? MemoryOrder.FORTRAN : MemoryOrder.C;
    Tensor walked = fortran ? tensor.transpose() : tensor;
    try (NpyWriter writer = NpyWriter.open(path, tensor.dtype(), tensor.shape(), order)) {
      RawBytes source = new RawBytes(walked.region, SAVE_BLOCK);
      // Mapped memory is copied to the heap under the guard: a write straight from a mapping whose
      // file has shrunk ends short, without an error.
      int count = walked.guarded(source::next);
      while (count > 0) {
        writer.write(ByteBuffer.wrap(source.bytes(), 0, count));
        count = walked.guarded(source::next);
      }
      writer.commit();
    }
  }
}
