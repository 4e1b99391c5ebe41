/// A program in two processes: Java and Python on one array, [RoundTrip].
@NullMarked
package io.github.npybridge.samples.roundtrip;

import org.jspecify.annotations.NullMarked;
