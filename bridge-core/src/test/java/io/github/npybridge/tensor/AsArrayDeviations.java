package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.npybridge.format.DType;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where this library answers otherwise than torch or NumPy did, and how.
final class AsArrayDeviations {
  /// How many of the cases that are to be answered alike are not, by code and reason.
  static final Map<String, Map<String, Integer>> COUNTS =
      Map.of(
          "torch",
          Map.of(
              "2**63 is a uint64", 12,
              "a boxed number can be copied and converted at once", 23,
              "a complex number is complex128", 12,
              "a complex number is not cut to a real one", 7,
              "a float that C has no integer for is refused", 60,
              "a negative number does not wrap around into an unsigned one", 6,
              "an empty buffer is an empty tensor", 6),
          "numpy-reference",
          Map.of(
              "a complex number is not cut to a real one", 4,
              "a copy of a broadcast view is in C order", 6,
              "an integer beyond uint64 is no object", 2,
              "dates and long doubles are not converted", 12,
              "text, null and objects are no numbers", 30));

  private AsArrayDeviations() {}

  /// A call, what was measured, and what this library did.
  record Outcome(
      JsonNode call,
      JsonNode json,
      OracleObject object,
      AsArrayOptions options,
      ExpectedTensor expected,
      @Nullable Tensor found,
      @Nullable RuntimeException thrown) {
    JsonNode measured() {
      return call.required("expect");
    }

    boolean worked() {
      return measured().required("ok").booleanValue();
    }

    String message() {
      return measured().path("message").asText("");
    }

    boolean isNumPy() {
      return call.required("fn").textValue().equals("np.asarray");
    }

    /// Whether bytes were given without a word on what they are.
    boolean isUntyped() {
      return object.memory() != null && object.dtype() == null && options.dtype() == null;
    }

    boolean isNever() {
      return options.copy() == CopyPolicy.NEVER;
    }

    String kind() {
      return json.required("kind").textValue();
    }
  }

  /// Why a case is answered otherwise although torch or NumPy is the model; empty if it is not.
  static String reason(Outcome outcome) {
    OracleObject object = outcome.object;
    DType dtype = outcome.options.dtype();
    Class<?> error = outcome.expected.error();
    if (outcome.kind().equals("npscalar")
        && !outcome.isNumPy()
        && outcome.options.copy() == CopyPolicy.ALWAYS
        && !outcome.worked()) {
      return "a boxed number can be copied and converted at once";
    }
    if (object.java() instanceof Complex && error == CastRefusedException.class) {
      return outcome.worked() ? "a complex number is not cut to a real one" : "";
    }
    if (object.memory() != null) {
      return ofMemory(outcome, error);
    }
    if (outcome.worked() && dtype == null && outcome.expected.isTensor()) {
      boolean isDefault = outcome.measured().required("dtype").asText().equals("complex64");
      return isDefault ? "a complex number is complex128" : "";
    }
    if (outcome.message().startsWith("Overflow when unpacking") && outcome.expected.isTensor()) {
      return "2**63 is a uint64";
    }
    if (outcome.worked() && error == UnrepresentableValueException.class) {
      return dtype == null
          ? "an integer beyond uint64 is no object"
          : "a negative number does not wrap around into an unsigned one";
    }
    return outcome.worked() && error == IllegalArgumentException.class
        ? "text, null and objects are no numbers"
        : "";
  }

  private static String ofMemory(Outcome outcome, @Nullable Class<?> error) {
    if (outcome.object.memory().byteSize() == 0 && outcome.kind().equals("buffer")) {
      return "an empty buffer is an empty tensor";
    }
    if (outcome.worked() && error == UnrepresentableValueException.class) {
      return "a float that C has no integer for is refused";
    }
    if (outcome.worked() && error == CastRefusedException.class) {
      return "dates and long doubles are not converted";
    }
    boolean isBroadcast = outcome.call.required("obj").textValue().equals("st.broadcast");
    return outcome.isNumPy()
            && isBroadcast
            && outcome.expected.isTensor()
            && !outcome.expected.shares()
        ? "a copy of a broadcast view is in C order"
        : "";
  }

  /// What makes the answer to a case with a code of its own another one than torch's.
  static void check(String code, Outcome outcome) {
    Tensor found = outcome.found;
    RuntimeException thrown = outcome.thrown;
    DType dtype = outcome.options.dtype();
    switch (code) {
      case "D-default-float" -> {
        String measured = outcome.measured().required("dtype").textValue();
        assertThat(Set.of(measured + ":" + found.dtype()))
            .containsAnyOf("float32:float64", "complex64:complex128");
        ExpectedTensor narrow = AsArrayOracleTest.measured(outcome);
        assertThat(ExpectedTensor.text(narrow.dtype(), Elements.bytesOf(found.to(narrow.dtype()))))
            .isEqualTo(narrow.elements());
      }
      case "D-promote" -> {
        if (!outcome.isNever()) {
          assertThat(found.dtype()).isEqualTo(AsArrayOracleTest.numPyDType(outcome.call));
        }
      }
      case "D-ragged" -> assertThat(thrown).hasMessageContaining("at dim");
      case "D-stride", "D-endian" -> {
        assertThat(outcome.worked()).isFalse();
        boolean isOwn = dtype == null || dtype.equals(outcome.object.dtype());
        assertThat(found == null).isEqualTo(outcome.isNever() && !isOwn);
        if (isOwn) {
          assertThat(found.dtype()).isEqualTo(outcome.object.dtype());
        }
        if (isOwn && outcome.options.copy() != CopyPolicy.ALWAYS) {
          assertThat(found).isSameAs(outcome.object.java());
        }
      }
      case "D-readonly" -> {
        if (found != null) {
          assertThat(found.isReadOnly()).isEqualTo(outcome.expected.shares());
        }
      }
      case "D-structured", "D-unsupported" -> {
        if (dtype == null) {
          assertThat(found.dtype()).isEqualTo(outcome.object.dtype());
        } else {
          assertThat(thrown)
              .isInstanceOf(
                  outcome.isNever() ? CopyRequiredException.class : CastRefusedException.class);
        }
      }
      case "D-device" -> {
        if (outcome.options.device().isCpu()) {
          assertThat(outcome.options.device().toString()).isEqualTo("cpu:0");
        } else {
          assertThat(thrown)
              .isInstanceOf(
                  outcome.isNever() && !outcome.isUntyped()
                      ? CopyRequiredException.class
                      : IllegalArgumentException.class);
        }
      }
      case "D-grad" -> {
        Boolean wanted = outcome.options.requiresGrad();
        if (found != null && wanted != null) {
          assertThat(found.requiresGrad()).isEqualTo(wanted);
        } else if (found != null) {
          assertThat(found.requiresGrad())
              .isEqualTo(outcome.measured().path("requires_grad").asBoolean(false));
        } else if (outcome.message().startsWith("Only Tensors") && !outcome.isUntyped()) {
          assertThat(thrown).hasMessageStartingWith(outcome.message());
        }
      }
      case "D-buffer-dtype" -> assertThat(thrown).hasMessageContaining("expected a dtype argument");
      case "D-typed-buffer" -> {
        if (outcome.object.dtype() != null && dtype == null) {
          assertThat(found.dtype()).isEqualTo(outcome.object.dtype());
        } else if (dtype == null) {
          assertThat(thrown).hasMessageContaining("expected a dtype argument");
        }
      }
      case "D-error-class" -> {
        assertThat(outcome.worked()).isFalse();
        if (found != null) {
          // What torch wants to be an integer: floats and typed numbers for an integer dtype.
          assertThat(((DType.Numeric) dtype).type().isInteger() || dtype.equals(DType.BOOL))
              .isTrue();
          assertThat(outcome.message())
              .containsAnyOf("an integer is required", "cannot be interpreted as an integer");
        }
      }
      default -> assertThat(Set.of("torch", "numpy-reference")).contains(code);
    }
  }
}
