package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.ScalarType;
import io.github.npybridge.format.Shape;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Dtypes as the `repr` of an array shows them: `float32`, `'>f4'`, `[('x', '<f4'), ('ok', '?')]`.
public final class DTypeText {
  private DTypeText() {}

  /// Whether NumPy would choose this dtype by itself for such elements, so that it is not shown.
  static boolean isImplied(DType dtype) {
    return dtype.equals(DType.BOOL)
        || dtype.equals(DType.INT64)
        || dtype.equals(DType.FLOAT64)
        || dtype.equals(DType.COMPLEX128);
  }

  /// What stands behind `dtype=`.
  static String ofArray(DType dtype) {
    if (dtype instanceof DType.Struct struct) {
      return record(struct);
    }
    String text = dtype instanceof DType.Raw ? dtype.descr() : dtype.toString();
    boolean isName = text.chars().allMatch(Character::isLetterOrDigit);
    return isName ? text : quoted(text);
  }

  /// `repr(a.dtype)`: `dtype('float32')`, `dtype('>f4')`, `dtype([('x', '<f4')])`.
  public static String repr(DType dtype) {
    if (dtype instanceof DType.Struct struct) {
      return "dtype(" + record(struct) + ")";
    }
    boolean named =
        dtype.byteOrder().isEmpty() || dtype.equals(dtype.withOrder(ByteOrder.nativeOrder()));
    boolean isNumber = dtype instanceof DType.Numeric || dtype instanceof DType.LongDouble;
    String descr = dtype.descr();
    String text = descr.startsWith("|") ? descr.substring(1) : descr;
    return "dtype('" + (named && isNumber ? dtype.name() : text) + "')";
  }

  /// A dtype inside a record's, where none is in words: `'<f4'`, `'?'`, `'S3'`.
  private static String ofField(DType dtype) {
    return switch (dtype) {
      case DType.Struct struct -> record(struct);
      case DType.SubArray subArray ->
          "(" + ofField(elementsOf(subArray)) + ", " + shapeOf(subArray) + ")";
      case DType.Numeric numeric when numeric.type() == ScalarType.BFLOAT16 -> numeric.name();
      case DType.Numeric numeric when numeric.type() == ScalarType.BOOL -> quoted("?");
      case DType.Bytes(int length) when length == 0 -> quoted("S");
      case DType.Raw(int length) when length == 0 -> quoted("V");
      case DType.Text text when text.length() == 0 -> quoted(text.descr().substring(0, 2));
      default -> quoted(dtype.descr().startsWith("|") ? dtype.descr().substring(1) : dtype.descr());
    };
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private static String record(DType.Struct struct) {
    return isPacked(struct) ? list(struct) : dictionary(struct);
  }

  private static boolean isPacked(DType.Struct struct) {
    int end = 0;
    for (DType.Field field : struct.fields()) {
      if (field.offset() != end) {
        return false;
      }
      end += field.dtype().itemSize();
    }
    return end == struct.itemSize();
  }

  private static String list(DType.Struct struct) {
    List<String> parts = new ArrayList<>();
    for (DType.Field field : struct.fields()) {
      String name = PythonRepr.text(field.name());
      String title = field.title();
      String shown = title == null ? name : "(" + PythonRepr.text(title) + ", " + name + ")";
      String dtype =
          field.dtype() instanceof DType.SubArray subArray
              ? ofField(elementsOf(subArray)) + ", " + shapeOf(subArray)
              : ofField(field.dtype());
      parts.add("(" + shown + ", " + dtype + ")");
    }
    return "[" + String.join(", ", parts) + "]";
  }

  private static String dictionary(DType.Struct struct) {
    List<String> names = new ArrayList<>();
    List<String> formats = new ArrayList<>();
    List<String> offsets = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    for (DType.Field field : struct.fields()) {
      String title = field.title();
      names.add(PythonRepr.text(field.name()));
      formats.add(ofField(field.dtype()));
      offsets.add(Integer.toString(field.offset()));
      titles.add(title == null ? "None" : PythonRepr.text(title));
    }
    boolean hasTitles = struct.fields().stream().map(DType.Field::title).anyMatch(Objects::nonNull);
    return "{'names': "
        + names(names)
        + ", 'formats': "
        + names(formats)
        + ", 'offsets': "
        + names(offsets)
        + (hasTitles ? ", 'titles': " + names(titles) : "")
        + ", 'itemsize': "
        + struct.itemSize()
        + "}";
  }

  private static String names(List<String> items) {
    return "[" + String.join(", ", items) + "]";
  }

  /// The dtype of the elements of a sub-array, also where its own elements are sub-arrays.
  static DType elementsOf(DType.SubArray subArray) {
    return subArray.base() instanceof DType.SubArray inner ? elementsOf(inner) : subArray.base();
  }

  /// The shape of a sub-array with the axes of the sub-arrays in it.
  static Shape shapeOf(DType.SubArray subArray) {
    if (!(subArray.base() instanceof DType.SubArray inner)) {
      return subArray.shape();
    }
    long[] outer = subArray.shape().toArray();
    long[] rest = shapeOf(inner).toArray();
    long[] all = new long[outer.length + rest.length];
    System.arraycopy(outer, 0, all, 0, outer.length);
    System.arraycopy(rest, 0, all, outer.length, rest.length);
    return Shape.of(all);
  }
}
