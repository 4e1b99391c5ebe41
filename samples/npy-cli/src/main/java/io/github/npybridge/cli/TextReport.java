package io.github.npybridge.cli;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.FormatVersion;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A line a file, for people; below it a line for each member of an archive, and for each field of
/// a structured dtype.
///
/// ```text
/// x.npy: float32 (2, 3), C order, little-endian, 24 bytes at offset 128
/// a.npz: archive of 1 member
///   'x': float32 (2, 3), C order, little-endian, 24 bytes at offset 192, stored
/// ```
final class TextReport implements InfoReport {
  private static final String UNITS = "KMGTPE";
  private static final String INDENT = "  ";

  private final OutputStream out;
  private final PrintStream err;

  TextReport(OutputStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public void array(String file, ArrayInfo info) throws IOException {
    array(file, info, "", "");
  }

  @Override
  public void archive(String file, List<MemberInfo> members) throws IOException {
    print(file + ": archive of " + members.size() + (members.size() == 1 ? " member" : " members"));
    for (MemberInfo member : members) {
      String name = INDENT + "'" + member.entry().key() + "'";
      if (member.failure() != null) {
        failure(file, member.failure());
      } else if (member.array() == null) {
        print(name + ": no array, " + size(member.entry().size()) + ", " + member.method());
      } else {
        array(name, member.array(), ", " + member.method(), INDENT);
      }
    }
  }

  @Override
  public void failure(String file, Failure failure) throws IOException {
    // So that on a terminal both outputs come in the order of the files.
    out.flush();
    failure.printTo(err);
  }

  @Override
  public void close() {}

  private void array(String name, ArrayInfo info, String method, String indent) throws IOException {
    NpyHeader header = info.header();
    StringBuilder line = new StringBuilder(name).append(": ");
    line.append(header.dtype().name()).append(' ').append(header.shape());
    line.append(header.order() == MemoryOrder.C ? ", C order" : ", Fortran order");
    header.dtype().byteOrder().ifPresent(order -> line.append(name(order)));
    line.append(", ").append(size(header.dataSize()));
    line.append(" at offset ").append(info.dataOffset()).append(method);
    if (info.trailingBytes() > 0) {
      line.append(", then ").append(size(info.trailingBytes())).append(" that are ignored");
    }
    if (header.version() != FormatVersion.V1_0) {
      line.append(", format ").append(header.version());
    }
    if (info.digest() != null) {
      line.append(", ").append(info.digest());
    }
    print(line.toString());
    if (header.dtype() instanceof DType.Struct struct) {
      fields(struct, indent + INDENT);
    }
  }

  private void fields(DType.Struct struct, String indent) throws IOException {
    for (DType.Field field : struct.fields()) {
      String title = field.title() == null ? "" : " ('" + field.title() + "')";
      String what =
          field.dtype() instanceof DType.SubArray array
              ? array.base().descr() + " " + array.shape()
              : field.dtype().descr();
      print(indent + "at " + field.offset() + ": '" + field.name() + "'" + title + " " + what);
    }
  }

  private void print(String line) throws IOException {
    out.write((Failure.oneLine(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String name(ByteOrder order) {
    return order == ByteOrder.BIG_ENDIAN ? ", big-endian" : ", little-endian";
  }

  /// A size as `24 bytes` or `4294967296 bytes (4.0 GiB)`.
  private static String size(long bytes) {
    String exact = bytes + (bytes == 1 ? " byte" : " bytes");
    int unit = (63 - Long.numberOfLeadingZeros(Math.max(1, bytes))) / 10;
    if (unit == 0) {
      return exact;
    }
    // By hand: String.format alone takes longer than all the rest of a short run.
    long tenths = Math.round(Math.scalb(10.0 * bytes, -10 * unit));
    return exact + " (" + tenths / 10 + "." + tenths % 10 + " " + UNITS.charAt(unit - 1) + "iB)";
  }
}
