#!/usr/bin/env python3
"""Prints random views of arrays and what NumPy's astype makes of them, one JSON object a line.

Usage: python3 cast_views.py SEED COUNT

dtype, shape, order   the array that lies in memory, as a descr, and its bytes in hexadecimal (data)
view                  shape, offset and strides in bytes
to, result            a dtype's name, and the bytes of the elements in C order, little-endian

Floats that an integer dtype cannot hold are kept out: nobody says what they become.
"""

import json
import random
import sys
import warnings

import numpy as np

TYPES = ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"]
EDGES = [0, 1, -1, 0.5, -0.5, 2.5, 127, 128, 255, 256, 32767, 65504, 65520]
EDGES += [2**24 + 1, 2**31, 2**53]
SPECIAL = [np.nan, np.inf, -np.inf, -0.0, 1e-300, 1e-40, 6e-8, 3e-5, 3.4028236e38, 1e300]


def integers(draw, dtype, size):
    info = np.iinfo(dtype)
    numbers = []
    for _ in range(size):
        bits = draw.randrange(1, info.bits + 1)
        number = draw.choice([info.min, info.max, 1 << (bits - 1), draw.getrandbits(bits)])
        number += draw.choice([0, 0, 1, -1])
        numbers.append(min(max(draw.choice([number, -number]), info.min), info.max))
    return np.array(numbers, dtype)


def floats(draw, dtype, size, to):
    if to.kind not in "iu":
        bits = np.array([draw.getrandbits(dtype.itemsize * 8) for _ in range(size)], np.uint64)
        some = bits.astype(f"u{dtype.itemsize}").view(dtype)
        picked = [draw.choice(EDGES + SPECIAL) * draw.choice([1, -1]) for _ in range(size)]
        coins = [draw.random() < 0.5 for _ in range(size)]
        return np.where(coins, some, np.array(picked)).astype(dtype)
    info = np.iinfo(to)
    numbers = integers(draw, to, size).astype(dtype)
    numbers += np.array([draw.choice([0, 0.25, 0.5, 0.999]) for _ in range(size)]).astype(dtype)
    inside = [np.isfinite(x) and info.min <= int(x) <= info.max for x in numbers]
    return np.where(inside, numbers, np.array(1, dtype))


def elements(draw, dtype, size, to):
    if dtype.kind == "b":
        return np.array([draw.random() < 0.5 for _ in range(size)], dtype)
    if dtype.kind in "iu":
        return integers(draw, dtype, size)
    if dtype.kind == "f":
        return floats(draw, dtype, size, to)
    part = np.dtype(f"f{dtype.itemsize // 2}")
    array = np.empty(size, dtype)
    array.real, array.imag = floats(draw, part, size, to), floats(draw, part, size, to)
    return array


def view(draw, a):
    for _ in range(draw.randrange(4)):
        match draw.randrange(4):
            case 0:
                parts = [slice(None, None, draw.choice([1, 2, 3, -1, -2])) for _ in a.shape]
                a = a[(*parts, ...)]
            case 1:
                a = a.transpose(draw.sample(range(a.ndim), a.ndim))
            case 2:
                a = a[(slice(draw.randrange(2), None), ...)] if a.ndim and len(a) else a
            case _:
                a = np.broadcast_to(a, (draw.choice([1, 2, 3]), *a.shape)) if a.ndim < 4 else a
    return a


def case(draw):
    dtype, to = np.dtype(draw.choice(TYPES)), np.dtype(draw.choice(TYPES))
    lengths = [1, 2, 3, 4, 7, 40] if draw.random() < 0.9 else [0, 1, 3]
    shape = [draw.choice(lengths) for _ in range(draw.randrange(5))]
    shape = [min(n, 7) for n in shape] if len(shape) > 2 else shape
    order = draw.choice("CF")
    base = elements(draw, dtype, int(np.prod(shape)), to).reshape(shape)
    base = np.array(base, draw.choice("<<>") + dtype.str[1:], order=order)
    a = view(draw, base)
    start = a.__array_interface__["data"][0] - base.__array_interface__["data"][0]
    result = a.astype(to)
    return {
        "dtype": base.dtype.str,
        "shape": shape,
        "order": order,
        "data": base.tobytes(order="A").hex(),
        "view": [a.shape, start if a.size else 0, a.strides],
        "to": to.name,
        "result": result.tobytes().hex(),
    }


def main(seed, count):
    warnings.simplefilter("ignore")
    for number in range(seed, seed + count):
        print(json.dumps(case(random.Random(number))))


with np.errstate(all="ignore"):
    main(int(sys.argv[1]), int(sys.argv[2]))
