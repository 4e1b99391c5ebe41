#!/usr/bin/env python3
"""Prints what numpy.can_cast says of pairs of dtypes, one pair a line.

Usage: python3 can_cast.py SEED COUNT

A line is a JSON list: both dtypes as texts of headers, and of the levels no, equiv, safe, same_kind
and unsafe, in this order, 1 for those that allow the conversion, else 0.
"""

import json
import random
import sys

import numpy as np

NUMBERS = ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"]
UNITS = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"]
LEVELS = ["no", "equiv", "safe", "same_kind", "unsafe"]


def plain(draw):
    match draw.randrange(8):
        case 0 | 1:
            code = draw.choice([*NUMBERS, "f16", "c32"])
        case 2:
            code = f"S{draw.choice([1, 2, 3, 4, 5, 6, 10, 11, 20, 21, 31, 32, 48, 64, 96])}"
        case 3:
            code = f"U{draw.choice([1, 2, 3, 4, 5, 6, 10, 11, 20, 21, 31, 32, 48, 64, 96])}"
        case 4:
            code = f"V{draw.choice([1, 2, 4, 8, 12, 16, 17])}"
        case _:
            count = draw.choice(["", "2", "3", "7", "10", "24", "25", "60", "100", "1000", "1024"])
            unit = draw.choice([f"[{count}{draw.choice(UNITS)}]"] * 7 + [""])
            code = draw.choice(["M8", "m8"]) + unit
    return np.dtype(code).newbyteorder(draw.choice("<<>"))


def record(draw):
    names = draw.choice([["x"], ["x", "y"], ["y", "x"], ["a", "b"]])
    return np.dtype([(name, plain(draw)) for name in names])


def text(dtype):
    return dtype.str if dtype.names is None else repr(dtype.descr)


def main(seed, count):
    draw = random.Random(seed)
    for number in range(count):
        a = record(draw) if number % 8 == 0 else plain(draw)
        b = record(draw) if number % 8 in (0, 1) and draw.random() < 0.7 else plain(draw)
        levels = "".join(str(int(np.can_cast(a, b, level))) for level in LEVELS)
        print(json.dumps([text(a), text(b), levels]))


main(int(sys.argv[1]), int(sys.argv[2]))
