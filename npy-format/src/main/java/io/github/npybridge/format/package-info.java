/// Reads and writes the header of a `.npy` file, and knows every dtype it can name.
///
/// Three terms carry this module:
///
/// - **header**: the few bytes in front of the elements, [NpyHeader]. It says dtype, shape and
///   memory order, and where the data starts. Reading it reads nothing else of the file.
/// - **dtype**: what one element is, [DType], with its item size and byte order. The **descr** is
///   its text in the header, such as `<f4`.
/// - **memory order**: which axis runs fastest, [MemoryOrder].
///
/// ```java
/// NpyHeader header = NpyHeaderReader.DEFAULT.read(Path.of("x.npy"));
/// // Python: np.save("x.npy", np.arange(6, dtype="f4").reshape(2, 3))
/// header.dtype();       // float32
/// header.shape();       // (2, 3)
/// header.order();       // C
/// header.dataOffset();  // 128
///
/// byte[] same = NpyHeaderWriter.encode(header.dtype(), header.shape(), header.order());
/// // byte for byte what NumPy wrote
/// ```
///
/// A `.npz` archive holds many such files; [NpzDirectory] says where, and [NpzDirectoryWriter]
/// writes what stands around them.
///
/// The header's text is Python, and is parsed, never evaluated: the parser is bounded in size,
/// depth and digits, and every length is checked before anything is allocated. A file that breaks a
/// rule of [NpyFormat] is refused whole with an [NpyFormatException] that says what was expected,
/// what was found, and where.
///
/// All types are immutable and safe for any number of threads. What mapping such a file means is
/// the business of the module `io.github.npybridge.store`.
@NullMarked
package io.github.npybridge.format;

import org.jspecify.annotations.NullMarked;
