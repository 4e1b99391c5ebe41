#!/usr/bin/env python3
"""Lets NumPy write the headers that our writer must write too.

    python3 make_headers.py        (needs NumPy 2.4; same bytes on every run)

Reads ../resources/corpus and writes ../resources/headers.json:

numpy, python, seed   what made it
printable             ranges [first, last] of the assigned code points that repr() leaves alone
unprintable           ranges of those that it escapes
normalized            [shape, flag]: whether np.save says fortran_order True for a Fortran array
corpus                file -> header that np.save writes for what np.load reads from it
headers               {dtype, name, shape, fortran, version?, header}: one header each; "version" is
                      given where one is forced, and "header" is null where NumPy then refuses

dtype   [kind, units, order]        b i u f c S U V; units are bytes, code points for U
        [kind, unit, multiple, order]                                        for M and m
        ["bfloat16", order]
        {"base": dtype, "shape": [...]}                                        sub-array
        {"fields": [[name, title or null, offset, dtype], ...], "size": bytes}    record
        a name is a text, or [text, times] for a repeated one
header  [text, size]: latin-1, its padding (spaces and a newline) left out, and the whole size;
        or {"zlib": base64} for a long one
"""
import base64
import io
import json
import os
import random
import sys
import unicodedata
import warnings
import zlib

import numpy as np
from numpy.lib import _format_impl as npformat

SEED = 20260102
COUNT = 650
HERE = os.path.dirname(os.path.abspath(__file__))
RESOURCES = os.path.join(HERE, "..", "resources")
R = random.Random(SEED)

UNITS = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as", "generic"]
NUMBERS = ["?", "i1", "u1", "i2", "i4", "i8", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16",
           "f16", "c32"]


# ---- what NumPy writes

def written(descr, shape, fortran, version=None):
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        npformat._write_array_header(
            out, {"descr": descr, "fortran_order": fortran, "shape": tuple(shape)}, version)
    return out.getvalue()


def saved(array):
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        np.save(out, array)
    data = out.getvalue()
    return data[:len(data) - array.nbytes]


def packed(header):
    if len(header) > 3000:
        return {"zlib": base64.b64encode(zlib.compress(header, 9)).decode()}
    text = header.decode("latin1")
    short = text[:-1].rstrip(" ")
    assert text == short + " " * (len(text) - len(short) - 1) + "\n"
    return [short, len(text)]


# ---- what our side builds the same dtype from

def described(dt):
    if dt.subdtype is not None:
        return {"base": described(dt.subdtype[0]), "shape": list(dt.subdtype[1])}
    if dt.names is not None:
        fields = []
        for name in dt.names:
            field = dt.fields[name]
            short = name if len(set(name)) > 1 or len(name) < 9 else [name[0], len(name)]
            fields.append([short, field[2] if len(field) > 2 else None, field[1], described(field[0])])
        return {"fields": fields, "size": dt.itemsize}
    order = {"=": "<", "|": "|"}.get(dt.byteorder, dt.byteorder)
    if dt.kind in "Mm":
        unit, multiple = np.datetime_data(dt)
        return [dt.kind, unit, multiple, order]
    return [dt.kind, dt.itemsize // 4 if dt.kind == "U" else dt.itemsize, order]


# ---- random dtypes

def stable(c):
    """Whether c is printable or not in every version of Unicode from 14 on."""
    return unicodedata.category(c) != "Cn" or ord(c) & 0xFFFE == 0xFFFE


def character():
    while True:
        c = chr(R.choice([R.randrange(0x80), R.randrange(0x100), R.randrange(0x3000),
                          R.randrange(0x10000), R.randrange(0x110000)]))
        # A Java text cannot hold a high and a low surrogate that are two characters.
        if stable(c) and not 0xDC00 <= ord(c) <= 0xDFFF:
            return c


def a_name():
    kind = R.randrange(8)
    if kind < 3:
        return "".join(R.choice("abcxyz_019") for _ in range(R.randrange(1, 9)))
    if kind == 3:
        return "".join(R.choice("'\"\\ab {}(),:\n\r\t") for _ in range(R.randrange(1, 6)))
    if kind == 4:
        return R.choice(["it's", 'say "x"', "b'\"", "\\", "\\n", "'shape': (3,)", "caf\xe9", "\xa0",
                         "\xad", "\x7f", "\u200b", "\u2028", "\ue000", "\ud800", "\U0001F600",
                         "\U000E0001", "\u4e2d\u6587", "e\u0301", "\u202e", "\ufeff", "\0", " "])
    if kind == 5:
        return chr(R.randrange(0x20, 0x100)) * R.randrange(1, 5)
    return "".join(character() for _ in range(R.randrange(1, 4)))


def simple():
    kind = R.randrange(10)
    if kind < 5:
        return np.dtype(R.choice("<>") + R.choice(NUMBERS))
    if kind == 5:
        return np.dtype("S%d" % R.choice([0, 1, 2, 10, 255, 99999]))
    if kind == 6:
        return np.dtype(R.choice("<>") + "U%d" % R.choice([0, 1, 5, 40, 1000]))
    if kind == 7:
        return np.dtype("V%d" % R.choice([0, 1, 2, 3, 16, 1000]))
    unit = R.choice(UNITS)
    multiple = R.choice(["", "", "25", "7", "1000000"]) if unit != "generic" else ""
    return np.dtype(R.choice("<>") + R.choice("Mm") + "8[%s%s]" % (multiple, unit))


def record(depth):
    names, titles, formats, taken = [], [], [], set()
    for _ in range(R.choice([0, 1, 1, 2, 2, 3, 4, 8])):
        name, title = a_name(), a_name() if R.random() < 0.15 else None
        if name in taken or (title is not None and (title in taken or title == name)):
            continue
        taken.update(n for n in (name, title) if n is not None)
        names.append(name)
        titles.append(title)
        formats.append(dtype(depth + 1, field=True))
    # An empty name is a real one unless the field would read as padding.
    if R.random() < 0.05 and "" not in taken:
        names.append("")
        titles.append(None)
        formats.append(np.dtype("<i4"))
    layout = R.randrange(3)
    if layout == 0:
        return np.dtype({"names": names, "titles": titles, "formats": formats})
    if layout == 1:
        return np.dtype({"names": names, "titles": titles, "formats": formats}, align=True)
    offsets, at = [], 0
    for f in formats:
        at += R.choice([0, 0, 1, 3, 64])
        offsets.append(at)
        at += f.itemsize
    return np.dtype({"names": names, "titles": titles, "formats": formats, "offsets": offsets,
                     "itemsize": at + R.choice([0, 0, 1, 12])})


def dtype(depth=0, field=False):
    dt = record(depth) if depth < 3 and R.random() < (0.25 if depth else 0.5) else simple()
    while field and dt.itemsize and R.random() < 0.2:
        dims = tuple(R.choice([1, 2, 3, 10]) for _ in range(R.choice([1, 1, 2, 3])))
        if dt.itemsize * int(np.prod(dims)) > 10 ** 8:
            break
        dt = np.dtype((dt, dims))
    return dt


def a_shape(itemsize):
    while True:
        ndim = R.choice([0, 1, 1, 1, 2, 2, 3, 4, 7, 64])
        if ndim > 4:
            dims = [R.choice([1, 1, 1, 1, 1, 2]) for _ in range(ndim)]
            dims[R.choice([0, -1])] = R.choice([0, 1, 9, 10, 12345])
        else:
            dims = [R.choice([0, 1, 2, 3, R.randrange(2000), 10 ** R.randrange(19),
                              10 ** R.randrange(19) - 1, 2 ** R.randrange(63), 2 ** 63 - 1])
                    for _ in range(ndim)]
        elements = 1
        for d in dims:
            elements *= d or 1
        if elements * max(itemsize, 1) < 2 ** 63 - 10 ** 6:
            return dims


def entry(dt, shape, fortran, version=None):
    out = {"dtype": described(dt), "name": dt.name, "shape": list(shape), "fortran": fortran}
    if version:
        out["version"] = "%d.%d" % version
    try:
        header = written(npformat.dtype_to_descr(dt), shape, fortran, version)
    except ValueError:
        assert version
        header = None
    out["header"] = packed(header) if header else None
    # The same by the front door, where such an array can be made; S0 and its kin would grow to S1.
    elements = int(np.prod(shape, dtype=object)) if len(shape) else 1
    if not version and dt.itemsize and elements * dt.itemsize < 10 ** 5 and max(shape, default=0) < 10 ** 9:
        # Not zeros(), which gives '<M8' for '>M8'.
        array = np.ndarray(shape, dt, order="F" if fortran else "C")
        state = bool(array.flags.f_contiguous and not array.flags.c_contiguous)
        assert saved(array) == written(npformat.dtype_to_descr(dt), shape, state), out
    return out


def headers():
    # Every simple dtype once, both orders, as a plain vector.
    for order in "<>":
        for code in NUMBERS:
            yield entry(np.dtype(order + code), [3], False)
        for unit in UNITS:
            yield entry(np.dtype(order + "M8[%s]" % unit), [3], False)
            yield entry(np.dtype(order + "m8[%s]" % ("25" + unit if unit != "generic" else unit)), [], False)
        yield {"dtype": ["bfloat16", order], "name": "bfloat16", "shape": [2, 3], "fortran": True,
               "header": packed(written(order + "V2", [2, 3], True))}
    # Every amount of padding, with and without an axis that grows.
    for n in range(1, 70):
        yield entry(np.dtype([("n" * n, "<i4")]), [n] if n % 2 else [], False)
    # Room for growth: the first axis in C order, the last in Fortran order.
    for digits in range(19):
        for n in (10 ** digits - 1, 10 ** digits):
            yield entry(np.dtype("|u1"), [n, 0, 3], False)
            yield entry(np.dtype("|u1"), [3, 0, n], True)
    yield entry(np.dtype("|u1"), [2 ** 63 - 1 - 128], False)
    yield entry(np.dtype("<f4"), [1] * 64, True)
    # The switch from 1.0 to 2.0, and long headers in 3.0.
    for fill in "x", "\xe9", "\u200b", "\u4e2d":
        width = len(repr(fill)) - 2 if fill != "\u4e2d" else 3
        middle = (65535 - 80) // width
        flips = [n for n in range(middle - 90 // width, middle + 90 // width)
                 if written([(fill * n, "<i4")], [3], False)[6] !=
                 written([(fill * (n + 1), "<i4")], [3], False)[6]]
        assert len(flips) == (0 if fill == "\u4e2d" else 1), (fill, flips)
        at = flips[0] if flips else middle
        for n in (at - 40 // width, at, at + 1, at + 70 // width):
            yield entry(np.dtype([(fill * n, "<i4")]), [3], False)
        yield entry(np.dtype([(fill * at, "<i4")]), [3], False, (1, 0))
        yield entry(np.dtype([(fill * (at + 1), "<i4")]), [3], False, (1, 0))
    for _ in range(COUNT):
        dt = dtype()
        version = R.choice([(1, 0), (2, 0), (3, 0)]) if R.random() < 0.2 else None
        yield entry(dt, a_shape(dt.itemsize), R.random() < 0.4, version)


# ---- the rest

def normalized():
    seen = set()
    for ndim in range(6):
        for _ in range(40):
            seen.add(tuple(R.choice([0, 1, 1, 2, 3]) for _ in range(ndim)))
    for shape in sorted(seen):
        flag = npformat.header_data_from_array_1_0(np.zeros(shape, "u1", order="F"))["fortran_order"]
        yield [list(shape), flag]


def ranges(printable):
    found = []
    for c in range(0x110000):
        if stable(chr(c)) and chr(c).isprintable() == printable:
            if found and found[-1][1] == c - 1:
                found[-1][1] = c
            else:
                found.append([c, c])
    return found


def corpus():
    with open(os.path.join(RESOURCES, "corpus", "manifest.json")) as f:
        files = json.load(f)["files"]
    for facts in files:
        if facts["kind"] == "npy" and facts["numpy_modes"]["file"] == "ok":
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                array = np.load(os.path.join(RESOURCES, "corpus", facts["file"]))
            if array.dtype.itemsize or array.dtype.names is not None:
                yield facts["file"], packed(saved(array))


def main():
    out = {"numpy": np.__version__, "python": sys.version.split()[0], "seed": SEED,
           "printable": ranges(True), "unprintable": ranges(False),
           "normalized": list(normalized()), "corpus": dict(corpus()), "headers": list(headers())}
    with open(os.path.join(RESOURCES, "headers.json"), "w", encoding="ascii") as f:
        f.write("{\n")
        for i, (key, value) in enumerate(out.items()):
            f.write(",\n" if i else "")
            f.write('"%s":' % key)
            if key in ("corpus", "headers"):
                pairs = value.items() if isinstance(value, dict) else [(None, v) for v in value]
                lines = [(json.dumps(k) + ":" if k else "") + json.dumps(v, separators=(",", ":"))
                         for k, v in pairs]
                f.write(("{%s}" if isinstance(value, dict) else "[%s]") % ("\n" + ",\n".join(lines)))
            else:
                f.write(json.dumps(value, separators=(",", ":")))
        f.write("\n}\n")


if __name__ == "__main__":
    main()
