"""Random structured arrays for RecordsTest: makes them, and checks what Java made of them.

usage: records.py make FOLDER SEED COUNT   writes i.npy and i.tsv: a line for each leaf, its path and its elements
       records.py check FOLDER COUNT       every leaf must now hold its old elements backwards, every other byte its old value
"""
import random
import shutil
import sys
from pathlib import Path

import numpy as np

LEAVES = (
    ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"]
    + ["S1", "S5", "U1", "U4", "V1", "V7", "M8[s]", "M8[ns]", "M8[25D]", "m8[us]", "m8[h]", "f16"]
)


def random_dtype(rng, depth=0):
    fields = []
    for i in range(rng.randint(1, 4)):
        name = rng.choice(["x", "y", "pos", "größe", "a b", "n"]) + str(i)
        if depth < 2 and rng.random() < 0.25:
            base = random_dtype(rng, depth + 1)
        else:
            leaf_type = rng.choice(LEAVES)
            # Of long doubles only those of x86 can be read.
            base = np.dtype(("<" if leaf_type == "f16" else rng.choice("<>")) + leaf_type)
        shape = tuple(rng.randint(1, 3) for _ in range(rng.randint(1, 2))) if rng.random() < 0.25 else ()
        fields.append((name, base, shape) if shape else (name, base))
    return np.dtype(fields, align=rng.random() < 0.5)


def leaves(dtype, path=""):
    """Paths that lead to plain elements, each with the view of an array that it stands for."""
    for name in dtype.names:
        base = dtype.fields[name][0].base
        inner = path + name
        if base.names:
            yield from leaves(base, inner + ".")
        else:
            yield inner


def leaf(array, path):
    """The field at a path. Names hold no dots here."""
    for name in path.split("."):
        array = array[name]
    return array


def random_elements(rng, dtype, shape):
    count = int(np.prod(shape))
    kind = dtype.kind
    draw = np.random.default_rng(rng.getrandbits(32))
    if kind == "b":
        values = draw.integers(0, 2, count) == 1
    elif kind in "iu":
        limits = np.iinfo(dtype)
        values = draw.integers(limits.min, limits.max, count, dtype=dtype.newbyteorder("="), endpoint=True)
    elif kind in "fc":
        values = draw.normal(size=count) * 10.0 ** draw.integers(-3, 3, count)
        if kind == "c":
            values = values + 1j * draw.normal(size=count)
    elif kind in "Mm":
        values = draw.integers(-(10**12), 10**12, count).astype("i8").view(dtype.newbyteorder("="))
    elif kind == "S":
        values = [bytes(draw.integers(1, 256, draw.integers(0, dtype.itemsize + 1), dtype="u1")) for _ in range(count)]
    elif kind == "U":
        points = [0x41, 0xE9, 0x20AC, 0x1F600]
        values = ["".join(chr(points[i]) for i in draw.integers(0, 4, draw.integers(0, dtype.itemsize // 4 + 1)))
                  for _ in range(count)]
    else:
        values = [bytes(draw.integers(0, 256, dtype.itemsize, dtype="u1")) for _ in range(count)]
    with np.errstate(all="ignore"):
        made = np.zeros(count, dtype)
        made[:] = values if isinstance(values, np.ndarray) else np.array(values, dtype)
    return made.reshape(shape)


def text(value):
    kind = value.dtype.kind
    if kind == "b":
        return str(bool(value)).lower()
    if kind in "iu":
        return str(int(value))
    if kind in "Mm":
        return str(int(value.view("i8")))
    if kind in "fc":
        parts = [value.real, value.imag] if kind == "c" else [value]
        return " ".join(np.float64(part).view("u8").item().to_bytes(8, "big").hex() for part in parts)
    if kind == "U":
        return " ".join("%x" % ord(c) for c in str(value))
    return bytes(value).hex()


def make(folder, seed, count):
    rng = random.Random(seed)
    for i in range(count):
        dtype = random_dtype(rng)
        shape = tuple(rng.randint(1, 4) for _ in range(rng.randint(0, 2)))
        size = int(np.prod(shape))
        array = np.frombuffer(rng.randbytes(size * dtype.itemsize), dtype).reshape(shape).copy()
        for path in leaves(dtype):
            view = leaf(array, path)
            view[...] = random_elements(rng, view.dtype, view.shape)
        np.save(folder / f"{i}.npy", np.asfortranarray(array) if rng.random() < 0.3 else array)
        shutil.copy(folder / f"{i}.npy", folder / f"{i}.old")
        # Read back, since a file has no room for what lies beyond the last field of a record.
        saved = np.load(folder / f"{i}.npy")
        with open(folder / f"{i}.tsv", "w", encoding="utf-8") as out:
            for path in leaves(saved.dtype):
                values = leaf(saved, path)
                texts = [text(v) if isinstance(v, np.generic) else text(np.array(v, values.dtype)[()]) for v in values.flat]
                out.write("\t".join([path, "x".join(map(str, values.shape))] + texts) + "\n")


def check(folder, count):
    for i in range(count):
        expected = bytearray((folder / f"{i}.old").read_bytes())
        found = (folder / f"{i}.npy").read_bytes()
        old = np.load(folder / f"{i}.npy", mmap_mode="r")
        order = "F" if old.flags.f_contiguous and not old.flags.c_contiguous else "C"
        array = np.ndarray(old.shape, old.dtype, expected, old.offset, order=order)
        for path in leaves(array.dtype):
            target = leaf(array, path)
            target[...] = target.reshape(-1)[::-1].copy().reshape(target.shape)
        if bytes(expected) != found:
            sys.exit(f"{i}.npy, {array.dtype}: expected {array!r}, found {old!r}")
    print("records checked:", count)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        check(Path(sys.argv[2]), int(sys.argv[3]))
