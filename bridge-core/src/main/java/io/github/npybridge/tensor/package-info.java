/// Tensors over NumPy's files: views, element access in place, copies and casts.
///
/// Three terms carry this module:
///
/// - **tensor**: shape, strides and dtype over memory that somebody else owns, [Tensor]. It never
///   owns a file; the [io.github.npybridge.store.NpyFile] does.
/// - **view**: another tensor over the same memory. Selecting, slicing, transposing and reshaping
///   make views; a write through one is a write to all, and to the file.
/// - **cast**: conversion to another dtype, [Tensor#to]. It always makes new memory. [DTypeMapper]
///   answers what can be cast to what, and takes the rules.
///
/// ```java
/// // Python: np.save("x.npy", np.arange(6, dtype="f4").reshape(2, 3))
/// try (NpyFile file = NpyFile.open(Path.of("x.npy"), MapMode.READ_WRITE)) {
///   Tensor x = Tensors.asTensor(file);     // no copy: the file's own bytes
///   x.setFloat(99f, 1, 2);                 // Python sees it at once
///   x.select(0, 0).fill(1);                // a row, in place
///   Tensor y = x.to(DType.FLOAT64);        // new memory
///   System.out.println(x);                 // [[ 1.  1.  1.]
/// }                                        //  [ 3.  4. 99.]]
/// ```
///
/// Typed accessors such as `getFloat(i, j)` are the fast way to single elements when the dtype is
/// exactly theirs; wider ones convert without loss and are slower. Loops over many elements belong
/// into the bulk operations (`fill`, `copyFrom`, `to`, `toFloatArray`).
@NullMarked
package io.github.npybridge.tensor;

import org.jspecify.annotations.NullMarked;
