package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.ScalarType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Loops that convert straight from off-heap memory to off-heap memory.
///
/// The compiler makes no vector code of them, but the processor does the conversion while it waits
/// for memory: up to half as fast again as by way of arrays, where copying and converting take
/// turns. Pairs of small types, and float16, gain more from vector code and have no loop here.
final class OffHeapLoops {
  private static final boolean LOW_FIRST = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private OffHeapLoops() {}

  /// Converts a part of one segment into a part of another one.
  @FunctionalInterface
  interface Loop {
    /// Converts `count` elements.
    ///
    /// @return whether the result is right; if not, another way must be taken
    boolean run(MemorySegment source, long from, MemorySegment target, long to, int count);
  }

  /// The loop for a pair of types; null if there is none.
  static @Nullable Loop of(ScalarType from, ScalarType to) {
    if (from == ScalarType.BOOL) {
      Loop bytes = of(ScalarType.UINT8, to);
      return bytes == null
          ? null
          : (source, offset, target, start, count) ->
              areTruth(source, offset, count) && bytes.run(source, offset, target, start, count);
    }
    return switch (to) {
      case BOOL -> toTruth(from);
      case FLOAT32 -> toFloats(from);
      case FLOAT64 -> toDoubles(from);
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 ->
          from == ScalarType.FLOAT32 || from == ScalarType.FLOAT64
              ? OffHeapTruncation.of(from, to)
              : toIntegers(from, to.itemSize());
      default -> null;
    };
  }

  private static @Nullable Loop toTruth(ScalarType from) {
    return switch (from) {
      case INT8, UINT8 -> OffHeapLoops::bytesToTruth;
      case INT16, UINT16 -> OffHeapLoops::shortsToTruth;
      case INT32, UINT32 -> OffHeapLoops::intsToTruth;
      case INT64, UINT64 -> OffHeapLoops::longsToTruth;
      case FLOAT32 -> OffHeapLoops::floatsToTruth;
      case FLOAT64 -> OffHeapLoops::doublesToTruth;
      default -> null;
    };
  }

  private static @Nullable Loop toFloats(ScalarType from) {
    return switch (from) {
      case INT8 -> OffHeapLoops::bytesToFloats;
      case UINT8 -> OffHeapLoops::unsignedBytesToFloats;
      case INT16 -> OffHeapLoops::shortsToFloats;
      case UINT16 -> OffHeapLoops::unsignedShortsToFloats;
      case INT32 -> OffHeapLoops::intsToFloats;
      case UINT32 -> OffHeapLoops::unsignedIntsToFloats;
      case INT64 -> OffHeapLoops::longsToFloats;
      case UINT64 -> OffHeapLoops::unsignedLongsToFloats;
      case FLOAT64 -> OffHeapLoops::doublesToFloats;
      default -> null;
    };
  }

  private static @Nullable Loop toDoubles(ScalarType from) {
    return switch (from) {
      case INT8 -> OffHeapLoops::bytesToDoubles;
      case UINT8 -> OffHeapLoops::unsignedBytesToDoubles;
      case INT16 -> OffHeapLoops::shortsToDoubles;
      case UINT16 -> OffHeapLoops::unsignedShortsToDoubles;
      case INT32 -> OffHeapLoops::intsToDoubles;
      case UINT32 -> OffHeapLoops::unsignedIntsToDoubles;
      case INT64 -> OffHeapLoops::longsToDoubles;
      case UINT64 -> OffHeapLoops::unsignedLongsToDoubles;
      case FLOAT32 -> OffHeapLoops::floatsToDoubles;
      default -> null;
    };
  }

  private static @Nullable Loop toIntegers(ScalarType from, int size) {
    return switch (from) {
      case INT8 ->
          size == 8 ? OffHeapLoops::bytesToLongs : onlyInt(size, OffHeapLoops::bytesToInts);
      case UINT8 ->
          size == 8
              ? OffHeapLoops::unsignedBytesToLongs
              : onlyInt(size, OffHeapLoops::unsignedBytesToInts);
      case INT16 ->
          size == 8 ? OffHeapLoops::shortsToLongs : onlyInt(size, OffHeapLoops::shortsToInts);
      case UINT16 ->
          size == 8
              ? OffHeapLoops::unsignedShortsToLongs
              : onlyInt(size, OffHeapLoops::unsignedShortsToInts);
      case INT32, UINT32 ->
          switch (size) {
            case 1 -> OffHeapLoops::intsToBytes;
            case 2 -> OffHeapLoops::intsToShorts;
            case 8 ->
                from == ScalarType.INT32
                    ? OffHeapLoops::intsToLongs
                    : OffHeapLoops::unsignedIntsToLongs;
            default -> null;
          };
      case INT64, UINT64 ->
          switch (size) {
            case 1 -> OffHeapLoops::longsToBytes;
            case 2 -> OffHeapLoops::longsToShorts;
            case 4 -> OffHeapLoops::longsToInts;
            default -> null;
          };
      default -> null;
    };
  }

  private static @Nullable Loop onlyInt(int size, Loop loop) {
    return size == Integer.BYTES ? loop : null;
  }

  private static boolean bytesToFloats(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setFloat(target, to + 4L * i, OffHeap.getByte(source, from + i));
    }
    return true;
  }

  private static boolean unsignedBytesToFloats(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setFloat(target, to + 4L * i, OffHeap.getByte(source, from + i) & 0xff);
    }
    return true;
  }

  private static boolean shortsToFloats(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setFloat(target, to + 4L * i, OffHeap.getShort(source, from + 2L * i));
    }
    return true;
  }

  private static boolean unsignedShortsToFloats(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setFloat(target, to + 4L * i, OffHeap.getShort(source, from + 2L * i) & 0xffff);
    }
    return true;
  }

  private static boolean intsToFloats(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setFloat(target, to + 4L * i, OffHeap.getInt(source, from + 4L * i));
    }
    return true;
  }

  private static boolean unsignedIntsToFloats(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setFloat(
          target, to + 4L * i, (float) (OffHeap.getInt(source, from + 4L * i) & 0xffff_ffffL));
    }
    return true;
  }

  private static boolean longsToFloats(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setFloat(target, to + 4L * i, (float) OffHeap.getLong(source, from + 8L * i));
    }
    return true;
  }

  private static boolean bytesToDoubles(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setDouble(target, to + 8L * i, OffHeap.getByte(source, from + i));
    }
    return true;
  }

  private static boolean unsignedBytesToDoubles(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setDouble(target, to + 8L * i, OffHeap.getByte(source, from + i) & 0xff);
    }
    return true;
  }

  private static boolean shortsToDoubles(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setDouble(target, to + 8L * i, OffHeap.getShort(source, from + 2L * i));
    }
    return true;
  }

  private static boolean unsignedShortsToDoubles(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setDouble(target, to + 8L * i, OffHeap.getShort(source, from + 2L * i) & 0xffff);
    }
    return true;
  }

  private static boolean intsToDoubles(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setDouble(target, to + 8L * i, OffHeap.getInt(source, from + 4L * i));
    }
    return true;
  }

  private static boolean unsignedIntsToDoubles(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setDouble(
          target, to + 8L * i, (double) (OffHeap.getInt(source, from + 4L * i) & 0xffff_ffffL));
    }
    return true;
  }

  private static boolean longsToDoubles(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setDouble(target, to + 8L * i, (double) OffHeap.getLong(source, from + 8L * i));
    }
    return true;
  }

  private static boolean floatsToDoubles(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setDouble(target, to + 8L * i, OffHeap.getFloat(source, from + 4L * i));
    }
    return true;
  }

  private static boolean doublesToFloats(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setFloat(target, to + 4L * i, (float) OffHeap.getDouble(source, from + 8L * i));
    }
    return true;
  }

  private static boolean intsToBytes(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setByte(target, to + i, (byte) OffHeap.getInt(source, from + 4L * i));
    }
    return true;
  }

  private static boolean intsToShorts(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setShort(target, to + 2L * i, (short) OffHeap.getInt(source, from + 4L * i));
    }
    return true;
  }

  private static boolean longsToBytes(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setByte(target, to + i, (byte) OffHeap.getLong(source, from + 8L * i));
    }
    return true;
  }

  private static boolean longsToShorts(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setShort(target, to + 2L * i, (short) OffHeap.getLong(source, from + 8L * i));
    }
    return true;
  }

  private static boolean longsToInts(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setInt(target, to + 4L * i, (int) OffHeap.getLong(source, from + 8L * i));
    }
    return true;
  }

  private static boolean bytesToInts(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setInt(target, to + 4L * i, OffHeap.getByte(source, from + i));
    }
    return true;
  }

  private static boolean unsignedBytesToInts(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setInt(target, to + 4L * i, OffHeap.getByte(source, from + i) & 0xff);
    }
    return true;
  }

  private static boolean shortsToInts(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setInt(target, to + 4L * i, OffHeap.getShort(source, from + 2L * i));
    }
    return true;
  }

  private static boolean unsignedShortsToInts(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setInt(target, to + 4L * i, OffHeap.getShort(source, from + 2L * i) & 0xffff);
    }
    return true;
  }

  private static boolean bytesToLongs(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setLong(target, to + 8L * i, OffHeap.getByte(source, from + i));
    }
    return true;
  }

  private static boolean unsignedBytesToLongs(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setLong(target, to + 8L * i, OffHeap.getByte(source, from + i) & 0xff);
    }
    return true;
  }

  private static boolean shortsToLongs(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setLong(target, to + 8L * i, OffHeap.getShort(source, from + 2L * i));
    }
    return true;
  }

  private static boolean unsignedShortsToLongs(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setLong(target, to + 8L * i, OffHeap.getShort(source, from + 2L * i) & 0xffff);
    }
    return true;
  }

  /// Two at a time: HotSpot 25 does not survive the fault of an instruction that loads an `int` as
  /// a `long`, should the file have become shorter.
  private static boolean intsToLongs(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    int pairs = count / 2;
    for (int i = 0; i < pairs; i++) {
      long pair = OffHeap.getLong(source, from + 8L * i);
      OffHeap.setLong(target, to + 16L * i, LOW_FIRST ? (int) pair : pair >> 32);
      OffHeap.setLong(target, to + 16L * i + 8, LOW_FIRST ? pair >> 32 : (int) pair);
    }
    if (count % 2 != 0) {
      OffHeap.setLong(
          target, to + 8L * (count - 1), OffHeap.getInt(source, from + 4L * (count - 1)));
    }
    return true;
  }

  private static boolean unsignedIntsToLongs(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setLong(target, to + 8L * i, OffHeap.getInt(source, from + 4L * i) & 0xffff_ffffL);
    }
    return true;
  }

  private static boolean unsignedLongsToFloats(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    return areSigned(source, from, count) && longsToFloats(source, from, target, to, count);
  }

  private static boolean unsignedLongsToDoubles(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    return areSigned(source, from, count) && longsToDoubles(source, from, target, to, count);
  }

  /// Whether all unsigned values are also signed ones.
  private static boolean areSigned(MemorySegment source, long from, int count) {
    long all = 0;
    for (int i = 0; i < count; i++) {
      all |= OffHeap.getLong(source, from + 8L * i);
    }
    return all >= 0;
  }

  /// Eight bytes at a time; see [TruthLoops].
  private static boolean bytesToTruth(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    int lanes = count / Long.BYTES;
    for (int i = 0; i < lanes; i++) {
      long v = OffHeap.getLong(source, from + 8L * i);
      v = (v | ((v & 0x7f7f7f7f_7f7f7f7fL) + 0x7f7f7f7f_7f7f7f7fL)) >>> 7 & 0x01010101_01010101L;
      OffHeap.setLong(target, to + 8L * i, v);
    }
    for (int i = lanes * Long.BYTES; i < count; i++) {
      OffHeap.setByte(target, to + i, (byte) (OffHeap.getByte(source, from + i) == 0 ? 0 : 1));
    }
    return true;
  }

  /// Whether all bytes are 0 or 1, as those of bools should be.
  private static boolean areTruth(MemorySegment source, long from, int count) {
    long all = 0;
    int lanes = count / Long.BYTES;
    for (int i = 0; i < lanes; i++) {
      all |= OffHeap.getLong(source, from + 8L * i);
    }
    for (int i = lanes * Long.BYTES; i < count; i++) {
      all |= OffHeap.getByte(source, from + i);
    }
    return (all & ~0x01010101_01010101L) == 0;
  }

  private static boolean shortsToTruth(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setByte(
          target, to + i, (byte) (OffHeap.getShort(source, from + 2L * i) == 0 ? 0 : 1));
    }
    return true;
  }

  private static boolean intsToTruth(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setByte(target, to + i, (byte) (OffHeap.getInt(source, from + 4L * i) == 0 ? 0 : 1));
    }
    return true;
  }

  private static boolean longsToTruth(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setByte(target, to + i, (byte) (OffHeap.getLong(source, from + 8L * i) == 0 ? 0 : 1));
    }
    return true;
  }

  private static boolean floatsToTruth(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setByte(
          target, to + i, (byte) (OffHeap.getFloat(source, from + 4L * i) == 0 ? 0 : 1));
    }
    return true;
  }

  private static boolean doublesToTruth(
      MemorySegment source, long from, MemorySegment target, long to, int count) {
    for (int i = 0; i < count; i++) {
      OffHeap.setByte(
          target, to + i, (byte) (OffHeap.getDouble(source, from + 8L * i) == 0 ? 0 : 1));
    }
    return true;
  }
}
