package io.github.npybridge.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.npybridge.format.DType;
import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.format.NpyFormat;
import io.github.npybridge.format.NpyHeaderWriter;
import io.github.npybridge.format.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files that the tests open: `np.arange(6, dtype="<f4").reshape(2, 3)`, and zeros.
final class Sample {
  static final DType DTYPE = DType.of("<f4");
  static final Shape SHAPE = Shape.of(2, 3);
  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Sample() {}

  /// 0 to 5.
  static float[] floats() {
    return new float[] {0, 1, 2, 3, 4, 5};
  }

  /// The data region of the sample, 24 bytes.
  static byte[] data() {
    ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(floats());
    return data.array();
  }

  /// The sample as `numpy.save` writes it, 152 bytes.
  static byte[] bytes() {
    return npy(DTYPE, SHAPE, data());
  }

  /// The sample in a file.
  static Path write(Path file) throws IOException {
    return Files.write(file, bytes());
  }

  static byte[] npy(DType dtype, Shape shape, byte[] data) {
    return join(NpyHeaderWriter.encode(dtype, shape, MemoryOrder.C), data);
  }

  /// The sample with its data at any offset from 80 on, in container version 1, 2 or 3.
  static byte[] bytes(int version, int dataOffset) {
    int prefix = version == 1 ? 10 : 12;
    ByteBuffer head = ByteBuffer.allocate(dataOffset).order(ByteOrder.LITTLE_ENDIAN);
    head.put(NpyFormat.magic()).put((byte) version).put((byte) 0);
    if (version == 1) {
      head.putShort((short) (dataOffset - prefix));
    } else {
      head.putInt(dataOffset - prefix);
    }
    head.put("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".getBytes(US_ASCII));
    while (head.hasRemaining()) {
      head.put((byte) ' ');
    }
    return join(head.array(), data());
  }

  /// A file of `size` zero bytes of data, uint8, with the data at offset 128.
  static Path zeros(Path file, int size) throws IOException {
    return Files.write(file, npy(DType.UINT8, Shape.of(size), new byte[size]));
  }

  static float[] floats(MemorySegment segment) {
    return segment.toArray(FLOAT);
  }

  static byte[] join(byte[] head, byte[] tail) {
    return ByteBuffer.allocate(head.length + tail.length).put(head).put(tail).array();
  }
}
