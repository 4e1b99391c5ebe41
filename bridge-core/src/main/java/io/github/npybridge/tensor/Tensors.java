package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.ArrayFile;
import io.github.npybridge.store.LoadedArray;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyAppender;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.store.NpyStreamWriter;
import io.github.npybridge.store.NpyWriter;
import io.github.npybridge.store.NpzMemberWriter;
import io.github.npybridge.store.NpzWriter;
import io.github.npybridge.tensor.internal.ConvertedBytes;
import io.github.npybridge.tensor.internal.Geometry;
import io.github.npybridge.tensor.internal.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Makes tensors, and saves them.
///
/// Three ways lead from an object to a tensor, with the names and the meaning they have in torch:
///
/// | | copies | `torch.` |
/// |---|---|---|
/// | [#asTensor(Object)] | if needed | `as_tensor(obj, dtype, device)` |
/// | [#asArray] | if needed, always or never, as told | `asarray(obj, dtype, device, copy, requires_grad)` |
/// | [#tensor(Object)] | always | `tensor(obj, dtype)` |
///
/// What the object may be, and what becomes of it when no copy is asked for:
///
/// | object | dtype | memory |
/// |---|---|---|
/// | [Tensor] | its own | the same instance |
/// | [ArrayFile], such as a [NpyFile] | the file's | the file's; writable as the file's mode says |
/// | [LoadedArray] | its own | its own |
/// | [Path] of a `.npy` file | the file's | the file's, read-only |
/// | `byte[]` `short[]` `int[]` `long[]` `float[]` `double[]` | int8 ... float64 | the array's: writes are seen both ways |
/// | `char[]` | uint16 | the array's |
/// | `IntBuffer` and its like | int32 ... float64 in the buffer's `order()` | the buffer's, from position to limit; read-only if it is |
/// | `ByteBuffer` | the dtype argument, in the buffer's `order()` | the buffer's, as above |
/// | [MemorySegment] | the dtype argument | the segment's, as one axis |
/// | `boolean[]` | bool | a copy |
/// | arrays of arrays, `List`, `Iterable`, `Object[]`, of any depth | what the elements have in common | a copy |
/// | `Boolean` `Byte` `Short` `Character` `Integer` `Long` `Float` `Double` | bool, int8, int16, uint16, int32, int64, float32, float64 | a copy, 0-d |
/// | `BigInteger`, `BigDecimal`, [Complex] | int64 or uint64, float64, complex128 | a copy, 0-d |
///
/// Elements of lists are promoted as NumPy does ([DTypeMapper#promote]); no element makes float64,
/// so does an empty list. Unlike in torch, a list of [Double] is float64. With a dtype argument
/// every element is converted by itself: floats are cut towards zero for integers, and what does
/// not fit is an [UnrepresentableValueException] with the element's index. Rows of different
/// length, nulls, strings and sets are refused.
///
/// With a dtype argument, what has memory of another dtype is cast ([Tensor#to]); another byte
/// order is another dtype. Copies keep the memory order of what has no gaps.
public final class Tensors {
  /// Data is handed to a file in pieces of this many bytes.
  private static final int SAVE_BLOCK = 1 << 18;

  private Tensors() {}

  /// A tensor over a file's data, without a copy. It may be written as the file's mode allows.
  /// `torch.as_tensor(numpy.load(path, mmap_mode=...))`.
  ///
  /// @throws io.github.npybridge.store.ClosedFileException if the file is closed
  public static Tensor asTensor(ArrayFile file) {
    DType dtype = file.dtype();
    Geometry geometry = Geometry.contiguous(file.shape(), dtype.itemSize(), file.order());
    return over(file, new Region(file.segment(), dtype, geometry));
  }

  private static Tensor over(ArrayFile file, Region region) {
    // What was loaded into an array is the tensor's own and outlives the file.
    boolean loaded = region.segment().heapBase().isPresent();
    return loaded ? Tensor.owning(region, false) : Tensor.sharing(region, file);
  }

  /// A tensor over an array that was read from a stream, without a copy: `numpy.load(handle)`.
  public static Tensor asTensor(LoadedArray array) {
    NpyHeader header = array.header();
    Geometry geometry =
        Geometry.contiguous(header.shape(), header.dtype().itemSize(), header.order());
    return Tensor.owning(new Region(array.segment(), header.dtype(), geometry), false);
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

  /// A tensor over an object's memory where that is possible, else a copy: `torch.as_tensor(obj)`.
  /// The table above says which.
  ///
  /// @throws IllegalArgumentException if the object is nothing a tensor can be made of
  /// @throws UnrepresentableValueException if a `BigInteger` is beyond uint64
  /// @throws UncheckedIOException if it is a path, and [#asTensor(Path)] throws an `IOException`
  public static Tensor asTensor(@Nullable Object source) {
    return ArrayLike.toTensor(source, AsArrayOptions.DEFAULT);
  }

  /// A tensor of a dtype over an object's memory where that is possible, else a copy:
  /// `torch.as_tensor(obj, dtype=dtype)`. [DTypeMapper#plan] says beforehand which it will be.
  ///
  /// @throws IllegalArgumentException if the object is nothing a tensor can be made of
  /// @throws CastRefusedException if its elements cannot be converted
  /// @throws UnrepresentableValueException if an element does not fit the dtype
  /// @throws UncheckedIOException if it is a path, and [#asTensor(Path)] throws an `IOException`
  public static Tensor asTensor(@Nullable Object source, DType dtype) {
    return ArrayLike.toTensor(source, AsArrayOptions.DEFAULT.withDtype(dtype));
  }

  /// As [#asTensor(Object, DType)], on a device: `torch.as_tensor(obj, dtype=..., device=...)`.
  ///
  /// @throws IllegalArgumentException if the device is not the CPU, or as there
  /// @throws CastRefusedException as there
  /// @throws UnrepresentableValueException as there
  /// @throws UncheckedIOException as there
  public static Tensor asTensor(@Nullable Object source, DType dtype, Device device) {
    return ArrayLike.toTensor(source, AsArrayOptions.DEFAULT.withDtype(dtype).withDevice(device));
  }

  /// A tensor from an object under the caller's control: `torch.asarray(obj, dtype=..., device=...,
  /// copy=..., requires_grad=...)`. The table above says what objects can be.
  ///
  /// The source is never changed. Asking for gradients gives a tensor that carries the wish. A
  /// tensor's own wish goes over to the result unless the options say otherwise.
  ///
  /// @throws CopyRequiredException if copying is forbidden and the device, the dtype or the kind of
  ///   object needs it
  /// @throws IllegalArgumentException if the object is nothing a tensor can be made of, the device
  ///   is not the CPU, or gradients are asked for integers
  /// @throws CastRefusedException if its elements cannot be converted
  /// @throws UnrepresentableValueException if an element does not fit the dtype
  /// @throws UncheckedIOException if it is a path, and [#asTensor(Path)] throws an `IOException`
  public static Tensor asArray(@Nullable Object source, AsArrayOptions options) {
    Tensor result = ArrayLike.toTensor(source, options);
    boolean wishes = source instanceof Tensor tensor && tensor.requiresGrad();
    if (wishes && options.requiresGrad() == null) {
      ArrayLike.requireFloating(result.dtype());
    }
    return result;
  }

  /// A copy of an object as a tensor: `torch.tensor(obj)`. It shares nothing and asks for no
  /// gradients.
  ///
  /// @throws IllegalArgumentException if the object is nothing a tensor can be made of
  /// @throws UnrepresentableValueException if a `BigInteger` is beyond uint64
  /// @throws UncheckedIOException if it is a path, and [#asTensor(Path)] throws an `IOException`
  public static Tensor tensor(@Nullable Object source) {
    return asArray(
        source, AsArrayOptions.DEFAULT.withCopy(CopyPolicy.ALWAYS).withRequiresGrad(false));
  }

  /// A copy of an object as a tensor of a dtype: `torch.tensor(obj, dtype=dtype)`.
  ///
  /// @throws IllegalArgumentException if the object is nothing a tensor can be made of
  /// @throws CastRefusedException if its elements cannot be converted
  /// @throws UnrepresentableValueException if an element does not fit the dtype
  /// @throws UncheckedIOException if it is a path, and [#asTensor(Path)] throws an `IOException`
  public static Tensor tensor(@Nullable Object source, DType dtype) {
    return asArray(source, new AsArrayOptions(dtype, null, CopyPolicy.ALWAYS, false));
  }

  /// A tensor of a C-ordered array that starts at the segment's first byte, without a copy;
  /// read-only if the segment is. `numpy.frombuffer(...).reshape(shape)`.
  ///
  /// The segment's arena decides lifetime and threads.
  ///
  /// @throws IllegalArgumentException if the segment is too short
  public static Tensor asTensor(MemorySegment segment, DType dtype, Shape shape) {
    return within(segment, dtype, Geometry.contiguous(shape, dtype.itemSize(), MemoryOrder.C));
  }

  /// A tensor of any strides over a segment, without a copy; read-only if the segment is.
  /// `numpy.ndarray(shape, dtype, buffer, offset, strides)`.
  ///
  /// Strides may be negative, 0 or smaller than an item. Elements that overlap are the caller's
  /// affair.
  ///
  /// @param byteOffset where the element with all indices 0 starts in the segment
  /// @param byteStrides bytes from one element to the next, one number an axis
  /// @throws IllegalArgumentException if an element lies outside of the segment, or there are not
  ///   as many strides as axes
  public static Tensor asTensor(
      MemorySegment segment, DType dtype, Shape shape, long byteOffset, long... byteStrides) {
    return within(segment, dtype, Geometry.strided(shape, byteOffset, byteStrides));
  }

  private static Tensor within(MemorySegment segment, DType dtype, Geometry geometry) {
    boolean empty = geometry.shape().size() == 0;
    long high = geometry.high(dtype.itemSize());
    if (!empty && (geometry.low() < 0 || high > segment.byteSize())) {
      throw new IllegalArgumentException(
          geometry.low() < 0
              ? "segment: expected elements inside of it, found one at byte " + geometry.low()
              : "segment: expected "
                  + high
                  + " bytes for "
                  + dtype
                  + " "
                  + geometry.shape()
                  + ", found "
                  + segment.byteSize());
    }
    return Tensor.sharing(new Region(segment, dtype, geometry), null);
  }

  /// A new tensor of zeros in C order: `numpy.zeros`.
  public static Tensor zeros(DType dtype, Shape shape) {
    return Tensor.owning(Region.allocate(dtype, shape, MemoryOrder.C), false);
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

  /// Writes a tensor to a file, byte for byte as `numpy.save` does: [#save(Path, Tensor,
  /// SaveOptions)] with [SaveOptions#DEFAULT].
  ///
  /// @throws IOException if the file cannot be written
  /// @throws IllegalStateException if the tensor's file or arena is closed
  public static void save(Path path, Tensor tensor) throws IOException {
    save(path, tensor, SaveOptions.DEFAULT);
  }

  /// Writes a tensor to a file, converted on the way if the options say so; the converted elements
  /// never stand in memory as a whole.
  ///
  /// The file is replaced as a whole: it is written beside `path`, forced to the device and
  /// renamed. After a failure `path` is as it was. Mappings of the old file keep the old content,
  /// so a tensor may be saved over the file it comes from. Unless an order is given, a tensor that
  /// is contiguous in Fortran order only is saved so.
  ///
  /// @throws IOException if the file cannot be written
  /// @throws CastRefusedException if the casting level does not allow the conversion, or there is
  ///   no rule; also for big-endian bfloat16, which every reader of the file would take backwards
  /// @throws UnrepresentableValueException if the options refuse a value
  /// @throws IllegalStateException if the tensor's file or arena is closed
  public static void save(Path path, Tensor tensor, SaveOptions options) throws IOException {
    DType dtype = options.dtype() == null ? tensor.dtype() : options.dtype();
    requireReadable(dtype);
    DTypeMapper.requireRule(tensor.dtype(), dtype, options.cast().casting());
    MemoryOrder order = options.order() == null ? order(tensor) : options.order();
    try (NpyWriter writer = NpyWriter.open(path, dtype, tensor.shape(), order)) {
      long[] written = {0};
      transfer(
          tensor,
          dtype,
          order,
          options.cast(),
          block -> {
            written[0] += block.remaining();
            writer.write(block);
            options.progress().accept(written[0]);
          });
      writer.commit();
    }
  }

  /// Writes a tensor to an archive under a name, as it is; the memory order as in [#save(Path,
  /// Tensor)]. `numpy.savez(path, name=a)`.
  ///
  /// @throws IOException if the archive cannot be written
  /// @throws IllegalArgumentException as [NpzWriter#add]
  /// @throws IllegalStateException if the tensor's file or arena is closed
  public static void save(NpzWriter archive, String name, Tensor tensor) throws IOException {
    requireReadable(tensor.dtype());
    MemoryOrder order = order(tensor);
    NpzMemberWriter member = archive.add(name, tensor.dtype(), tensor.shape(), order);
    transfer(tensor, tensor.dtype(), order, CastOptions.DEFAULT, member::write);
  }

  /// Writes a tensor to a stream behind what was written before, in C order: `numpy.save(handle,
  /// a)`.
  ///
  /// @throws IOException if the stream takes no more
  /// @throws IllegalStateException if the tensor's file or arena is closed
  public static void save(NpyStreamWriter out, Tensor tensor) throws IOException {
    requireReadable(tensor.dtype());
    Tensor packed = tensor.contiguous();
    // A copy if it is mapped: a write straight from a mapping whose file has shrunk ends short.
    Tensor safe = packed.file().isPresent() ? packed.copy() : packed;
    out.write(safe.dtype(), safe.shape(), MemoryOrder.C, safe.asSegment());
  }

  /// Appends the rows of a tensor to a file, all or none; another byte order becomes the file's.
  /// Along the axis that the file grows by, [NpyAppender#axis], they may be any number; all other
  /// axes have the file's lengths. If that fails while rows are written, the appender is closed.
  ///
  /// @throws IOException as [NpyAppender#append]
  /// @throws IllegalArgumentException if the dtype or another axis differs
  /// @throws IllegalStateException if the tensor's file or arena is closed
  public static void append(NpyAppender file, Tensor rows) throws IOException {
    NpyHeader header = file.header();
    long[] dims = rows.shape().toArray();
    long count = dims.length == header.shape().ndim() ? dims[file.axis()] : -1;
    if (count >= 0) {
      dims[file.axis()] = header.shape().dim(file.axis());
    }
    boolean fits = count >= 0 && header.shape().equals(Shape.of(dims));
    if (!fits || !DTypeMapper.canCast(rows.dtype(), header.dtype(), Casting.EQUIV)) {
      throw new IllegalArgumentException(
          "append: expected rows of "
              + header.dtype()
              + " "
              + header.shape()
              + " along axis "
              + file.axis()
              + ", found "
              + rows.dtype()
              + " "
              + rows.shape());
    }
    try {
      transfer(rows, header.dtype(), header.order(), CastOptions.DEFAULT, file::write);
    } catch (Throwable e) {
      // Drops what was written of them.
      file.close();
      throw e;
    }
    file.commit(count);
  }

  /// Refuses big-endian bfloat16: in a file it is two opaque bytes, of which every reader takes the
  /// first for the lower one.
  private static void requireReadable(DType dtype) {
    switch (dtype) {
      case DType.Struct struct -> struct.fields().forEach(field -> requireReadable(field.dtype()));
      case DType.SubArray subArray -> requireReadable(subArray.base());
      case DType.Numeric numeric
          when numeric.type() == ScalarType.BFLOAT16
              && numeric.byteOrder().filter(ByteOrder.BIG_ENDIAN::equals).isPresent() ->
          throw new CastRefusedException(
              "save: expected little-endian bfloat16, for whose byte order files have no name,"
                  + " found big-endian; cast it to"
                  + " DType.BFLOAT16.withOrder(ByteOrder.LITTLE_ENDIAN)");
      default -> {}
    }
  }

  /// The order that a tensor is saved in: the one it has.
  private static MemoryOrder order(Tensor tensor) {
    return tensor.isContiguous(MemoryOrder.FORTRAN) && !tensor.isContiguous()
        ? MemoryOrder.FORTRAN
        : MemoryOrder.C;
  }

  private interface Sink {
    void write(ByteBuffer block) throws IOException;
  }

  private static void transfer(
      Tensor tensor, DType dtype, MemoryOrder order, CastOptions cast, Sink sink)
      throws IOException {
    ConvertedBytes source = ConvertedBytes.of(tensor.region, order, dtype, cast, SAVE_BLOCK);
    // Mapped memory is copied to the heap under the guard: a write straight from a mapping whose
    // file has shrunk ends short, without an error.
    for (int count = tensor.guarded(source::next);
        count > 0;
        count = tensor.guarded(source::next)) {
      sink.write(ByteBuffer.wrap(source.bytes(), 0, count));
    }
  }
}
