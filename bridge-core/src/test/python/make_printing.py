#!/usr/bin/env python3
"""Writes the golden cases of array printing, with NumPy 2.4.6.

Usage: python3 make_printing.py [folder], by default ../resources/printing.

cases.jsonl    one array a line: dtype as a descr, shape, the elements' bytes in base64, and what
               str() and repr() print. Elements given once repeat until the shape is full, so that
               large arrays stay small here.
digests.json   SHA-256 of the texts of many scalars, one a line: too many to store.

Everything is derived from the seed below; two runs write the same bytes.
"""

import base64
import hashlib
import json
import random
import sys
from pathlib import Path

import numpy as np

NUMPY = "2.4.6"
SEED = 20250131

FLOATS = {"f2": np.uint16, "f4": np.uint32, "f8": np.uint64}
NUMBERS = [*FLOATS, "c8", "c16", "?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"]
UNITS = [
    "Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as",
    "10Y", "3M", "9W", "7D", "2h", "6m", "25s", "15ms", "100ns", "3as",
]  # fmt: skip

# Around every limit of the rules: exponents, cut digits, halves, powers of two, subnormals.
NOTABLE = [
    0.0, -0.0, np.nan, np.inf, -np.inf, 1.0, -1.0, 0.5, 0.25, 2.5, 0.1, 1 / 3, 2 / 3, 0.1 + 0.2,
    1e-4, 9.9999e-5, 1.0000001e-4, 1.5e-4, 99.5, 100.0, 999.0, 999.5, 1000.0, 1001.0, 65504.0,
    999999.0, 999999.9375, 1e6, 99999999.0, 99999999.5, 99999999.99999999, 1e8, 9.99e15, 1e16,
    123456789.123, 9007199254740993.0, 1e22, 1e23, 2e23, 1e-5, 1e5, 1e100, 1e-100, 1e300, 1e-300,
    5e-324, 1e-323, 2.0**-1022, 2.0**-149, 3 * 2.0**-149, 2.0**-126, 2.0**-24, 2.0**-14, 6e-8,
    0.000123456785, 1.000000005, 1.000000015, 0.123456785, 0.5 + 2**-30, 2.0**-60, 2.0**60,
]  # fmt: skip

# The same for long doubles, whose digits do not fit NOTABLE; each is taken with its neighbours.
LONG_NOTABLE = [
    "0", "-0.0", "nan", "inf", "-inf", "1", "-1.5", "0.1", "1e-4", "0.0001000000000000000047922",
    "1000", "99999999.5", "1e8", "123456789.123456789123", "9999999999999999.9", "1e16", "1e17",
    "9999999999999999999", "18446744073709551616", "1e27", "1e28", "1e100", "1e-100", "1e308",
    "1e4000", "1e-4000", "3.3621031431120935063e-4932", "1.189731495357231765e4932",
    "0.001953125", "0.00000762939453125", "0.333333333333333333333",
]  # fmt: skip


class Cases:
    def __init__(self, path):
        self.out = path.open("w", encoding="ascii", newline="\n")
        self.count = 0

    def add(self, elements, shape=None):
        """One case: an array, or a few elements repeated over a shape."""
        elements = np.asarray(elements)
        array = elements if shape is None else np.resize(elements, shape)
        self.write(elements, array)

    def spread(self, element, shape):
        """An array larger than any memory, all elements alike."""
        self.write(np.asarray(element), np.broadcast_to(element, shape))

    def write(self, elements, array):
        case = {
            "dtype": np.lib.format.dtype_to_descr(array.dtype),
            "shape": array.shape,
            "data": base64.b64encode(elements.tobytes()).decode(),
            "str": str(array),
            "repr": repr(array),
        }
        if not isinstance(case["dtype"], str):
            case["dtype"] = repr(case["dtype"])
        self.out.write(json.dumps(case, separators=(",", ":")) + "\n")
        self.count += 1


def long_doubles(words):
    """Long doubles of every size from random words, two for each; the Java test makes the same.

    Four at a time are of similar size, so that arrays of four are printed in every way.
    """
    doubles = []
    for i, (a, b) in enumerate(zip(words[::2], words[1::2], strict=True)):
        size = b >> 48 & 0x7FFF
        exponent = (size, 16319 + size % 128, 16369 + size % 42, 16380 + size % 9)[i // 4 % 4]
        if i % 16 == 3:
            exponent = 0
        few = b >> 32 & 63
        # Any digits, few, those of a power of two and its neighbours above, and those below.
        digits = (a, a >> few << few, a >> 62, 2**64 - 1 - (a >> 62))[b >> 40 & 3]
        if i % 64 == 16:
            exponent, digits = 0x7FFF, digits & 1
        # Tiny ones that are no ordinary doubles by themselves, which could be something else.
        digits = digits | 2**63 if exponent else digits >> (12 + few)
        doubles += [digits, exponent | b >> 63 << 15]
    return np.array(doubles, "<u8").view("<f16")


def notable_long_doubles():
    with np.errstate(all="ignore"):
        values = np.array([np.longdouble(text) for text in LONG_NOTABLE])
        neighbours = [np.nextafter(values, np.longdouble(end)) for end in ("-inf", "inf")]
    return unpadded(np.stack([values, *neighbours], axis=1).reshape(-1))


def unpadded(values):
    """Without what NumPy may leave behind the 80 bits of each long double."""
    values.view("<u8")[1::2] &= np.uint64(0xFFFF)
    return values


class Dice:
    """Seeded arrays of all dtypes."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.random = random.Random(seed)

    def floats(self, kind, size):
        rng, pick = self.rng, self.random
        with np.errstate(all="ignore"):
            match pick.randrange(8):
                case 0:
                    bits = FLOATS[kind]
                    values = rng.integers(0, np.iinfo(bits).max, size, dtype=bits, endpoint=True)
                    return values.view(kind)
                case 1:
                    values = rng.normal(size=size) * 10.0 ** pick.randrange(-12, 12)
                case 2:
                    values = 10.0 ** rng.uniform(-6, 9, size)
                case 3:
                    limit = 10 ** pick.randrange(1, 10)
                    values = rng.integers(-limit, limit, size)
                case 4:
                    values = np.array([pick.choice(NOTABLE) for _ in range(size)])
                case 5:
                    values = rng.normal(size=size) * 10.0 ** pick.randrange(4)
                    values = np.round(values, pick.randrange(9))
                case 6:
                    values = rng.integers(0, 2 ** pick.randrange(1, 12), size)
                    values = values / 2.0 ** pick.randrange(14)
                case _:
                    low, high = pick.choice([-4, -3, 0]), pick.choice([1, 2, 3, 6])
                    values = 10.0 ** rng.uniform(low, high, size)
                    for _ in range(pick.randrange(3)):
                        values[rng.integers(size)] = pick.choice(NOTABLE[:7])
            return values.astype(kind)

    def longs(self, size):
        rng, pick = self.rng, self.random
        with np.errstate(all="ignore"):
            match pick.randrange(6):
                case 0:
                    words = rng.integers(0, 2**64 - 1, 2 * size, np.uint64, endpoint=True)
                    return long_doubles(words.tolist())
                case 1:
                    return rng.choice(notable_long_doubles(), size)
                case 2:
                    limit = 10 ** pick.randrange(1, 19)
                    values = rng.integers(-limit, limit, size)
                    return values / np.longdouble(10) ** pick.randrange(22)
                case 3:
                    return self.floats("f8", size).astype("f16") / 3
                case 4:
                    values = self.floats("f8", size).astype("f16")
                    return np.nextafter(values, np.longdouble("inf"))
                case _:
                    return self.floats("f8", size).astype("f16")

    def integers(self, dtype, size):
        info = np.iinfo(dtype)
        limit = self.random.choice([1, 10, 100, 2**64])
        low, high = max(info.min, -limit), min(info.max, limit)
        return self.rng.integers(low, high, size, dtype=dtype, endpoint=True)

    def ticks(self, dtype, size):
        limit = 10 ** self.random.randrange(1, 19)
        values = self.rng.integers(-limit, limit, size)
        if dtype.str[1:] == "M8":
            values[:] = np.iinfo("i8").min  # only NaT has a meaning without a unit
        elif self.random.random() < 0.3:
            values[self.rng.integers(size)] = np.iinfo("i8").min
        return values.view(dtype)

    def strings(self, dtype, size):
        pick = self.random
        letters = list("az'\"\\\n\t\r \0\x7f\xe9")
        length = dtype.itemsize
        if dtype.kind == "U":
            letters += list("\xa0\xad\u2028\u200b\uff21\u3042\ue000\ud800\U0001f600\U000e0001")
            length //= 4
        texts = ["".join(pick.choices(letters, k=pick.randrange(length + 1))) for _ in range(size)]
        return np.array([t.encode("latin-1") for t in texts] if dtype.kind == "S" else texts, dtype)

    def elements(self, dtype, size):
        dtype = np.dtype(dtype)
        if dtype.names is not None:
            array = np.zeros(size, dtype)
            for name in dtype.names:
                field = array[name]
                if field.size:
                    field[...] = self.elements(dtype[name].base, field.size).reshape(field.shape)
            return array
        native = dtype.newbyteorder("=")
        match dtype.kind:
            case "b":
                values = self.rng.integers(0, 2, size).astype("?")
            case "i" | "u":
                values = self.integers(native, size)
            case "f" if dtype.itemsize == 16:
                values = unpadded(self.longs(size))
            case "f":
                values = self.floats(native.str[1:], size)
            case "c":
                values = np.empty(size, native)
                part = f"f{dtype.itemsize // 2}"
                values.real, values.imag = self.elements(part, size), self.elements(part, size)
            case "M" | "m":
                values = self.ticks(native, size)
            case "S" | "U":
                values = self.strings(native, size)
            case _:
                return np.frombuffer(self.rng.bytes(size * dtype.itemsize), dtype)
        return values.astype(dtype)

    def swapped(self, code, chance):
        dtype = np.dtype(code)
        # NumPy forgets to swap the bytes of generic units when it measures their width.
        if dtype.str[1:] not in ("M8", "m8") and self.random.random() < chance:
            dtype = dtype.newbyteorder(">")
        return dtype

    def other(self):
        pick = self.random
        return pick.choice(
            [
                f"S{pick.choice([1, 3, 10, 40])}",
                f"U{pick.choice([1, 3, 10, 40])}",
                f"V{pick.choice([1, 4, 20])}",
                f"M8[{pick.choice(UNITS)}]",
                f"M8[{pick.choice(UNITS)}]",
                f"m8[{pick.choice(UNITS)}]",
                pick.choice(["m8", "M8"]),
            ]
        )

    def struct(self, depth=0):
        pick = self.random
        fields = []
        for name in pick.sample(["x", "y", "a b", "it's", "\xe9", "f0"], pick.randrange(1, 4)):
            if depth < 2 and pick.random() < 0.15:
                dtype = self.struct(depth + 1)
            else:
                dtype = self.swapped(pick.choice([pick.choice(NUMBERS), self.other()]), 0.3)
            key = name if pick.random() < 0.9 else ("T" + name, name)
            shape = pick.choice([(2,), (2, 3), (0,), (7,), (3, 1, 2)])
            fields.append((key, dtype, shape) if pick.random() < 0.2 else (key, dtype))
        dtype = np.dtype(fields)
        if pick.random() < 0.8:
            return dtype
        names = dtype.names
        return np.dtype(
            {
                "names": names,
                "formats": [dtype[n] for n in names],
                "offsets": [dtype.fields[n][1] + 2 * i for i, n in enumerate(names)],
                "itemsize": dtype.itemsize + 9,
            }
        )

    def shape(self):
        pick = self.random
        match pick.randrange(8):
            case 0:
                return ()
            case 1 | 2 | 3:
                return (pick.choice([1, 2, 3, 4, 5, 7, 10, 16]),)
            case 4 | 5:
                return (pick.randrange(1, 4), pick.choice([1, 2, 3, 5, 8]))
            case 6:
                return tuple(pick.randrange(1, 3) for _ in range(pick.randrange(3, 5)))
            case _:
                return tuple(pick.randrange(0, 4) for _ in range(pick.randrange(1, 4)))


def hand_picked(cases):
    for kind in FLOATS:
        with np.errstate(all="ignore"):
            values = np.array(NOTABLE).astype(kind)
        for value in values:
            cases.add(value)
            cases.add([value])
            cases.add(np.array([value, 1], kind))
        for code in ("c8", "c16"):
            for value in values if np.dtype(code).itemsize == 2 * values.itemsize else ():
                cases.add(np.array(complex(value, -value), code))
                cases.add(np.array(complex(0, value), code))
                cases.add(np.array([complex(1, value), complex(value, 0.5)], code))
    for code in NUMBERS:
        dtype = np.dtype(code)
        few = np.array([0, 1], dtype)
        if dtype.kind in "iu":
            few = np.array([np.iinfo(dtype).min, np.iinfo(dtype).max], dtype)
        for array in (few, few.astype(dtype.newbyteorder(">")), few[:1].reshape(())):
            cases.add(array)
        for shape in [(0,), (0, 3), (2, 0), (1001,), (2, 3, 4), (1,) * 64]:
            cases.add(few, shape)
    steps = np.arange(12)
    for code in ("f4", "i8", "c16", "?", "M8[D]", "S3", "U2", "V2", "m8[h]"):
        elements = steps.astype(code) if code != "V2" else np.arange(12, dtype="i2").view("V2")
        for shape in [(7, 200), (200, 7), (2, 600, 2), (1100, 1), (1, 1100), (30,)]:
            cases.add(elements, shape)
    for shape in [(1000,), (7, 7, 30), (5, 5, 50), (2,) * 10, (7, 1, 7, 1, 7, 1, 7)]:
        cases.add(steps.astype("i2"), shape)
    for depth in (30, 60, 63):
        cases.add(steps / 8, (1,) * depth + (40,))
    for shape in [(10**12,), (10**9, 10**9), (2**31, 4), (3, 2**40, 5)]:
        cases.spread(np.float32(1.5), shape)
        cases.spread(np.int8(-7), shape)
    for text in ["", "it's", 'say "x"', "'\"", "a\\b", "tab\t", "\x00\x01", "\U0001f600", "\ud83d"]:
        cases.add(np.array(text, "U9"))
        cases.add(np.array([text] * 12, ">U9"))
        cases.add(np.array(["x" * 80, text]))
    for data in [b"", b"it's", b'"\'', b"\x00a\x00", bytes(range(256)), b"x" * 100]:
        cases.add(np.array(data))
        cases.add(np.array([data, b""]))
    for code in ("S0", "U0", "V0", [], [("a", "S0"), ("b", "<U0")]):
        cases.add(np.zeros(2, np.dtype(code)))
    for unit in UNITS:
        for ticks in ([0], [-1, 10**6], [2**63 - 1, -(2**63) + 1], [-(2**63), 5]):
            for kind in "Mm":
                cases.add(np.array(ticks).view(f"{kind}8[{unit}]"))
    for days in range(-800000, 3000000, 99991):
        cases.add(np.array(days).view("M8[D]"))
    cases.add(np.zeros(3, [("x", "<f4"), ("big", "<i2", (40, 30))]))
    cases.add(np.zeros(2000, [("x", "<f4"), ("y", ">i2")]))
    # As the structures of a program in C: the descr of a file does not keep that it is aligned.
    padded = np.dtype({"names": ["a", "b"], "formats": ["u1", "<f8"], "offsets": [0, 8]})
    cases.add(np.zeros(2, padded))


def thrown(cases, dice):
    for _ in range(1000):
        code = dice.random.choice(list(FLOATS) + ["c8", "c16"])
        cases.add(dice.elements(code, dice.random.choice([1, 2, 3, 4, 5, 8])))
    for make, count in ((lambda: dice.random.choice(NUMBERS), 380), (dice.other, 320)):
        for _ in range(count):
            shape = dice.shape()
            size = int(np.prod(shape))
            elements = dice.elements(dice.swapped(make(), 0.15), max(size, 1))
            cases.add(elements[:size].reshape(shape))
    for _ in range(250):
        shape = dice.random.choice([(), (1,), (2,), (3,), (1, 2), (0,)])
        size = int(np.prod(shape))
        cases.add(dice.elements(dice.struct(), max(size, 1))[:size].reshape(shape))


def long_double_cases(cases, dice):
    notable = notable_long_doubles()
    one = np.ones(1, "f16")
    for i in range(notable.size):
        value = notable[i : i + 1]
        cases.add(value.reshape(()))
        cases.add(value)
        cases.add(unpadded(np.concatenate([value, one])))
        for real, imag in ((value, one), (one - one, value), (one / 2, value)):
            item = np.empty(1, "c32")
            item.real, item.imag = real, imag
            cases.add(unpadded(item).reshape(()))
            cases.add(item)
    few = unpadded(np.arange(12).astype("f16") / 8)
    for elements in (few, unpadded(few.astype("c32"))):
        for shape in [(0,), (0, 3), (2, 0), (2, 3, 4), (1001,), (7, 200), (200, 7), (2, 600, 2)]:
            cases.add(elements, shape)
        # Without elements the byte order is only a name.
        cases.add(elements[:0].astype(elements.dtype.newbyteorder(">")))
    for code in ["f16", "c32"] * 100:
        shape = dice.shape()
        size = int(np.prod(shape))
        cases.add(dice.elements(code, max(size, 1))[:size].reshape(shape))
    for _ in range(400):
        cases.add(dice.elements(dice.random.choice(["f16", "c32"]), dice.random.randrange(1, 6)))
    for _ in range(60):
        codes = dice.random.choices(["f16", "c32", "f8", ">i2", "S3"], k=3)
        fields = [("x", "<f16"), *zip("abc", codes, strict=True), ("y", codes[0], (2,))]
        shape = dice.random.choice([(), (1,), (3,)])
        cases.add(dice.elements(np.dtype(fields), int(np.prod(shape))).reshape(shape))


def scalar_digests():
    """Of every float16, and of some 20,000 of each other float out of a simple generator."""
    digests = {}

    def add(name, texts):
        digests[name] = hashlib.sha256("".join(t + "\n" for t in texts).encode()).hexdigest()

    halves = np.arange(2**16, dtype=np.uint16).view("f2")
    add("float16", map(str, halves))
    add("float16 arrays", (str(halves[i : i + 4]) for i in range(0, 2**16, 4)))
    state, bits = SEED, []
    for _ in range(20000):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        bits.append(state)
    doubles = np.array(bits, np.uint64).view("f8")
    singles = (np.array(bits, np.uint64) >> np.uint64(32)).astype(np.uint32).view("f4")
    add("float32", map(str, singles))
    add("float64", map(str, doubles))
    add("float32 arrays", (str(singles[i : i + 4]) for i in range(0, 20000, 4)))
    add("float64 arrays", (str(doubles[i : i + 4]) for i in range(0, 20000, 4)))
    longs = long_doubles(bits)
    add("float128", map(str, longs))
    add("float128 arrays", (str(longs[i : i + 4]) for i in range(0, 10000, 4)))
    # Real parts of one size, imaginary ones of another.
    complexes = np.empty(5000, "c32")
    complexes.real, complexes.imag = longs[:5000], longs[5000:]
    add("complex256", map(str, complexes))
    add("complex256 arrays", (str(complexes[i : i + 4]) for i in range(0, 5000, 4)))
    return {"seed": SEED, "numpy": NUMPY, "sha256": digests}


def main():
    if np.__version__ != NUMPY:
        sys.exit(f"numpy: expected {NUMPY}, found {np.__version__}; the texts depend on it")
    if np.finfo(np.longdouble).nmant != 63:
        sys.exit("long double: expected the 80 bits of x86")
    default = Path(__file__).resolve().parent.parent / "resources" / "printing"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    folder.mkdir(parents=True, exist_ok=True)
    cases = Cases(folder / "cases.jsonl")
    hand_picked(cases)
    picked = cases.count
    thrown(cases, Dice(SEED))
    thrown_count = cases.count - picked
    long_double_cases(cases, Dice(SEED))
    cases.out.close()
    text = json.dumps(scalar_digests(), indent=2) + "\n"
    (folder / "digests.json").write_text(text, encoding="ascii")
    longs = cases.count - picked - thrown_count
    print(f"{picked} hand-picked, {thrown_count} random, {longs} long double cases in {folder}")


if __name__ == "__main__":
    main()
