"""NumPy's half of the side-by-side benchmarks.

One argument: the folder with the data. Reads a request a line, answers with a line:

    CASE TIMES    does the operation TIMES times: "OK median min", nanoseconds
    check CASE    does it once: "IS result", a number or a checksum of the bytes

What a case is called says what it does, and how much of the data it takes: "cast:f4:f8:1000". Cases and results are
those of Worker.java; a case that is not here is answered with "NA".
"""

import os
import sys
import time
import zlib

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"
try:
    import numpy as np
except ImportError:
    print("NONE", flush=True)
    sys.exit(3)

FOLDER = sys.argv[1]
FACTOR = 1 + 2.0**-20  # a float32 too
maps = {}


def data(name, mode="r"):
    if name not in maps:
        # Not a memmap: each operation on one would pay for its subclass.
        maps[name] = np.load(f"{FOLDER}/{name}.npy", mmap_mode=mode).view(np.ndarray)
    return maps[name]


def source(dtype, count):
    return data(dtype)[: int(count)]


def scratch(dtype, count):
    return data("scratch-" + dtype, "r+")[: int(count)]


def destination(dtype, count):
    return data("into-" + dtype, "r+")[: int(count)]


def checksum(array):
    """CRC-32 of up to 16 blocks of 64 KiB, spread over the array."""
    content = memoryview(np.ascontiguousarray(array).reshape(-1).view("u1"))
    crc, step = 0, max(1 << 16, len(content) // 16)
    for start in range(0, len(content), step):
        crc = zlib.crc32(content[start : min(start + (1 << 16), len(content))], crc)
    return f"crc:{crc}:{len(content)}"


def repeat(count):
    return max(1, (1 << 18) // count)


def into(out, operation, count):
    """An operation that writes into memory that exists, and has been touched."""
    out.fill(0)

    def result():
        out.fill(0)
        operation()
        return checksum(out)

    return repeat(count), 1, operation, result


def number(operation):
    return lambda: float(operation())


def opening(*_):
    path = f"{FOLDER}/small.npy"

    def operation():
        return np.load(path, mmap_mode="r")[0, 1]

    return 200, 1, operation, number(operation)


def many(how):
    paths = [f"{FOLDER}/many/{i}.npy" for i in range(len(os.listdir(f"{FOLDER}/many")))]
    mode = "r" if how == "map" else None

    def operation():
        total = 0.0
        for path in paths:
            total += np.load(path, mmap_mode=mode)[1]
        return total

    return 1, len(paths), operation, number(operation)


def scan(operation):
    def case(dtype, count):
        a = source(dtype, count)
        return repeat(len(a)), 1, lambda: operation(a), number(lambda: operation(a))

    return case


def scale(dtype, count):
    a, x = source(dtype, count), scratch(dtype, count)

    def operation():
        nonlocal x
        x *= FACTOR

    def result():
        np.copyto(x, a)
        operation()
        return checksum(x)

    np.copyto(x, a)
    return repeat(len(x)), 1, operation, result


def fill(value, count):
    x, value = scratch("f8", count), float(value)
    return into(x, lambda: x.fill(value), len(x))


def copy(dtype, count):
    a, x = source(dtype, count), scratch(dtype, count)
    return into(x, lambda: np.copyto(x, a), len(x))


def cast(one, other, count):
    a = source(one, count)
    x = destination(other, len(a))
    return into(x, lambda: np.copyto(x, a, casting="unsafe"), len(x))


def fresh(one, other, count):
    a = source(one, count)
    return repeat(len(a)), 1, lambda: a.astype(other), lambda: checksum(a.astype(other))


def swap(dtype, count):
    a = source(dtype, count).view(">" + dtype)
    x = destination(dtype, len(a))
    return into(x, lambda: np.copyto(x, a), len(x))


def permute(dtype, axes, side):
    side, axes = int(side), [int(axis) for axis in axes]
    a = source(dtype, side ** len(axes)).reshape([side] * len(axes)).transpose(axes)
    x = destination(dtype, a.size).reshape(a.shape)
    return into(x, lambda: np.copyto(x, a), x.size)


def gather(kib):
    width = int(kib) * 256
    a = data("f4")
    a = a[: len(a) // width * width].reshape(-1, width)
    out = np.zeros((256, width), "f4")
    state, indices = 99, []
    for _ in range(20):
        some = []
        for _ in range(256):
            state = (state * 1664525 + 1013904223) % (1 << 32)
            some.append((state >> 4) % len(a))
        indices.append(np.array(some))
    turn = 0

    def operation():
        nonlocal turn
        np.take(a, indices[turn], axis=0, out=out, mode="clip")
        turn = (turn + 1) % len(indices)

    def result():
        np.take(a, indices[0], axis=0, out=out, mode="clip")
        return checksum(out)

    return 20, 1, operation, result


CASES = dict(
    open=opening, many=many, scale=scale, fill=fill, copy=copy, cast=cast, castnumpy=cast, fresh=fresh,
    swap=swap, permute=permute, gather=gather, sum=scan(np.sum), max=scan(np.max),
    zeros=scan(lambda a: len(a) - np.count_nonzero(a)), nans=scan(lambda a: np.count_nonzero(np.isnan(a))),
)  # fmt: skip


def measure(case, times):
    count, unit, operation, _ = case
    clock, figures = time.perf_counter_ns, []
    for _ in range(times):
        start = clock()
        for _ in range(count):
            operation()
        figures.append((clock() - start) / count / unit)
    figures.sort()
    return f"OK {figures[len(figures) // 2]:.2f} {figures[0]:.2f}"


name, case = None, None
np.seterr(all="ignore")
print(f"READY {np.__version__}", flush=True)
for line in sys.stdin:
    words = line.split()
    wanted = words[1] if words[0] == "check" else words[0]
    try:
        if wanted != name:
            case = None  # its memory first
            kind, *arguments = wanted.split(":")
            case = CASES[kind](*arguments) if kind in CASES else None
            name = wanted
        if case is None:
            answer = "NA"
        elif words[0] == "check":
            answer = f"IS {case[3]()}"
        else:
            answer = measure(case, int(words[1]))
    except Exception as e:
        name, answer = None, f"ERROR {type(e).__name__}: {e}".replace("\n", " ")
    print(answer, flush=True)
