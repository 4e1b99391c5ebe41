#!/usr/bin/env python3
"""Saves random arrays and prints what NumPy and exact arithmetic say of views of them.

Usage: python3 reductions.py SEED COUNT FOLDER

A line is a JSON object: the file, the view as an index and whether it is transposed, what its
elements come to, and its bytes after `+= add` and `*= multiply`.
"""

import json
import math
import random
import sys

import numpy as np

DTYPES = ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"]
INDEX = [":", "::2", "::-1", "1:", "3:-1", "::-3"]


def elements(draw, rng, dtype, size):
    kind = dtype.kind
    if kind == "b":
        return rng.integers(0, 2, size).astype(dtype)
    if kind in "iu":
        low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
        if draw.random() < 0.3:
            return np.full(size, draw.choice([low, high]), dtype)
        return rng.integers(low, high, size, dtype.newbyteorder("="), endpoint=True).astype(dtype)
    scale = 10.0 ** rng.integers(-2, 3, 2 * size)
    values = rng.normal(size=2 * size) * scale
    values[rng.random(2 * size) < 0.1] = -0.0
    if draw.random() < 0.3:
        values[rng.random(2 * size) < 0.01] = draw.choice([np.nan, np.inf, -np.inf])
    return (values[:size] + 1j * values[size:] if kind == "c" else values[:size]).astype(dtype)


def floats(values):
    values = [float(v) for v in values]
    if all(map(math.isfinite, values)):
        return [repr(math.fsum(values)), repr(math.fsum(map(abs, values)))]
    return [repr(float(np.sum(np.array(values)))), "0.0"]


def facts(a):
    kind = a.dtype.kind
    result = {"nan": int(np.isnan(a).sum()), "zero": int(a.size - np.count_nonzero(a))}
    flat = a.ravel()
    result["sumDType"] = np.sum(flat[:0]).dtype.str.replace("|", "").replace("<", "")
    if kind in "biu":
        result["sum"] = str(sum(map(int, flat)))
        result["mean"] = repr(float(np.longdouble(result["sum"]) / a.size)) if a.size else "nan"
    else:
        result["real"] = floats(flat.real)
        result["imag"] = floats(flat.imag)
    if kind != "c" and a.size:
        result["min"], result["max"] = str(a.min().item()), str(a.max().item())
    return result


def arithmetic(draw, a):
    kind = a.dtype.kind
    if kind in "bc":
        return {}
    if kind == "f":
        add, multiply = draw.choice([0.1, -3.25, 1e-3, 7, 1e30]), draw.choice([1.1, -0.3, 2, 1e9])
    else:
        info = np.iinfo(a.dtype)
        add, multiply = draw.randint(info.min, info.max), draw.randint(info.min, info.max)
        add, multiply = min(add, 2**63 - 1), min(multiply, 2**63 - 1)
    a[np.isnan(a)] = 1
    a += add
    added = a.tobytes().hex()
    a[~np.isfinite(a)] = 1
    a *= multiply
    return {"add": add, "added": added, "multiply": multiply, "multiplied": a.tobytes().hex()}


def main(seed, count, folder):
    np.seterr(all="ignore")
    draw = random.Random(seed)
    rng = np.random.default_rng(seed)
    for case in range(count):
        dtype = np.dtype(draw.choice("<>") + DTYPES[case % len(DTYPES)])
        shape = draw.choice([(), (7,), (3000,), (9001,), (5, 7), (40, 61), (3, 4, 50), (0, 3)])
        a = elements(draw, rng, dtype, math.prod(shape)).reshape(shape)
        a = np.asarray(a, order=draw.choice("CF"))
        path = f"{folder}/{case}.npy"
        np.save(path, a)
        index = ", ".join(draw.choice(INDEX) for _ in shape)
        transpose = draw.random() < 0.3
        view = eval(f"a[{index}]") if index else a[...]
        view = view.T if transpose else view
        line = {"file": path, "index": index, "transpose": transpose, **facts(view)}
        print(json.dumps({**line, **arithmetic(draw, view)}))


main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
