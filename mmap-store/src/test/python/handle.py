"""Loads all arrays of one handle, and saves them to another: handle.py FROM TO"""
import sys

import numpy as np

arrays = []
with open(sys.argv[1], "rb") as source:
    while True:
        try:
            arrays.append(np.load(source))
        except EOFError:
            break
with open(sys.argv[2], "wb") as target:
    for array in arrays:
        np.save(target, array)
print(len(arrays))
