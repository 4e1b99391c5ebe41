package io.github.npybridge.format;

import io.github.npybridge.format.internal.Descr;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an array's elements are: NumPy's dtype.
///
/// Immutable. The constants are in the machine's byte order; [#withOrder] gives the other. Two
/// equal [Numeric] dtypes are the same instance.
///
/// | variant | NumPy kind | elements |
/// |---|---|---|
/// | [Numeric] | `b i u f c` | bool, integers, floats, complex |
/// | [LongDouble] | `f c` of 16-byte units | platform-specific, kept as raw items |
/// | [Bytes] | `S` | byte strings of a fixed length |
/// | [Text] | `U` | UTF-32 strings of a fixed length |
/// | [Raw] | `V` | opaque bytes |
/// | [DateTime], [TimeDelta] | `M`, `m` | 64-bit ticks of a unit |
/// | [Struct] | `V` with names | records |
/// | [SubArray] | - | a field that is itself an array; only inside a [Struct] |
///
/// Python objects (`O`) have no variant: they are refused with an [UnsupportedDTypeException].
public sealed interface DType {
  /// `numpy.bool`.
  Numeric BOOL = new Numeric(ScalarType.BOOL);

  /// `numpy.int8`.
  Numeric INT8 = new Numeric(ScalarType.INT8);

  /// `numpy.uint8`.
  Numeric UINT8 = new Numeric(ScalarType.UINT8);

  /// `numpy.int16`.
  Numeric INT16 = new Numeric(ScalarType.INT16);

  /// `numpy.uint16`.
  Numeric UINT16 = new Numeric(ScalarType.UINT16);

  /// `numpy.int32`.
  Numeric INT32 = new Numeric(ScalarType.INT32);

  /// `numpy.uint32`.
  Numeric UINT32 = new Numeric(ScalarType.UINT32);

  /// `numpy.int64`.
  Numeric INT64 = new Numeric(ScalarType.INT64);

  /// `numpy.uint64`.
  Numeric UINT64 = new Numeric(ScalarType.UINT64);

  /// `numpy.float16`.
  Numeric FLOAT16 = new Numeric(ScalarType.FLOAT16);

  /// `ml_dtypes.bfloat16`; NumPy has none of its own.
  Numeric BFLOAT16 = new Numeric(ScalarType.BFLOAT16);

  /// `numpy.float32`.
  Numeric FLOAT32 = new Numeric(ScalarType.FLOAT32);

  /// `numpy.float64`.
  Numeric FLOAT64 = new Numeric(ScalarType.FLOAT64);

  /// `numpy.complex64`.
  Numeric COMPLEX64 = new Numeric(ScalarType.COMPLEX64);

  /// `numpy.complex128`.
  Numeric COMPLEX128 = new Numeric(ScalarType.COMPLEX128);

  /// The dtype that a NumPy name or descr stands for: `float32`, `>i2`, `S4`, `datetime64[ms]`.
  ///
  /// A name without a byte order is little-endian, as in a file. Structured dtypes are read in the
  /// syntax of a header: `[('x', '<f4'), ('y', '<f4')]`.
  ///
  /// @throws IllegalArgumentException if NumPy has no such dtype, or it holds Python objects
  static DType of(String text) {
    return Descr.parse(text);
  }

  /// The dtype of a scalar type, in the machine's byte order.
  static Numeric of(ScalarType type) {
    return switch (type) {
      case BOOL -> BOOL;
      case INT8 -> INT8;
      case UINT8 -> UINT8;
      case INT16 -> INT16;
      case UINT16 -> UINT16;
      case INT32 -> INT32;
      case UINT32 -> UINT32;
      case INT64 -> INT64;
      case UINT64 -> UINT64;
      case FLOAT16 -> FLOAT16;
      case BFLOAT16 -> BFLOAT16;
      case FLOAT32 -> FLOAT32;
      case FLOAT64 -> FLOAT64;
      case COMPLEX64 -> COMPLEX64;
      case COMPLEX128 -> COMPLEX128;
    };
  }

  /// The size of one element in bytes; 0 is possible for `S0`, `U0`, `V0`.
  int itemSize();

  /// NumPy's `dtype.kind`: one of `b i u f c S U V M m`.
  char kind();

  /// NumPy's `dtype.name`, such as `float32`, `bytes80` or `datetime64[ns]`.
  String name();

  /// The descr as NumPy writes it: `<f4`, `|S10`, `[('x', '<f4'), ('y', '>i2', (3,))]`.
  String descr();

  /// The byte order of the elements' units; empty for one-byte and opaque items and for records,
  /// whose fields have their own.
  Optional<ByteOrder> byteOrder();

  /// This dtype in the byte order `order`, for a record in all its fields; this instance when there
  /// is nothing to change.
  DType withOrder(ByteOrder order);

  // No default methods in this interface: with one, initialising an implementing class would first
  // initialise the interface, which makes instances of that class - a deadlock between two threads.

  /// A bool, integer, float or complex dtype.
  final class Numeric implements DType {
    private final ScalarType type;
    private final ByteOrder order;
    private final Numeric swapped;

    private Numeric(ScalarType type) {
      this.type = type;
      this.order = ByteOrder.nativeOrder();
      this.swapped = type.unitSize() == 1 ? this : new Numeric(this);
    }

    private Numeric(Numeric nativeOne) {
      this.type = nativeOne.type;
      this.order =
          nativeOne.order == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      this.swapped = nativeOne;
    }

    /// The scalar type: this dtype without its byte order.
    public ScalarType type() {
      return type;
    }

    /// Whether the elements are in the machine's byte order; true for one-byte elements.
    public boolean isNative() {
      return order == ByteOrder.nativeOrder();
    }

    @Override
    public int itemSize() {
      return type.itemSize();
    }

    @Override
    public char kind() {
      return type.kind();
    }

    @Override
    public String name() {
      return type.dtypeName();
    }

    @Override
    public String descr() {
      return type == ScalarType.BFLOAT16
          ? Descr.orderChar(order) + "V2"
          : (type.unitSize() == 1 ? '|' : Descr.orderChar(order)) + "" + kind() + itemSize();
    }

    @Override
    public Optional<ByteOrder> byteOrder() {
      return type.unitSize() == 1 ? Optional.empty() : Optional.of(order);
    }

    @Override
    public Numeric withOrder(ByteOrder order) {
      return this.order == order ? this : swapped;
    }

    /// The name when the order is the machine's, else the descr: `float32`, `>f4`.
    @Override
    public String toString() {
      return isNative() || type == ScalarType.BFLOAT16 ? name() : descr();
    }
  }

  /// A C `long double` or a complex of two, in 16-byte units.
  ///
  /// On x86 a unit holds an 80-bit extended float and 6 bytes of padding; on other platforms
  /// something else. The file does not say which, so the items are kept raw.
  ///
  /// @param complex whether an item is a pair, 32 bytes
  /// @param order the byte order
  record LongDouble(boolean complex, ByteOrder order) implements DType {
    @Override
    public int itemSize() {
      return complex ? 32 : 16;
    }

    @Override
    public char kind() {
      return complex ? 'c' : 'f';
    }

    @Override
    public String name() {
      return complex ? "complex256" : "float128";
    }

    @Override
    public String descr() {
      return Descr.orderChar(order) + "" + kind() + itemSize();
    }

    @Override
    public Optional<ByteOrder> byteOrder() {
      return Optional.of(order);
    }

    @Override
    public LongDouble withOrder(ByteOrder order) {
      return new LongDouble(complex, order);
    }

    @Override
    public String toString() {
      return order == ByteOrder.nativeOrder() ? name() : descr();
    }
  }

  /// A byte string of at most `length` bytes, filled up with NUL.
  ///
  /// @param length the item size in bytes
  record Bytes(int length) implements DType {
    /// Checks the length.
    public Bytes {
      Descr.checkLength(length, 1);
    }

    @Override
    public int itemSize() {
      return length;
    }

    @Override
    public char kind() {
      return 'S';
    }

    @Override
    public String name() {
      return length == 0 ? "bytes" : "bytes" + length * 8L;
    }

    @Override
    public String descr() {
      return "|S" + length;
    }

    @Override
    public Optional<ByteOrder> byteOrder() {
      return Optional.empty();
    }

    @Override
    public Bytes withOrder(ByteOrder order) {
      return this;
    }

    @Override
    public String toString() {
      return descr();
    }
  }

  /// A string of at most `length` code points in UTF-32, filled up with NUL.
  ///
  /// @param length the number of code points; an item has four times as many bytes
  /// @param order the byte order of each code point
  record Text(int length, ByteOrder order) implements DType {
    /// Checks the length.
    public Text {
      Descr.checkLength(length, Integer.BYTES);
    }

    @Override
    public int itemSize() {
      return length * Integer.BYTES;
    }

    @Override
    public char kind() {
      return 'U';
    }

    @Override
    public String name() {
      return length == 0 ? "str" : "str" + length * 32L;
    }

    @Override
    public String descr() {
      return Descr.orderChar(order) + "U" + length;
    }

    @Override
    public Optional<ByteOrder> byteOrder() {
      return Optional.of(order);
    }

    @Override
    public Text withOrder(ByteOrder order) {
      return new Text(length, order);
    }

    @Override
    public String toString() {
      return descr();
    }
  }

  /// Opaque items of `length` bytes.
  ///
  /// Files name no bfloat16: `ml_dtypes` writes it as `<V2`, and so it is read as two raw bytes; a
  /// tensor is reinterpreted as [#BFLOAT16] then.
  ///
  /// @param length the item size in bytes
  record Raw(int length) implements DType {
    /// Checks the length.
    public Raw {
      Descr.checkLength(length, 1);
    }

    @Override
    public int itemSize() {
      return length;
    }

    @Override
    public char kind() {
      return 'V';
    }

    @Override
    public String name() {
      return length == 0 ? "void" : "void" + length * 8L;
    }

    @Override
    public String descr() {
      return "|V" + length;
    }

    @Override
    public Optional<ByteOrder> byteOrder() {
      return Optional.empty();
    }

    @Override
    public Raw withOrder(ByteOrder order) {
      return this;
    }

    /// The descr; for two bytes with a word on what they most likely are.
    @Override
    public String toString() {
      return length == Short.BYTES ? descr() + " (perhaps bfloat16)" : descr();
    }
  }

  /// A moment: signed 64-bit ticks since 1970-01-01T00:00; `Long.MIN_VALUE` is NaT.
  ///
  /// @param unit what is counted
  /// @param multiple how many of it one tick lasts; 0 is legal in a file and means nothing
  /// @param order the byte order
  record DateTime(DateTimeUnit unit, int multiple, ByteOrder order) implements DType {
    /// Checks the multiple.
    public DateTime {
      Descr.checkMultiple(unit, multiple);
    }

    @Override
    public int itemSize() {
      return Long.BYTES;
    }

    @Override
    public char kind() {
      return 'M';
    }

    @Override
    public String name() {
      return "datetime64" + unit.bracketed(multiple);
    }

    @Override
    public String descr() {
      return Descr.orderChar(order) + "M8" + unit.bracketed(multiple);
    }

    @Override
    public Optional<ByteOrder> byteOrder() {
      return Optional.of(order);
    }

    @Override
    public DateTime withOrder(ByteOrder order) {
      return new DateTime(unit, multiple, order);
    }

    @Override
    public String toString() {
      return order == ByteOrder.nativeOrder() ? name() : descr();
    }
  }

  /// A duration: signed 64-bit ticks; `Long.MIN_VALUE` is NaT.
  ///
  /// @param unit what is counted
  /// @param multiple how many of it one tick lasts; 0 is legal in a file and means nothing
  /// @param order the byte order
  record TimeDelta(DateTimeUnit unit, int multiple, ByteOrder order) implements DType {
    /// Checks the multiple.
    public TimeDelta {
      Descr.checkMultiple(unit, multiple);
    }

    @Override
    public int itemSize() {
      return Long.BYTES;
    }

    @Override
    public char kind() {
      return 'm';
    }

    @Override
    public String name() {
      return "timedelta64" + unit.bracketed(multiple);
    }

    @Override
    public String descr() {
      return Descr.orderChar(order) + "m8" + unit.bracketed(multiple);
    }

    @Override
    public Optional<ByteOrder> byteOrder() {
      return Optional.of(order);
    }

    @Override
    public TimeDelta withOrder(ByteOrder order) {
      return new TimeDelta(unit, multiple, order);
    }

    @Override
    public String toString() {
      return order == ByteOrder.nativeOrder() ? name() : descr();
    }
  }

  /// A record: named fields at byte offsets that rise, with padding where they leave gaps.
  ///
  /// @param fields the fields in the order of their offsets
  /// @param itemSize the size of one record in bytes, trailing padding included
  record Struct(List<Field> fields, int itemSize) implements DType {
    /// Checks that the fields lie behind each other inside the record and that no name or title
    /// stands twice.
    public Struct {
      fields = List.copyOf(fields);
      Descr.checkFields(fields, itemSize);
    }

    /// The field of this name or title.
    public Optional<Field> field(String name) {
      return fields.stream()
          .filter(field -> field.name().equals(name) || name.equals(field.title()))
          .findFirst();
    }

    @Override
    public char kind() {
      return 'V';
    }

    @Override
    public String name() {
      return itemSize == 0 ? "void" : "void" + itemSize * 8L;
    }

    @Override
    public String descr() {
      return Descr.literal(this);
    }

    @Override
    public Optional<ByteOrder> byteOrder() {
      return Optional.empty();
    }

    @Override
    public Struct withOrder(ByteOrder order) {
      return new Struct(
          fields.stream()
              .map(f -> new Field(f.name(), f.title(), f.dtype().withOrder(order), f.offset()))
              .toList(),
          itemSize);
    }

    @Override
    public String toString() {
      return descr();
    }
  }

  /// One field of a [Struct].
  ///
  /// @param name the name; it may be empty
  /// @param title a second name, or null
  /// @param dtype what the field holds; a [SubArray] for a field of several elements
  /// @param offset where the field starts, in bytes from the record's start
  record Field(String name, @Nullable String title, DType dtype, int offset) {}

  /// A field that is itself an array, always in C order; never an array's own dtype.
  ///
  /// @param base the dtype of its elements, of 1 byte or more unless it is a record
  /// @param shape its shape, of one axis or more
  record SubArray(DType base, Shape shape) implements DType {
    /// Checks base and shape.
    public SubArray {
      Descr.checkSubArray(base, shape);
    }

    @Override
    public int itemSize() {
      return (int) shape.byteSize(base.itemSize());
    }

    @Override
    public char kind() {
      return 'V';
    }

    @Override
    public String name() {
      return itemSize() == 0 ? "void" : "void" + itemSize() * 8L;
    }

    @Override
    public String descr() {
      return Descr.literal(this);
    }

    @Override
    public Optional<ByteOrder> byteOrder() {
      return base.byteOrder();
    }

    @Override
    public SubArray withOrder(ByteOrder order) {
      return new SubArray(base.withOrder(order), shape);
    }

    @Override
    public String toString() {
      return descr();
    }
  }
}
