"""Files without a header, as numpy.memmap, ndarray.tofile and vector libraries write them: raw.py FOLDER"""
import sys

import numpy as np

folder = sys.argv[1]
array = np.memmap(f"{folder}/memmap.dat", dtype=">f8", mode="w+", offset=16, shape=(4, 5), order="F")
array[:] = np.arange(20).reshape(4, 5)
array.flush()
np.arange(50257, dtype="<u2").tofile(f"{folder}/tokens.bin")
for kind, dtype in [("f", "<f4"), ("i", "<i4"), ("b", "u1")]:
    records = np.zeros(10, dtype=[("dim", "<i4"), ("vector", dtype, (7,))])
    records["dim"] = 7
    records["vector"] = np.arange(70).reshape(10, 7)
    records.tofile(f"{folder}/x.{kind}vecs")
