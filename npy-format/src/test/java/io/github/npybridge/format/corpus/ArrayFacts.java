package io.github.npybridge.format.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What NumPy found in one array of the corpus. Sizes and offsets are in bytes.
///
/// The texts of elements are absent (empty lists) where they have no meaning; `fields` and `leaves`
/// are missing nodes unless the dtype is structured.
///
/// @param version the container's version, such as `1.0`
/// @param headerLength the length of the header text with its padding
/// @param dataOffset where the data starts, from the array's first byte
/// @param descr the descr as NumPy writes it: a text, or nested arrays
/// @param kind one of `b i u f c S U V M m struct`
/// @param itemSize the size of one element
/// @param byteOrder empty for one-byte items, opaque items and records
/// @param shape the axis lengths
/// @param fortranOrder what the header says, also where it makes no difference
/// @param count the number of elements
/// @param dataBytes the size of all elements
/// @param trailingBytes how much follows the last element in the file
/// @param sha256Raw digest of the data as it lies in the file
/// @param sha256CLe digest of the elements in C order with every unit little-endian
/// @param firstHex up to four elements from the start in C order, most significant byte first
/// @param lastHex up to four elements before the end
/// @param firstText the same as [#firstHex], as Python prints the values
/// @param lastText the same as [#lastHex], as Python prints the values
/// @param fields the fields of a structured dtype
/// @param leaves the scalars that a record consists of
public record ArrayFacts(
    String version,
    int headerLength,
    long dataOffset,
    JsonNode descr,
    String kind,
    int itemSize,
    Optional<ByteOrder> byteOrder,
    List<Long> shape,
    boolean fortranOrder,
    long count,
    long dataBytes,
    long trailingBytes,
    String sha256Raw,
    String sha256CLe,
    List<String> firstHex,
    List<String> lastHex,
    List<String> firstText,
    List<String> lastText,
    JsonNode fields,
    JsonNode leaves) {

  /// The facts in a manifest's `array` object.
  public static ArrayFacts of(JsonNode array) {
    return new ArrayFacts(
        array.required("version").get(0).asInt() + "." + array.required("version").get(1).asInt(),
        array.required("header_len").intValue(),
        array.required("data_offset").longValue(),
        array.required("descr"),
        array.required("kind").textValue(),
        array.required("itemsize").intValue(),
        byteOrder(array.required("byte_order").textValue()),
        longs(array.required("shape")),
        array.required("fortran_order").booleanValue(),
        array.required("count").longValue(),
        array.required("data_bytes").longValue(),
        array.required("trailing_bytes").longValue(),
        array.required("sha256_raw").textValue(),
        array.required("sha256_c_le").textValue(),
        texts(array.path("first_hex")),
        texts(array.path("last_hex")),
        texts(array.path("first_text")),
        texts(array.path("last_text")),
        array.path("fields"),
        array.path("leaves"));
  }

  private static Optional<ByteOrder> byteOrder(String name) {
    return switch (name) {
      case "little" -> Optional.of(ByteOrder.LITTLE_ENDIAN);
      case "big" -> Optional.of(ByteOrder.BIG_ENDIAN);
      default -> Optional.empty();
    };
  }

  private static List<Long> longs(JsonNode array) {
    List<Long> out = new ArrayList<>();
    array.forEach(item -> out.add(item.longValue()));
    return List.copyOf(out);
  }

  private static List<String> texts(JsonNode array) {
    List<String> out = new ArrayList<>();
    array.forEach(item -> out.add(item.textValue()));
    return List.copyOf(out);
  }
}
