package io.github.npybridge.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the library says to a wrong call: expected, found, and what to do instead.
class TensorErrorsTest {
  private static Tensor zeros(String dtype, long... dims) {
    return Tensors.zeros(DType.of(dtype), Shape.of(dims));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bool | BYTE | getByte: expected int8, found bool; use getBoolean",
        "int8 | BOOLEAN | getBoolean: expected bool, found int8; use getByte or wider",
        "uint8 | BYTE | getByte: expected int8, found uint8; use getShort or wider",
        "int16 | BYTE | getByte: expected int8, found int16; use getShort or wider",
        "uint16 | SHORT | getShort: expected int8, uint8, int16, found uint16; use getInt or wider",
        ">i4 | SHORT | getShort: expected int8, uint8, int16, found >i4; use getInt or wider",
        "uint32 | INT | getInt: expected int8, uint8, int16, uint16, int32, found uint32; use"
            + " getLong",
        "int64 | FLOAT | getFloat: expected float16, bfloat16, float32, found int64; use getLong",
        "float16 | LONG | getLong: expected int8, uint8, int16, uint16, int32, uint32, int64,"
            + " uint64, found float16; use getFloat or getDouble",
        "float64 | FLOAT | getFloat: expected float16, bfloat16, float32, found float64;"
            + " use getDouble",
        "complex64 | DOUBLE | getDouble: expected int8, uint8, int16, uint16, int32, uint32, int64,"
            + " uint64, float16, bfloat16, float32, float64, found complex64;"
            + " use getComplex, or real() and imag()",
        "float32 | COMPLEX | getComplex: expected complex64, complex128, found float32;"
            + " use getFloat or getDouble",
      })
  void aWrongGetterNamesTheRightOne(String dtype, Accessor accessor, String message) {
    Tensor tensor = zeros(dtype, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> accessor.get(tensor, 1))
        .withMessage(message);
  }

  @Test
  void anUnsignedLongBeyondLongIsNamed() {
    Tensor tensor = zeros("uint64", 2);
    tensor.asSegment().fill((byte) 0xff);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> tensor.getLong(0))
        .withMessage(
            "getLong: expected a uint64 up to 2**63 - 1, found 18446744073709551615; getDouble"
                + " rounds it, to(DType.INT64) keeps the bits");
    assertThat(tensor.getDouble(0)).isEqualTo(0x1p64);
  }

  @Test
  void aValueThatDoesNotFitIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> zeros("uint8", 1).setInt(300, 0))
        .withMessage(
            "element: expected a value that uint8 holds exactly, found 300; to round or wrap,"
                + " copyFrom a tensor that holds it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> zeros("float32", 1).fill(0.1))
        .withMessageStartingWith(
            "element: expected a value that float32 holds exactly, found 0.1;");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> zeros("complex64", 1).setComplex(new Complex(1, 0.1), 0))
        .withMessageStartingWith(
            "element: expected a value that complex64 holds exactly, found 0.1;");
  }

  @ParameterizedTest
  @CsvSource({
    "2, axis 2 is out of bounds for array of dimension 2",
    "-3, axis -3 is out of bounds for array of dimension 2"
  })
  void axesThatAreNotThereAreNamed(int axis, String message) {
    Tensor tensor = zeros("int8", 1, 2);
    for (Runnable use :
        Arrays.<Runnable>asList(
            () -> tensor.select(axis, 0),
            () -> tensor.flip(axis),
            () -> tensor.squeeze(axis),
            () -> tensor.permute(0, axis))) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(use::run)
          .withMessage(message);
    }
  }

  @Test
  void wrongViewsAreNamed() {
    Tensor tensor = zeros("int8", 1, 2);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> tensor.unsqueeze(4));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> tensor.select(1, 2))
        .withMessage("index 2 is out of bounds for axis 1 with size 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tensor.squeeze(1))
        .withMessage("squeeze: expected axis 1 of length 1, found shape (1, 2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tensor.permute(0))
        .withMessage("permute: expected 2 axes, found [0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tensor.permute(1, -1))
        .withMessage("permute: expected every axis once, found [1, -1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tensor.reshape(-1, -1))
        .withMessage("reshape: expected at most one -1, found [-1, -1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tensor.reshape(3))
        .withMessage("reshape: expected a shape of 2 elements, found [3]");
    assertThatIllegalArgumentException().isThrownBy(() -> tensor.reshape(-1, 1L << 33, 1L << 33));
  }

  @Test
  void viewsHaveAtMost64Axes() {
    Tensor tensor = zeros("int8", 1);
    long[] ones = new long[64];
    Arrays.fill(ones, 1);
    Tensor deep = tensor.reshape(ones);
    assertThat(deep.getByte(new long[64])).isZero();
    assertThat(deep.copy().squeeze().ndim()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> deep.unsqueeze(0));
  }

  @Test
  void arraysOfAnotherLengthAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> zeros("int32", 2, 3).copyTo(new int[7]))
        .withMessage("copyTo: expected an array of 6 elements, found one of 7");
  }

  @Test
  void segmentsThatAreTooShortAreNamed() {
    MemorySegment segment = MemorySegment.ofArray(new byte[23]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensors.asTensor(segment, DType.INT32, Shape.of(2, 3)))
        .withMessage("segment: expected 24 bytes for int32 (2, 3), found 23");
    assertThat(Tensors.asTensor(segment, DType.INT32, Shape.of(5)).byteSize()).isEqualTo(20);
  }

  @Test
  void elementsOutsideOfASegmentAreNamed() {
    MemorySegment segment = MemorySegment.ofArray(new byte[24]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensors.asTensor(segment, DType.INT32, Shape.of(6), 4, 4))
        .withMessage("segment: expected 28 bytes for int32 (6,), found 24");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensors.asTensor(segment, DType.INT32, Shape.of(6), 16, -4))
        .withMessage("segment: expected elements inside of it, found one at byte -4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensors.asTensor(segment, DType.INT32, Shape.of(6), 0))
        .withMessage("strides: expected 1 for shape (6,), found []");
    assertThat(Tensors.asTensor(segment, DType.INT32, Shape.of(6), 20, -4).size()).isEqualTo(6);
  }

  @Test
  void dtypesThatDoNotConvertAreNamed() {
    assertThatExceptionOfType(CastRefusedException.class)
        .isThrownBy(() -> zeros("|S4", 2).to(DType.INT32))
        .withMessage(
            "cast: expected numeric dtypes, or two that differ in byte order only, found |S4 and"
                + " int32");
    assertThatExceptionOfType(CastRefusedException.class)
        .isThrownBy(() -> zeros("int32", 2).copyFrom(zeros("<M8[s]", 2)))
        .withMessageEndingWith("found datetime64[s] and int32");
    assertThatExceptionOfType(CastRefusedException.class)
        .isThrownBy(() -> zeros("[('x', '<i4'), ('y', '<i4')]", 2).to(DType.INT32))
        .withMessage(
            "Cannot cast array data from dtype([('x', '<i4'), ('y', '<i4')]) to dtype('int32')"
                + " according to the rule 'unsafe'");
  }

  @Test
  void twoRawBytesNameTheWayToBfloat16() {
    Tensor raw = zeros("<V2", 2);
    assertThat(raw.dtype()).hasToString("|V2 (perhaps bfloat16)");
    String hint = "; if they are bfloat16, reinterpret(DType.BFLOAT16) is a view that reads them";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> raw.getFloat(0))
        .withMessageEndingWith(hint);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> raw.setFloat(1, 0))
        .withMessageEndingWith(hint);
    assertThatExceptionOfType(CastRefusedException.class)
        .isThrownBy(() -> raw.to(DType.FLOAT32))
        .withMessageEndingWith(hint);
    assertThat(raw.reinterpret(DType.BFLOAT16).getFloat(0)).isZero();
  }

  @Test
  void readOnlySegmentsMakeReadOnlyTensors() {
    float[] array = {1, 2};
    MemorySegment segment = MemorySegment.ofArray(array).asReadOnly();
    Tensor tensor = Tensors.asTensor(segment, DType.FLOAT32, Shape.of(2));
    assertThat(tensor.isReadOnly()).isTrue();
    assertThatExceptionOfType(ReadOnlyTensorException.class)
        .isThrownBy(() -> tensor.setFloat(3, 0))
        .withMessageContaining("read-only memory; write to a copy()");
    array[1] = 5;
    assertThat(tensor.toFloatArray()).containsExactly(1, 5);
  }
}
