package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// Anonymous memory that Linux is asked to make of huge pages.
public final class HugePages {
  /// A page of 2 MiB; where they are larger, memory is merely not aligned to them.
  private static final long PAGE = 2L << 20;

  /// Less is as fast from the heap.
  private static final long LEAST = 16L << 20;

  private HugePages() {}

  /// Whether the program allows native calls, and the system has them.
  public static boolean isAvailable() {
    // Asked first, because looking up native functions prints a warning where it is not allowed.
    return HugePages.class.getModule().isNativeAccessEnabled()
        && System.getProperty("os.name", "").equals("Linux")
        && Calls.INSTANCE != null;
  }

  /// Memory for `count` elements, owned by the garbage collector.
  public static MemorySegment allocate(DType dtype, long count) {
    long bytes = Math.multiplyExact(count, (long) dtype.itemSize());
    Calls calls = Calls.INSTANCE;
    if (bytes < LEAST || calls == null) {
      return HeapMemory.allocate(dtype, count);
    }
    return calls.map(bytes);
  }

  /// The functions of the C library.
  private record Calls(MethodHandle mmap, MethodHandle madvise, MethodHandle munmap) {
    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final int MADV_HUGEPAGE = 14;

    static final @Nullable Calls INSTANCE = find();

    @SuppressWarnings("restricted") // isAvailable has asked
    private static @Nullable Calls find() {
      Linker linker = Linker.nativeLinker();
      AddressLayout address = ValueLayout.ADDRESS;
      ValueLayout.OfLong size = ValueLayout.JAVA_LONG;
      ValueLayout.OfInt number = ValueLayout.JAVA_INT;
      var mmap = FunctionDescriptor.of(address, address, size, number, number, number, size);
      var madvise = FunctionDescriptor.of(number, address, size, number);
      var munmap = FunctionDescriptor.of(number, address, size);
      var names = linker.defaultLookup();
      return names.find("mmap").isPresent()
              && names.find("madvise").isPresent()
              && names.find("munmap").isPresent()
          ? new Calls(
              linker.downcallHandle(names.findOrThrow("mmap"), mmap),
              linker.downcallHandle(names.findOrThrow("madvise"), madvise),
              linker.downcallHandle(names.findOrThrow("munmap"), munmap))
          : null;
    }

    @SuppressWarnings("restricted") // isAvailable has asked
    MemorySegment map(long bytes) {
      // One page more, to begin at the start of one.
      long length = Math.addExact(bytes, PAGE);
      try {
        MemorySegment start =
            (MemorySegment)
                mmap.invokeExact(MemorySegment.NULL, length, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
        if (start.address() == -1) {
          throw new OutOfMemoryError("mmap of " + length + " bytes");
        }
        // Refused where the system has no huge pages; the memory is as good without.
        int _ = (int) madvise.invokeExact(start, length, MADV_HUGEPAGE);
        MemorySegment mapped = start.reinterpret(length, Arena.ofAuto(), this::unmap);
        return mapped.asSlice(-start.address() & (PAGE - 1), bytes);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }

    private void unmap(MemorySegment memory) {
      try {
        int _ = (int) munmap.invokeExact(memory, memory.byteSize());
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
