package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.ArrayFile;
import io.github.npybridge.tensor.internal.ArrayText;
import io.github.npybridge.tensor.internal.Bulk;
import io.github.npybridge.tensor.internal.Geometry;
import io.github.npybridge.tensor.internal.OrderedBytes;
import io.github.npybridge.tensor.internal.Region;
import io.github.npybridge.tensor.internal.RegionElements;
import io.github.npybridge.tensor.internal.Slicing;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An n-dimensional array over memory that somebody else owns: a mapped `.npy` file, a Java array,
/// a segment. Corresponds to `numpy.ndarray` and `torch.Tensor`.
///
/// **Shape and strides.** Any number of axes up to 64, any strides. Indices count elements, strides
/// bytes. Element order is logical C order wherever order matters, whatever the order in memory.
///
/// **Elements.** Numbers by `getFloat(i, j)` and its like, strings by [#getString], times by
/// [#getInstant] and its like, structured elements by [#field] and [#records]; any element as an
/// object by [#get].
///
/// **All elements.** [#sum()] and its like give one result; [#fill(long)], [#add(long)],
/// [#multiply(long)], [#mapDouble] and [#copyFrom] change them in place.
///
/// **View or copy.** What selects or rearranges elements is a view: [#select], [#slice],
/// [#transpose], [#permute], [#reshape], [#squeeze], [#unsqueeze], [#broadcastTo], [#flip],
/// [#real], [#imag], iteration. A view shares the memory, so writing to one writes to the file.
/// What changes elements makes new memory: [#to], [#copy], [#indexSelect], the arrays of
/// `to...Array`; [#contiguous] does so only if it must.
///
/// **Lifetime.** A tensor holds its [ArrayFile] and dies with it: after the file's arena is closed
/// every access throws an `IllegalStateException` that names the file. Tensors over Java arrays,
/// and results of copies and casts, live as long as they are reachable; there is nothing to close.
///
/// **Threads.** Any number of threads may read. Writers need the caller's synchronisation. Memory
/// of a confined arena is for that arena's thread only.
///
/// **Faults.** If another process shortens a mapped file, bulk operations throw a
/// `FileChangedException`. A single element access does not guard itself, for speed: there the
/// JDK's `InternalError` may surface, even a little later; wrap own loops in [ArrayFile#guarded].
/// One thing is beyond any guard: compiled code that widens `getInt` to a `long` on a page that is
/// gone ends the JVM (JDK 25, x86-64). Where files may shrink, sum int32 by `getLong`.
public final class Tensor extends BulkAccess implements Iterable<Tensor> {
  private final boolean ownsMemory;
  private final boolean requiresGrad;

  private Tensor(
      Region region, @Nullable ArrayFile file, boolean ownsMemory, boolean requiresGrad) {
    super(region, file);
    this.ownsMemory = ownsMemory;
    this.requiresGrad = requiresGrad && isFloating(region.dtype());
  }

  /// A tensor over memory that is not its own.
  static Tensor sharing(Region region, @Nullable ArrayFile file) {
    return new Tensor(region, file, false, false);
  }

  /// A tensor over new memory.
  static Tensor owning(Region region, boolean requiresGrad) {
    return new Tensor(region, null, true, requiresGrad);
  }

  @Override
  Tensor view(Region part) {
    return new Tensor(part, file, false, requiresGrad);
  }

  private Tensor view(Geometry geometry) {
    return view(region.with(geometry));
  }

  /// What the elements are.
  public DType dtype() {
    return region.dtype();
  }

  /// The axis lengths, in elements.
  public Shape shape() {
    return region.geometry().shape();
  }

  /// The number of axes.
  public int ndim() {
    return region.geometry().ndim();
  }

  /// The number of elements.
  public long size() {
    return shape().size();
  }

  /// The size of all elements in bytes. A view has no more than its elements, whatever lies between
  /// them.
  public long byteSize() {
    return size() * dtype().itemSize();
  }

  /// The strides in bytes, in a new array; negative after a flip, 0 along a broadcast axis.
  public long[] strides() {
    return region.geometry().strides().clone();
  }

  /// The file that the memory belongs to; empty for memory that is in no file.
  public Optional<ArrayFile> file() {
    return Optional.ofNullable(file);
  }

  /// Whether writes are refused.
  public boolean isReadOnly() {
    return region.segment().isReadOnly();
  }

  /// Whether the memory belongs to something else: a file, a Java array, a segment, or the tensor
  /// that this is a view of. Not for results of copies and casts. `a.base is not None`.
  public boolean isView() {
    return !ownsMemory;
  }

  /// Whether the two tensors have a byte in common, so that a write to one may be seen in the
  /// other: `numpy.shares_memory`. Exact for strides too: the even and the odd elements of an array
  /// share nothing. Two mappings of one file share it.
  public boolean sharesMemory(Tensor other) {
    return region.overlaps(other.region) || sharesFileMemory(other);
  }

  /// Whether two mappings of one file have a byte in common.
  boolean sharesFileMemory(Tensor other) {
    return file != null
        && other.file != null
        && file != other.file
        && file.mapsSameFileAs(other.file)
        && region.overlapsAt(other.region, other.file.dataOffset() - file.dataOffset());
  }

  /// Where the memory lies: always [Device#CPU].
  public Device device() {
    return Device.CPU;
  }

  /// Whether an engine that takes this tensor over shall compute gradients for it:
  /// `torch.Tensor.requires_grad`. Only remembered here; views, copies and casts to floats take it
  /// over. [AsArrayOptions#requiresGrad] asks for it.
  public boolean requiresGrad() {
    return requiresGrad;
  }

  /// A tensor over the same memory that asks for gradients or does not.
  Tensor withRequiresGrad(boolean wanted, boolean isNew) {
    return wanted == requiresGrad ? this : new Tensor(region, file, isNew && ownsMemory, wanted);
  }

  static boolean isFloating(DType dtype) {
    return dtype.kind() == 'f'
        || dtype.kind() == 'c'
        || (dtype instanceof DType.Numeric numeric && numeric.type().isFloat());
  }

  /// Whether the elements lie without gaps in C order, as [#asSegment] and zero-copy hand-offs
  /// need.
  public boolean isContiguous() {
    return isContiguous(MemoryOrder.C);
  }

  /// Whether the elements lie without gaps in the given order. Arrays of at most one axis longer
  /// than 1 may do so in both.
  public boolean isContiguous(MemoryOrder order) {
    return region.geometry().isContiguous(order, dtype().itemSize());
  }

  /// The memory of exactly this tensor, shared: byte `i` of the segment is byte `i` of the elements
  /// in C order. The byte order is the dtype's.
  ///
  /// @throws CopyRequiredException if the elements do not lie without gaps in C order
  public MemorySegment asSegment() {
    if (!isContiguous()) {
      throw new CopyRequiredException(
          "asSegment: expected elements without gaps in C order, found strides "
              + Arrays.toString(strides())
              + " for shape "
              + shape()
              + "; contiguous() copies them");
    }
    // Where the elements of an empty view would start may be outside of the memory.
    long start = size() == 0 ? 0 : region.geometry().offset();
    return region.segment().asSlice(start, byteSize());
  }

  /// A view of one index along an axis, without that axis: `a.take(index, axis)` as a view.
  ///
  /// @param axis the axis, negative ones counted from the end
  /// @param index the index, negative ones counted from the end
  /// @throws IndexOutOfBoundsException if there is no such axis or index
  public Tensor select(int axis, long index) {
    return view(region.geometry().select(Geometry.axis(axis, ndim()), index));
  }

  /// A view of an index: `a[1:3, ..., 0]`. Axes without a part stay whole.
  ///
  /// @throws IndexOutOfBoundsException if an [Slice#at] is out of bounds or there are too many
  ///   parts
  public Tensor slice(Slice... parts) {
    return view(Slicing.apply(region.geometry(), List.of(parts)));
  }

  /// A view of an index in NumPy's own syntax, such as `0:3, ::2, -1`; see [Slice#parse].
  ///
  /// @throws IllegalArgumentException if the text is no such index
  /// @throws IndexOutOfBoundsException if an index is out of bounds or there are too many
  public Tensor slice(String index) {
    return view(Slicing.apply(region.geometry(), Slice.parse(index)));
  }

  /// A view with all axes in reverse: `a.T`.
  public Tensor transpose() {
    return view(region.geometry().transpose());
  }

  /// A view with the axes in another order: `a.transpose(axes)`, `torch.permute`.
  ///
  /// @throws IllegalArgumentException if not every axis is named once
  public Tensor permute(int... axes) {
    return view(region.geometry().permute(axes));
  }

  /// A view of the same elements in another shape. One length may be -1: what the size leaves for
  /// it.
  ///
  /// @throws IllegalArgumentException if the shape has another size
  /// @throws CopyRequiredException if no strides give this shape; NumPy would copy here
  public Tensor reshape(long... dims) {
    Shape target = inferred(dims);
    Geometry geometry = region.geometry().reshape(target);
    if (geometry == null) {
      throw new CopyRequiredException(
          "reshape: expected a shape that a view of strides "
              + Arrays.toString(strides())
              + " can have, found "
              + target
              + " for "
              + shape()
              + "; contiguous().reshape(...) copies "
              + byteSize()
              + " bytes");
    }
    return view(geometry);
  }

  private Shape inferred(long... dims) {
    long[] known = dims.clone();
    int open = -1;
    long product = 1;
    for (int axis = 0; axis < known.length; axis++) {
      if (known[axis] != -1) {
        product *= known[axis];
      } else if (open < 0) {
        open = axis;
      } else {
        throw new IllegalArgumentException(
            "reshape: expected at most one -1, found " + Arrays.toString(dims));
      }
    }
    if (open >= 0) {
      known[open] = product == 0 ? 0 : size() / product;
    }
    Shape target = Shape.of(known);
    if (target.size() != size() || (open >= 0 && product == 0)) {
      throw new IllegalArgumentException(
          "reshape: expected a shape of " + size() + " elements, found " + Arrays.toString(dims));
    }
    return target;
  }

  /// A view without its axes of length 1.
  public Tensor squeeze() {
    Geometry geometry = region.geometry();
    for (int axis = ndim() - 1; axis >= 0; axis--) {
      if (geometry.shape().dim(axis) == 1) {
        geometry = geometry.squeeze(axis);
      }
    }
    return view(geometry);
  }

  /// A view without one axis of length 1.
  ///
  /// @throws IndexOutOfBoundsException if there is no such axis
  /// @throws IllegalArgumentException if the axis is longer
  public Tensor squeeze(int axis) {
    return view(region.geometry().squeeze(Geometry.axis(axis, ndim())));
  }

  /// A view with a new axis of length 1 at `axis`: `numpy.expand_dims`.
  ///
  /// @param axis from 0 to the number of axes; negative ones count from the end of the result
  /// @throws IndexOutOfBoundsException if there is no such place
  public Tensor unsqueeze(int axis) {
    return view(region.geometry().unsqueeze(Geometry.axis(axis, ndim() + 1)));
  }

  /// A read-only view that repeats axes of length 1 to a larger shape: `numpy.broadcast_to`.
  ///
  /// Read-only, as in NumPy, because several of its elements are one place in memory.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit
  public Tensor broadcastTo(long... dims) {
    Geometry geometry = region.geometry().broadcastTo(Shape.of(dims));
    return view(new Region(region.segment().asReadOnly(), dtype(), geometry));
  }

  /// A view with the given axes backwards, all of them when none is given: `numpy.flip`.
  ///
  /// @throws IndexOutOfBoundsException if there is no such axis
  public Tensor flip(int... axes) {
    boolean[] flipped = new boolean[ndim()];
    for (int axis : axes) {
      flipped[Geometry.axis(axis, ndim())] = true;
    }
    Geometry geometry = region.geometry();
    for (int axis = 0; axis < flipped.length; axis++) {
      if (flipped[axis] || axes.length == 0) {
        long length = shape().dim(axis);
        geometry = geometry.slice(axis, length - 1, -1, length);
      }
    }
    return view(geometry);
  }

  /// A view of the real parts of a complex tensor; this tensor when it is real.
  public Tensor real() {
    return dtype() instanceof DType.Numeric numeric && numeric.type().isComplex()
        ? part(numeric, 0)
        : this;
  }

  /// A view of the imaginary parts of a complex tensor.
  ///
  /// @throws IllegalArgumentException if it is not complex; NumPy returns zeros that are no view
  public Tensor imag() {
    if (dtype() instanceof DType.Numeric numeric && numeric.type().isComplex()) {
      return part(numeric, numeric.type().unitSize());
    }
    throw new IllegalArgumentException("imag: expected a complex dtype, found " + dtype());
  }

  private Tensor part(DType.Numeric complex, long bytes) {
    DType.Numeric half = complex.type() == ScalarType.COMPLEX64 ? DType.FLOAT32 : DType.FLOAT64;
    DType.Numeric ordered = complex.isNative() ? half : half.withOrder(complex.byteOrder().get());
    return view(new Region(region.segment(), ordered, region.geometry().shift(bytes)));
  }

  /// A view of the same bytes taken for another dtype: `a.view(dtype)`. Nothing is converted.
  ///
  /// With another item size the last axis gets more elements or fewer; its bytes must lie without
  /// gaps. bfloat16 files, whose elements NumPy calls `|V2`, are read so:
  /// `t.reinterpret(DType.BFLOAT16)`.
  ///
  /// @throws IllegalArgumentException if the bytes along the last axis are no whole number of
  ///   items, or have gaps, or the dtype is a sub-array
  public Tensor reinterpret(DType dtype) {
    if (dtype instanceof DType.SubArray) {
      throw new IllegalArgumentException(
          "reinterpret: expected the dtype of single elements, found " + dtype);
    }
    Geometry geometry = region.geometry().reinterpret(dtype().itemSize(), dtype.itemSize());
    return view(new Region(region.segment(), dtype, geometry));
  }

  /// Views of the first axis' indices, one after the other: `for row in a`.
  ///
  /// @throws IllegalArgumentException if the tensor is 0-d
  @Override
  public Iterator<Tensor> iterator() {
    if (ndim() == 0) {
      throw new IllegalArgumentException("iterator: expected at least one axis, found shape ()");
    }
    return new Iterator<>() {
      private long next;

      @Override
      public boolean hasNext() {
        return next < shape().dim(0);
      }

      @Override
      public Tensor next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return select(0, next++);
      }
    };
  }

  /// Copies the elements of another tensor into this one's memory, broadcast to this shape,
  /// converted by the rules of [#to]. The two may overlap. `torch.Tensor.copy_`, `a[...] = b`.
  ///
  /// If a value is refused, this tensor is as it was. [DTypeMapper#castInto] takes other rules.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit
  /// @throws CastRefusedException if there is no conversion between the dtypes
  /// @throws UnrepresentableValueException if a float has no counterpart in an integer dtype
  /// @throws ReadOnlyTensorException if this tensor must not be written
  /// @throws IllegalStateException if a file or its arena is closed
  public void copyFrom(Tensor source) {
    DTypeMapper.castInto(source, this, CastOptions.DEFAULT);
  }

  /// A copy in new memory with another dtype; a copy also when the dtype is the same. The memory
  /// order of a tensor without gaps is kept.
  ///
  /// Integers keep their low bits, floats are rounded to the nearest, complex to real takes the
  /// real part, anything but 0 is true: `a.astype(dtype)`. Unlike there, a float that an integer
  /// dtype cannot hold is an error.
  ///
  /// @throws CastRefusedException if there is no conversion between the dtypes
  /// @throws UnrepresentableValueException if a float has no counterpart in an integer dtype
  /// @throws IllegalStateException if the file or its arena is closed
  public Tensor to(DType dtype) {
    return DTypeMapper.cast(this, dtype);
  }

  /// As [#to(DType)], in memory of an allocator; with the tensor's own dtype it is a plain copy.
  ///
  /// @throws CastRefusedException if there is no conversion between the dtypes
  /// @throws UnrepresentableValueException if a float has no counterpart in an integer dtype
  /// @throws IllegalArgumentException if the allocator's memory is too short or read-only
  /// @throws IllegalStateException if the file or its arena is closed
  public Tensor to(DType dtype, Allocator allocator) {
    return DTypeMapper.cast(this, dtype, CastOptions.DEFAULT, allocator);
  }

  /// A copy in new memory. The memory order of a tensor without gaps is kept: `numpy.copy`,
  /// `torch.clone`.
  ///
  /// @throws IllegalStateException if the file or its arena is closed
  public Tensor copy() {
    return to(dtype());
  }

  /// This tensor if its elements lie without gaps in C order, else a copy whose elements do:
  /// `torch.Tensor.contiguous`, `numpy.ascontiguousarray`.
  ///
  /// @throws IllegalStateException if the file or its arena is closed
  public Tensor contiguous() {
    if (isContiguous()) {
      return this;
    }
    return guarded(() -> {
      Region result = Region.allocate(dtype(), shape(), MemoryOrder.C);
      Bulk.copy(region, result);
      return owning(result, requiresGrad);
    });
  }

  /// Whether another tensor has the same dtype (in any byte order), shape and elements, bit for
  /// bit: a NaN equals itself, 0.0 does not equal -0.0. Memory order does not matter.
  ///
  /// @throws IllegalStateException if a file or its arena is closed
  public boolean contentEquals(Tensor other) {
    ByteOrder order = ByteOrder.nativeOrder();
    if (!dtype().withOrder(order).equals(other.dtype().withOrder(order))
        || !shape().equals(other.shape())) {
      return false;
    }
    return guarded(() ->
        other.guarded(() -> {
          OrderedBytes mine = OrderedBytes.canonical(region);
          OrderedBytes theirs = OrderedBytes.canonical(other.region);
          int count;
          do {
            count = mine.next();
            theirs.next();
            if (!Arrays.equals(mine.bytes(), 0, count, theirs.bytes(), 0, count)) {
              return false;
            }
          } while (count > 0);
          return true;
        }));
  }

  /// The elements as NumPy's `print` shows them: `str(a)`. More than 1000 elements are summarised.
  ///
  /// @throws IllegalArgumentException if an element shown cannot be read: a long double that may be
  ///   none of x86, text that is not Unicode, a moment without a unit
  /// @throws IllegalStateException if the file or its arena is closed
  @Override
  public String toString() {
    return guarded(() -> ArrayText.str(new RegionElements(region)));
  }

  /// The tensor as NumPy's prompt shows it: `repr(a)`, such as `array([1., 2.], dtype=float32)`.
  ///
  /// @throws IllegalArgumentException if an element shown cannot be read: a long double that may be
  ///   none of x86, text that is not Unicode, a moment without a unit
  /// @throws IllegalStateException if the file or its arena is closed
  public String repr() {
    return guarded(() -> ArrayText.repr(new RegionElements(region)));
  }
}
