package io.github.npybridge.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.util.List;

/// JSON Lines: an object a file, for programs.
final class JsonReport implements InfoReport {
  private final JsonGenerator json;

  JsonReport(OutputStream out) throws IOException {
    this.json = JsonLines.to(out);
  }

  @Override
  public void array(String file, ArrayInfo info) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", file);
    json.writeStringField("format", "npy");
    facts(info);
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void archive(String file, List<MemberInfo> members) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", file);
    json.writeStringField("format", "npz");
    json.writeArrayFieldStart("members");
    for (MemberInfo member : members) {
      member(member);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void failure(String file, Failure failure) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", file);
    error(failure);
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
  }

  private void member(MemberInfo member) throws IOException {
    json.writeStartObject();
    json.writeStringField("entry", member.entry().name());
    json.writeStringField("name", member.entry().key());
    json.writeStringField("method", member.method());
    json.writeNumberField("size", member.entry().size());
    if (member.failure() != null) {
      error(member.failure());
    } else if (member.array() == null) {
      json.writeNullField("array");
    } else {
      json.writeObjectFieldStart("array");
      json.writeStringField("format", "npy");
      facts(member.array());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void error(Failure failure) throws IOException {
    json.writeStringField("error", failure.message());
    json.writeStringField("error_type", failure.type());
  }

  private void facts(ArrayInfo info) throws IOException {
    NpyHeader header = info.header();
    DType dtype = header.dtype();
    json.writeFieldName("version");
    int[] version = {header.version().major(), header.version().minor()};
    json.writeArray(version, 0, version.length);
    json.writeNumberField("header_length", header.headerLength());
    json.writeNumberField("data_offset", info.dataOffset());
    json.writeFieldName("descr");
    descr(dtype);
    json.writeStringField("dtype", dtype.name());
    json.writeNumberField("itemsize", dtype.itemSize());
    json.writeStringField("byte_order", dtype.byteOrder().map(JsonReport::name).orElse("none"));
    json.writeFieldName("shape");
    shape(header.shape());
    json.writeBooleanField("fortran_order", header.order() == MemoryOrder.FORTRAN);
    json.writeNumberField("count", header.shape().size());
    json.writeNumberField("data_bytes", header.dataSize());
    json.writeNumberField("trailing_bytes", info.trailingBytes());
    json.writeBooleanField("mappable", info.mappable());
    if (info.digest() != null) {
      json.writeStringField("digest", info.digest());
    }
  }

  private static String name(ByteOrder order) {
    return order == ByteOrder.BIG_ENDIAN ? "big" : "little";
  }

  private void shape(Shape shape) throws IOException {
    json.writeArray(shape.toArray(), 0, shape.ndim());
  }

  /// The descr as NumPy has it (`numpy.dtype.descr`), tuples as arrays.
  private void descr(DType dtype) throws IOException {
    if (!(dtype instanceof DType.Struct struct)) {
      json.writeString(dtype.descr());
      return;
    }
    json.writeStartArray();
    int end = 0;
    for (DType.Field field : struct.fields()) {
      padding(field.offset() - end);
      field(field);
      end = field.offset() + field.dtype().itemSize();
    }
    padding(struct.itemSize() - end);
    json.writeEndArray();
  }

  private void field(DType.Field field) throws IOException {
    json.writeStartArray();
    if (field.title() == null) {
      json.writeString(field.name());
    } else {
      json.writeArray(new String[] {field.title(), field.name()}, 0, 2);
    }
    if (field.dtype() instanceof DType.SubArray(DType base, Shape shape)) {
      descr(base);
      shape(shape);
    } else {
      descr(field.dtype());
    }
    json.writeEndArray();
  }

  private void padding(int bytes) throws IOException {
    if (bytes > 0) {
      json.writeArray(new String[] {"", "|V" + bytes}, 0, 2);
    }
  }
}
