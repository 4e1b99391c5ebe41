package io.github.npybridge.tensor;

import java.util.Map;

/// What this library says where torch or NumPy says something.
final class OracleErrors {
  /// torch's names of dtypes in its messages.
  private static final Map<String, String> TORCH_NAMES =
      Map.ofEntries(
          Map.entry("Bool", "bool"),
          Map.entry("Char", "int8"),
          Map.entry("Short", "int16"),
          Map.entry("Int", "int32"),
          Map.entry("Long", "int64"),
          Map.entry("Byte", "uint8"),
          Map.entry("UInt16", "uint16"),
          Map.entry("UInt32", "uint32"),
          Map.entry("UInt64", "uint64"),
          Map.entry("Half", "float16"),
          Map.entry("BFloat16", "bfloat16"),
          Map.entry("Float", "float32"),
          Map.entry("Double", "float64"),
          Map.entry("ComplexFloat", "complex64"),
          Map.entry("ComplexDouble", "complex128"));

  private OracleErrors() {}

  static ExpectedTensor refusal(String message) {
    if (message.startsWith("can't alias tensor with dtype")) {
      String[] parts = message.split("'", -1);
      return ExpectedTensor.refusal(
          CopyRequiredException.class,
          "can't alias tensor with dtype '"
              + TORCH_NAMES.get(parts[2])
              + "' into dtype '"
              + TORCH_NAMES.get(parts[4])
              + "'.");
    }
    if (message.startsWith("can't alias arbitrary sequence")
        || message.startsWith("can't alias tensor from device")) {
      return ExpectedTensor.refusal(CopyRequiredException.class, message);
    }
    if (message.startsWith("Overflow when unpacking")) {
      return ExpectedTensor.refusal(UnrepresentableValueException.class, "without overflow");
    }
    boolean isKept =
        message.startsWith("expected sequence of length")
            || message.startsWith("buffer length")
            || message.startsWith("too many dimensions")
            || message.startsWith("Only Tensors of floating point");
    return ExpectedTensor.refusal(
        isKept ? IllegalArgumentException.class : RuntimeException.class, isKept ? message : "");
  }
}
