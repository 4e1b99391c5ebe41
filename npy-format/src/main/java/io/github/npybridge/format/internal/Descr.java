package io.github.npybridge.format.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.DateTimeUnit;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.UnsupportedDTypeException;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// From a header's descr to a dtype and back.
///
/// The rules of NumPy's `descr_to_dtype` and `dtype_to_descr`: the offsets of fields are implicit,
/// each field follows the one before it, and padding stands as fields without a name.
public final class Descr {
  private static final String PADDING = "";

  private final Place place;

  private Descr(Place place) {
    this.place = place;
  }

  /// The dtype that a descr stands for.
  public static DType parse(Literal descr, Place place)
      throws NpyFormatException, UnsupportedDTypeException {
    if (descr instanceof Literal.Tuple) {
      // NumPy's three ways of loading disagree about an array whose own dtype is a sub-array.
      throw place.fault(
          descr.at(), "descr: expected a string or a list of fields, found " + descr.what());
    }
    return new Descr(place).dtype(descr);
  }

  /// The dtype of a name, a descr string, or a descr list as text.
  public static DType parse(String text) {
    Place place = new Place(null, null, text);
    try {
      if (text.stripLeading().startsWith("[")) {
        return parse(PythonLiteral.parse(place, false), place);
      }
      return new Descr(place).simple(text, 0);
    } catch (NpyFormatException | UnsupportedDTypeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private DType dtype(Literal descr) throws NpyFormatException, UnsupportedDTypeException {
    // Nearly all; before the switch, whose code the JDK makes at run time when it is first met.
    if (descr instanceof Literal.Str(int at, String text)) {
      return simple(text, at);
    }
    return switch (descr) {
      case Literal.Array(int _, List<Literal> fields) -> struct(fields);
      case Literal.Tuple(int at, List<Literal> parts) when parts.size() == 2 ->
          subArray(dtype(parts.getFirst()), parts.getLast(), at);
      default ->
          throw place.fault(
              descr.at(), "descr: expected a string or a list of fields, found " + descr.what());
    };
  }

  private DType simple(String text, int at) throws NpyFormatException, UnsupportedDTypeException {
    DType dtype;
    try {
      dtype = SimpleDescr.parse(text);
    } catch (IllegalArgumentException e) {
      throw place.fault(at, "descr: " + e.getMessage());
    }
    if (dtype == null) {
      throw place.objects(text);
    }
    return dtype;
  }

  private DType struct(List<Literal> fields) throws NpyFormatException, UnsupportedDTypeException {
    List<DType.Field> parsed = new ArrayList<>(fields.size());
    Set<String> names = new HashSet<>();
    long offset = 0;
    for (Literal literal : fields) {
      if (!(literal instanceof Literal.Tuple(int fieldAt, List<Literal> parts))
          || parts.size() < 2
          || parts.size() > 3) {
        throw place.fault(
            literal.at(),
            "descr: expected a field (name, descr) or (name, descr, shape), found "
                + literal.what());
      }
      DType dtype = dtype(parts.get(1));
      if (parts.size() == 3) {
        dtype = subArray(dtype, parts.get(2), fieldAt);
      }
      DType.Field field = field(parts.getFirst(), dtype, Math.toIntExact(offset));
      offset += dtype.itemSize();
      if (offset > Integer.MAX_VALUE) {
        throw place.fault(
            fieldAt, "descr: expected a record of fewer than 2**31 bytes, found " + offset);
      }
      if (isPadding(field)) {
        continue;
      }
      for (String name : namesOf(field)) {
        if (!names.add(name)) {
          throw place.fault(
              fieldAt,
              "descr: expected every field name and title once, found "
                  + PythonText.excerpt(name)
                  + " again");
        }
      }
      parsed.add(field);
    }
    return new DType.Struct(parsed, (int) offset);
  }

  private DType.Field field(Literal name, DType dtype, int offset) throws NpyFormatException {
    return switch (name) {
      case Literal.Str(int at, String text) -> new DType.Field(text, null, dtype, offset);
      case Literal.Tuple(int at, List<Literal> pair)
          when pair.size() == 2
              && pair.getFirst() instanceof Literal.Str(int titleAt, String title)
              && pair.getLast() instanceof Literal.Str(int nameAt, String text) ->
          new DType.Field(text, title, dtype, offset);
      default ->
          throw place.fault(
              name.at(), "descr: expected a field name or (title, name), found " + name.what());
    };
  }

  private static boolean isPadding(DType.Field field) {
    return field.name().equals(PADDING)
        && field.title() == null
        && (field.dtype() instanceof DType.Raw || field.dtype() instanceof DType.SubArray);
  }

  private static List<String> namesOf(DType.Field field) {
    String title = field.title();
    return title == null ? List.of(field.name()) : List.of(field.name(), title);
  }

  private DType subArray(DType base, Literal shape, int at) throws NpyFormatException {
    List<Literal> items =
        switch (shape) {
          case Literal.Int single -> List.of(single);
          case Literal.Tuple tuple -> tuple.items();
          case Literal.Array array when !array.items().isEmpty() -> array.items();
          default ->
              throw place.fault(
                  shape.at(), "descr: expected a sub-array's shape, found " + shape.what());
        };
    Shape parsed = shape(items, "descr: a sub-array's shape", place);
    try {
      if (parsed.ndim() == 0) {
        checkSized(base);
        return base;
      }
      return new DType.SubArray(base, parsed);
    } catch (IllegalArgumentException e) {
      throw place.fault(at, "descr: " + e.getMessage());
    }
  }

  /// A shape out of integer literals, every one checked.
  public static Shape shape(List<Literal> items, String subject, Place place)
      throws NpyFormatException {
    long[] dims = new long[items.size()];
    for (int axis = 0; axis < dims.length; axis++) {
      Literal item = items.get(axis);
      if (!(item instanceof Literal.Int(int at, BigInteger value))) {
        throw place.fault(item.at(), subject + ": expected integers, found " + item.what());
      }
      if (value.signum() < 0 || value.bitLength() >= Long.SIZE) {
        throw place.fault(
            at, subject + ": expected axis lengths from 0 to 2**63 - 1, found " + value);
      }
      dims[axis] = value.longValue();
    }
    try {
      return Shape.of(dims);
    } catch (IllegalArgumentException e) {
      int at = items.isEmpty() ? 0 : items.getFirst().at();
      throw place.fault(at, String.valueOf(e.getMessage()));
    }
  }

  /// A dtype as it stands in a header: a quoted string or a list.
  public static String literal(DType dtype) {
    return switch (dtype) {
      case DType.Struct struct -> list(struct);
      case DType.SubArray(DType base, Shape shape) -> "(" + literal(base) + ", " + shape + ")";
      default -> PythonText.quote(dtype.descr());
    };
  }

  private static String list(DType.Struct struct) {
    List<String> parts = new ArrayList<>();
    int end = 0;
    for (DType.Field field : struct.fields()) {
      pad(parts, field.offset() - end);
      String title = field.title();
      String name = PythonText.quote(field.name());
      String shown = title == null ? name : "(" + PythonText.quote(title) + ", " + name + ")";
      parts.add(
          field.dtype() instanceof DType.SubArray(DType base, Shape shape)
              ? "(" + shown + ", " + literal(base) + ", " + shape + ")"
              : "(" + shown + ", " + literal(field.dtype()) + ")");
      end = field.offset() + field.dtype().itemSize();
    }
    pad(parts, struct.itemSize() - end);
    return "[" + String.join(", ", parts) + "]";
  }

  private static void pad(List<String> parts, int size) {
    if (size > 0) {
      parts.add("('', '|V" + size + "')");
    }
  }

  /// `<` or `>`.
  public static char orderChar(ByteOrder order) {
    return order == ByteOrder.BIG_ENDIAN ? '>' : '<';
  }

  /// Checks that items of `length` units fit NumPy's item size, a C int.
  public static void checkLength(long length, int unit) {
    if (length < 0 || length > Integer.MAX_VALUE / unit) {
      throw new IllegalArgumentException(
          "expected an item size from 0 to 2**31 - 1 bytes, found "
              + BigInteger.valueOf(length).multiply(BigInteger.valueOf(unit)));
    }
  }

  /// Checks a sub-array: each axis and the whole must fit a C int.
  public static void checkSubArray(DType base, Shape shape) {
    checkSized(base);
    if (shape.ndim() == 0) {
      throw new IllegalArgumentException(
          "expected a sub-array of at least one axis, found the shape ()");
    }
    for (long dim : shape.toArray()) {
      if (dim > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "expected axes of a sub-array up to 2**31 - 1, found " + shape);
      }
    }
    checkLength(shape.byteSize(base.itemSize()), 1);
  }

  /// To NumPy `('V0', 2)` is no array but another way to write `V2`, and most of its kin an error.
  private static void checkSized(DType base) {
    if (base.itemSize() == 0 && !(base instanceof DType.Struct)) {
      throw new IllegalArgumentException(
          "expected a sub-array of items of 1 byte or more, found " + literal(base));
    }
  }

  /// Checks how many units a tick of a datetime64 or timedelta64 lasts.
  public static void checkMultiple(DateTimeUnit unit, int multiple) {
    if (multiple < 0 || (unit == DateTimeUnit.GENERIC && multiple != 1)) {
      throw new IllegalArgumentException(
          "expected a multiple of 0 or more units, 1 without a unit, found " + multiple);
    }
  }

  /// Checks the fields of a record.
  public static void checkFields(List<DType.Field> fields, int itemSize) {
    Set<String> names = new HashSet<>();
    long end = 0;
    for (DType.Field field : fields) {
      if (field.offset() < end) {
        throw new IllegalArgumentException(
            "field "
                + PythonText.quote(field.name())
                + ": expected an offset of "
                + end
                + " or more, found "
                + field.offset()
                + "; fields that overlap or lie out of order cannot stand in a .npy file");
      }
      end = (long) field.offset() + field.dtype().itemSize();
      for (String name : namesOf(field)) {
        if (!names.add(name)) {
          throw new IllegalArgumentException(
              "field " + PythonText.quote(name) + ": expected every name and title once");
        }
      }
    }
    if (end > itemSize) {
      throw new IllegalArgumentException(
          "record: expected an item size of " + end + " bytes or more, found " + itemSize);
    }
  }
}
