/// How files are opened, mapped, watched and replaced.
@NullMarked
package io.github.npybridge.store.internal;

import org.jspecify.annotations.NullMarked;
