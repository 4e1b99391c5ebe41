package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.tensor.CastOptions;
import io.github.npybridge.tensor.Casting;
import java.lang.foreign.MemorySegment;

/// Moves many elements at once: copy, cast, fill.
///
/// The callers have checked shapes, dtypes and that the destination may be written, and run these
/// methods under the guard of the files that the memory belongs to.
public final class Bulk {
  private Bulk() {}

  /// Copies the elements of `source` to `target`, of the same shape and of a dtype that differs at
  /// most in byte order. The two may overlap.
  public static void copy(Region source, Region target) {
    if (isEmpty(target)) {
      return;
    }
    Region from = detached(source, target);
    Copying.copy(from, target);
  }

  /// Converts the elements of `source` into those of `target`, of the same shape, where
  /// [CastRules#exists] holds for the dtypes. The two may overlap.
  ///
  /// @param keeps whether the target keeps its content when a value is refused; else it may hold
  ///   some of the new values then, and the source is read once instead of twice
  /// @throws UnrepresentableValueException if the options refuse a value
  public static void cast(Region source, Region target, CastOptions options, boolean keeps) {
    if (!(source.dtype() instanceof DType.Numeric from)
        || !(target.dtype() instanceof DType.Numeric to)) {
      copyReordered(source, target);
      return;
    }
    if (from.type() == to.type()) {
      copy(source, target);
      return;
    }
    if (isSignOnly(from.type(), to.type()) && options.casting() != Casting.SAME_VALUE) {
      DType same = from.byteOrder().map(to::withOrder).orElse(to);
      copy(new Region(source.segment(), same, source.geometry()), target);
      return;
    }
    if (isEmpty(target)) {
      return;
    }
    new NumericCast(detached(source, target), target, options).run(keeps);
  }

  /// Whether two types differ only in what their highest bit means.
  private static boolean isSignOnly(ScalarType from, ScalarType to) {
    return from.isInteger() && to.isInteger() && from.itemSize() == to.itemSize();
  }

  /// Copies elements that differ in the byte order of some of their parts.
  private static void copyReordered(Region source, Region target) {
    if (source.dtype().equals(target.dtype())) {
      copy(source, target);
      return;
    }
    if (isEmpty(target)) {
      return;
    }
    OrderedBytes bytes = new OrderedBytes(detached(source, target), target.dtype(), Stage.WINDOW);
    Stage writer = new Stage(target, 0);
    for (int count = bytes.next(); count > 0; count = bytes.next()) {
      writer.writeFrom(bytes.bytes(), count);
    }
  }

  /// Sets every element to `item`, an element as it lies in memory.
  public static void fill(Region target, byte[] item) {
    if (isEmpty(target)) {
      return;
    }
    Region raw = target.raw();
    Region sorted =
        fillBlocks(raw.with(raw.geometry().permute(raw.geometry().axesByStride())), item);
    int items = Stage.items(sorted);
    Stage stage = new Stage(sorted, items * Stage.unitsPerItem(raw.dtype()));
    repeat(item, Carrier.of(raw.dtype()).segment(stage.units()), items);
    for (long left = sorted.geometry().shape().size(); left > 0; left -= items) {
      // Nothing is swapped in a raw region, so the window keeps its content.
      stage.write((int) Math.min(items, left) * Stage.unitsPerItem(raw.dtype()));
    }
  }

  private static void repeat(byte[] item, MemorySegment target, int times) {
    long size = (long) times * item.length;
    MemorySegment.copy(MemorySegment.ofArray(item), 0, target, 0, item.length);
    for (long done = item.length; done < size; done *= 2) {
      MemorySegment.copy(target, 0, target, done, Math.min(done, size - done));
    }
  }

  /// Sets elements as far as there is a loop for that.
  ///
  /// @return the elements that are left
  private static Region fillBlocks(Region region, byte[] item) {
    if (Long.BYTES % item.length != 0 || !DirectBlocks.exist(region, Long.BYTES)) {
      return region;
    }
    long[] word = new long[1];
    repeat(item, MemorySegment.ofArray(word), Long.BYTES / item.length);
    DirectBlocks blocks = new DirectBlocks(region, Carrier.LONG, DirectScan.BLOCK);
    for (long i = 0; i < blocks.count(); i++) {
      DirectScan.fill(blocks.next(), word[0]);
    }
    return blocks.rest();
  }

  static boolean isEmpty(Region region) {
    return region.geometry().shape().size() == 0 || region.dtype().itemSize() == 0;
  }

  /// The source, copied to new memory first if writing the target could change elements of it that
  /// are still to be read.
  private static Region detached(Region source, Region target) {
    if (!source.overlaps(target) || source.isSameAs(target)) {
      return source;
    }
    Region copy = Region.allocate(source.dtype(), source.geometry().shape(), MemoryOrder.C);
    Copying.copy(source.raw(), copy.raw());
    return copy;
  }
}
