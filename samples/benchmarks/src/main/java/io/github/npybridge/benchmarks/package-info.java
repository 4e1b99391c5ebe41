/// Benchmarks, each named after its question, each beside a baseline in the same run.
///
/// They compile in every build and run on request:
///
/// ```text
/// mvn -q -pl samples/benchmarks -am -DskipTests package
/// java -jar samples/benchmarks/target/benchmarks.jar ElementAccess
/// ```
///
/// Only ratios to the baseline of the same run mean anything on a shared machine.
@NullMarked
package io.github.npybridge.benchmarks;

import org.jspecify.annotations.NullMarked;
