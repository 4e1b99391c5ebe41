#!/usr/bin/env python3
"""NumPy's opinion of many small .npy files.

    python3 judge_headers.py FILES     FILES: each one's length in 4 bytes, little-endian, and its bytes

Prints one line of JSON for each: "load", ok or NumPy's words; "only_spelling", whether it refused
nothing but the way the header is written; and what the header says, where NumPy can read it.
"""
import io
import json
import struct
import sys
import warnings

import numpy as np
from numpy.lib import format as public

try:
    from numpy.lib import _format_impl as npformat
except ImportError:  # NumPy before 2.3
    npformat = public

SPELLING = ("Cannot parse header", "malformed node", "TokenError", "SyntaxError",
            "IndentationError", "source code", "UnicodeDecodeError", "Header info length",
            "unhashable", "RecursionError", "s_push: parser stack overflow")


def words(error):
    return "%s: %s" % (type(error).__name__, error)


def facts(data):
    stream = io.BytesIO(data)
    version = public.read_magic(stream)
    shape, fortran, dtype = npformat._read_array_header(stream, version)
    return {"version": "%d.%d" % version, "offset": stream.tell(), "shape": repr(shape),
            "fortran": fortran, "itemsize": dtype.itemsize,
            "kind": "struct" if dtype.names is not None else dtype.kind,
            "descr": dtype.descr if dtype.names is not None else dtype.str}


def judge(data):
    out = {}
    try:
        out["header"] = facts(data)
    except Exception as error:
        out["refusal"] = words(error)
    try:
        np.load(io.BytesIO(data), allow_pickle=False)
        out["load"] = "ok"
    except Exception as error:
        out["load"] = words(error)
    out["only_spelling"] = any(s in out.get("refusal", "") for s in SPELLING)
    return out


def main():
    warnings.simplefilter("ignore")
    with open(sys.argv[1], "rb") as f:
        files = f.read()
    at = 0
    while at < len(files):
        (length,) = struct.unpack_from("<I", files, at)
        at += 4
        print(json.dumps(judge(files[at:at + length]), default=repr))
        at += length


if __name__ == "__main__":
    main()
