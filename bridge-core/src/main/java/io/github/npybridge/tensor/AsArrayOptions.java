package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import org.jspecify.annotations.Nullable;

/// The arguments of [Tensors#asArray]: those of `torch.asarray(obj, *, dtype, device, copy,
/// requires_grad)`.
///
/// @param dtype what the elements shall be, or null for what they are
/// @param device where they shall lie, or null for where they do
/// @param copy whether memory may be shared
/// @param requiresGrad whether the result shall ask an engine for gradients, or null to take it
///   over from a source that is a tensor
public record AsArrayOptions(
    @Nullable DType dtype,
    @Nullable Device device,
    CopyPolicy copy,
    @Nullable Boolean requiresGrad) {
  /// Everything as it is, copied only if needed.
  public static final AsArrayOptions DEFAULT =
      new AsArrayOptions(null, null, CopyPolicy.IF_NEEDED, null);

  /// These options with another dtype.
  public AsArrayOptions withDtype(@Nullable DType wanted) {
    return new AsArrayOptions(wanted, device, copy, requiresGrad);
  }

  /// These options with another device.
  public AsArrayOptions withDevice(@Nullable Device wanted) {
    return new AsArrayOptions(dtype, wanted, copy, requiresGrad);
  }

  /// These options with another copy policy.
  public AsArrayOptions withCopy(CopyPolicy policy) {
    return new AsArrayOptions(dtype, device, policy, requiresGrad);
  }

  /// These options with or without a request for gradients.
  public AsArrayOptions withRequiresGrad(@Nullable Boolean wanted) {
    return new AsArrayOptions(dtype, device, copy, wanted);
  }
}
