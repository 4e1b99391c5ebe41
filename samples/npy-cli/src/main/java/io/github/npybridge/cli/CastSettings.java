package io.github.npybridge.cli;

import io.github.npybridge.format.MemoryOrder;
import io.github.npybridge.tensor.CastOptions;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// What holds for every job of one `npy cast`.
///
/// @param cast how elements are converted
/// @param byteOrder the results' byte order, or null for what their dtypes say
/// @param memoryOrder the results' memory order, or null to keep what there is
record CastSettings(
    CastOptions cast, @Nullable ByteOrder byteOrder, @Nullable MemoryOrder memoryOrder) {}
