/// The Python side of the format: literals and descrs.
@NullMarked
package io.github.npybridge.format.internal;

import org.jspecify.annotations.NullMarked;
