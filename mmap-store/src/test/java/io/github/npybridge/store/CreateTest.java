package io.github.npybridge.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// New files: what they contain, what they replace, and what is left when they fail.
class CreateTest {
  @TempDir Path dir;
  private Path path;

  @BeforeEach
  void name() {
    path = dir.resolve("x.npy");
  }

  @ParameterizedTest
  @EnumSource
  void writesNumpysHeaderAndZeros(Allocation allocation) throws IOException {
    String header =
        "\u0093NUMPY\1\0v\0{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }"
            + " ".repeat(59)
            + "\n";
    try (NpyFile file =
        NpyFile.create(path, Sample.DTYPE, Sample.SHAPE, MemoryOrder.FORTRAN, allocation)) {
      assertThat(path).hasBinaryContent(Sample.join(header.getBytes(ISO_8859_1), new byte[24]));
      assertThat(file.path()).isEqualTo(path);
      assertThat(file.mode()).isEqualTo(MapMode.READ_WRITE);
      assertThat(file.header().order()).isEqualTo(MemoryOrder.FORTRAN);
      assertThat(file.isMapped()).isTrue();
      file.checkUnchanged();
    }
    assertThat(dir).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void opensWhatItCreatedForWriting() throws IOException {
    try (NpyFile file = NpyFile.create(path, Sample.DTYPE, Sample.SHAPE)) {
      for (int i = 0; i < 6; i++) {
        file.segment().setAtIndex(Sample.FLOAT, i, i);
      }
      file.force();
      assertThat(path).hasBinaryContent(Sample.bytes());
    }
  }

  @ParameterizedTest
  @EnumSource
  void createsArraysWithoutElements(Allocation allocation) throws IOException {
    try (NpyFile file =
        NpyFile.create(path, DType.FLOAT64, Shape.of(0, 7), MemoryOrder.C, allocation)) {
      assertThat(file.segment().byteSize()).isZero();
      file.force();
      assertThat(path).hasSize(128);
    }
  }

  @Test
  void reservesSpaceUnlessSparse() throws IOException {
    Assumptions.assumeTrue(Tool.run("du", "-k", dir.toString()), "no du here");
    Shape shape = Shape.of(8 << 20);
    Path sparse = dir.resolve("sparse.npy");
    NpyFile.create(path, DType.UINT8, shape).close();
    NpyFile.create(sparse, DType.UINT8, shape, MemoryOrder.C, Allocation.SPARSE).close();
    assertThat(path).hasSize((8 << 20) + 128).hasSameBinaryContentAs(sparse);
    assertThat(Tool.usedKib(path)).isGreaterThanOrEqualTo(8 << 10);
    assertThat(Tool.usedKib(sparse)).isLessThan(1 << 10);
  }

  /// Tagged, since mutation tests leave such out: without the check it fills the disk.
  @Test
  @Tag("slow")
  void refusesMoreThanTheDiskHas() throws IOException {
    FileStore store = Files.getFileStore(dir);
    long tooMuch = store.getUsableSpace() + (1L << 40);
    Sample.write(path);
    assertThatThrownBy(() -> NpyFile.create(path, DType.UINT8, Shape.of(tooMuch)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("space: expected " + tooMuch + " bytes, found ")
        .hasMessageEndingWith(" on " + store + " (file=" + path + "); nothing was created");
    assertOnlySampleIsLeft();
  }

  @Test
  void leavesTheOldFileWhenTheNewOneCannotBeWritten() throws IOException {
    Sample.write(path);
    // Longer than any file system allows: the length cannot even be set.
    assertThatThrownBy(() ->
            NpyFile.create(
                path,
                DType.UINT8,
                Shape.of(Long.MAX_VALUE - 200),
                MemoryOrder.C,
                Allocation.SPARSE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("(file=" + path + ")");
    assertOnlySampleIsLeft();
  }

  @Test
  void refusesASubArrayAndASizeThatOverflows() throws IOException {
    Sample.write(path);
    DType subArray = new DType.SubArray(DType.UINT8, Shape.of(2));
    assertThatThrownBy(() -> NpyFile.create(path, subArray, Shape.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NpyFile.create(path, DType.FLOAT64, Shape.of(1L << 60)))
        .isInstanceOf(IllegalArgumentException.class);
    assertOnlySampleIsLeft();
  }

  @Test
  void replacesAFileWithoutTouchingItsMappings() throws IOException {
    Sample.write(path);
    try (NpyFile old = NpyFile.open(path);
        NpyFile created = NpyFile.create(path, DType.INT32, Shape.of(4))) {
      assertThat(created.header().shape()).isEqualTo(Shape.of(4));
      assertThat(Sample.floats(old.segment())).isEqualTo(Sample.floats());
      assertThatThrownBy(old::checkUnchanged).isInstanceOf(FileChangedException.class);
      created.checkUnchanged();
    }
  }

  @Test
  void keepsThePermissionsOfAReplacedFile() throws IOException {
    assumePosix();
    Path ordinary = Files.createFile(dir.resolve("ordinary"));
    NpyFile.create(path, DType.UINT8, Shape.of(1)).close();
    assertThat(Files.getPosixFilePermissions(path))
        .isEqualTo(Files.getPosixFilePermissions(ordinary));
    for (String permissions : new String[] {"rw-------", "rw-rw-rw-", "rwxrwxrwx"}) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
      NpyFile.create(path, DType.UINT8, Shape.of(1)).close();
      assertThat(Files.getPosixFilePermissions(path))
          .isEqualTo(PosixFilePermissions.fromString(permissions));
    }
  }

  @Test
  void refusesToReplaceAFileThatMayNotBeWritten() throws Exception {
    Sample.write(path);
    try (var protection = Tool.Protection.of(path)) {
      assertThatThrownBy(() -> NpyFile.create(protection.path(), DType.UINT8, Shape.of(1)))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(path.toString());
    }
    assertOnlySampleIsLeft();
  }

  @Test
  void replacesWhatALinkLeadsTo() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("folder"));
    Path target = Sample.write(folder.resolve("target.npy"));
    Path link = Files.createSymbolicLink(path, Path.of("folder", "target.npy"));
    Path linkToLink = Files.createSymbolicLink(dir.resolve("y.npy"), path);
    NpyFile.create(linkToLink, DType.UINT8, Shape.of(3)).close();
    assertThat(link).isSymbolicLink();
    assertThat(linkToLink).isSymbolicLink();
    assertThat(target).isRegularFile().hasSize(131);
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void createsWhatADanglingLinkLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(path, Path.of("target.npy"));
    NpyFile.create(link, DType.UINT8, Shape.of(3)).close();
    assertThat(link).isSymbolicLink();
    assertThat(dir.resolve("target.npy")).isRegularFile().hasSize(131);
  }

  @Test
  void refusesLinksThatLeadNowhere() throws IOException {
    Path other = dir.resolve("y.npy");
    Files.createSymbolicLink(path, other);
    Files.createSymbolicLink(other, path);
    assertThatThrownBy(() -> NpyFile.create(path, DType.UINT8, Shape.of(3)))
        .isInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void refusesToReplaceWhatIsNoFile() throws IOException {
    Path folder = Files.createDirectory(path);
    assertThatThrownBy(() -> NpyFile.create(folder, DType.UINT8, Shape.of(3)))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(
            "target: expected a regular file or none, found something else (file=" + path + ")");
    assertThatThrownBy(() -> NpyFile.create(path.resolve("no/x.npy"), DType.UINT8, Shape.of(3)))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(folder).isEmptyDirectory();
  }

  private void assertOnlySampleIsLeft() {
    assertThat(dir).isDirectoryContaining(path::equals);
    assertThat(dir.toFile().list()).hasSize(1);
    assertThat(path).hasBinaryContent(Sample.bytes());
  }

  private void assumePosix() throws IOException {
    Assumptions.assumeTrue(
        Files.getFileStore(dir).supportsFileAttributeView("posix"), "no POSIX permissions here");
  }
}
