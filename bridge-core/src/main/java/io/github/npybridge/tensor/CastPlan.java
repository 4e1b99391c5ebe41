package io.github.npybridge.tensor;

/// What asking for a dtype would cost, found out before anything is copied: the answer of
/// [DTypeMapper#plan].
///
/// @param isCopy whether new memory is needed; if not, the result shares the memory there is
/// @param reason why, such as `float32 is not float64`
/// @param byteSize how many bytes the new memory takes; 0 for a view
public record CastPlan(boolean isCopy, String reason, long byteSize) {}
