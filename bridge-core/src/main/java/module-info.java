/// Tensors over `.npy` files and Java arrays: views, element access, copies, casts.
@org.jspecify.annotations.NullMarked
module io.github.npybridge.tensor {
  requires transitive io.github.npybridge.store;
  requires static org.jspecify;

  exports io.github.npybridge.tensor;
}
