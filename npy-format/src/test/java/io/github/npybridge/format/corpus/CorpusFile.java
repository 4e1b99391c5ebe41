package io.github.npybridge.format.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One golden file and what is true about it.
///
/// @param name the path inside the corpus, such as `valid/dtype/f4_le_1d.npy`
/// @param path the file itself, on the default file system; not to be written to
/// @param kind `npy` or `npz`
/// @param size the file's size in bytes
/// @param expect what a reader must do
/// @param severity `must` or `should` for errors of `.npy` files, else empty
/// @param errorClass what is wrong, such as `shape_overflow`; empty when nothing is
/// @param tier 1 to 4 for arrays that can be read (see the corpus' README), else 0
/// @param category the group it belongs to
/// @param why why it is here
/// @param array the facts of the array, when NumPy reads it
/// @param next the arrays that follow in the same file
/// @param members the members of an archive; a missing node for `.npy`
public record CorpusFile(
    String name,
    Path path,
    String kind,
    long size,
    Expectation expect,
    String severity,
    String errorClass,
    int tier,
    String category,
    String why,
    Optional<ArrayFacts> array,
    List<Next> next,
    JsonNode members) {

  /// An array behind the first.
  ///
  /// @param at where it starts in the file, in bytes
  /// @param array its facts
  public record Next(long at, ArrayFacts array) {}

  /// Whether this is a `.npy` file.
  public boolean isNpy() {
    return kind.equals("npy");
  }

  /// The name, so that a parameterised test shows it.
  @Override
  public String toString() {
    return name;
  }
}
