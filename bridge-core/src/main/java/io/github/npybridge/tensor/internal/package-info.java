/// How tensors work: geometry (all view arithmetic), access (the only code that touches an
/// element), staging (the only code that moves many), casts (loops over arrays), text.
@NullMarked
package io.github.npybridge.tensor.internal;

import org.jspecify.annotations.NullMarked;
