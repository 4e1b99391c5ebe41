#!/usr/bin/env python3
"""Makes random files and what NumPy's astype makes of them, for `npy cast`.

Usage: python3 make_casts.py SEED COUNT DIR

Prints one JSON object a cast:
in, args     the input, a file in DIR, and the options of `npy cast`
expected     the file in DIR that must come out, byte for byte; null where NumPy refuses
error        what NumPy says then, or null where the refusal is not NumPy's
"""

import json
import os
import sys
import warnings

import numpy as np

NUMBERS = "?bBhHiIqQefdFD"
LEVELS = ["no", "equiv", "safe", "same_kind"]
if tuple(map(int, np.__version__.split(".")[:2])) >= (2, 4):
    LEVELS += ["same_value"] * 2
SHAPES = [(), (0,), (1,), (7,), (5000,), (3, 4), (1, 6), (6, 1), (2, 0, 3), (70, 65), (2, 1, 3, 2)]
OTHERS = ["S3", "<U4", ">U2", "V5", "<M8[ms]", ">m8[25s]", "<f16", ">c32"]
OTHERS += [[("a", "<i2"), ("b", ">f8", (2,)), ("c", "U1"), ("d", [("e", ">c8")])]]
TAKEN = [("<u4", "<f4"), ("<i8", ">f8"), ("<c8", "<M8[s]"), ("S4", ">i4"), ("<f2", "V2")]


def ordered(a, order):
    """The same array, big or little."""
    dtype = a.dtype.newbyteorder(order)
    if a.dtype == dtype:
        return a
    # Not astype, which loses the padding of long doubles.
    return a.astype(dtype) if a.dtype.names else a.byteswap().view(dtype)


def values(draw, dtype, shape):
    """Numbers that most integer dtypes hold, and some that they do not."""
    wide = draw.random() < 0.3
    size = int(np.prod(shape))
    info = np.iinfo(dtype) if dtype.kind in "iu" else None
    if dtype.kind in "iu":
        low, high = (info.min, info.max) if wide else (max(info.min, -100), 100)
        a = draw.integers(low, high, size, dtype=dtype.newbyteorder("="), endpoint=True)
    elif dtype.kind == "b":
        a = draw.integers(0, 2, size).astype("?")
    else:
        a = draw.uniform(-100, 100, size)
        a = a if draw.random() < 0.7 else np.rint(a)
        if dtype.kind == "c":
            a = a + 1j * (draw.integers(0, 2) * draw.uniform(-9, 9, size))
        if wide and size:
            a[draw.integers(0, size, 2)] = draw.choice([np.nan, np.inf, -np.inf, 300, -1e6, 1e20])
    return a.astype(dtype).reshape(shape)


def fits(a, dtype):
    """Whether every float of an array has an integer of the dtype."""
    info = np.iinfo(dtype)
    return all(np.isfinite(v) and info.min <= int(v) <= info.max for v in a.real.flat)


def saturated(a, dtype):
    info = np.iinfo(dtype)
    clamp = lambda v: 0 if np.isnan(v) else max(info.min, min(info.max, int(v)))
    finite = np.clip(a.real.astype("d"), -1e300, 1e300)
    result = np.empty_like(a, dtype)
    result.flat = np.array([clamp(v) for v in finite.flat], dtype)
    return result


def converted(a, dtype, casting, policy):
    """The cast array, None for a value out of range; raises an error where NumPy refuses."""
    if casting == "same_value":
        # By way of native arrays, since NumPy 2.4 does not look at the values of swapped ones.
        native = a.astype(a.dtype.newbyteorder("="))
        return native.astype(dtype.newbyteorder("="), casting=casting).astype(dtype)
    to_integer = a.dtype.kind in "fc" and dtype.kind in "iu"
    if not to_integer or fits(a, dtype):
        return a.astype(dtype, casting=casting)
    np.empty((1,), a.dtype).astype(dtype, casting=casting)
    return saturated(a, dtype) if policy == "saturate" else None


def to_bfloat16(a):
    """Finite floats, rounded to the nearest, ties to even."""
    bits = a.view("<u4").astype("<u8")
    return (bits + 0x7FFF + (bits >> 16 & 1) >> 16).astype("<u2").view("V2")


class Casts:
    def __init__(self, seed, folder):
        self.draw = np.random.default_rng(seed)
        self.folder = folder
        self.number = 0

    def choice(self, options):
        return options[self.draw.integers(len(options))]

    def save(self, prefix, a):
        name = f"{prefix}{self.number}.npy"
        np.save(os.path.join(self.folder, name), a, allow_pickle=False)
        return name

    def byte_order(self, args):
        """Adds the option to some; returns its value, or None."""
        order = self.choice(["little", "big", None, None, None])
        args += ["--byte-order", order] if order else []
        return order

    def numeric(self):
        dtype = np.dtype(self.choice("<>") + self.choice(NUMBERS))
        target = np.dtype(self.choice("<>") + self.choice(NUMBERS))
        a = values(self.draw, dtype, self.choice(SHAPES))
        casting = self.choice(LEVELS + ["unsafe"] * 8)
        policy = self.choice(["reject", "saturate"])
        name = target.name if target.byteorder in "<=|" and self.draw.random() < 0.5 else target.str
        args = ["--dtype", name, "--casting", casting, "--out-of-range", policy]
        order = self.byte_order(args)
        # Out of the descr again, or NumPy would name the native order in errors.
        target = np.dtype(target.newbyteorder(order).str) if order else target
        return a, args, lambda a: converted(a, target, casting, policy)

    def taken(self):
        """Items taken for those of another dtype."""
        source, target = self.choice(TAKEN)
        a = self.draw.integers(0, 256, 6 * 8, dtype="u1").view(source).reshape(2, -1)
        args = ["--from", target, "--dtype", "same"]
        order = self.byte_order(args)
        return a, args, lambda a: ordered(a.view(target), order) if order else a.view(target)

    def other(self):
        dtype = np.dtype(self.choice(OTHERS))
        shape = self.choice(SHAPES)
        data = self.draw.integers(0, 100, int(np.prod(shape)) * dtype.itemsize, dtype="u1")
        args = ["--dtype", "same"]
        order = self.byte_order(args)
        return data.view(dtype).reshape(shape), args, lambda a: ordered(a, order) if order else a

    def bfloat16(self):
        if self.draw.random() < 0.5:
            bits = self.draw.integers(0, 1 << 16, (4, 9), dtype="<u2")
            bits[(bits & 0x7FFF) > 0x7F80] = 0
            a = bits.view(self.choice(["V2", "<u2", "<i2"]))
            widen = lambda a: (a.view("<u2").astype("<u4") << 16).view("<f4").astype("<f8")
            return a, ["--from", "bfloat16", "--dtype", "float64"], widen
        scale = 10.0 ** self.draw.integers(-45, 40, (4, 9))
        a = (self.draw.uniform(-1, 1, (4, 9)) * scale).astype("<f4")
        return a, ["--dtype", "bfloat16"], to_bfloat16

    def cast(self):
        self.number += 1
        kind = self.choice([self.numeric] * 6 + [self.taken, self.other, self.other, self.bfloat16])
        a, args, cast = kind()
        a = np.array(a, order=self.choice("CF"))
        order = self.choice(["C", "F", "keep"])
        args += ["--order", order] if order != "keep" or self.draw.random() < 0.5 else []
        job = {"in": self.save("in", a), "args": args, "expected": None, "error": None}
        try:
            result = cast(np.load(os.path.join(self.folder, job["in"])))
            if result is not None:
                job["expected"] = self.save("expected", np.array(result, order=order[0].upper()))
        except TypeError as e:
            job["error"] = str(e)
        except ValueError:
            pass
        if job["expected"] and kind == self.bfloat16 and "--from" not in args:
            path = os.path.join(self.folder, job["expected"])
            with open(path, "r+b") as file:  # NumPy alone writes '|V2', ml_dtypes makes it '<V2'
                data = file.read().replace(b"'|V2'", b"'<V2'", 1)
                file.seek(0)
                file.write(data)
        print(json.dumps(job))


def main():
    seed, count, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    warnings.simplefilter("ignore")
    casts = Casts(seed, folder)
    with np.errstate(all="ignore"):
        for _ in range(count):
            casts.cast()


main()
