package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.npybridge.format.corpus.ArrayFacts;
import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.format.corpus.CorpusFile;
import io.github.npybridge.format.corpus.Expectation;
import io.github.npybridge.format.corpus.MemberFacts;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpzFile;
import io.github.npybridge.store.NpzMember;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every readable member of the corpus' archives as a tensor: its elements are those that NumPy
/// reads.
class NpzTensorConformanceTest {
  private static int members;

  @TempDir Path folder;

  static Stream<CorpusFile> readable() {
    return Corpus.npz().filter(file -> file.expect() == Expectation.OK);
  }

  @AfterAll
  static void printTally() {
    System.out.println("corpus of .npz, members with digest right in every mode: " + members);
  }

  @ParameterizedTest
  @MethodSource("readable")
  void elementsAreThoseOfNumPyInEveryMode(CorpusFile file) throws IOException {
    for (MapMode mode : List.of(MapMode.READ_ONLY, MapMode.COPY_ON_WRITE, MapMode.LOAD)) {
      try (NpzFile archive = NpzFile.open(file.path(), mode)) {
        for (MemberFacts member : MemberFacts.of(file)) {
          if (member.expect().equals("ok")) {
            check(archive.array(member.key()), member.array().orElseThrow());
            members += mode == MapMode.LOAD ? 1 : 0;
          }
        }
      }
    }
  }

  private void check(NpzMember array, ArrayFacts facts) throws IOException {
    Tensor tensor = Tensors.asTensor(array);
    assertThat(tensor.shape().toArray())
        .isEqualTo(facts.shape().stream().mapToLong(Long::longValue).toArray());
    assertThat(TensorDigest.sha256(tensor)).isEqualTo(facts.sha256CLe());
    assertThat(tensor.copy().contentEquals(tensor)).isTrue();
    assertThat(tensor).hasToString(tensor.copy().toString());
    Path saved = folder.resolve("saved.npy");
    Tensors.save(saved, tensor);
    assertThat(TensorDigest.sha256(Tensors.load(saved))).isEqualTo(facts.sha256CLe());
  }

  @Test
  void membersOfOneArchiveShareNoMemory() throws IOException {
    try (NpzFile archive = NpzFile.open(Corpus.file("npz/plain_zip.npz").path())) {
      Tensor a = Tensors.asTensor(archive.array("a"));
      Tensor f = Tensors.asTensor(archive.array("f"));
      assertThat(a.sharesMemory(f)).isFalse();
      assertThat(a.sharesMemory(Tensors.asTensor(archive.array("a")))).isTrue();
    }
  }
}
