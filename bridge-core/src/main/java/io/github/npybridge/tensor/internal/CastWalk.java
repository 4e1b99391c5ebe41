package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.tensor.CastOptions;
import io.github.npybridge.tensor.Casting;
import io.github.npybridge.tensor.UnrepresentableValueException;
import org.jspecify.annotations.Nullable;

/// A walk over the elements of a numeric region that delivers them converted, block by block.
///
/// Not for several threads.
final class CastWalk {
  private final DType.Numeric from;
  private final DType.Numeric to;
  private final CastOptions options;
  private final Shape walked;
  private final int[] axes;
  private final int items;
  private final @Nullable CastLoop loop;
  private final @Nullable Truncation truncation;
  private final Stage reader;
  private @Nullable CastKernel exact;
  private @Nullable Object exactUnits;
  private long done;

  /// Starts at the first element.
  ///
  /// @param axes the order in which the region's axes are walked, the fastest last
  CastWalk(Region source, int[] axes, DType.Numeric to, CastOptions options) {
    this.from = (DType.Numeric) source.dtype();
    this.to = to;
    this.options = options;
    Region sorted = source.with(source.geometry().permute(axes));
    this.walked = sorted.geometry().shape();
    this.axes = axes.clone();
    this.items = items(Math.min(Stage.items(from), Stage.items(to)), walked.size());
    boolean anyValue = options.casting() != Casting.SAME_VALUE;
    this.loop =
        from.type() == to.type()
            ? CastLoop.copy(to, Stage.unitsPerItem(to))
            : anyValue ? CastLoop.of(from.type(), to.type(), items) : null;
    this.truncation =
        anyValue && Truncation.exists(from.type(), to.type())
            ? new Truncation(from.type(), to.type(), items)
            : null;
    Carrier lane = loop == null ? Carrier.of(from) : loop.source();
    this.reader = Stage.reading(sorted, items * Stage.unitsPerItem(from), lane);
  }

  /// The size of blocks: no larger than the region, but a multiple of the lanes.
  private static int items(int most, long size) {
    long enough = (size + CastLoop.LANES - 1) / CastLoop.LANES * CastLoop.LANES;
    return (int) Math.min(most, enough);
  }

  /// How many items the region has.
  long size() {
    return walked.size();
  }

  /// The longest block.
  int items() {
    return items;
  }

  /// The kind of array that [#next] fills.
  Carrier lane() {
    return loop == null ? Carrier.of(to) : loop.target();
  }

  /// Leaves out the items in front of a position, in a region that is one run.
  void skipTo(long position) {
    reader.skip((position - done) * Stage.unitsPerItem(from));
    done = position;
  }

  /// Converts the next block, in the machine's byte order.
  ///
  /// @param target an array of the kind of [#lane]
  /// @param start where in it the block begins; 0 if it is not of the target's carrier
  /// @param end the position at which the walk ends
  /// @return how many items the block has, 0 at the end
  /// @throws UnrepresentableValueException if the options refuse one of them
  int next(Object target, int start, long end) {
    int count = read(end);
    if (loop != null) {
      loop.body().run(reader.units(), target, start, count);
    } else if (truncation == null || !truncation.run(reader.units(), target, start, count)) {
      CastKernel kernel = exact();
      Object units = exactUnits();
      check(kernel, kernel.run(reader.units(), units, count));
      System.arraycopy(units, 0, target, start, count * Stage.unitsPerItem(to));
    }
    done += count;
    return count;
  }

  /// Walks to a position and looks only for elements that [#next] refuses.
  void check(long end) {
    if (!CastKernel.mayRefuse(from.type(), to.type(), options)) {
      return;
    }
    Object scratch = exactUnits();
    for (int count = read(end); count > 0; count = read(end)) {
      if (truncation == null || !truncation.isInRange(reader.units(), count)) {
        CastKernel kernel = exact();
        check(kernel, kernel.firstRefused(reader.units(), scratch, count));
      }
      done += count;
    }
  }

  private CastKernel exact() {
    CastKernel kernel = exact;
    if (kernel == null) {
      kernel = new CastKernel(from.type(), to.type(), options, items);
      exact = kernel;
    }
    return kernel;
  }

  private Object exactUnits() {
    Object units = exactUnits;
    if (units == null) {
      units = Carrier.of(to).newArray(items * Stage.unitsPerItem(to));
      exactUnits = units;
    }
    return units;
  }

  private int read(long end) {
    int count = (int) Math.min(items, end - done);
    reader.read(count * Stage.unitsPerItem(from));
    return count;
  }

  private void check(CastKernel used, int refused) {
    if (refused >= 0) {
      long[] place = index(walked, done + refused);
      long[] index = new long[axes.length];
      for (int i = 0; i < axes.length; i++) {
        index[axes[i]] = place[i];
      }
      throw refusal(used.value(refused), index);
    }
  }

  /// The indices of the element at a position in C order.
  static long[] index(Shape shape, long position) {
    long[] index = new long[shape.ndim()];
    long rest = position;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return index;
  }

  private UnrepresentableValueException refusal(String value, long... index) {
    return options.casting() == Casting.SAME_VALUE
        ? new UnrepresentableValueException(
            "could not cast 'same_value' " + from.name() + " to " + to.name(), value, index, "")
        : new UnrepresentableValueException(
            overflow(to.type()), value, index, "OutOfRange.SATURATE and NUMPY convert it");
  }

  /// What is said of a value that a type does not hold.
  static String overflow(ScalarType to) {
    return "value cannot be converted to type " + to.dtypeName() + " without overflow";
  }
}
