package io.github.npybridge.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is measured, and what is expected of it.
final class Rows {
  private static final List<String> DTYPES =
      List.of("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8");

  /// The bulk operations that write nothing.
  private static final Set<String> READING = Set.of("sum", "max", "zeros", "nans");

  private static final Set<String> WIDE = Set.of("f4", "f8");

  /// `double[][]` within 1.15 times.
  private static final double AS_ARRAYS = 1 / 1.15;

  /// Elements that the second cache holds.
  private static final long CACHED = 1 << 15;

  private static final int SIDE = 256;

  /// The pairs that stand for all where time is short.
  private static final Set<String> SOME =
      Set.of("f8:f4", "f4:f8", "u1:f4", "i4:f8", "i2:f4", "f4:f2", "f2:f4", "f4:i4");

  private final Sizes sizes;
  private final List<Row> rows = new ArrayList<>();

  private Rows(Sizes sizes) {
    this.sizes = sizes;
  }

  /// All rows, in the order of the table.
  ///
  /// @param everyCast whether every pair of dtypes is cast into existing memory, not only some
  /// @param everyFresh the same for new memory
  static List<Row> of(Sizes sizes, boolean everyCast, boolean everyFresh) {
    Rows rows = new Rows(sizes);
    rows.files();
    rows.bulk();
    rows.casts(everyCast);
    rows.fresh(everyFresh);
    rows.moves();
    rows.rows.add(new Row.Launch("`npy info` of a 1 GiB file, whole process", 2));
    rows.rows.add(
        new Row.Memory(
            "anonymous memory while summing " + (sizes.sparse() >> 20) + " MiB, above idle", 64));
    rows.elements();
    rows.pollution();
    return rows.rows;
  }

  private void files() {
    List<String> small = List.of("small");
    numpy("open + one element + close, confined arena", small, "open:confined", 3.5);
    numpy("open + one element + close, shared arena", small, "open:shared", 1.1);
    List<String> many = List.of("many");
    numpy("open " + sizes.files() + " files of 4 KiB through one arena, each", many, "many:map", 4);
    numpy("read " + sizes.files() + " files of 4 KiB into arrays, each", many, "many:read", 5);
  }

  private void bulk() {
    bulk("sum float64", "sum:f8", "f8", 1.3);
    bulk("sum float32", "sum:f4", "f4", 1.3);
    bulk("sum int32", "sum:i4", "i4", 4);
    bulk("sum uint8", "sum:u1", "u1", 5);
    bulk("greatest float64", "max:f8", "f8", 0.95);
    bulk("greatest int32", "max:i4", "i4", 0.95);
    bulk("greatest uint8", "max:u1", "u1", 0.95);
    bulk("count of zeros, int16", "zeros:i2", "i2", 0.95);
    bulk("count of NaN, float64", "nans:f8", "f8", 0.95);
    bulk("x *= k in place, float64", "scale:f8", "f8", 0.95);
    bulk("x *= k in place, float32", "scale:f4", "f4", 0.95);
    bulk("fill float64 with 0", "fill:0", "f8", 0.95);
    bulk("fill float64 with 1.5", "fill:1.5", "f8", 0.95);
    bulk("copy float64", "copy:f8", "f8", 1.1);
  }

  private void bulk(String operation, String name, String dtype, double atLeast) {
    boolean reads = READING.contains(name.substring(0, name.indexOf(':')));
    List<String> inputs = reads ? List.of(dtype) : List.of(dtype, "scratch-" + dtype);
    numpy(operation, inputs, name + ":" + sizes.elements(dtype), atLeast);
  }

  private void casts(boolean every) {
    for (String from : DTYPES) {
      for (String to : DTYPES) {
        if (every ? !from.equals(to) : SOME.contains(from + ":" + to)) {
          boolean half =
              Set.of(from, to).contains("f2") && (WIDE.contains(from) || WIDE.contains(to));
          // NumPy's rule for what is out of range: the same work. The default rule is a row below.
          String name = "castnumpy:" + from + ":" + to + ":" + sizes.cast();
          Row.Pair pair = new Row.Pair("cast", from, to);
          String operation = "cast " + from + " to " + to;
          numpy(operation, List.of(from, "into-" + to), name, half ? 6 : 0.95, pair);
        }
      }
    }
    rows.add(new Row.Mean("cast, geometric mean of all pairs", "cast", 1.3));
    for (String pair : List.of("f8:i4", "f8:i8", "f4:u1", "f4:i2")) {
      String name = "cast:" + pair + ":" + sizes.cast();
      String operation = "cast " + pair.replace(":", " to ") + ", `OutOfRange.REJECT`";
      numpy(operation, List.of(pair.substring(0, 2), "into-" + pair.substring(3)), name, 0);
    }
    for (int width : new int[] {2, 4, 8}) {
      String dtype = "i" + width;
      String name = "swap:" + dtype + ":" + sizes.cast();
      numpy("byte swap, " + width + " bytes", List.of(dtype, "into-" + dtype), name, 0.95);
    }
  }

  private void fresh(boolean every) {
    for (String from : DTYPES) {
      for (String to : DTYPES) {
        if (every ? !from.equals(to) : SOME.contains(from + ":" + to)) {
          String name = "fresh:" + from + ":" + to + ":" + sizes.freshElements(from, to);
          String operation = "cast " + from + " to " + to + ", new memory";
          Row.Pair pair = every ? new Row.Pair("cast into new memory", from, to) : null;
          numpy(operation, List.of(from), name, 0.9, pair);
        }
      }
    }
  }

  private void moves() {
    int square = sizes.square();
    int cube = sizes.cube();
    String matrix = "transpose copy " + square + " x " + square;
    numpy(matrix + " float32", List.of("f4", "into-f4"), "permute:f4:10:" + square, 6);
    numpy(matrix + " float64", List.of("f8", "into-f8"), "permute:f8:10:" + square, 4);
    String tensor = "permute copy " + cube + "³ float32, axes ";
    numpy(tensor + "(2, 1, 0)", List.of("f4", "into-f4"), "permute:f4:210:" + cube, 3);
    numpy(tensor + "(0, 2, 1)", List.of("f4", "into-f4"), "permute:f4:021:" + cube, 1.2);
    for (int kib : new int[] {1, 4, 16}) {
      numpy("gather 256 rows of " + kib + " KiB", List.of("f4"), "gather:" + kib, 0.95);
    }
  }

  private void elements() {
    List<String> inputs = List.of("f8", "scratch-f8");
    for (String deed : List.of("get", "getset")) {
      String ours = deed + ":tensor:" + SIDE;
      String call = deed.equals("get") ? "`getDouble(i, j)`" : "`getDouble` + `setDouble`";
      rows.add(
          new Row.Timed(
              call + " beside `double[][]`, an element",
              inputs,
              Side.POLLUTED,
              deed + ":array:" + SIDE,
              ours,
              AS_ARRAYS,
              null));
      rows.add(new Row.Limited(call + " in a polluted JVM, an element", inputs, ours, 1));
    }
  }

  private void pollution() {
    polluted("sum float64", List.of("f8"), "sum:f8:" + CACHED);
    polluted("x *= k float64", List.of("f8", "scratch-f8"), "scale:f8:" + CACHED);
    polluted("copy float64", List.of("f8", "scratch-f8"), "copy:f8:" + CACHED);
    for (String pair : List.of("f8:f4", "u1:f4", "f2:f4")) {
      String operation = "cast " + pair.replace(":", " to ");
      polluted(
          operation,
          List.of(pair.substring(0, 2), "into-" + pair.substring(3)),
          "cast:" + pair + ":" + CACHED);
    }
    polluted("transpose float32", List.of("f4", "into-f4"), "permute:f4:10:128");
  }

  private void polluted(String operation, List<String> inputs, String name) {
    String text = operation + ", polluted beside clean JVM";
    rows.add(new Row.Timed(text, inputs, Side.CLEAN, name, name, 0.5, null));
  }

  private void numpy(String operation, List<String> inputs, String name, double atLeast) {
    numpy(operation, inputs, name, atLeast, null);
  }

  private void numpy(
      String operation, List<String> inputs, String name, double atLeast, Row.@Nullable Pair pair) {
    rows.add(new Row.Timed(operation, inputs, Side.NUMPY, name, name, atLeast, pair));
  }
}
