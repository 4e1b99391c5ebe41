package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.GoldenHeaders;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.UnsupportedDTypeException;
import io.github.npybridge.format.corpus.ArrayFacts;
import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.format.corpus.CorpusFile;
import io.github.npybridge.format.corpus.Expectation;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every `.npy` file of the corpus as a tensor: its elements are those that NumPy reads, saving it
/// gives NumPy's bytes, and what is no valid file is refused.
class TensorConformanceTest {
  private static final Map<String, byte[]> HEADERS = GoldenHeaders.corpus();
  private static final Map<String, Set<String>> TALLY = new TreeMap<>();

  @TempDir Path folder;

  static Stream<CorpusFile> readable() {
    return Corpus.readable();
  }

  static Stream<CorpusFile> refused() {
    return Corpus.npy()
        .filter(file -> file.expect() == Expectation.ERROR && file.severity().equals("must"));
  }

  static Stream<CorpusFile> lenient() {
    return Corpus.npy().filter(file -> file.expect() == Expectation.OK_OR_ERROR);
  }

  @AfterAll
  static void printTally() {
    TALLY.forEach((what, files) -> System.out.println("corpus, " + what + ": " + files.size()));
  }

  private static void tally(String what, CorpusFile file) {
    TALLY.computeIfAbsent(what, key -> new HashSet<>()).add(file.name());
  }

  @ParameterizedTest
  @MethodSource("readable")
  void elementsAreThoseOfNumPyInEveryMode(CorpusFile file) throws IOException {
    ArrayFacts facts = file.array().orElseThrow();
    for (MapMode mode : List.of(MapMode.READ_ONLY, MapMode.COPY_ON_WRITE, MapMode.LOAD)) {
      try (NpyFile opened = NpyFile.open(file.path(), mode)) {
        checkElements(Tensors.asTensor(opened), facts);
      }
    }
    checkElements(Tensors.load(file.path()), facts);
    tally("digest right in every mode, tier " + file.tier(), file);
  }

  private static void checkElements(Tensor tensor, ArrayFacts facts) {
    assertThat(tensor.shape().toArray())
        .isEqualTo(facts.shape().stream().mapToLong(Long::longValue).toArray());
    assertThat(TensorDigest.sha256(tensor)).isEqualTo(facts.sha256CLe());
    assertThat(TensorDigest.sha256(tensor.copy())).isEqualTo(facts.sha256CLe());
    assertThat(tensor.copy().contentEquals(tensor)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("readable")
  void theFirstAndTheLastElementsReadAsNumPyPrintsThem(CorpusFile file) throws IOException {
    ArrayFacts facts = file.array().orElseThrow();
    Tensor tensor = Tensors.asTensor(file.path());
    if (!(tensor.dtype() instanceof DType.Numeric numeric) || facts.firstText().isEmpty()) {
      return;
    }
    for (int i = 0; i < facts.firstText().size(); i++) {
      checkElement(numeric.type(), tensor, i, facts.firstText().get(i));
    }
    int last = facts.lastText().size();
    for (int i = 0; i < last; i++) {
      checkElement(numeric.type(), tensor, tensor.size() - last + i, facts.lastText().get(i));
    }
    tally("elements read one by one, " + numeric.name(), file);
  }

  static void checkElement(ScalarType type, Tensor tensor, long place, String text) {
    long[] index = new long[tensor.ndim()];
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = place % tensor.shape().dim(axis);
      place /= tensor.shape().dim(axis);
    }
    switch (type) {
      case BOOL -> assertThat(tensor.getBoolean(index)).isEqualTo(Boolean.parseBoolean(text));
      case UINT64 -> {
        long value = Long.parseUnsignedLong(text);
        if (value >= 0) {
          assertThat(tensor.getLong(index)).isEqualTo(value);
        } else {
          assertThatThrownBy(() -> tensor.getLong(index))
              .isInstanceOf(ArithmeticException.class)
              .hasMessageContaining("found " + text);
        }
      }
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 ->
          assertThat(tensor.getLong(index)).isEqualTo(Long.parseLong(text));
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 ->
          assertThat(tensor.getDouble(index)).isEqualTo(parse(text));
      case COMPLEX64, COMPLEX128 -> {
        String[] halves = text.split(",", 2);
        assertThat(tensor.getComplex(index))
            .isEqualTo(new Complex(parse(halves[0]), parse(halves[1])));
      }
    }
  }

  private static Double parse(String python) {
    return switch (python) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(python);
    };
  }

  @ParameterizedTest
  @MethodSource("readable")
  void savingGivesTheBytesOfNumPy(CorpusFile file) throws IOException {
    ArrayFacts facts = file.array().orElseThrow();
    byte[] header = HEADERS.get(file.name());
    byte[] original = Files.readAllBytes(file.path());
    byte[] expected = Arrays.copyOf(header, header.length + (int) facts.dataBytes());
    System.arraycopy(
        original, (int) facts.dataOffset(), expected, header.length, (int) facts.dataBytes());

    Path saved = folder.resolve("saved.npy");
    Tensors.save(saved, Tensors.asTensor(file.path()));
    assertThat(Files.readAllBytes(saved)).isEqualTo(expected);
    Tensors.save(saved, Tensors.load(saved));
    assertThat(Files.readAllBytes(saved)).isEqualTo(expected);
    tally("saved as numpy.save does", file);
  }

  /// The refusals of both ways to read a file, if both refuse it as they should.
  private static Optional<List<Throwable>> refusals(CorpusFile file) {
    List<Throwable> refusals =
        Stream.<Reading>of(Tensors::asTensor, Tensors::load)
            .map(reading -> refusal(reading, file.path()))
            .flatMap(Optional::stream)
            .toList();
    return refusals.size() == 2 ? Optional.of(refusals) : Optional.empty();
  }

  private interface Reading {
    Tensor read(Path path) throws IOException;
  }

  private static Optional<Throwable> refusal(Reading reading, Path path) {
    try {
      reading.read(path);
      return Optional.empty();
    } catch (NpyFormatException | UnsupportedDTypeException e) {
      assertThat(e).hasMessageContaining(path.toString());
      return Optional.of(e);
    } catch (IOException e) {
      throw new AssertionError("expected an exception of ours", e);
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatCouldGiveWrongData(CorpusFile file) {
    List<Throwable> refusals = refusals(file).orElseThrow();
    if (file.errorClass().equals("object")) {
      assertThat(refusals).hasOnlyElementsOfType(UnsupportedDTypeException.class);
    } else {
      assertThat(refusals).hasOnlyElementsOfType(NpyFormatException.class);
    }
    tally("refused, must", file);
  }

  @Test
  void refusesNearlyAllThatIsOnlyUntidy() {
    List<CorpusFile> untidy =
        Corpus.npy()
            .filter(file -> file.expect() == Expectation.ERROR && file.severity().equals("should"))
            .toList();
    List<CorpusFile> taken = untidy.stream().filter(file -> refusals(file).isEmpty()).toList();
    assertThat(taken).hasSizeLessThanOrEqualTo(untidy.size() / 20);
    untidy.forEach(file -> tally("refused, should (" + taken.size() + " accepted)", file));
  }

  @ParameterizedTest
  @MethodSource("lenient")
  void readsADoubtfulFileRightOrNotAtAll(CorpusFile file) throws IOException {
    if (refusals(file).isPresent()) {
      tally("doubtful, refused", file);
      return;
    }
    Tensor tensor = Tensors.asTensor(file.path());
    if (file.array().isPresent()) {
      checkElements(tensor, file.array().get());
      checkElements(Tensors.load(file.path()), file.array().get());
    }
    tally("doubtful, read" + (file.array().isPresent() ? "" : ", NumPy has no facts"), file);
  }
}
