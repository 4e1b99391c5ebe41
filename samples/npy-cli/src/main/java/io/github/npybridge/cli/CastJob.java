package io.github.npybridge.cli;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.SaveOptions;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// One file to cast into another one, which may be the same.
///
/// @param in the file to read
/// @param out the file to write
/// @param dtype what the elements shall become, or null for what they are
/// @param from what the elements shall be taken for, or null for what the file says
/// @param settings what else there is to know
record CastJob(
    String in, String out, @Nullable DType dtype, @Nullable DType from, CastSettings settings) {
  private static final String SAME = "same";

  /// The job that a user describes.
  ///
  /// @param dtype a name as in [#dtypeOf], or `same`
  /// @param from a name as in [#dtypeOf], or null
  /// @throws IllegalArgumentException if there is no such dtype, or no file can hold it in the byte
  ///   order of the settings
  static CastJob of(
      String in, String out, String dtype, @Nullable String from, CastSettings settings) {
    DType source = from == null ? null : dtypeOf(from);
    DType target = dtype.equals(SAME) ? null : dtypeOf(dtype);
    DType known = target == null ? source : target;
    // NumPy reads '>V2' as '|V2': whoever takes that for bfloat16 would swap the bytes.
    if (known != null && isBfloat16(known) && settings.byteOrder() == ByteOrder.BIG_ENDIAN) {
      throw new IllegalArgumentException(
          "byte order: expected little for bfloat16, found big; files have no name for it");
    }
    return new CastJob(in, out, target, source, settings);
  }

  /// The dtype of a name or descr as NumPy has it, or of `bfloat16`.
  ///
  /// @throws IllegalArgumentException if there is none
  static DType dtypeOf(String name) {
    return name.equals(DType.BFLOAT16.name())
        ? DType.BFLOAT16.withOrder(ByteOrder.LITTLE_ENDIAN)
        : DType.of(name);
  }

  private static boolean isBfloat16(DType dtype) {
    return dtype instanceof DType.Numeric numeric && numeric.type() == ScalarType.BFLOAT16;
  }

  /// Does the job.
  ///
  /// @param err where its progress is shown
  /// @return why there is no new file, or null if there is one
  @Nullable Failure run(PrintStream err) {
    try (Arena arena = Arena.ofConfined();
        NpyFile file = NpyFile.open(InputFile.of(in).path(), MapMode.READ_ONLY, arena)) {
      return save(source(file), err);
    } catch (IOException | DataException | RuntimeException | VirtualMachineError e) {
      return Failure.of(e, in).inFile(in);
    }
  }

  private Tensor source(NpyFile file) throws DataException {
    Tensor tensor = Tensors.asTensor(file);
    if (from == null) {
      return tensor;
    }
    DType found = tensor.dtype();
    if (found.itemSize() != from.itemSize()) {
      throw new DataException(
          "from: expected items of "
              + from.itemSize()
              + " bytes for "
              + from
              + ", found "
              + found.itemSize()
              + " of "
              + found.descr());
    }
    boolean bigEndian = found.byteOrder().filter(ByteOrder.BIG_ENDIAN::equals).isPresent();
    if (isBfloat16(from) && bigEndian) {
      throw new DataException(
          "from: expected little-endian items for bfloat16, found "
              + found.descr()
              + "; cast with --dtype same --byte-order little first");
    }
    return tensor.reinterpret(from);
  }

  private @Nullable Failure save(Tensor source, PrintStream err) {
    DType target = dtype == null ? source.dtype() : dtype;
    if (settings.byteOrder() != null) {
      target = target.withOrder(settings.byteOrder());
    }
    MemoryOrder order = settings.memoryOrder();
    SaveOptions options =
        SaveOptions.DEFAULT
            .withDtype(target)
            .withCast(settings.cast())
            .withOrder(order == null ? null : order.normalized(source.shape()));
    long bytes = source.shape().byteSize(target.itemSize());
    try (Progress progress = Progress.of("cast", bytes, err)) {
      Tensors.save(InputFile.of(out).path(), source, options.withProgress(progress::reach));
      return null;
    } catch (IOException e) {
      return Failure.ofWriting(e, out);
    }
  }
}
