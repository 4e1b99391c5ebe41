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
  private final Stage reader;
  private final @Nullable CastKernel kernel;
  private final Object units;
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
    this.items = Math.min(Stage.items(from), Stage.items(to));
    this.reader = new Stage(sorted, items * Stage.unitsPerItem(from));
    boolean same = from.type() == to.type();
    this.kernel = same ? null : new CastKernel(from.type(), to.type(), options, items);
    this.units = same ? reader.units() : Carrier.of(to).newArray(items * Stage.unitsPerItem(to));
  }

  /// The converted units of the block, in the machine's byte order: an array of the carrier of the
  /// target.
  Object units() {
    return units;
  }

  /// Converts the next block.
  ///
  /// @return how many items it has, 0 at the end
  /// @throws UnrepresentableValueException if the options refuse one of them
  int next() {
    int count = read();
    if (kernel != null) {
      check(kernel, kernel.run(reader.units(), units, count));
    }
    done += count;
    return count;
  }

  /// Walks to the end and looks only for elements that [#next] refuses.
  void check() {
    if (kernel == null || !CastKernel.mayRefuse(from.type(), to.type(), options)) {
      return;
    }
    for (int count = read(); count > 0; count = read()) {
      check(kernel, kernel.firstRefused(reader.units(), units, count));
      done += count;
    }
  }

  private int read() {
    int count = (int) Math.min(items, walked.size() - done);
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
