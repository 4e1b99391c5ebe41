/// First steps: small programs that answer one question each.
@org.jspecify.annotations.NullMarked
module io.github.npybridge.samples {
  requires io.github.npybridge.tensor;
  requires static org.jspecify;
}
