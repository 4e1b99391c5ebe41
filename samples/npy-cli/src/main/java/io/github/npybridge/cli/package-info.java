/// The `npy` command, which uses the libraries' public API only and is their first user.
///
/// ```text
/// $ npy info x.npy
/// x.npy: float32 (2, 3), C order, little-endian, 24 bytes at offset 128
/// $ npy cat x.npy '-1, ::2'
/// [3. 5.]
/// $ npy cast x.npy half.npy --dtype float16
/// $ npy append x.npy x.npy
/// $ npy pack a.npz x=x.npy
/// $ npy cat a.npz::x '-1'
/// [3. 4. 5.]
/// ```
///
/// [io.github.npybridge.cli.Npy] reads the arguments, runs one command and turns what goes wrong
/// into one line and an exit code. Each sub-command is a class of its own.
@NullMarked
package io.github.npybridge.cli;

import org.jspecify.annotations.NullMarked;
