package io.github.npybridge.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.ToIntFunction;

/// Ways to touch the last pages of a mapping, and a program that does it until the code is
/// compiled.
///
/// A program, since what the JIT makes of a guard depends on how many different operations the JVM
/// has seen in it. None of them widens an int to a long: see [NpyFile#guarded].
@SuppressWarnings("ImmutableEnumChecker") // the lambdas hold no state, and the sum is only a sink
enum HotAccess {
  ONE_ELEMENT(s -> s.get(Layouts.INT, s.byteSize() - 4)),
  ONE_STORE(s -> {
    s.set(Layouts.INT, s.byteSize() - 4, 1);
    return 1;
  }),
  ELEMENTS(s -> {
    int sum = 0;
    for (long i = s.byteSize() - 8192; i < s.byteSize(); i += 4) {
      sum += s.get(Layouts.INT, i);
    }
    return sum;
  }),
  STORES(s -> {
    for (long i = s.byteSize() - 8192; i < s.byteSize(); i += 4) {
      s.set(Layouts.INT, i, 1);
    }
    return 1;
  }),
  COPY_OUT(s -> {
    MemorySegment.copy(s, Layouts.INT, s.byteSize() - 8192, Layouts.ARRAY, 0, 2048);
    return Layouts.ARRAY[0];
  }),
  COPY_IN(s -> {
    MemorySegment.copy(Layouts.ARRAY, 0, s, Layouts.INT, s.byteSize() - 8192, 2048);
    return 1;
  }),
  FILL(s -> {
    s.asSlice(s.byteSize() - 8192).fill((byte) 1);
    return 1;
  });

  /// Constants of their own class: those of an enum are not there yet for its elements.
  private static final class Layouts {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    static final int[] ARRAY = new int[2048];
  }

  private final ToIntFunction<MemorySegment> access;

  /// Keeps the JIT from leaving out what nobody asks for.
  private int sum;

  HotAccess(ToIntFunction<MemorySegment> access) {
    this.access = access;
  }

  /// Opens a file, accesses it so many times, cuts off its data and accesses it once more.
  void run(Path path, int calls) throws IOException {
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      MemorySegment segment = file.segment();
      // One object, since compiled code is made for the class it has seen.
      Runnable operation = () -> sum += access.applyAsInt(segment);
      for (int i = 0; i < calls; i++) {
        file.guarded(operation);
      }
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(128);
      }
      file.guarded(operation);
    }
  }

  /// The same in a JVM of its own: exits with 0 if the exception was ours.
  public static void main(String[] args) throws IOException {
    try {
      HotAccess.valueOf(args[0]).run(Path.of(args[1]), 100_000);
      System.out.println("no exception");
      System.exit(1);
    } catch (FileChangedException e) {
      System.exit(0);
    }
  }
}
