package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import io.github.npybridge.format.corpus.NumPy;
import io.github.npybridge.store.ClosedFileException;
import io.github.npybridge.store.MapMode;
import io.github.npybridge.store.NpyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexAccessTest {
  private static final long SEED = Long.getLong("npybridge.seed", 1);
  private static final int ROUNDS = 500;

  @TempDir Path folder;

  private static Tensor counting() {
    return Tensors.asTensor(new double[][] {{0, 1, 2}, {10, 11, 12}, {20, 21, 22}, {30, 31, 32}});
  }

  @Test
  void copiesIndicesAsNumPy() throws IOException {
    NumPy.assume(2);
    String lines =
        NumPy.run(
            Path.of("src/test/python/index_select.py"),
            List.of(Long.toString(SEED), Integer.toString(ROUNDS)),
            60);
    int rounds = 0;
    for (String line : lines.lines().toList()) {
      checkAsNumPy(new ObjectMapper().readTree(line), rounds++, line);
    }
    assertThat(rounds).isEqualTo(ROUNDS);
  }

  private static void checkAsNumPy(JsonNode round, int number, String line) {
    DType dtype = DType.of(round.required("dtype").textValue());
    long[] dims = OracleObject.longs(round.required("shape"), 1);
    int axis = round.required("axis").intValue();
    long[] indices = OracleObject.longs(round.required("indices"), 1);
    int along = Math.floorMod(axis, dims.length);
    long[] taken = dims.clone();
    taken[along] = indices.length;

    Tensor array = strided(Elements.over(bytes(round, "data"), dtype, dims), number);
    Tensor rows = strided(Elements.over(bytes(round, "rows"), dtype, taken), number / 2);
    Tensor selected = array.indexSelect(axis, indices);
    assertThat(selected.shape()).isEqualTo(Shape.of(taken));
    assertThat(selected.isView()).isFalse();
    assertThat(Elements.bytesOf(selected)).as(line).isEqualTo(bytes(round, "taken"));

    Tensor into = strided(Elements.over(bytes(round, "rows"), dtype, taken), number / 4);
    into.indexSelectFrom(array, axis, indices);
    assertThat(Elements.bytesOf(into)).as(line).isEqualTo(bytes(round, "taken"));

    array.indexCopy(axis, indices, rows);
    assertThat(Elements.bytesOf(array)).as(line).isEqualTo(bytes(round, "put"));
  }

  private static byte[] bytes(JsonNode round, String name) {
    return HexFormat.of().parseHex(round.required(name).textValue());
  }

  /// The same elements, every second time in Fortran order and with gaps.
  private static Tensor strided(Tensor tensor, int number) {
    if (number % 2 == 0) {
      return tensor;
    }
    long[] dims = tensor.transpose().shape().toArray();
    dims[dims.length - 1] *= 2;
    long last = dims[dims.length - 1];
    Slice every = Slice.range(0, last, 2);
    Tensor view =
        Tensors.zeros(tensor.dtype(), Shape.of(dims)).slice(Slice.ellipsis(), every).transpose();
    view.copyFrom(tensor);
    return view;
  }

  @Test
  void ofARepeatedIndexTheLastRowStays() {
    Tensor tensor = counting();
    tensor.indexCopy(0, new long[] {1, -3, 1}, counting().slice("1:4"));
    assertThat(tensor.select(0, 1).toDoubleArray()).containsExactly(30, 31, 32);
    assertThat(tensor.select(0, 2).toDoubleArray()).containsExactly(20, 21, 22);
  }

  @Test
  void sourceAndTargetMayOverlap() {
    Tensor tensor = counting();
    tensor.indexSelectFrom(tensor, 0, 3, 2, 1, 0);
    assertThat(tensor.select(1, 0).toDoubleArray()).containsExactly(30, 20, 10, 0);
    tensor.indexCopy(0, new long[] {1, 2, 3, 0}, tensor);
    assertThat(tensor.select(1, 0).toDoubleArray()).containsExactly(0, 30, 20, 10);
    Tensor rows = tensor.slice("1:3");
    tensor.slice("0:2").indexSelectFrom(rows, 0, 0, 0);
    assertThat(tensor.select(1, 0).toDoubleArray()).containsExactly(30, 30, 20, 10);
  }

  @Test
  void twoMappingsOfOneFileMayOverlap() throws IOException {
    Path path = folder.resolve("twice.npy");
    Tensors.save(path, counting());
    try (NpyFile one = NpyFile.open(path, MapMode.READ_WRITE);
        NpyFile other = NpyFile.open(path, MapMode.READ_WRITE)) {
      Tensors.asTensor(one).indexSelectFrom(Tensors.asTensor(other), 0, 3, 2, 1, 0);
      assertThat(Tensors.asTensor(other).select(1, 0).toDoubleArray())
          .containsExactly(30, 20, 10, 0);
      Tensors.asTensor(one).indexCopy(0, new long[] {3, 2, 1, 0}, Tensors.asTensor(other));
      assertThat(Tensors.asTensor(other).select(1, 0).toDoubleArray())
          .containsExactly(0, 10, 20, 30);
    }
  }

  @Test
  void noIndicesAreNoRows() {
    Tensor none = counting().indexSelect(1);
    assertThat(none.shape()).isEqualTo(Shape.of(4, 0));
    Tensor tensor = counting();
    tensor.indexCopy(1, new long[0], none);
    assertThat(tensor.contentEquals(counting())).isTrue();
  }

  @Test
  void keepsTheWishForGradients() {
    AsArrayOptions options = AsArrayOptions.DEFAULT.withRequiresGrad(true);
    Tensor wishing = Tensors.asArray(new float[] {1, 2}, options);
    assertThat(wishing.indexSelect(0, 1).requiresGrad()).isTrue();
    assertThat(counting().indexSelect(0, 1).requiresGrad()).isFalse();
  }

  @Test
  void refusesBeforeItWrites() {
    Tensor tensor = counting();
    Tensor target = Tensors.zeros(DType.FLOAT64, Shape.of(2, 3));
    assertThatThrownBy(() -> tensor.indexSelect(0, 1, 4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("index 4 is out of bounds for axis 0 with size 4");
    assertThatThrownBy(() -> target.indexSelectFrom(tensor, 0, 1, -5))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("index -5 is out of bounds for axis 0 with size 4");
    assertThatThrownBy(() -> tensor.indexCopy(0, new long[] {1, 4}, target))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tensor.indexSelect(2, 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("axis 2 is out of bounds for array of dimension 2");
    assertThatThrownBy(() -> target.indexSelectFrom(tensor, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "indexSelectFrom: expected shape (1, 3) for 1 indices along axis 0, found (2, 3)");
    assertThatThrownBy(() -> tensor.indexCopy(1, new long[] {0, 1}, target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("indexCopy: expected shape (4, 2)");
    Tensor floats = Tensors.zeros(DType.FLOAT32, Shape.of(2, 3));
    assertThatThrownBy(() -> floats.indexSelectFrom(tensor, 0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("indexSelectFrom: expected tensors of one dtype");
    Tensor readOnly = tensor.broadcastTo(4, 3);
    assertThatThrownBy(() -> readOnly.indexCopy(0, new long[] {0, 1}, target))
        .isInstanceOf(ReadOnlyTensorException.class);
    assertThatThrownBy(() -> readOnly.slice("0:2").indexSelectFrom(tensor, 0, 0, 1))
        .isInstanceOf(ReadOnlyTensorException.class);
    assertThat(tensor.contentEquals(counting())).isTrue();
    assertThat(target.toDoubleArray()).containsOnly(0);
  }

  @Test
  void namesTheClosedFile() throws IOException {
    Path path = folder.resolve("closed.npy");
    Tensors.save(path, counting());
    Tensor closed;
    try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
      closed = Tensors.asTensor(file);
    }
    Tensor rows = Tensors.zeros(DType.FLOAT64, Shape.of(1, 3));
    assertThatThrownBy(() -> closed.indexSelect(0, 0))
        .isInstanceOf(ClosedFileException.class)
        .hasMessageContaining("closed.npy");
    assertThatThrownBy(() -> rows.indexSelectFrom(closed, 0, 0))
        .isInstanceOf(ClosedFileException.class);
    assertThatThrownBy(() -> closed.indexCopy(0, new long[] {0}, rows))
        .isInstanceOf(ClosedFileException.class);
  }
}
