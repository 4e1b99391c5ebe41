package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.ArrayFile;
import io.github.npybridge.store.LoadedArray;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.internal.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Everything a tensor can be made from, and the decision whether that takes a copy: the procedure
/// of `torch.asarray`.
///
/// First comes what shares memory; then, if it may not be shared as it is, the device is looked at
/// before the dtype. Only what has no memory to share is read as numbers in lists, and for
/// [CopyPolicy#NEVER] not even looked at.
final class ArrayLike {
  private ArrayLike() {}

  static Tensor toTensor(@Nullable Object source, AsArrayOptions options) {
    if (source instanceof Path path) {
      try {
        return ofPath(path, options);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    Tensor shared = share(source, options.dtype());
    Tensor result =
        shared == null ? ofSequence(source, options) : ofShared(shared, isUntyped(source), options);
    Boolean gradients = options.requiresGrad();
    if (gradients == null) {
      return result;
    }
    if (gradients) {
      requireFloating(result.dtype());
    }
    return result.withRequiresGrad(gradients, result != source);
  }

  static void requireFloating(DType dtype) {
    if (!Tensor.isFloating(dtype)) {
      throw new IllegalArgumentException(
          "Only Tensors of floating point and complex dtype can require gradients; found " + dtype);
    }
  }

  private static Tensor ofPath(Path path, AsArrayOptions options) throws IOException {
    if (options.copy() == CopyPolicy.ALWAYS || options.dtype() != null) {
      // What is copied needs the mapping no longer than that.
      try (NpyFile file = NpyFile.open(path, MapMode.READ_ONLY)) {
        Tensor mapped = Tensors.asTensor(file);
        if (options.copy() == CopyPolicy.ALWAYS || !mapped.dtype().equals(options.dtype())) {
          return toTensor(mapped, options);
        }
      }
    }
    return toTensor(Tensors.asTensor(path), options);
  }

  private static Tensor ofShared(Tensor shared, boolean untyped, AsArrayOptions options) {
    DType dtype = untyped || options.dtype() == null ? shared.dtype() : options.dtype();
    Device device = options.device() == null ? Device.CPU : options.device();
    if (options.copy() == CopyPolicy.NEVER) {
      if (!device.isCpu()) {
        throw new CopyRequiredException(
            "can't alias tensor from device 'cpu' to '" + device + "'.");
      }
      if (!dtype.equals(shared.dtype())) {
        throw new CopyRequiredException(
            "can't alias tensor with dtype '" + shared.dtype() + "' into dtype '" + dtype + "'.");
      }
      return shared;
    }
    requireCpu(device);
    return options.copy() == CopyPolicy.ALWAYS || !dtype.equals(shared.dtype())
        ? DTypeMapper.cast(shared, dtype)
        : shared;
  }

  private static Tensor ofSequence(@Nullable Object source, AsArrayOptions options) {
    if (options.copy() == CopyPolicy.NEVER) {
      throw new CopyRequiredException("can't alias arbitrary sequence into a tensor.");
    }
    requireCpu(options.device() == null ? Device.CPU : options.device());
    Sequence sequence =
        new Sequence(
            source,
            (tensor, use) ->
                tensor.guarded(() -> {
                  use.accept(tensor.region);
                  return tensor;
                }));
    DType dtype = options.dtype() == null ? sequence.dtype() : options.dtype();
    if (!(dtype instanceof DType.Numeric numeric)) {
      throw new CastRefusedException(
          "sequence: expected a numeric dtype for its numbers, found " + dtype);
    }
    return Tensor.owning(sequence.toRegion(numeric), false);
  }

  private static void requireCpu(Device device) {
    if (!device.isCpu()) {
      throw new IllegalArgumentException(
          "device: not linked with support for "
              + device.type()
              + " devices; expected 'cpu', the only memory that this library knows, found '"
              + device
              + "'; hand the tensor's memory (asSegment) to an engine that has the device");
    }
  }

  /// Whether a source says nothing of its elements, so that the dtype argument does.
  private static boolean isUntyped(@Nullable Object source) {
    return source instanceof ByteBuffer || source instanceof MemorySegment;
  }

  /// A tensor over the memory of a source, or null if it has none of its own.
  private static @Nullable Tensor share(@Nullable Object source, @Nullable DType dtype) {
    return switch (source) {
      case Tensor tensor -> tensor;
      case ArrayFile file -> Tensors.asTensor(file);
      case LoadedArray array -> Tensors.asTensor(array);
      case MemorySegment segment -> ofBytes(segment, dtype);
      case Buffer buffer -> ofBuffer(buffer, dtype);
      case byte[] array -> vector(MemorySegment.ofArray(array), DType.INT8);
      case short[] array -> vector(MemorySegment.ofArray(array), DType.INT16);
      case char[] array -> vector(MemorySegment.ofArray(array), DType.UINT16);
      case int[] array -> vector(MemorySegment.ofArray(array), DType.INT32);
      case long[] array -> vector(MemorySegment.ofArray(array), DType.INT64);
      case float[] array -> vector(MemorySegment.ofArray(array), DType.FLOAT32);
      case double[] array -> vector(MemorySegment.ofArray(array), DType.FLOAT64);
      case null, default -> null;
    };
  }

  private static Tensor ofBuffer(Buffer buffer, @Nullable DType dtype) {
    MemorySegment segment = MemorySegment.ofBuffer(buffer);
    return switch (buffer) {
      case ByteBuffer b -> ofBytes(segment, dtype == null ? null : dtype.withOrder(b.order()));
      case CharBuffer b -> vector(segment, DType.UINT16.withOrder(b.order()));
      case ShortBuffer b -> vector(segment, DType.INT16.withOrder(b.order()));
      case IntBuffer b -> vector(segment, DType.INT32.withOrder(b.order()));
      case LongBuffer b -> vector(segment, DType.INT64.withOrder(b.order()));
      case FloatBuffer b -> vector(segment, DType.FLOAT32.withOrder(b.order()));
      case DoubleBuffer b -> vector(segment, DType.FLOAT64.withOrder(b.order()));
      default -> throw new AssertionError("a new kind of buffer: " + buffer);
    };
  }

  private static Tensor ofBytes(MemorySegment segment, @Nullable DType dtype) {
    if (dtype == null) {
      throw new IllegalArgumentException(
          "buffer: expected a dtype argument for "
              + segment.byteSize()
              + " bytes, which do not say what they are, found none");
    }
    int itemSize = dtype.itemSize();
    if (itemSize == 0 || segment.byteSize() % itemSize != 0) {
      throw new IllegalArgumentException(
          "buffer length ("
              + segment.byteSize()
              + " bytes) after offset (0 bytes) must be a multiple of element size ("
              + itemSize
              + ")");
    }
    return vector(segment, dtype);
  }

  private static Tensor vector(MemorySegment segment, DType dtype) {
    return Tensors.asTensor(segment, dtype, Shape.of(segment.byteSize() / dtype.itemSize()));
  }
}
