package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import java.util.ArrayList;
import java.util.List;

/// Arrays as NumPy 2.4 prints them with its default options.
///
/// Of an array of more than 1000 elements only the first and last three along each axis are shown,
/// and only these are read.
public final class ArrayText {
  /// NumPy's `linewidth`, in characters.
  static final int LINE_WIDTH = 75;

  /// NumPy's `threshold`: the number of elements above which an array is summarised.
  static final int THRESHOLD = 1000;

  /// NumPy's `edgeitems`: what a summarised array shows at both ends of an axis.
  static final int EDGE_ITEMS = 3;

  /// NumPy's `precision`: the digits behind a decimal point, at the most.
  static final int PRECISION = 8;

  private static final String PREFIX = "array(";

  private ArrayText() {}

  /// The array as `str` and `print` show it; a 0-d array is shown as its element.
  ///
  /// @throws IllegalArgumentException if elements of this dtype cannot be printed, or a long double
  ///   among them may be none of x86
  public static String str(ElementSource array) {
    return array.shape().ndim() == 0 ? scalar(array) : brackets(array, " ", 0, LINE_WIDTH);
  }

  /// The array as `repr` shows it: `array([1., 2.], dtype=float32)`.
  ///
  /// @throws IllegalArgumentException if elements of this dtype cannot be printed, or a long double
  ///   among them may be none of x86
  public static String repr(ElementSource array) {
    Shape shape = array.shape();
    DType dtype = array.dtype();
    // One column is kept for the closing parenthesis.
    String text = PREFIX + brackets(array, ", ", PREFIX.length(), LINE_WIDTH - 1);
    List<String> extras = new ArrayList<>();
    boolean isComplete = !ShownCorners.isSummarised(shape);
    boolean isTold = isComplete && (shape.size() > 0 || shape.equals(Shape.of(0)));
    if (!isTold) {
      extras.add("shape=" + shape);
    }
    if (!DTypeText.isImplied(dtype) || shape.size() == 0) {
      extras.add("dtype=" + DTypeText.ofArray(dtype));
    }
    if (extras.isEmpty()) {
      return text + ")";
    }
    String last = text.substring(text.lastIndexOf('\n') + 1) + ",";
    String extra = String.join(", ", extras) + ")";
    boolean fits = BracketLayout.width(last) + 1 + BracketLayout.width(extra) <= LINE_WIDTH;
    return text + "," + (fits ? " " : "\n" + " ".repeat(PREFIX.length())) + extra;
  }

  private static String brackets(ElementSource array, String separator, int indent, int lineWidth) {
    if (array.shape().size() == 0) {
      return "[]";
    }
    ShownCorners shown = new ShownCorners(array);
    ElementFormat.Style style =
        shown.ndim() == 0 ? ElementFormat.Style.ALONE : ElementFormat.Style.LIST;
    ElementFormat format = ElementFormat.of(array.dtype(), shown, style);
    return new BracketLayout(shown, format, separator).text(indent, lineWidth);
  }

  private static String scalar(ElementSource array) {
    return switch (array.dtype()) {
      case DType.Numeric numeric -> number(array, numeric.type());
      case DType.Bytes bytes -> "np.bytes_(" + PythonRepr.bytes(array.bytesAt()) + ")";
      case DType.Text text -> {
        int[] codePoints = PythonRepr.codePoints(array.bytesAt(), text.order());
        yield new String(codePoints, 0, codePoints.length);
      }
      case DType.Raw raw -> PythonRepr.raw(array.bytesAt());
      case DType.DateTime moment ->
          TimeText.dateTime(TimeFormat.tick(array.bytesAt(), moment.order()), moment);
      case DType.TimeDelta duration ->
          TimeText.timeDelta(TimeFormat.tick(array.bytesAt(), duration.order()), duration);
      case DType.Struct struct ->
          RecordFormat.of(struct, new ShownCorners(array), ElementFormat.Style.SCALAR).text(0);
      case DType.LongDouble longDouble -> longDouble(longDouble, array.bytesAt());
      case DType.SubArray subArray -> throw ElementFormat.unprintable(subArray);
    };
  }

  private static String number(ElementSource array, ScalarType type) {
    return switch (type.kind()) {
      case 'b' -> array.booleanAt() ? "True" : "False";
      case 'i', 'u' -> NumberText.integer(array.longAt(), type);
      case 'c' -> NumberText.complex(array.realAt(), array.imagAt(), type);
      default -> NumberText.real(array.realAt(), type);
    };
  }

  private static String longDouble(DType.LongDouble dtype, byte[] item) {
    BinaryFloat real = LongDoubles.exact(dtype, item, 0);
    if (!dtype.complex()) {
      return NumberText.real(real, FloatKind.EXTENDED);
    }
    BinaryFloat imag = LongDoubles.exact(dtype, item, LongDoubles.SIZE);
    return NumberText.complex(real, imag, FloatKind.EXTENDED);
  }
}
