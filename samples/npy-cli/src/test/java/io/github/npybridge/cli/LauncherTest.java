package io.github.npybridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.corpus.Corpus;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import me.tongfei.progressbar.ProgressBar;
import org.apache.commons.io.IOUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The launcher script, in a copy of the samples' folder whose jars are made of the classes under
/// test, with and without a usable archive.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher needs a POSIX shell")
class LauncherTest {
  private static final String FILE = Corpus.file("valid/dtype/f4_le_1d.npy").path().toString();

  /// One class of each library on the class path.
  private static final List<Class<?>> LIBRARIES =
      List.of(
          CommandLine.class,
          IOUtils.class,
          JsonFactory.class,
          NpyFile.class,
          NpyHeader.class,
          ProgressBar.class,
          Tensor.class);

  @TempDir static Path temporary;
  private static Path samples;
  private static Path built;
  private static Path archive;
  private static byte[] goodArchive;

  @BeforeAll
  static void build() throws Exception {
    samples = Files.createDirectory(temporary.resolve("sam ples"));
    built = Files.createDirectories(samples.resolve("npy-cli/target"));
    for (String script : List.of("npy", "find-jdk.sh", "npy-cli/archive.sh")) {
      Files.copy(Path.of("..").resolve(script), samples.resolve(script));
    }
    Path lib = Files.createDirectory(built.resolve("lib"));
    List<String> names = new ArrayList<>();
    for (Class<?> library : LIBRARIES) {
      Path jar = lib.resolve(library.getSimpleName() + ".jar");
      pack(library, new Manifest(), jar);
      names.add("lib/" + jar.getFileName());
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Npy.class.getName());
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", names));
    pack(Npy.class, manifest, built.resolve("npy.jar"));

    Process training =
        new ProcessBuilder("sh", "npy-cli/archive.sh").directory(samples.toFile()).start();
    assertThat(training.waitFor()).isZero();
    try (Stream<Path> files = Files.list(built)) {
      archive = files.filter(f -> f.toString().contains("/npy-info-")).findAny().orElseThrow();
    }
    goodArchive = Files.readAllBytes(archive);
  }

  @BeforeEach
  void restoreArchive() throws IOException {
    Files.write(archive, goodArchive);
  }

  @Test
  void startsFromTheArchive() throws Exception {
    assertSilentlyRight(Map.of());
    // The JVM refuses to start when it cannot use it.
    assertSilentlyRight(Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on"));
  }

  @Test
  void worksWithoutAnArchive() throws Exception {
    Files.delete(archive);
    assertSilentlyRight(Map.of());
  }

  @Test
  void worksWithADamagedArchive() throws Exception {
    Files.write(archive, new byte[0]);
    assertSilentlyRight(Map.of());
    Files.write(archive, Arrays.copyOf(goodArchive, goodArchive.length / 2));
    assertSilentlyRight(Map.of());
    byte[] noise = new byte[1 << 16];
    new Random(1).nextBytes(noise);
    Files.write(archive, noise);
    assertSilentlyRight(Map.of());
    assertThat(run(Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on")).code()).isNotZero();
  }

  @Test
  void takesNoArchiveThatIsOlderThanALibrary() throws Exception {
    Path jar = built.resolve("lib/Tensor.jar");
    FileTime time = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    try {
      // The JVM itself would: it compares the first jar only.
      assertSilentlyRight(Map.of());
      assertThat(trace()).doesNotContain("-XX:AOTCache");
    } finally {
      Files.setLastModifiedTime(jar, time);
    }
    assertThat(trace()).contains("-XX:AOTCache");
  }

  /// What the shell would run, as its trace says it.
  private static String trace() throws Exception {
    return start(Map.of(), "sh", "-x", samples.resolve("npy").toString(), "info", FILE).err();
  }

  private static void assertSilentlyRight(Map<String, String> environment) throws Exception {
    CommandRun run = run(environment);
    // The JVM says that it was given options.
    if (environment.isEmpty()) {
      assertThat(run.err()).isEmpty();
    }
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo(CommandRun.of("info", FILE).result());
  }

  private static CommandRun run(Map<String, String> environment) throws Exception {
    return start(environment, samples.resolve("npy").toString(), "info", FILE);
  }

  private static CommandRun start(Map<String, String> environment, String... command)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Path err = temporary.resolve("err");
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new CommandRun(process.waitFor(), out, Files.readString(err));
  }

  /// A jar of what a class was loaded from, which in a build of all modules is a folder.
  private static void pack(Class<?> member, Manifest manifest, Path jar) throws Exception {
    Path source = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (!Files.isDirectory(source)) {
      Files.copy(source, jar);
      return;
    }
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        Stream<Path> classes = Files.walk(source)) {
      for (Path path : classes.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(source.relativize(path).toString().replace('\\', '/')));
        Files.copy(path, out);
      }
    }
  }
}
