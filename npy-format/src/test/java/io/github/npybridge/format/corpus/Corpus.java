package io.github.npybridge.format.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/// The golden files of the project, made with NumPy; see `README.md` beside them.
///
/// Works from the class folder and from the test-jar: out of a jar the files are copied once to a
/// temporary folder, which goes when the JVM ends.
public final class Corpus {
  private static final String MANIFEST = "/corpus/manifest.json";

  private Corpus() {}

  private static final class Holder {
    static final Path ROOT = locate();
    static final List<CorpusFile> FILES = readManifest(ROOT);
  }

  /// The folder that holds `manifest.json` and the files, on the default file system.
  public static Path root() {
    return Holder.ROOT;
  }

  /// All files, `.npy` and `.npz`, in the manifest's order.
  public static List<CorpusFile> files() {
    return Holder.FILES;
  }

  /// The `.npy` files.
  public static Stream<CorpusFile> npy() {
    return files().stream().filter(CorpusFile::isNpy);
  }

  /// The `.npy` files that every reader must read.
  public static Stream<CorpusFile> readable() {
    return npy().filter(file -> file.expect() == Expectation.OK);
  }

  /// The `.npz` files.
  public static Stream<CorpusFile> npz() {
    return files().stream().filter(file -> !file.isNpy());
  }

  /// The file of this name inside the corpus.
  ///
  /// @throws IllegalArgumentException if there is none
  public static CorpusFile file(String name) {
    return files().stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("corpus: expected a file, found " + name));
  }

  private static Path locate() {
    URL manifest = Objects.requireNonNull(Corpus.class.getResource(MANIFEST), MANIFEST);
    try {
      return manifest.openConnection() instanceof JarURLConnection connection
          ? extract(Path.of(connection.getJarFileURL().toURI()))
          : Objects.requireNonNull(Path.of(manifest.toURI()).getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path extract(Path file) throws IOException {
    Path target = Files.createTempDirectory("npy-corpus");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(target)));
    try (FileSystem jar = FileSystems.newFileSystem(file)) {
      PathUtils.copyDirectory(jar.getPath(MANIFEST).getParent(), target);
    }
    return target;
  }

  private static void delete(Path folder) {
    try {
      PathUtils.deleteDirectory(folder);
    } catch (IOException e) {
      System.err.println("corpus: could not delete " + folder + ": " + e);
    }
  }

  private static List<CorpusFile> readManifest(Path root) {
    List<CorpusFile> files = new ArrayList<>();
    try {
      JsonNode manifest = new ObjectMapper().readTree(root.resolve("manifest.json").toFile());
      manifest.required("files").forEach(entry -> files.add(file(root, entry)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(files);
  }

  private static CorpusFile file(Path root, JsonNode entry) {
    String name = entry.required("file").textValue();
    JsonNode array = entry.path("array");
    List<CorpusFile.Next> next = new ArrayList<>();
    entry
        .path("stream_next")
        .forEach(item ->
            next.add(
                new CorpusFile.Next(
                    item.required("at").longValue(), ArrayFacts.of(item.required("array")))));
    return new CorpusFile(
        name,
        root.resolve(name),
        entry.required("kind").textValue(),
        entry.required("size").longValue(),
        Expectation.valueOf(entry.required("expect").textValue().toUpperCase(Locale.ROOT)),
        entry.path("severity").asText(""),
        entry.path("error_class").asText(""),
        entry.path("tier").asInt(0),
        entry.required("category").textValue(),
        entry.required("why").textValue(),
        array.isMissingNode() ? Optional.empty() : Optional.of(ArrayFacts.of(array)),
        List.copyOf(next),
        entry.path("members"));
  }
}
