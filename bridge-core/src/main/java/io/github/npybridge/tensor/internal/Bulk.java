package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.tensor.CastOptions;
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
    int[] axes = target.geometry().axesByStride();
    Region sorted = from.with(from.geometry().permute(axes));
    Region sortedTarget = target.with(target.geometry().permute(axes));
    if (from.isSwapped() == target.isSwapped()) {
      copyRaw(sorted.raw(), sortedTarget.raw());
    } else {
      copyStaged(sorted, sortedTarget);
    }
  }

  private static void copyRaw(Region source, Region target) {
    int unit = Carrier.of(target.dtype()).size();
    if (new Cursor(source).isOneRun(unit) && new Cursor(target).isOneRun(unit)) {
      MemorySegment.copy(
          source.segment(),
          source.geometry().offset(),
          target.segment(),
          target.geometry().offset(),
          target.geometry().shape().byteSize(target.dtype().itemSize()));
    } else {
      copyStaged(source, target);
    }
  }

  private static void copyStaged(Region source, Region target) {
    int items = Stage.items(target.dtype());
    int perItem = Stage.unitsPerItem(target.dtype());
    Stage from = new Stage(source, items * perItem);
    Stage to = new Stage(target, 0);
    for (long left = target.geometry().shape().size(); left > 0; left -= items) {
      int count = (int) Math.min(items, left) * perItem;
      from.read(count);
      to.writeFrom(from.units(), count);
    }
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
    if (isEmpty(target)) {
      return;
    }
    Region read = detached(source, target);
    int[] axes = target.geometry().axesByStride();
    if (keeps) {
      new CastWalk(read, axes, to, options).check();
    }
    CastWalk walk = new CastWalk(read, axes, to, options);
    Stage writer = new Stage(target.with(target.geometry().permute(axes)), 0);
    for (int count = walk.next(); count > 0; count = walk.next()) {
      writer.writeFrom(walk.units(), count * Stage.unitsPerItem(to));
    }
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
    Region sorted = raw.with(raw.geometry().permute(raw.geometry().axesByStride()));
    int items = Stage.items(raw.dtype());
    Stage stage = new Stage(sorted, items * Stage.unitsPerItem(raw.dtype()));
    MemorySegment window = Carrier.of(raw.dtype()).segment(stage.units());
    MemorySegment source = MemorySegment.ofArray(item);
    for (int i = 0; i < items; i++) {
      MemorySegment.copy(source, 0, window, (long) i * item.length, item.length);
    }
    for (long left = raw.geometry().shape().size(); left > 0; left -= items) {
      // Nothing is swapped in a raw region, so the window keeps its content.
      stage.write((int) Math.min(items, left) * Stage.unitsPerItem(raw.dtype()));
    }
  }

  private static boolean isEmpty(Region region) {
    return region.geometry().shape().size() == 0 || region.dtype().itemSize() == 0;
  }

  /// The source, copied to new memory first if writing the target could change elements of it that
  /// are still to be read.
  private static Region detached(Region source, Region target) {
    if (!source.overlaps(target) || source.isSameAs(target)) {
      return source;
    }
    Region copy = Region.allocate(source.dtype(), source.geometry().shape(), MemoryOrder.C);
    copyStaged(source.raw(), copy.raw());
    return copy;
  }
}
