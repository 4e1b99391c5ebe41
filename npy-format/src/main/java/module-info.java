/// What the bytes of a `.npy` file mean: header, dtype, shape, order.
@org.jspecify.annotations.NullMarked
module io.github.npybridge.format {
  requires org.apache.commons.io;
  requires static org.jspecify;

  exports io.github.npybridge.format;
}
