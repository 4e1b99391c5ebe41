/// Opens, creates and saves `.npy` and `.npz` files as memory, and says how long that memory lives.
///
/// Three terms carry this module:
///
/// - **owner**: an [NpyFile]. It has read the header, has checked that the file is as long as the
///   header says, and owns the memory of the data. Closing it ends that memory for everyone.
/// - **mapping**: the data region of a file as memory, without a copy: the pages of the file that
///   every process on the machine shares. [MapMode] says what a write to it does, and offers plain
///   memory instead ([MapMode#LOAD]).
/// - **arena**: the JDK's word for a lifetime. A file has its own, or joins that of an
///   [NpyFileGroup] or of the caller; all memory of an arena ends at once, with its close.
///
/// ```java
/// Path path = Path.of("x.npy");
/// try (NpyWriter writer = NpyWriter.open(path, DType.FLOAT32, Shape.of(2, 3), MemoryOrder.C)) {
///   writer.write(MemorySegment.ofArray(new float[] {0, 1, 2, 3, 4, 5}));
///   writer.commit();                              // now, and not before, x.npy is there
/// }
/// try (NpyFile file = NpyFile.open(path, MapMode.READ_WRITE)) {
///   file.segment().set(JAVA_FLOAT_UNALIGNED, 20, 99f);  // Python sees it at once
///   file.header().shape();                        // (2, 3)
///   file.segment().byteSize();                    // 24
///   file.force();                                 // it also survives a power failure
/// }
/// ```
///
/// Lengths are compared before anything is mapped, in every mode: a file that is too short is
/// refused with a [FileTruncatedException] and left as it is. Files are replaced only as a whole,
/// by renaming a complete one over them, and change their length only in the hands of an
/// [NpyAppender], whose rows are all there or not at all.
///
/// | several arrays, or no `.npy` file | |
/// |---|---|
/// | one behind the other, in a stream or file | [NpyStreamReader], [NpyStreamWriter] |
/// | rows whose number is not known ahead | [NpyWriter#openGrowing] |
/// | no header at all | [RawArray] |
///
/// An archive is an [NpzFile]: it maps the arrays that `numpy.savez` stored, each an [NpzMember]
/// and owner of its own, and reads deflated ones. [NpzWriter] writes archives.
///
/// Nothing stops another process from shrinking or rewriting a file that is mapped.
/// [NpyFile#guarded] turns the fault that follows into a [FileChangedException];
/// [NpyFile#checkUnchanged] looks before. Producers that write another file and rename it over the
/// old one (`os.replace` in Python) never disturb a mapping.
///
/// What the elements are is of no concern here: bytes keep the order that the file gives them.
@NullMarked
package io.github.npybridge.store;

import org.jspecify.annotations.NullMarked;
