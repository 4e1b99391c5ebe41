#!/usr/bin/env python3
"""Writes the digests of casts of all 8- and 16-bit values, with NumPy 2.4.6 on x86-64.

Usage: python3 make_cast_digests.py [file], by default ../resources/oracle/cast-digests.json

For each dtype of 8 or 16 bits all its values, in the order of their bits, are cast to every dtype,
and results of 16-bit floats back again ("SOURCE TARGET" and "SOURCE TARGET SOURCE"). A digest is
SHA-256 of the little-endian bytes, after every NaN has become the one of Java. Floats that an
integer dtype cannot hold become what NumPy makes of a single one, in an array of length 1.

bfloat16, which NumPy has not, is the upper half of a float32, rounded to nearest even; everything
else becomes a bfloat16 by way of float32.
"""

import hashlib
import json
import sys
import warnings
from pathlib import Path

import numpy as np

NUMPY = "2.4.6"
SOURCES = ["int8", "uint8", "int16", "uint16", "float16", "bfloat16"]
TARGETS = ["bool", *SOURCES[:4], "int32", "uint32", "int64", "uint64", *SOURCES[4:]]
TARGETS += ["float32", "float64", "complex64", "complex128"]
NAN = {2: 0x7E00, 4: 0x7FC00000, 8: 0x7FF8000000000000}


def widened(bits):
    """The float32 of bfloat16 bits."""
    return (bits.astype(np.uint32) << np.uint32(16)).view(np.float32)


def rounded(array):
    """The bfloat16 bits of an array of anything."""
    bits = (array.real if array.dtype.kind == "c" else array).astype(np.float32).view(np.uint32)
    odd = (bits >> np.uint32(16)) & np.uint32(1)
    upper = ((bits.astype(np.uint64) + 0x7FFF + odd) >> np.uint64(16)).astype(np.uint16)
    is_nan = (bits & np.uint32(0x7FFFFFFF)) > 0x7F800000
    return np.where(is_nan, np.uint16(0x7FC0), upper)


def cast(array, source, target):
    values = widened(array) if source == "bfloat16" else array
    if target == "bfloat16":
        return rounded(values)
    if values.dtype.kind == "f" and np.dtype(target).kind in "iu":
        # One by one: NumPy's loops for long arrays give other results out of range.
        return np.array([values[i : i + 1].astype(target)[0] for i in range(len(values))])
    return values.astype(target)


def digest(array, name):
    """SHA-256 of the bytes with NaNs alike."""
    array = array.copy()
    if name == "bfloat16":
        array[(array & 0x7FFF) > 0x7F80] = 0x7FC0
    elif array.dtype.kind in "fc":
        size = array.dtype.itemsize // (2 if array.dtype.kind == "c" else 1)
        units = array.view(f"f{size}")
        units.view(f"u{size}")[np.isnan(units)] = NAN[size]
    return hashlib.sha256(array.tobytes()).hexdigest()


def main():
    if np.__version__ != NUMPY:
        sys.exit(f"numpy: expected {NUMPY}, found {np.__version__}; the digests depend on it")
    warnings.simplefilter("ignore")
    default = Path(__file__).resolve().parent.parent / "resources" / "oracle" / "cast-digests.json"
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    digests = {}
    for source in SOURCES:
        bits = 8 if source.endswith("t8") else 16
        array = np.arange(2**bits, dtype=f"u{bits // 8}")
        array = array if source == "bfloat16" else array.view(source)
        for target in TARGETS:
            result = cast(array, source, target)
            digests[f"{source} {target}"] = digest(result, target)
            if source.endswith("float16"):
                back = cast(result, target, source)
                digests[f"{source} {target} {source}"] = digest(back, source)
    path.write_text(json.dumps({"numpy": NUMPY, "sha256": digests}, indent=1) + "\n", "ascii")
    print(f"{len(digests)} digests in {path}")


if __name__ == "__main__":
    main()
