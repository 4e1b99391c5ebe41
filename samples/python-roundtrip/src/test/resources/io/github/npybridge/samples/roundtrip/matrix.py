"""NumPy's half of the round-trip tests.

Each line of the input is a request, a JSON object; each is answered with one line, {"ok": result} or
{"error": text}. Nothing here knows the Java library: values, headers and bytes are NumPy's own.

An array is described by dtype, shape, order and shift. Its k-th element in C order is number
(k + shift) % 13 of the values of its dtype. ElementType.java lists the same values for Java.
"""

import functools
import hashlib
import io
import json
import math
import os
import sys
import traceback

import numpy as np

COUNT = 13

# Structures have no short name that both sides would read alike.
STRUCTURES = {
    "packed": np.dtype([("i", "<i2"), ("f", ">f4"), ("s", "S3"), ("u", "<U2"), ("a", ">u2", (2, 2))]),
    "padded": np.dtype([("b", "?"), ("d", "<f8"), ("h", ">i2")], align=True),
    "nested": np.dtype([(("title", "point"), [("x", ">f8"), ("y", "<f8")]), ("when", ">M8[ms]")]),
}


def integers(dtype):
    info = np.iinfo(dtype)
    low, high = int(info.min), int(info.max)
    counting = int.from_bytes(bytes(range(1, dtype.itemsize + 1)), "big")
    return [0, 1, high, low, high - 1, low + 1, -1 if low else 2, 3, 42, counting, 100, 7, 11]


def floats(dtype):
    info = np.finfo(dtype.newbyteorder("="))
    edges = [info.max, -info.max, info.tiny, info.smallest_subnormal, math.inf, -math.inf, math.nan]
    return [0.0, -0.0, 1.0, -1.5, *edges, math.pi, 0.25]


@functools.lru_cache
def values(dtype):
    """The values of a dtype, not to be changed; without stray bytes in padding."""
    out = np.zeros(COUNT, dtype)
    if dtype.names:
        for name in dtype.names:
            field = dtype[name]
            base, shape = field.subdtype or (field, ())
            index = np.arange(COUNT * math.prod(shape)) % COUNT
            out[name] = values(base)[index].reshape((COUNT, *shape))
    elif dtype.kind == "b":
        out[:] = [1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 1, 0, 0]
    elif dtype.kind in "iu":
        out[:] = integers(dtype)
    elif dtype.kind == "f":
        out[:] = floats(dtype)
        if dtype.itemsize == 16:
            out = without_padding(out)
    elif dtype.kind == "c":
        part = values(out.real.dtype)
        out.real = part
        out.imag = part[(5 * np.arange(COUNT) + 3) % COUNT]
        if dtype.itemsize == 32:
            out = without_padding(out)
    elif dtype.kind in "mM":
        out[:] = np.array(integers(np.dtype("i8"))).view(np.dtype(dtype.str[1:]))
    elif dtype.kind == "S":
        out[:] = [b"\xff\x00\xfe\x80"[: k % 5] + b"abcdefghijklm"[k : k + 1] for k in range(COUNT)]
    elif dtype.kind == "U":
        out[:] = ["\U0001f600\u00e9\0"[: k % 4] + "abcdefghijklm"[k] for k in range(COUNT)]
    else:
        out = np.arange(COUNT * dtype.itemsize, dtype="u1").view(dtype)
    return out


def without_padding(array):
    """An x87 number takes 10 bytes of 16; what lies in the others is chance."""
    padding = slice(0, 6) if array.dtype.str[0] == ">" else slice(10, 16)
    array.view("u1").reshape(-1, 16)[:, padding] = 0
    return array


def dtype_of(text):
    return STRUCTURES.get(text) or np.dtype(text)


def opaque(array):
    """A view of the items as bytes, which NumPy copies with their padding."""
    return array.view(np.dtype((np.void, array.dtype.itemsize)))


def make(dtype, shape, order="C", shift=0):
    dtype = dtype_of(dtype)
    index = (np.arange(math.prod(shape)) + shift) % COUNT
    array = opaque(values(dtype))[index].reshape(shape)
    return array.copy(order).view(dtype)


def array_of(request):
    return make(request["dtype"], request["shape"], request["order"], request["shift"])


def canonical(array):
    """The items in C order with every unit little-endian, as one digest covers them."""
    raw = np.frombuffer(opaque(array).tobytes(), "u1").reshape(-1, array.dtype.itemsize).copy()
    to_little(array.dtype, raw)
    return raw.tobytes()


def to_little(dtype, raw):
    base, shape = dtype.subdtype or (dtype, ())
    if shape:
        for k in range(math.prod(shape)):
            to_little(base, raw[:, k * base.itemsize : (k + 1) * base.itemsize])
    elif dtype.names:
        for name in dtype.names:
            field, offset = dtype.fields[name][:2]
            to_little(field, raw[:, offset : offset + field.itemsize])
    elif dtype.str[0] == ">":
        unit = {"c": dtype.itemsize // 2, "U": 4}.get(dtype.kind, dtype.itemsize)
        for start in range(0, dtype.itemsize, unit):
            raw[:, start : start + unit] = raw[:, start : start + unit][:, ::-1].copy()


def require(subject, expected, found):
    if expected != found:
        raise AssertionError(f"{subject}: expected {expected!r}, found {found!r}")


def require_same(subject, expected, found, layout=True):
    require(f"{subject}: dtype", expected.dtype, found.dtype)
    require(f"{subject}: descr", np.lib.format.dtype_to_descr(expected.dtype),
            np.lib.format.dtype_to_descr(found.dtype))
    require(f"{subject}: shape", expected.shape, found.shape)
    if layout:
        require(f"{subject}: fortran", np.isfortran(expected), np.isfortran(found))
    if opaque(expected).tobytes() != opaque(found).tobytes():
        raise AssertionError(f"{subject}: expected {expected!r}, found {found!r}")


class Stream:
    """A source that can only be read, as a socket or a pipe."""

    def __init__(self, file):
        self.read = file.read


def require_readable(path, want):
    """Reads a file in the three ways that NumPy has."""
    require_same("np.load", want, np.load(path))
    require_same("np.load, mmap_mode", want, np.load(path, mmap_mode="r"))
    with open(path, "rb") as file:
        require_same("read from a stream", want, np.lib.format.read_array(Stream(file)))


def saved_bytes(array):
    out = io.BytesIO()
    np.save(out, array)
    return out.getvalue()


def read_bytes(path):
    with open(path, "rb") as file:
        return file.read()


class Requests:
    """One method for each request."""

    live = None

    def knows(self, dtype):
        """Whether this platform has a dtype: long double is not everywhere of 16 bytes."""
        try:
            return dtype_of(dtype) is not None
        except TypeError:
            return False

    def saved(self, path, **array):
        """What Java saved is, to the byte, what np.save writes."""
        want = array_of(array)
        require("bytes", saved_bytes(want), read_bytes(path))
        require_readable(path, want)

    def created(self, path, **array):
        """What Java created has the header that open_memmap writes."""
        want = array_of(array)
        twin = path + ".numpy"
        fortran = array["order"] == "F"
        np.lib.format.open_memmap(
            twin, mode="w+", dtype=want.dtype, shape=want.shape, fortran_order=fortran)
        header = read_bytes(twin)[: -want.nbytes or None]
        require("bytes", header + opaque(want).tobytes(array["order"]), read_bytes(path))
        require_readable(path, want)

    def write(self, path, writer, **array):
        """Writes a file in one of NumPy's ways; the answer is the digest."""
        want = array_of(array)
        if writer == "open_memmap":
            file = np.lib.format.open_memmap(
                path, mode="w+", dtype=want.dtype, shape=want.shape,
                fortran_order=array["order"] == "F")
            opaque(file)[...] = opaque(want)
        elif writer == "save":
            np.save(path, want)
        else:
            with open(path, "wb") as file:
                np.lib.format.write_array(file, want, version=(int(writer[0]), 0))
        return hashlib.sha256(canonical(want)).hexdigest()

    def saved_view(self, path, view, **array):
        """What Java saved of a view is what np.save writes of the same view."""
        want = self.evaluate(view, array_of(array))
        require("bytes", saved_bytes(want), read_bytes(path))
        require_same("np.load", want, np.load(path), layout=False)

    def map(self, path):
        self.live = np.load(path, mmap_mode="r+")

    def unmap(self):
        self.live = None

    def put(self, view, shift):
        """Writes through a view of the mapped array."""
        target = self.evaluate(view, self.live)
        opaque(target)[...] = opaque(make(target.dtype, target.shape, shift=shift))

    def sees(self, **array):
        require_same("live", array_of(array), self.live)

    def sees_view(self, view, put, **array):
        """The mapped array is what the same write to the same view makes of a plain one."""
        model = array_of(array)
        target = self.evaluate(view, model)
        target[...] = make(target.dtype, target.shape, shift=put)
        require_same("live", model, self.live)

    def overwrite(self, path, **array):
        """np.save over a file, until the clock of the file system has moved on."""
        want = array_of(array)
        before = os.stat(path).st_mtime_ns
        while os.stat(path).st_mtime_ns == before:
            np.save(path, want)

    def replace(self, path, **array):
        """What a careful writer does: another file, renamed over the first."""
        np.save(path + ".new.npy", array_of(array))
        os.replace(path + ".new.npy", path)

    @staticmethod
    def evaluate(view, array):
        return eval(view, {"a": array, "np": np})


def main():
    requests = Requests()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"ok": getattr(requests, request.pop("do"))(**request)}
        except AssertionError as problem:
            answer = {"error": str(problem)}
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
