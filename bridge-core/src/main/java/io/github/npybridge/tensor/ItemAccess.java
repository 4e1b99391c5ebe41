package io.github.npybridge.tensor;

import io.github.npybridge.format.DType;
import io.github.npybridge.store.ArrayFile;
import io.github.npybridge.tensor.internal.AccessErrors;
import io.github.npybridge.tensor.internal.Fields;
import io.github.npybridge.tensor.internal.Region;
import io.github.npybridge.tensor.internal.Texts;
import io.github.npybridge.tensor.internal.Ticks;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The part of [Tensor] that reads and writes elements that are no numbers: strings, times,
/// records, opaque bytes.
abstract sealed class ItemAccess extends ArrayAccess permits IndexAccess {
  /// The ticks that stand for "not a time": `NaT`.
  public static final long NAT = Ticks.NAT;

  ItemAccess(Region region, @Nullable ArrayFile file) {
    super(region, file);
  }

  abstract Tensor view(Region part);

  /// Reads the bytes of one element: for `S` without the NULs at the end, as NumPy does; for any
  /// other dtype all of them, as they lie in memory.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalStateException if the file or its arena is closed
  public final byte[] getBytes(long... index) {
    byte[] item = item(index);
    return region.dtype() instanceof DType.Bytes ? Texts.trimmed(item) : item;
  }

  /// Writes the bytes of one element: for `S` at most as many as it has, the rest becomes NUL; for
  /// any other dtype exactly as many, which are written as they are.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the number of bytes is wrong, or those for `S` end in a
  ///   NUL, which would be read as filling
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void setBytes(byte[] bytes, long... index) {
    if (region.dtype() instanceof DType.Bytes dtype) {
      write(Texts.padded(dtype, bytes), index);
      return;
    }
    if (bytes.length != region.dtype().itemSize()) {
      throw new IllegalArgumentException(
          "element: expected "
              + region.dtype().itemSize()
              + " bytes for "
              + region.dtype()
              + ", found "
              + bytes.length);
    }
    write(bytes, index);
  }

  /// Reads one element of a `U` tensor, or of an `S` tensor that holds UTF-8, without the NULs at
  /// its end.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the dtype is another, or a `String` cannot hold what is
  ///   there; the message names the accessor that can
  /// @throws IllegalStateException if the file or its arena is closed
  public final String getString(long... index) {
    return switch (region.dtype()) {
      case DType.Text text -> Texts.toString(Texts.codePoints(text, item(index)));
      case DType.Bytes bytes -> Texts.decode(item(index));
      default -> throw AccessErrors.wrongAccessor("getString", "str or bytes", region.dtype());
    };
  }

  /// Writes one element of a `U` tensor, or in UTF-8 of an `S` tensor; the rest becomes NUL.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the dtype is another, or the text does not fit or ends in
  ///   a NUL
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void setString(String text, long... index) {
    switch (region.dtype()) {
      case DType.Text dtype -> write(Texts.ofCodePoints(dtype, text.codePoints().toArray()), index);
      case DType.Bytes dtype -> write(Texts.encode(dtype, text), index);
      default -> throw AccessErrors.wrongAccessor("setString", "str or bytes", region.dtype());
    }
  }

  /// Reads one element of a `U` tensor as the numbers that stand there, which need not be code
  /// points, without the NULs at its end.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the dtype is another
  /// @throws IllegalStateException if the file or its arena is closed
  public final int[] getCodePoints(long... index) {
    if (region.dtype() instanceof DType.Text text) {
      return Texts.codePoints(text, item(index));
    }
    throw AccessErrors.wrongAccessor("getCodePoints", "str", region.dtype());
  }

  /// Reads one element of a datetime64 or timedelta64 tensor as its number of ticks; [#NAT] is NaT.
  /// For many of them, `reinterpret(DType.INT64)` (with the byte order) is a view of all ticks.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the dtype is another
  /// @throws IllegalStateException if the file or its arena is closed
  public final long getTicks(long... index) {
    requireTime("getTicks");
    return ByteBuffer.wrap(item(index)).order(region.dtype().byteOrder().orElseThrow()).getLong();
  }

  /// Writes one element of a datetime64 or timedelta64 tensor as its number of ticks; [#NAT] is
  /// NaT.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the dtype is another
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void setTicks(long ticks, long... index) {
    requireTime("setTicks");
    byte[] item = new byte[Long.BYTES];
    ByteBuffer.wrap(item).order(region.dtype().byteOrder().orElseThrow()).putLong(ticks);
    write(item, index);
  }

  /// Whether one element of a datetime64 or timedelta64 tensor is NaT: `numpy.isnat`.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the dtype is another
  /// @throws IllegalStateException if the file or its arena is closed
  public final boolean isNaT(long... index) {
    return getTicks(index) == NAT;
  }

  /// Reads one element of a datetime64 tensor, which knows no time zone, as a moment in UTC.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the dtype is another, or has no unit
  /// @throws ArithmeticException if it is NaT, beyond Java's years, or has a fraction of a
  ///   nanosecond
  /// @throws IllegalStateException if the file or its arena is closed
  public final Instant getInstant(long... index) {
    return Ticks.toInstant(moments("getInstant"), getTicks(index));
  }

  /// Writes a moment in UTC to one element of a datetime64 tensor, exactly.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the dtype is another, or has no unit
  /// @throws ArithmeticException if it is no whole number of the dtype's ticks
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void setInstant(Instant moment, long... index) {
    setTicks(Ticks.ofInstant(moments("setInstant"), moment), index);
  }

  /// Reads one element of a datetime64 tensor as date and time; otherwise as [#getInstant].
  public final LocalDateTime getLocalDateTime(long... index) {
    return LocalDateTime.ofInstant(getInstant(index), ZoneOffset.UTC);
  }

  /// Writes date and time to one element of a datetime64 tensor; otherwise as [#setInstant].
  public final void setLocalDateTime(LocalDateTime time, long... index) {
    setInstant(time.toInstant(ZoneOffset.UTC), index);
  }

  /// Reads one element of a datetime64 tensor as a date; otherwise as [#getInstant].
  ///
  /// @throws ArithmeticException also if it is not midnight
  public final LocalDate getLocalDate(long... index) {
    return Ticks.date(getInstant(index));
  }

  /// Writes a date to one element of a datetime64 tensor; otherwise as [#setInstant].
  public final void setLocalDate(LocalDate date, long... index) {
    setInstant(date.atStartOfDay().toInstant(ZoneOffset.UTC), index);
  }

  /// Reads one element of a timedelta64 tensor.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the dtype is another, or its unit has no fixed length
  /// @throws ArithmeticException if it is NaT, or has a fraction of a nanosecond
  /// @throws IllegalStateException if the file or its arena is closed
  public final Duration getDuration(long... index) {
    return Ticks.toDuration(durations("getDuration"), getTicks(index));
  }

  /// Writes one element of a timedelta64 tensor, exactly.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the dtype is another, or its unit has no fixed length
  /// @throws ArithmeticException if it is no whole number of the dtype's ticks
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void setDuration(Duration duration, long... index) {
    setTicks(Ticks.ofDuration(durations("setDuration"), duration), index);
  }

  /// A view of one field of a structured tensor: `a['name']`. A path such as `pos.x` goes into
  /// records in records. The axes of a field that is an array are added at the end.
  ///
  /// @param path the field's name or title, or several with dots between them
  /// @throws IllegalArgumentException if there is no such field
  public final Tensor field(String path) {
    return view(Fields.select(region, path));
  }

  /// The element itself, as the Java object that holds it.
  ///
  /// | dtype | object |
  /// |---|---|
  /// | bool | [Boolean] |
  /// | int8, int16, int32, int64 | [Byte], [Short], [Integer], [Long] |
  /// | uint8, uint16, uint32, uint64 | [Short], [Integer], [Long], [java.math.BigInteger] |
  /// | float16, bfloat16, float32; float64 | [Float]; [Double] |
  /// | complex64, complex128 | [Complex] |
  /// | `S`; `U` | `byte[]`; [String] |
  /// | datetime64, timedelta64 | [Long], the ticks |
  /// | structured | `Map<String, Object>` of its fields, in order; fields that are arrays are tensors |
  /// | all others | `byte[]` |
  ///
  /// For rows shown or passed on, not for loops.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if it is a text that a `String` cannot hold
  /// @throws IllegalStateException if the file or its arena is closed
  public final Object get(long... index) {
    return Boxes.box(view(region.with(region.geometry().at(index))));
  }

  /// Writes one element from an object as [#get] returns it; also from a number of another width, a
  /// [java.math.BigInteger], or a time of Java, whatever the dtype holds exactly. A map may name
  /// some of the fields.
  ///
  /// @param index one index an axis
  /// @throws IndexOutOfBoundsException if an index is out of bounds, or their number is wrong
  /// @throws IllegalArgumentException if the dtype does not hold the value, or such a value at all
  /// @throws ArithmeticException if a time is no whole number of the dtype's ticks
  /// @throws ReadOnlyTensorException if the tensor must not be written
  /// @throws IllegalStateException if the file or its arena is closed
  public final void set(Object value, long... index) {
    Boxes.unbox(value, view(region.with(region.geometry().at(index))));
  }

  /// Access to a structured tensor through a Java record whose components have the names of fields;
  /// see [Records].
  ///
  /// @throws IllegalArgumentException if the dtype is not structured, a component has no field of
  ///   its name, or a type that does not hold what the field does
  public final <R extends Record> Records<R> records(Class<R> type) {
    return new Records<>(view(region), type);
  }

  private void requireTime(String accessor) {
    if (!(region.dtype() instanceof DType.DateTime)
        && !(region.dtype() instanceof DType.TimeDelta)) {
      throw AccessErrors.wrongAccessor(accessor, "datetime64 or timedelta64", region.dtype());
    }
  }

  private DType.DateTime moments(String accessor) {
    if (region.dtype() instanceof DType.DateTime dtype) {
      return dtype;
    }
    throw AccessErrors.wrongAccessor(accessor, "datetime64", region.dtype());
  }

  private DType.TimeDelta durations(String accessor) {
    if (region.dtype() instanceof DType.TimeDelta dtype) {
      return dtype;
    }
    throw AccessErrors.wrongAccessor(accessor, "timedelta64", region.dtype());
  }

  private byte[] item(long... index) {
    long offset = region.geometry().offsetOf(index);
    byte[] item = new byte[region.dtype().itemSize()];
    Supplier<byte[]> copy =
        () -> {
          MemorySegment.copy(region.segment(), ValueLayout.JAVA_BYTE, offset, item, 0, item.length);
          return item;
        };
    return guarded(copy);
  }

  private void write(byte[] item, long... index) {
    long offset = region.geometry().offsetOf(index);
    if (region.segment().isReadOnly()) {
      throw readOnly();
    }
    guarded(() -> {
      MemorySegment.copy(item, 0, region.segment(), ValueLayout.JAVA_BYTE, offset, item.length);
      return item;
    });
  }
}
