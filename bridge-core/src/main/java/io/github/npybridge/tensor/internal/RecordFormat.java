package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.util.ArrayList;
import java.util.List;

/// How records are written: as tuples, each field as an array of its own, `(1, 2.5, b'a')`.
///
/// @param fields the formats of the fields
record RecordFormat(List<ElementFormat> fields) implements ElementFormat {
  /// The format of these records.
  static RecordFormat of(DType.Struct struct, ShownElements elements, Style style) {
    byte[][] records = new byte[elements.size()][];
    for (int i = 0; i < records.length; i++) {
      records[i] = elements.bytesAt(i);
    }
    List<ElementFormat> fields = new ArrayList<>();
    for (DType.Field field : struct.fields()) {
      fields.add(
          field.dtype() instanceof DType.SubArray subArray
              ? subArray(subArray, records, field.offset(), style)
              : ElementFormat.of(
                  field.dtype(), new ShownField(records, field.offset(), field.dtype(), 1), style));
    }
    return new RecordFormat(List.copyOf(fields));
  }

  private static ElementFormat subArray(
      DType.SubArray dtype, byte[][] records, int offset, Style style) {
    DType elementDType = DTypeText.elementsOf(dtype);
    Shape shape = DTypeText.shapeOf(dtype);
    int size = Math.toIntExact(shape.size());
    ElementFormat format =
        ElementFormat.of(
            elementDType,
            new ShownField(records, offset, elementDType, size),
            new Style(false, style.wholeFloats()));
    return i -> {
      StringBuilder out = new StringBuilder();
      append(out, format, shape, 0, i * size, size);
      return out.toString();
    };
  }

  /// Appends one axis of a sub-array on a single line, `[[1, 2], [3, 4]]`.
  ///
  /// @param start the position of the first element
  /// @param size the number of elements, those left out included
  private static void append(
      StringBuilder out, ElementFormat format, Shape shape, int axis, int start, int size) {
    if (axis == shape.ndim()) {
      out.append(format.text(start));
      return;
    }
    int dim = Math.toIntExact(shape.dim(axis));
    int gap = ShownCorners.isSummarised(shape) ? Math.max(0, dim - 2 * ArrayText.EDGE_ITEMS) : 0;
    out.append('[');
    for (int i = 0; i < dim - gap; i++) {
      boolean isAfterGap = gap > 0 && i == ArrayText.EDGE_ITEMS;
      out.append(i == 0 ? "" : isAfterGap ? ", ..., " : ", ");
      int index = gap > 0 && i >= ArrayText.EDGE_ITEMS ? i + gap : i;
      append(out, format, shape, axis + 1, start + index * (size / dim), size / dim);
    }
    out.append(']');
  }

  @Override
  public String text(int position) {
    StringBuilder out = new StringBuilder("(");
    for (int i = 0; i < fields.size(); i++) {
      out.append(i == 0 ? "" : ", ").append(fields.get(i).text(position));
    }
    // Python needs the comma to tell a tuple of one from a number in parentheses.
    return out.append(fields.size() == 1 ? ",)" : ")").toString();
  }
}
