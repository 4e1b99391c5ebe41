package io.github.npybridge.store;

import io.github.npybridge.format.NpyHeader;
import java.lang.foreign.MemorySegment;

/// An array that was read from a stream into memory of its own.
///
/// @param header what its header says
/// @param segment the data in the order and byte order that the header says: an array of the Java
///   type that carries the dtype, or native memory if that would be too large, as in
///   [MapMode#LOAD]; it may be written, and ends when nobody refers to it
public record LoadedArray(NpyHeader header, MemorySegment segment) {}
