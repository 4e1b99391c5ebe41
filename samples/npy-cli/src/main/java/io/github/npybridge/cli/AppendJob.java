package io.github.npybridge.cli;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyHeader;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.Shape;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyAppender;
import io.github.npybridge.store.NpyFile;
import io.github.npybridge.store.NpyWriter;
import io.github.npybridge.tensor.Tensor;
import io.github.npybridge.tensor.Tensors;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of some files, appended to another one. All files are looked at before anything is
/// written, and one commit makes the rows of all of them part of the target.
///
/// @param target the file that grows, as the user calls it
/// @param files the files whose rows it gets, in this order
record AppendJob(String target, List<String> files) {

  /// Does the job.
  ///
  /// @param err where its progress is shown
  /// @return why the target is as it was, or null if it has the rows
  @Nullable Failure run(PrintStream err) {
    ArrayInfo before;
    Path path;
    try {
      path = InputFile.of(target).path();
      before = ArrayInfo.read(path);
      requireGrowable(before.header());
    } catch (IOException | DataException | RuntimeException | VirtualMachineError e) {
      return Failure.of(e, target).inFile(target);
    }
    List<NpyHeader> headers = new ArrayList<>();
    for (String file : files) {
      try {
        NpyHeader header = ArrayInfo.read(InputFile.of(file).path()).header();
        requireSameRows(header, before.header());
        headers.add(header);
      } catch (IOException | DataException | RuntimeException | VirtualMachineError e) {
        return Failure.of(e, file).inFile(file);
      }
    }
    try {
      append(path, before, headers, err);
      return null;
    } catch (DataException e) {
      return Failure.of(e, target);
    } catch (IOException e) {
      return Failure.ofWriting(e, target);
    } catch (RuntimeException | VirtualMachineError e) {
      return Failure.of(e, target).inFile(target);
    }
  }

  private static void requireGrowable(NpyHeader header) throws DataException {
    if (header.shape().ndim() == 0) {
      throw new DataException("shape: expected an axis to append along, found ()");
    }
    if (header.shape().ndim() > 1 && header.order() == MemoryOrder.FORTRAN) {
      throw new DataException(
          "order: expected C order, in which rows lie behind each other, found Fortran order;"
              + " 'npy cast TARGET TARGET --dtype same --order C' changes it");
    }
  }

  private static void requireSameRows(NpyHeader header, NpyHeader target) throws DataException {
    DType expected = target.dtype();
    DType found = header.dtype();
    if (!found.withOrder(ByteOrder.BIG_ENDIAN).equals(expected.withOrder(ByteOrder.BIG_ENDIAN))) {
      throw new DataException(
          "dtype: expected that of the target, "
              + expected.descr()
              + ", found "
              + found.descr()
              + "; 'npy cast' changes it");
    }
    if (header.shape().ndim() == 0 || !Arrays.equals(rowShape(header), rowShape(target))) {
      throw new DataException(
          "shape: expected rows as in the target, "
              + withRows(target.shape(), 0).toString().replaceFirst("0", "n")
              + ", found "
              + header.shape());
    }
  }

  private static long[] rowShape(NpyHeader header) {
    long[] dims = header.shape().toArray();
    return Arrays.copyOfRange(dims, 1, dims.length);
  }

  private static Shape withRows(Shape shape, long rows) {
    long[] dims = shape.toArray();
    dims[0] = rows;
    return Shape.of(dims);
  }

  private void append(Path path, ArrayInfo before, List<NpyHeader> headers, PrintStream err)
      throws IOException, DataException {
    NpyHeader old = before.header();
    long rows = 0;
    long bytes = 0;
    for (NpyHeader header : headers) {
      rows = Math.addExact(rows, header.shape().dim(0));
      bytes = Math.addExact(bytes, header.dataSize());
    }
    Shape grown = withRows(old.shape(), Math.addExact(old.shape().dim(0), rows));
    boolean inPlace = hasRoom(old, grown);
    long work = inPlace ? bytes : Math.addExact(bytes, old.dataSize());
    try (Progress progress = Progress.of("append", work, err)) {
      if (inPlace) {
        appendInPlace(path, before, headers, rows, progress);
      } else {
        rewrite(path, old, grown, headers, progress);
      }
    }
  }

  private void appendInPlace(
      Path path, ArrayInfo before, List<NpyHeader> headers, long rows, Progress progress)
      throws IOException, DataException {
    if (before.trailingBytes() > 0) {
      // Left by an append that was killed. They may look like another array to the appender, and
      // it would leave them where there is nothing to write.
      NpyAppender.recover(path);
    }
    try (NpyAppender appender = NpyAppender.open(path)) {
      requireUnchanged(appender.header(), before.header(), target);
      writeFiles(new RowWriter(before.header().dtype(), appender::write, progress), headers);
      appender.commit(rows);
    }
  }

  /// Whether the header has room for a shape; NumPy's always has, that of others perhaps not.
  private static boolean hasRoom(NpyHeader header, Shape shape) {
    MemoryOrder order = header.order().normalized(shape);
    try {
      NpyHeaderWriter.encode(
          new NpyHeader(header.version(), header.dtype(), shape, order, header.headerLength()));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Writes the grown array beside the target, and puts it in its place.
  private void rewrite(
      Path path, NpyHeader old, Shape grown, List<NpyHeader> headers, Progress progress)
      throws IOException, DataException {
    try (NpyWriter writer = NpyWriter.open(path, old.dtype(), grown, MemoryOrder.C)) {
      RowWriter output = new RowWriter(old.dtype(), writer::write, progress);
      writeFile(output, target, old);
      writeFiles(output, headers);
      writer.commit();
    }
  }

  private void writeFiles(RowWriter output, List<NpyHeader> headers)
      throws IOException, DataException {
    for (int i = 0; i < headers.size(); i++) {
      writeFile(output, files.get(i), headers.get(i));
    }
  }

  private static void writeFile(RowWriter output, String file, NpyHeader expected)
      throws IOException, DataException {
    try (Arena arena = Arena.ofConfined();
        NpyFile opened = open(file, arena)) {
      requireUnchanged(opened.header(), expected, file);
      Tensor rows = Tensors.asTensor(opened);
      output.write(rows);
    }
  }

  private static NpyFile open(String file, Arena arena) throws DataException {
    try {
      return NpyFile.open(InputFile.of(file).path(), MapMode.READ_ONLY, arena);
    } catch (IOException e) {
      throw new DataException(Failure.of(e, file).inFile(file).message(), e);
    }
  }

  private static void requireUnchanged(NpyHeader found, NpyHeader expected, String file)
      throws DataException {
    if (!found.equals(expected)) {
      throw new DataException(
          "header: expected the one that was read, found another one (file="
              + file
              + "); somebody else changed the file");
    }
  }
}
