#!/usr/bin/env python3
"""Prints pairs of views of one buffer, and whether NumPy says that they share memory.

Usage: python3 shares_memory.py SEED COUNT

A line is a JSON list: the buffer's size, two views as [item size, shape, strides, offset], and the
answer of numpy.shares_memory.
"""

import json
import random
import sys

import numpy as np

SIZE = 96


def view(draw):
    while True:
        item = draw.choice([1, 1, 2, 4, 8])
        shape = [draw.choice([1, 2, 3, 4, 5, 9]) for _ in range(draw.randrange(4))]
        shape = shape if draw.random() < 0.97 else [*shape, 0]
        strides = [draw.choice([-1, 1]) * draw.choice([0, 1, 2, 3, 4, 6, 8, 12]) for _ in shape]
        low = sum(min(0, s * (n - 1)) for s, n in zip(strides, shape) if n)
        high = sum(max(0, s * (n - 1)) for s, n in zip(strides, shape) if n) + item
        if high - low <= SIZE:
            return item, shape, strides, draw.randint(-low, SIZE - high)


def array(buffer, item, shape, strides, offset):
    return np.ndarray(shape, f"V{item}", buffer, offset, strides)


def main(seed, count):
    buffer = bytearray(SIZE)
    draw = random.Random(seed)
    for _ in range(count):
        one, other = view(draw), view(draw)
        shares = np.shares_memory(array(buffer, *one), array(buffer, *other))
        print(json.dumps([SIZE, one, other, bool(shares)]))


main(int(sys.argv[1]), int(sys.argv[2]))
