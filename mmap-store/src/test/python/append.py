"""Files for the tests of appending, and NumPy's verdict on what came of them.

    append.py make FOLDER     writes N.npy (the array), N.rows (what is to be appended, as bytes) and N.want.npy (numpy.save
                              of both); prints a line for each: the name, and the number of rows to append
    append.py check ROWS FILE...   the killed ones: all modes load them, with whole appends of ROWS rows
"""
import sys

import numpy as np

DTYPES = [
    "?", "i1", "u1", "<i2", ">i2", "<u2", "<i4", ">u4", "<i8", ">u8", "<f2", "<f4", ">f4", "<f8", "<f16", "<c8", ">c16", "S3",
    "<U2", ">U2", "V3", "<M8[ns]", "<m8[25s]", [("a", "<i4"), ("b", ">f8", (2,)), ("c", "S2")],
    np.dtype([("x", "i1"), ("y", "f8")], align=True), [(("a title", "n"), "<f4")], [("\u6e29\u5ea6", "<f4")],
    [("caf\u00e9", "<i2")], [("field_%020d" % i, "<f8") for i in range(2000)],
]
STEPS = [(0, 1), (1, 1), (2, 8), (9, 1), (9, 2), (99, 1), (90, 1000)]


def array(shape, dtype, seed):
    raw = np.random.default_rng(seed).integers(0, 2, int(np.prod(shape)) * dtype.itemsize, dtype=np.uint8)
    return raw.view(dtype).reshape(shape) if raw.size else np.zeros(shape, dtype)


def cases():
    for dtype in DTYPES:
        dtype = np.dtype(dtype)
        for old, new in STEPS if dtype.itemsize < 100 else STEPS[:5]:
            yield dtype, (old, 3), (new, 3), 0
        yield dtype, (7,), (5,), 0
        if not dtype.isalignedstruct:  # a change of the order loses what is in the padding
            yield dtype, (2, 9), (2, 91), 1
    for old, new in [((4, 0), (6, 0)), ((0, 0), (1, 0)), ((3, 2, 0), (8, 2, 0)), ((2, 1, 2), (9, 1, 2))]:
        yield np.dtype("<f4"), old, new, 0
    yield np.dtype("<f4"), (2, 3, 5), (2, 3, 95), 1
    yield np.dtype("<f4"), (1, 2, 3), (1, 2, 7), 1


def make(folder):
    for number, (dtype, old_shape, new_shape, fortran) in enumerate(cases()):
        order = "F" if fortran else "C"
        axis = -1 if fortran else 0
        old, new = array(old_shape, dtype, 2 * number), array(new_shape, dtype, 2 * number + 1)
        # as raw items: concatenate makes the byte order native, and leaves padding out
        both = np.concatenate([old.view(f"V{dtype.itemsize}"), new.view(f"V{dtype.itemsize}")], axis=axis)
        both = np.asarray(both, order=order).view(dtype)
        np.save(f"{folder}/{number}.npy", np.asarray(old, order=order))
        np.save(f"{folder}/{number}.want.npy", both)
        with open(f"{folder}/{number}.rows", "wb") as rows:
            rows.write(new.tobytes(order=order))
        print(number, new_shape[axis])


def check(rows, files):
    for file in files:
        for mode in [None, "r", "r+"]:
            array = np.load(file, mmap_mode=mode)
            assert array.dtype == "<i4" and array.shape[1:] == (3,) and array.shape[0] % rows == 0, (file, mode, array.shape)
            assert (array == (np.arange(array.shape[0]) // rows)[:, None]).all(), (file, mode)
    print(len(files), "files")


if __name__ == "__main__":
    import warnings

    warnings.simplefilter("ignore")  # NumPy announces versions 2 and 3
    if sys.argv[1] == "make":
        make(sys.argv[2])
    else:
        check(int(sys.argv[2]), sys.argv[3:])
