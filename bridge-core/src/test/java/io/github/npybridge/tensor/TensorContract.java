package io.github.npybridge.tensor;

/// What every tensor does, whatever memory it is over: one subclass for each kind.
///
/// The parts are [ElementContract], [BulkContract] and [ViewContract].
abstract class TensorContract extends ViewContract {}
