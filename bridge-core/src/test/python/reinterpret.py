#!/usr/bin/env python3
"""Prints random views of some bytes and what ndarray.view(dtype) makes of them, one JSON a line.

Usage: python3 reinterpret.py SEED COUNT

data                        the bytes in hexadecimal
dtype, shape, offset,       the view; strides in bytes
strides
to                          the dtype it is taken for
result                      its shape and its bytes in C order, or null if NumPy refuses
"""

import json
import random
import sys

import numpy as np

CODES = ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"]
CODES += ["S1", "S3", "S4", "S6", "U1", "U2", "V1", "V2", "V3", "V8", "V12"]
CODES += ["M8[s]", "m8[D]", "f16"]
RECORDS = [[("x", "<i4"), ("y", ">i2")], [("a", "u1"), ("b", "<f8")], [("z", "<c8")]]


def dtype(draw):
    if draw.random() < 0.15:
        return np.dtype(draw.choice(RECORDS))
    return np.dtype(draw.choice(CODES)).newbyteorder(draw.choice("<>"))


def view(draw, data):
    kind = dtype(draw)
    length = draw.choice([1, 2, 3, 4, 5, 6, 12]) if draw.random() < 0.95 else 0
    rest = [draw.choice([0, 1, 2, 3, 3]) for _ in range(draw.randrange(3))]
    rows = np.frombuffer(data, np.uint8, int(np.prod(rest)) * length * kind.itemsize)
    a = rows.view(kind).reshape([*rest, length])
    for _ in range(draw.randrange(3)):
        match draw.randrange(5):
            case 0:
                a = a[..., :: draw.choice([-1, 1, 2])]
            case 1:
                a = a.transpose(draw.sample(range(a.ndim), a.ndim))
            case 2:
                a = a[..., : draw.choice([1, 2, 4])]
            case 3:
                a = a[:: draw.choice([-1, 2])]
            case _:
                a = a[..., np.newaxis] if draw.random() < 0.5 else a[(slice(0, 1),) * a.ndim]
    if draw.random() < 0.05 and a.size:
        a = a[(slice(0, 1),) * a.ndim].reshape(())
    return a


def text(kind):
    return kind.str if kind.names is None else repr(kind.descr)


def case(draw):
    data = draw.randbytes(2048)
    a, to = view(draw, data), dtype(draw)
    try:
        b = a.view(to)
        result = [b.shape, b.tobytes().hex()]
    except ValueError:
        result = None
    start = np.frombuffer(data, np.uint8).__array_interface__["data"][0]
    return {
        "data": data.hex(),
        "dtype": text(a.dtype),
        "shape": a.shape,
        "offset": a.__array_interface__["data"][0] - start if a.size else 0,
        "strides": a.strides,
        "to": text(to),
        "result": result,
    }


def main(seed, count):
    for number in range(seed, seed + count):
        print(json.dumps(case(random.Random(number))))


main(int(sys.argv[1]), int(sys.argv[2]))
