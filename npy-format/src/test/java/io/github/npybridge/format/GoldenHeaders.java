package io.github.npybridge.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import java.util.zip.InflaterInputStream;

/// Headers that NumPy wrote, with the dtypes they belong to: `headers.json`, made by
/// `src/test/python/make_headers.py`, which also describes the format.
public final class GoldenHeaders {
  private static final JsonNode ROOT = load();

  private GoldenHeaders() {}

  /// What NumPy writes for one array.
  ///
  /// @param index its place in the file, for messages
  /// @param dtype built from the names, offsets and sizes that NumPy states, not from the descr
  /// @param name NumPy's name of the dtype
  /// @param shape the shape
  /// @param order the order as it shall be written
  /// @param version the version that is forced, if one is
  /// @param header prefix and header; empty when NumPy refuses the forced version
  record Golden(
      int index,
      DType dtype,
      String name,
      Shape shape,
      MemoryOrder order,
      Optional<FormatVersion> version,
      Optional<byte[]> header) {
    @Override
    public String toString() {
      String descr = dtype.descr();
      return "#" + index + " " + descr.substring(0, Math.min(40, descr.length())) + " " + shape;
    }
  }

  /// A shape, and whether NumPy says `fortran_order: True` for a Fortran array of it.
  record Normalized(Shape shape, boolean fortran) {}

  static List<Golden> headers() {
    List<Golden> out = new ArrayList<>();
    for (JsonNode entry : ROOT.required("headers")) {
      JsonNode version = entry.path("version");
      JsonNode header = entry.required("header");
      out.add(
          new Golden(
              out.size(),
              dtype(entry.required("dtype")),
              entry.required("name").textValue(),
              shape(entry.required("shape")),
              entry.required("fortran").booleanValue() ? MemoryOrder.FORTRAN : MemoryOrder.C,
              version.isMissingNode() ? Optional.empty() : Optional.of(version(version)),
              header.isNull() ? Optional.empty() : Optional.of(bytes(header))));
    }
    return out;
  }

  /// For files of the corpus: the header that `numpy.save` writes for what `numpy.load` reads.
  public static Map<String, byte[]> corpus() {
    Map<String, byte[]> out = new TreeMap<>();
    ROOT.required("corpus").properties().forEach(e -> out.put(e.getKey(), bytes(e.getValue())));
    return out;
  }

  static List<Normalized> normalized() {
    List<Normalized> out = new ArrayList<>();
    ROOT.required("normalized")
        .forEach(pair -> out.add(new Normalized(shape(pair.get(0)), pair.get(1).booleanValue())));
    return out;
  }

  /// The assigned code points that Python's `repr` leaves alone, or those that it escapes.
  public static IntStream codePoints(boolean printable) {
    JsonNode ranges = ROOT.required(printable ? "printable" : "unprintable");
    return StreamSupport.stream(ranges.spliterator(), false)
        .flatMapToInt(
            range -> IntStream.rangeClosed(range.get(0).intValue(), range.get(1).intValue()));
  }

  private static DType dtype(JsonNode node) {
    if (node.has("base")) {
      return new DType.SubArray(dtype(node.get("base")), shape(node.required("shape")));
    }
    if (node.has("fields")) {
      List<DType.Field> fields = new ArrayList<>();
      for (JsonNode field : node.get("fields")) {
        JsonNode name = field.get(0);
        fields.add(
            new DType.Field(
                name.isArray()
                    ? name.get(0).textValue().repeat(name.get(1).intValue())
                    : name.textValue(),
                field.get(1).textValue(),
                dtype(field.get(3)),
                field.get(2).intValue()));
      }
      return new DType.Struct(fields, node.required("size").intValue());
    }
    String kind = node.get(0).textValue();
    int size = node.get(1).intValue();
    String last = node.get(node.size() - 1).textValue();
    ByteOrder order = last.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return switch (kind) {
      case "bfloat16" -> DType.BFLOAT16.withOrder(order);
      case "S" -> new DType.Bytes(size);
      case "U" -> new DType.Text(size, order);
      case "V" -> new DType.Raw(size);
      case "M" -> new DType.DateTime(unit(node.get(1)), node.get(2).intValue(), order);
      case "m" -> new DType.TimeDelta(unit(node.get(1)), node.get(2).intValue(), order);
      default ->
          Arrays.stream(ScalarType.values())
              .filter(type -> type != ScalarType.BFLOAT16)
              .filter(type -> kind.equals(type.kind() + "") && type.itemSize() == size)
              .map(type -> (DType) DType.of(type).withOrder(order))
              .findFirst()
              .orElseGet(() -> new DType.LongDouble(kind.equals("c"), order));
    };
  }

  private static DateTimeUnit unit(JsonNode node) {
    String code = node.textValue().equals("generic") ? "" : node.textValue();
    return Arrays.stream(DateTimeUnit.values())
        .filter(unit -> unit.code().equals(code))
        .findFirst()
        .orElseThrow();
  }

  private static Shape shape(JsonNode dims) {
    long[] out = new long[dims.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = dims.get(i).longValue();
    }
    return Shape.of(out);
  }

  private static FormatVersion version(JsonNode node) {
    return Arrays.stream(FormatVersion.values())
        .filter(version -> version.toString().equals(node.textValue()))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] bytes(JsonNode header) {
    if (header.isArray()) {
      String text = header.get(0).textValue();
      byte[] out = new byte[header.get(1).intValue()];
      Arrays.fill(out, (byte) ' ');
      System.arraycopy(text.getBytes(StandardCharsets.ISO_8859_1), 0, out, 0, text.length());
      out[out.length - 1] = '\n';
      return out;
    }
    byte[] packed = Base64.getDecoder().decode(header.required("zlib").textValue());
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode load() {
    try (InputStream in =
        Objects.requireNonNull(GoldenHeaders.class.getResourceAsStream("/headers.json"))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
