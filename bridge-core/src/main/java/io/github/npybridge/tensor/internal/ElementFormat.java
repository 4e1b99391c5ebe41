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
  /// @throws IllegalArgumentException if elements of this dtype cannot be printed
  static ElementFormat of(DType dtype, ShownElements elements, Style style) {
    return switch (dtype) {
      case DType.Numeric numeric -> numeric(numeric.type(), elements, style);
      case DType.Bytes bytes -> i -> PythonRepr.bytes(elements.bytesAt(i));
      case DType.Text text ->
          i -> PythonRepr.text(PythonRepr.codePoints(elements.bytesAt(i), text.order()));
      case DType.Raw raw -> i -> PythonRepr.raw(elements.bytesAt(i));
      case DType.DateTime moment -> TimeFormat.of(moment, elements);
      case DType.TimeDelta duration -> TimeFormat.of(duration, elements);
      case DType.Struct struct -> RecordFormat.of(struct, elements, style);
      case DType.LongDouble longDouble -> throw unprintable(longDouble);
      case DType.SubArray subArray -> throw unprintable(subArray);
    };
  }

  private static ElementFormat numeric(ScalarType type, ShownElements elements, Style style) {
    return switch (type.kind()) {
      case 'b' -> booleans(elements, style.alone());
      case 'i', 'u' -> integers(elements, type);
      case 'c' ->
          new ComplexFormat(
              new FloatFormat(elements.reals(), FloatKind.of(type), false),
              new FloatFormat(elements.imags(), FloatKind.of(type), true));
      default ->
          style.wholeFloats()
              ? i -> NumberText.real(elements.realAt(i), type)
              : new FloatFormat(elements.reals(), FloatKind.of(type), false);
    };
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
  ///
  /// A long double is one: what its 16 bytes mean depends on the machine that wrote them, which the
  /// file does not tell.
  static IllegalArgumentException unprintable(DType dtype) {
    return new IllegalArgumentException("dtype: expected one that can be printed, found " + dtype);
  }
}
