#!/usr/bin/env python3
"""Prints random chains of views and what NumPy makes of them, one JSON object a line.

Usage: python3 view_chains.py SEED COUNT

dtype, order, shape  the array: element i of C order has the value i
steps                [name, argument]; a reshape that NumPy would copy for is named "refused"
view                 shape, strides, contiguous in C and in Fortran order, values in C order
"""

import json
import random
import sys

import numpy as np

DTYPES = ["<i2", ">i2", "<i4", ">i4", "<i8", "<f4", ">f8", "<c8"]


def index(draw, length):
    """One part of an index, mostly inside of the axis."""
    if length and draw.random() < 0.3:
        return str(draw.randrange(-length, length))
    bound = lambda: draw.choice(["", str(draw.randint(-length - 2, length + 2))])
    step = draw.choice(["", ":", ":-1", ":2", ":-2", ":3"])
    return f"{bound()}:{bound()}{step}"


def step(draw, a):
    name = draw.choice(["slice", "permute", "reshape", "flip", "unsqueeze", "squeeze", "broadcast"])
    axes = list(range(a.ndim))
    if name == "slice":
        used = draw.randint(0, a.ndim)
        parts = [index(draw, n) for n in a.shape[:used]]
        if draw.random() < 0.3:
            parts.append("...")
            if used < a.ndim:
                parts.append(index(draw, a.shape[-1]))
        if draw.random() < 0.3:
            parts.insert(draw.randint(0, len(parts)), "None")
        text = ", ".join(parts or ["..."])
        # Without an ellipsis NumPy makes a scalar of a single element, which is no view.
        whole = text if "..." in text else text + ", ..."
        return name, text, eval(f"a[{whole}]", {"a": a})
    if name == "permute":
        draw.shuffle(axes)
        return name, axes, a.transpose(axes)
    if name == "reshape":
        dims, rest = [], a.size
        while rest > 1:
            factor = draw.choice([n for n in range(2, rest + 1) if rest % n == 0])
            dims.append(factor)
            rest //= factor
        dims = dims if a.size else [0, draw.randint(0, 3)]
        for _ in range(draw.randint(0, 2)):
            dims.insert(draw.randint(0, len(dims)), 1)
        b = a.reshape(dims)
        if a.size and not np.may_share_memory(a, b):
            return "refused", dims, a
        return name, dims, b
    if name == "flip":
        chosen = draw.sample(axes, draw.randint(0, a.ndim))
        # Of a 0-d array NumPy makes a scalar.
        return name, chosen, np.flip(a, tuple(chosen) or None) if a.ndim else a
    if name == "unsqueeze":
        axis = draw.randint(-a.ndim - 1, a.ndim)
        return name, axis, np.expand_dims(a, axis)
    if name == "squeeze":
        return name, None, a.squeeze()
    dims = [draw.randint(1, 3) if n == 1 and a.size < 100 else n for n in a.shape]
    dims = ([2] if draw.random() < 0.3 and a.size < 100 else []) + dims
    return name, dims, np.broadcast_to(a, dims)


def chain(draw):
    dtype, order = draw.choice(DTYPES), draw.choice("CF")
    shape = [draw.choice([0, 1, 2, 3, 4, 5]) for _ in range(draw.randint(0, 4))]
    if draw.random() < 0.8:
        shape = [max(1, n) for n in shape]
    a = np.arange(np.prod(shape, dtype=int)).reshape(shape).astype(dtype, order=order)
    steps = []
    for _ in range(draw.randint(1, 6)):
        name, argument, b = step(draw, a)
        if b.ndim > 8:
            continue
        steps.append([name, argument])
        a = b
    view = {
        "shape": a.shape,
        "strides": a.strides,
        "c": a.flags.c_contiguous,
        "f": a.flags.f_contiguous,
        "values": a.real.astype(int).ravel().tolist(),
    }
    return {"dtype": dtype, "order": order, "shape": shape, "steps": steps, "view": view}


def main(seed, count):
    for number in range(count):
        print(json.dumps({"seed": seed + number, **chain(random.Random(seed + number))}))


main(int(sys.argv[1]), int(sys.argv[2]))
