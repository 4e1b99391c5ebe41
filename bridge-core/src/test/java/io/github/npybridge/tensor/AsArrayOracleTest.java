package io.github.npybridge.tensor;

import static io.github.npybridge.tensor.AsArrayModel.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.AsArrayDeviations.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Calls that torch 2.13.0 and NumPy 2.4.6 were given, with what they answered
/// (`oracle/asarray-cases.json.gz`), given to this library.
class AsArrayOracleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode ORACLE = read("asarray-cases.json.gz");
  private static final AsArrayModel MODEL =
      new AsArrayModel(read("cast-tables.json").required("np_promote_types"));
  private static final Map<String, Integer> RUN = new TreeMap<>();
  private static final Map<String, Integer> LEFT_OUT = new TreeMap<>();
  private static final Map<String, Map<String, Integer>> DEVIATIONS = new TreeMap<>();

  static JsonNode read(String name) {
    try (InputStream file =
            Objects.requireNonNull(AsArrayOracleTest.class.getResourceAsStream("/oracle/" + name));
        InputStream text = name.endsWith(".gz") ? new GZIPInputStream(file) : file) {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<String> codes() {
    TreeSet<String> codes = new TreeSet<>();
    ORACLE.required("cases").forEach(c -> codes.add(c.required("java").textValue()));
    return codes.stream();
  }

  @AfterAll
  static void printTally() {
    System.out.println("asArray cases run: " + RUN);
    System.out.println("asArray cases that this library answers otherwise: " + DEVIATIONS);
    System.out.println("asArray cases left out: " + LEFT_OUT);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void answersAsTheOracle(String code) {
    List<String> failures = new ArrayList<>();
    Map<String, Integer> deviations = new TreeMap<>();
    for (JsonNode call : ORACLE.required("cases")) {
      if (call.required("java").textValue().equals(code)) {
        JsonNode object = ORACLE.required("objects").required(call.required("obj").textValue());
        String reason = whyNot(call, object);
        if (!reason.isEmpty()) {
          LEFT_OUT.merge(reason, 1, Integer::sum);
          continue;
        }
        try {
          String deviation = check(code, call, object);
          if (!deviation.isEmpty()) {
            deviations.merge(deviation, 1, Integer::sum);
          }
          RUN.merge(code, 1, Integer::sum);
        } catch (AssertionError | RuntimeException e) {
          failures.add(text(call) + "\n    " + e);
        }
      }
    }
    if (!deviations.isEmpty()) {
      DEVIATIONS.put(code, deviations);
    }
    assertThat(failures.stream().limit(40)).as(failures.size() + " failures").isEmpty();
    assertThat(deviations)
        .containsExactlyInAnyOrderEntriesOf(AsArrayDeviations.COUNTS.getOrDefault(code, Map.of()));
  }

  private static String text(JsonNode call) {
    return call.required("id")
        + " "
        + call.required("obj")
        + " "
        + call.required("fn")
        + " "
        + call.required("args");
  }

  private static String whyNot(JsonNode call, JsonNode object) {
    boolean unknown =
        call.required("fn").textValue().equals("as_tensor")
            && (call.required("args").has("copy") || call.required("args").has("requires_grad"));
    return unknown ? "an argument that as_tensor has not" : OracleObject.whyNot(object);
  }

  private static AsArrayOptions options(JsonNode call) {
    JsonNode args = call.required("args");
    boolean tensor = call.required("fn").textValue().equals("tensor");
    CopyPolicy copy =
        tensor || args.path("copy").asBoolean(false)
            ? CopyPolicy.ALWAYS
            : args.has("copy") ? CopyPolicy.NEVER : CopyPolicy.IF_NEEDED;
    boolean asks = args.hasNonNull("requires_grad");
    return new AsArrayOptions(
        args.has("dtype") ? DType.of(type(args.get("dtype").textValue())) : null,
        args.has("device") ? Device.of(args.get("device").textValue()) : null,
        copy,
        asks ? (Boolean) args.get("requires_grad").booleanValue() : tensor ? false : null);
  }

  /// The call by the method of its name, where that has the arguments.
  private static Tensor call(Object source, JsonNode call, AsArrayOptions options) {
    String function = call.required("fn").textValue();
    DType dtype = options.dtype();
    if (function.equals("tensor")
        && options.device() == null
        && !call.required("args").has("requires_grad")) {
      return dtype == null ? Tensors.tensor(source) : Tensors.tensor(source, dtype);
    }
    if (function.equals("as_tensor") && options.device() == null) {
      return dtype == null ? Tensors.asTensor(source) : Tensors.asTensor(source, dtype);
    }
    return function.equals("as_tensor") && dtype != null
        ? Tensors.asTensor(source, dtype, options.device())
        : Tensors.asArray(source, options);
  }

  private static String check(String code, JsonNode call, JsonNode json) {
    OracleObject object = OracleObject.of(json);
    AsArrayOptions options = options(call);
    Tensor found = null;
    RuntimeException thrown = null;
    try {
      found = call(object.java(), call, options);
    } catch (RuntimeException e) {
      thrown = e;
    }
    if (object.java() instanceof Tensor tensor) {
      assertThat(tensor.requiresGrad()).as("of the source").isEqualTo(object.requiresGrad());
    }
    boolean asTensor = call.required("fn").textValue().equals("as_tensor");
    ExpectedTensor expected = MODEL.expected(object, options, asTensor);
    Outcome outcome = new Outcome(call, json, object, options, expected, found, thrown);
    assertThat(outcome.expected().difference(found, thrown)).isEmpty();
    AsArrayDeviations.check(code, outcome);
    String reason = "";
    if (code.equals("torch") || code.equals("numpy-reference")) {
      reason = AsArrayDeviations.reason(outcome);
      if (reason.isEmpty()) {
        assertThat(measured(outcome).difference(found, thrown)).isEmpty();
        if (outcome.measured().path("same_object").asBoolean(false)) {
          assertThat(found).isSameAs(object.java());
        }
      }
    }
    if (found != null && outcome.worked() && outcome.measured().has("data_hex")) {
      ExpectedTensor measured = measured(outcome);
      if (found.dtype().equals(measured.dtype()) && found.shape().equals(measured.shape())) {
        assertThat(ExpectedTensor.text(found.dtype(), Elements.bytesOf(found)))
            .isEqualTo(measured.elements());
      }
    }
    if (found != null) {
      checkSharing(object, found, outcome.expected().shares());
    }
    return reason;
  }

  /// What was measured, as it has to be here.
  static ExpectedTensor measured(Outcome outcome) {
    JsonNode measured = outcome.measured();
    if (!outcome.worked()) {
      return OracleErrors.refusal(outcome.message());
    }
    boolean isNumPy = outcome.isNumPy();
    String name = measured.required("dtype").textValue();
    // Of strings, dates and records neither the elements were kept nor, of records, the dtype.
    boolean isKept = measured.has("data_hex");
    DType dtype =
        !isKept ? outcome.object().dtype() : isNumPy ? DType.of(name) : DType.of(type(name));
    byte[] data = HexFormat.of().parseHex(measured.path("data_hex").asText(""));
    return ExpectedTensor.tensor(
            dtype,
            Shape.of(OracleObject.longs(measured.required("shape"), 1)),
            OracleObject.list(
                OracleObject.longs(measured.required("strides"), isNumPy ? 1 : dtype.itemSize())),
            isKept ? ExpectedTensor.littleEndianText(dtype, data) : outcome.expected().elements(),
            measured.path("shares").asBoolean(false))
        .withReadOnly(isNumPy && !measured.required("writeable").booleanValue())
        .withRequiresGrad(measured.path("requires_grad").asBoolean(false));
  }

  /// What NumPy makes of the object of a call when it is asked for nothing.
  static DType numPyDType(JsonNode call) {
    for (JsonNode other : ORACLE.required("cases")) {
      if (other.required("obj").equals(call.required("obj"))
          && other.required("fn").textValue().equals("np.asarray")
          && other.required("args").isEmpty()) {
        return DType.of(other.required("expect").required("dtype").textValue());
      }
    }
    throw new IllegalArgumentException(text(call));
  }

  /// Writes through the result and through the source, and looks for it in the other.
  private static void checkSharing(OracleObject object, Tensor result, boolean shares) {
    if (result.size() == 0) {
      return;
    }
    assertThat(result.isView()).as("isView").isEqualTo(shares);
    if (object.memory() == null) {
      return;
    }
    long length = object.memory().byteSize();
    Tensor memory = Tensors.asTensor(object.memory(), DType.INT8, Shape.of(length));
    assertThat(result.sharesMemory(memory)).as("sharesMemory").isEqualTo(shares);
    byte[] before = Elements.bytesOf(result);
    byte old = object.memory().get(ValueLayout.JAVA_BYTE, object.byteOffset());
    object.memory().set(ValueLayout.JAVA_BYTE, object.byteOffset(), (byte) (old ^ 1));
    assertThat(!Arrays.equals(before, Elements.bytesOf(result)))
        .as("whether a write to the source is seen in the result")
        .isEqualTo(shares);
    byte[] bytes = object.memory().toArray(ValueLayout.JAVA_BYTE);
    byte[] changed = Elements.bytesOf(result);
    for (int i = 0; i < changed.length; i++) {
      changed[i] ^= 1;
    }
    Tensor other = Elements.over(changed, result.dtype(), result.shape().toArray());
    if (result.isReadOnly()) {
      assertThatExceptionOfType(ReadOnlyTensorException.class)
          .isThrownBy(() -> result.copyFrom(other));
      return;
    }
    result.copyFrom(other);
    assertThat(!Arrays.equals(bytes, object.memory().toArray(ValueLayout.JAVA_BYTE)))
        .as("whether a write to the result is seen in the source")
        .isEqualTo(shares);
  }
}
