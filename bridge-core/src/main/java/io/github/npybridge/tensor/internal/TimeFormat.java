package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongFunction;

/// How datetimes and timedeltas are written: `'2020-01-31T12:00'` and plain ticks, aligned right.
final class TimeFormat implements ElementFormat {
  private static final long NAT = Long.MIN_VALUE;
  private static final String QUOTED_NAT = "'NaT'";

  private final long[] ticks;
  private final LongFunction<String> text;
  private final int width;

  private TimeFormat(long[] ticks, LongFunction<String> text) {
    this.ticks = ticks;
    this.text = text;
    long min = Long.MAX_VALUE;
    long max = NAT;
    boolean hasNat = false;
    for (long tick : ticks) {
      hasNat |= tick == NAT;
      min = tick == NAT ? min : Math.min(min, tick);
      max = Math.max(max, tick);
    }
    int widest = hasNat ? QUOTED_NAT.length() : 0;
    if (max != NAT) {
      // NumPy looks at the ends of the range only, and so must we to get the same width.
      widest = Math.max(widest, text.apply(min).length());
      widest = Math.max(widest, text.apply(max).length());
    }
    this.width = widest;
  }

  /// The format of these moments.
  static ElementFormat of(DType.DateTime dtype, ShownElements elements) {
    return new TimeFormat(
        ticks(elements, dtype.order()), tick -> "'" + TimeText.dateTime(tick, dtype) + "'");
  }

  /// The format of these durations.
  static ElementFormat of(DType.TimeDelta dtype, ShownElements elements) {
    return new TimeFormat(ticks(elements, dtype.order()), Long::toString);
  }

  private static long[] ticks(ShownElements elements, ByteOrder order) {
    long[] ticks = new long[elements.size()];
    for (int i = 0; i < ticks.length; i++) {
      ticks[i] = tick(elements.bytesAt(i), order);
    }
    return ticks;
  }

  /// The ticks that an item's bytes stand for.
  static long tick(byte[] item, ByteOrder order) {
    return ByteBuffer.wrap(item).order(order).getLong();
  }

  @Override
  public String text(int position) {
    long tick = ticks[position];
    return ElementFormat.rightAligned(tick == NAT ? QUOTED_NAT : text.apply(tick), width);
  }
}
