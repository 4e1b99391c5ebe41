#!/usr/bin/env python3
"""Prints random arrays and what NumPy's take and indexed assignment make of them.

Usage: python3 index_select.py SEED COUNT

A line is a JSON object: dtype, shape and bytes of an array (data) and of rows to put into it (rows),
axis, indices, and the bytes of numpy.take (taken) and of the array after a[indices] = rows (put).
"""

import json
import random
import sys

import numpy as np

TYPES = ["|u1", "<i2", ">i2", "<f4", ">f4", "<f8", ">c16", "|S3", "|V13", "<U5"]


def case(draw):
    dtype = np.dtype(draw.choice(TYPES))
    shape = [draw.choice([1, 2, 3, 5, 40]) for _ in range(draw.randrange(1, 4))]
    axis = draw.randrange(len(shape))
    length = shape[axis]
    indices = [draw.randrange(-length, length) for _ in range(draw.choice([0, 1, 3, 60]))]
    a = np.arange(int(np.prod(shape)) * dtype.itemsize, dtype=np.uint32)
    a = (a * 2654435761 >> 7 & 127).astype(np.uint8).view(dtype).reshape(shape)
    rows = np.flip(np.take(a, [i // 2 for i in indices], axis), axis)
    put = a.copy()
    np.moveaxis(put, axis, 0)[indices] = np.moveaxis(rows, axis, 0)
    return {
        "dtype": dtype.str,
        "shape": shape,
        "data": a.tobytes().hex(),
        "rows": rows.tobytes().hex(),
        "axis": draw.choice([axis, axis - len(shape)]),
        "indices": indices,
        "taken": np.take(a, indices, axis).tobytes().hex(),
        "put": put.tobytes().hex(),
    }


def main(seed, count):
    draw = random.Random(seed)
    for _ in range(count):
        print(json.dumps(case(draw)))


main(int(sys.argv[1]), int(sys.argv[2]))
