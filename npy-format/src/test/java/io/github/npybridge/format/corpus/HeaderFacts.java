package io.github.npybridge.format.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyFormatException;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.internal.Literal;
import io.github.npybridge.format.internal.Place;
import io.github.npybridge.format.internal.PythonLiteral;
import java.util.List;
import java.util.Objects;

/// Compares a header that was read with what NumPy found.
public final class HeaderFacts {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private HeaderFacts() {}

  /// Fails unless every fact of the header is right.
  ///
  /// @param available how many bytes there are from the array's first byte to the end of the file
  public static void check(NpyHeader header, ArrayFacts facts, long available) {
    assertThat(header.version()).hasToString(facts.version());
    assertThat(header.headerLength()).as("header length").isEqualTo(facts.headerLength());
    assertThat(header.dataOffset()).as("data offset").isEqualTo(facts.dataOffset());
    assertThat(header.shape().toArray())
        .as("shape")
        .isEqualTo(facts.shape().stream().mapToLong(Long::longValue).toArray());
    assertThat(header.shape().ndim()).as("ndim").isEqualTo(facts.shape().size());
    assertThat(header.shape().size()).as("count").isEqualTo(facts.count());
    assertThat(header.order() == MemoryOrder.FORTRAN)
        .as("fortran_order")
        .isEqualTo(facts.fortranOrder());
    assertThat(header.dataSize()).as("data bytes").isEqualTo(facts.dataBytes());
    assertThat(available - header.totalSize())
        .as("trailing bytes")
        .isEqualTo(facts.trailingBytes());

    DType dtype = header.dtype();
    assertThat(dtype instanceof DType.Struct ? "struct" : String.valueOf(dtype.kind()))
        .as("kind")
        .isEqualTo(facts.kind());
    assertThat(dtype.itemSize()).as("item size").isEqualTo(facts.itemSize());
    assertThat(dtype.byteOrder()).as("byte order").isEqualTo(facts.byteOrder());
    assertThat(json(dtype)).as("descr").isEqualTo(facts.descr());
    if (dtype instanceof DType.Struct struct) {
      checkFields(struct, facts.fields());
    }
  }

  private static void checkFields(DType.Struct struct, JsonNode facts) {
    assertThat(struct.fields()).hasSameSizeAs(facts);
    for (int i = 0; i < facts.size(); i++) {
      DType.Field field = struct.fields().get(i);
      JsonNode fact = facts.get(i);
      assertThat(field.name()).as("name").isEqualTo(fact.required("name").textValue());
      assertThat(field.title()).as("title").isEqualTo(fact.path("title").textValue());
      assertThat(field.offset()).as("offset").isEqualTo(fact.required("offset").intValue());
      assertThat(field.dtype().itemSize())
          .as("item size of the field")
          .isEqualTo(fact.required("itemsize").intValue());
      ArrayNode shape = JSON.arrayNode();
      DType base = field.dtype();
      if (base instanceof DType.SubArray array) {
        for (long dim : array.shape().toArray()) {
          shape.add((int) dim);
        }
        base = array.base();
      }
      assertThat((JsonNode) shape).as("sub-shape").isEqualTo(fact.required("subshape"));
      assertThat(json(base)).as("descr of the field").isEqualTo(fact.required("descr"));
      if (base instanceof DType.Struct nested) {
        checkFields(nested, fact.required("fields"));
      }
    }
  }

  /// The descr of a dtype as nested JSON, the form of the manifest: tuples and lists become arrays.
  public static JsonNode json(DType dtype) {
    if (!(dtype instanceof DType.Struct)) {
      return JSON.textNode(dtype.descr());
    }
    try {
      return json(PythonLiteral.parse(new Place(null, null, dtype.descr()), false));
    } catch (NpyFormatException e) {
      throw new AssertionError("descr: expected a Python literal, found " + dtype.descr(), e);
    }
  }

  private static JsonNode json(Literal literal) {
    return switch (literal) {
      case Literal.Str text -> JSON.textNode(text.value());
      case Literal.Int number -> JSON.numberNode(number.value().intValueExact());
      case Literal.Tuple tuple -> json(tuple.items());
      case Literal.Array list -> json(list.items());
      case Literal.Bool _, Literal.None _, Literal.Dict _ ->
          throw new AssertionError("descr: expected texts, numbers and lists, found " + literal);
    };
  }

  private static JsonNode json(List<Literal> items) {
    ArrayNode out = JSON.arrayNode();
    items.forEach(item -> out.add(Objects.requireNonNull(json(item))));
    return out;
  }
}
