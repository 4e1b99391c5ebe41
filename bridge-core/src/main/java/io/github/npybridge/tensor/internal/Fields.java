package io.github.npybridge.tensor.internal;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;

/// Fields of structured regions.
public final class Fields {
  private Fields() {}

  /// The region of one field, found by a name or by names with dots between them. A name that holds
  /// a dot itself comes before a path.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Region select(Region region, String path) {
    DType.Struct struct = requireStruct(region.dtype(), path);
    DType.Field whole = struct.field(path).orElse(null);
    if (whole != null) {
      return select(region, whole);
    }
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      DType.Field first = struct.field(path.substring(0, dot)).orElse(null);
      if (first != null) {
        return select(select(region, first), path.substring(dot + 1));
      }
    }
    throw new IllegalArgumentException(
        "field: expected one of "
            + struct.fields().stream().map(DType.Field::name).toList()
            + ", found '"
            + path
            + "'");
  }

  private static DType.Struct requireStruct(DType dtype, String path) {
    if (dtype instanceof DType.Struct struct) {
      return struct;
    }
    throw new IllegalArgumentException(
        "field: expected a structured dtype for '" + path + "', found " + dtype);
  }

  /// The region of one field; a field that is an array adds its axes.
  public static Region select(Region region, DType.Field field) {
    Geometry geometry = region.geometry().shift(field.offset());
    if (!(field.dtype() instanceof DType.SubArray subArray)) {
      return new Region(region.segment(), field.dtype(), geometry);
    }
    DType elements = DTypeText.elementsOf(subArray);
    Shape inner = DTypeText.shapeOf(subArray);
    return new Region(region.segment(), elements, geometry.append(inner, elements.itemSize()));
  }
}
