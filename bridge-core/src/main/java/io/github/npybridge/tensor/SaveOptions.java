package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// How [Tensors#save] writes a file.
///
/// @param dtype what the file's elements shall be, or null for what they are
/// @param cast how elements are converted to it
/// @param order the memory order of the file, or null to keep the tensor's
/// @param progress told now and then how many bytes of data have been written so far, at the end
///   all of them; called by the saving thread
public record SaveOptions(
    @Nullable DType dtype, CastOptions cast, @Nullable MemoryOrder order, LongConsumer progress) {
  /// Everything as it is: `numpy.save`.
  public static final SaveOptions DEFAULT =
      new SaveOptions(null, CastOptions.DEFAULT, null, _ -> {});

  /// These options with another dtype.
  public SaveOptions withDtype(@Nullable DType wanted) {
    return new SaveOptions(wanted, cast, order, progress);
  }

  /// These options with another way to cast.
  public SaveOptions withCast(CastOptions options) {
    return new SaveOptions(dtype, options, order, progress);
  }

  /// These options with another memory order.
  public SaveOptions withOrder(@Nullable MemoryOrder wanted) {
    return new SaveOptions(dtype, cast, wanted, progress);
  }

  /// These options with somebody who wants to know how far the saving is.
  public SaveOptions withProgress(LongConsumer listener) {
    return new SaveOptions(dtype, cast, order, listener);
  }
}
