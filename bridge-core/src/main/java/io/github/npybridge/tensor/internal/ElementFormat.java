package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;

/// How the elements of one printout are written: chosen once from the dtype, with the common width
/// taken from all elements shown.
@FunctionalInterface
interface ElementFormat {
  /// Where elements stand.
  ///
  /// @param alone whether it is a single element without brackets, which needs no common width
  /// @param wholeFloats whether floats have all their digits, as scalars do
  record Style(boolean alone, boolean wholeFloats) {
    /// In brackets.
    static final Style LIST = new Style(false, false);

    /// The `repr` of a 0-d array.
    static final Style ALONE = new Style(true, false);

    /// The `str` of a record.
    static final Style SCALAR = new Style(true, true);
  }

  /// The text of the element at a position.
  String text(int position);

  /// The format for these elements.
  ///
  /// @throws IllegalArgumentException if elements of this dtype cannot be printed, or a long double
  ///   among them may be none of x86
  static ElementFormat of(DType dtype, ShownElements elements, Style style) {
    // Nearly all; before the switch, whose code the JDK makes at run time when it is first met.
    if (dtype instanceof DType.Numeric numeric) {
      return numeric(numeric.type(), elements, style);
    }
    return switch (dtype) {
      case DType.Numeric _ -> throw new AssertionError("decided above");
      case DType.Bytes bytes -> i -> PythonRepr.bytes(elements.bytesAt(i));
      case DType.Text text ->
          i -> PythonRepr.text(PythonRepr.codePoints(elements.bytesAt(i), text.order()));
      case DType.Raw raw -> i -> PythonRepr.raw(elements.bytesAt(i));
      case DType.DateTime moment -> TimeFormat.of(moment, elements);
      case DType.TimeDelta duration -> TimeFormat.of(duration, elements);
      case DType.Struct struct -> RecordFormat.of(struct, elements, style);
      case DType.LongDouble longDouble -> longDoubles(longDouble, elements, style);
      case DType.SubArray subArray -> throw unprintable(subArray);
    };
  }

  private static ElementFormat numeric(ScalarType type, ShownElements elements, Style style) {
    return switch (type.kind()) {
      case 'b' -> booleans(elements, style.alone());
      case 'i', 'u' -> integers(elements, type);
      case 'c' -> complex(elements.reals(), elements.imags(), FloatKind.of(type));
      default -> floats(elements.reals(), FloatKind.of(type), style);
    };
  }

  private static ElementFormat longDoubles(
      DType.LongDouble dtype, ShownElements elements, Style style) {
    BinaryFloat[] reals = elements.longDoubles(dtype, 0);
    return dtype.complex()
        ? complex(reals, elements.longDoubles(dtype, LongDoubles.SIZE), FloatKind.EXTENDED)
        : floats(reals, FloatKind.EXTENDED, style);
  }

  private static ElementFormat floats(BinaryFloat[] values, FloatKind kind, Style style) {
    return style.wholeFloats()
        ? i -> NumberText.real(values[i], kind)
        : new FloatFormat(values, kind, false);
  }

  private static ElementFormat complex(BinaryFloat[] reals, BinaryFloat[] imags, FloatKind kind) {
    return new ComplexFormat(
        new FloatFormat(reals, kind, false), new FloatFormat(imags, kind, true));
  }

  private static ElementFormat booleans(ShownElements elements, boolean alone) {
    String yes = alone ? "True" : " True";
    return i -> elements.booleanAt(i) ? yes : "False";
  }

  private static ElementFormat integers(ShownElements elements, ScalarType type) {
    long[] values = elements.longs();
    int width = 0;
    for (long value : values) {
      width = Math.max(width, NumberText.integer(value, type).length());
    }
    int common = width;
    return i -> rightAligned(NumberText.integer(values[i], type), common);
  }

  /// Spaces up to a width, and the text.
  static String rightAligned(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  /// The error for a dtype that has no format.
  static IllegalArgumentException unprintable(DType dtype) {
    return new IllegalArgumentException("dtype: expected one that can be printed, found " + dtype);
  }
}
