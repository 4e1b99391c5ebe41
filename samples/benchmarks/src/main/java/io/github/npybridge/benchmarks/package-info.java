/// Benchmarks, each beside a baseline in the same run.
///
/// [SideBySide] asks two processes in turn, a [Worker] and one with NumPy, and prints a table of
/// ratios. The JMH benchmarks are named after their question. All compile in every build and run on
/// request:
///
/// ```text
/// samples/benchmarks/run
/// java -jar samples/benchmarks/target/benchmarks.jar ElementAccess
/// ```
///
/// Only ratios to the baseline of the same run mean anything on a shared machine.
@NullMarked
package io.github.npybridge.benchmarks;

import org.jspecify.annotations.NullMarked;
