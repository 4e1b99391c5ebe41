/// Where the bytes of an array live: files, mappings, lifetimes.
@org.jspecify.annotations.NullMarked
module io.github.npybridge.store {
  requires transitive io.github.npybridge.format;
  requires org.apache.commons.io;
  requires static org.jspecify;

  exports io.github.npybridge.store;
}
