"""Files for the cross-check of append, pack and unpack, and a look at what became of them.

python3 archives.py make SEED DIR    prints a JSON object for each append
python3 archives.py check DIR        fails unless NumPy reads what was appended and packed
"""

import json
import pathlib
import sys
import zipfile

import numpy as np

DTYPES = [
    "<f4", ">f8", "<i2", ">u8", "|b1", "|u1", "<c8", ">c16", "<f2", "|S5", "<U3", ">U2",
    "<M8[ms]", ">m8[D]", "|V3",
    [("a", "<i2"), ("b", ">f4", (2,))], [("n", [("x", ">u4")]), ("s", "S3")],
]


def array(rng, dtype, shape, order):
    dtype = np.dtype(dtype)
    items = int(np.prod(shape, dtype=int))
    if dtype.kind == "b":
        flat = rng.integers(0, 2, items).astype(dtype)
    elif dtype.kind == "U":
        units = rng.integers(97, 123, items * (dtype.itemsize // 4))
        flat = units.astype(dtype.byteorder + "u4").view(dtype)
    elif dtype.kind in "SV" or dtype.names:
        octets = rng.integers(97, 123, items * dtype.itemsize).astype("u1")
        flat = np.frombuffer(octets.tobytes(), dtype)
    else:
        flat = rng.integers(0, 100, items).astype(dtype)
    return np.asarray(flat.reshape(shape), order=order)


def swapped(dtype, rng):
    return np.dtype(dtype).newbyteorder("S") if rng.integers(2) else np.dtype(dtype)


def make(seed, folder):
    rng = np.random.default_rng(seed)
    arrays = {}
    for i, dtype in enumerate(DTYPES):
        row = tuple(int(n) for n in rng.integers(0 if i % 5 == 0 else 1, 4, rng.integers(0, 3)))
        order = "CF"[int(rng.integers(2))]
        parts = [array(rng, dtype, (int(rng.integers(0, 12)),) + row, "C")]
        files = []
        for j in range(int(rng.integers(1, 4))):
            part = array(rng, swapped(dtype, rng), (int(rng.integers(0, 5)),) + row, order)
            files.append(f"append{i}_{j}.npy")
            np.save(folder / files[-1], part)
            parts.append(part)
        np.save(folder / f"target{i}.npy", parts[0])
        grown = np.empty((sum(map(len, parts)),) + row, parts[0].dtype)
        grown[...] = np.concatenate([part.astype(parts[0].dtype) for part in parts])
        np.save(folder / f"grown{i}.npy", grown)
        names = {"target": f"target{i}.npy", "files": files, "expected": f"grown{i}.npy"}
        print(json.dumps(names))
        arrays[f"a{i}"] = array(rng, dtype, (3,) + row, order)
        np.save(folder / f"a{i}.npy", arrays[f"a{i}"])
    np.savez(folder / "stored.npz", **arrays)
    np.savez_compressed(folder / "deflated.npz", **arrays)


def check(folder):
    for target in folder.glob("target*.npy"):
        expected = np.load(folder / target.name.replace("target", "grown"))
        for mode in (None, "r", "r+"):
            if expected.nbytes or mode is None:
                found = np.load(target, mmap_mode=mode)
                assert found.dtype == expected.dtype and found.shape == expected.shape, target
                assert found.tobytes() == expected.tobytes(), (target, mode)
    for name in ("packed.npz", "compressed.npz"):
        assert zipfile.ZipFile(folder / name).testzip() is None, name
        with np.load(folder / name) as archive:
            assert archive.files == [f"a{i}" for i in range(len(DTYPES))], archive.files
            for key in archive.files:
                expected = np.load(folder / f"{key}.npy")
                found = archive[key]
                assert found.dtype == expected.dtype and found.shape == expected.shape, key
                assert found.flags.f_contiguous == expected.flags.f_contiguous, key
                assert found.tobytes() == expected.tobytes(), key
    print("ok")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), pathlib.Path(sys.argv[3]))
    else:
        check(pathlib.Path(sys.argv[2]))
