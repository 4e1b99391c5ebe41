package io.github.npybridge.benchmarks;

import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.store.NpyFileGroup;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Opening, one element, closing.
final class FileCases {
  private FileCases() {}

  /// One file, each time in a new arena: confined, or shared, which is the default.
  static Case open(Inputs inputs, String arena) {
    Path path = inputs.path("small.npy");
    return Case.number(200, 1, arena.equals("shared") ? () -> shared(path) : () -> confined(path));
  }

  private static double confined(Path path) throws IOException {
    try (Arena arena = Arena.ofConfined();
        NpyFile file = NpyFile.open(path, MapMode.READ_ONLY, arena)) {
      return Tensors.asTensor(file).getDouble(0, 1);
    }
  }

  private static double shared(Path path) throws IOException {
    try (NpyFile file = NpyFile.open(path)) {
      return Tensors.asTensor(file).getDouble(0, 1);
    }
  }

  /// Many files of 4 KiB: mapped, in one arena, or read into arrays.
  static Case many(Inputs inputs, String how) throws IOException {
    Path folder = inputs.path("many");
    List<Path> paths;
    try (Stream<Path> files = Files.list(folder)) {
      paths =
          IntStream.range(0, (int) files.count())
              .mapToObj(i -> folder.resolve(i + ".npy"))
              .toList();
    }
    return Case.number(1, paths.size(), how.equals("map") ? () -> map(paths) : () -> read(paths));
  }

  private static double map(List<Path> paths) throws IOException {
    double total = 0;
    try (NpyFileGroup group = NpyFileGroup.shared()) {
      for (Path path : paths) {
        total += Tensors.asTensor(group.open(path)).getDouble(1);
      }
    }
    return total;
  }

  private static double read(List<Path> paths) throws IOException {
    double total = 0;
    for (Path path : paths) {
      total += Tensors.load(path).getDouble(1);
    }
    return total;
  }
}
