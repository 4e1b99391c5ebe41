#!/usr/bin/env python3
"""Prints which values NumPy casts with casting='same_value', one pair of dtypes a line.

Usage: python3 same_value.py FOLDER

FOLDER/NAME.npy holds the values of dtype NAME. A line has both dtypes' names and, for each value,
0 if NumPy refuses it and 1 if not. A NumPy before 2.4, which has no such level, prints nothing.
"""

import sys
import warnings
from pathlib import Path

import numpy as np


def keeps(value, dtype):
    try:
        value.astype(dtype, casting="same_value")
    except ValueError:
        return "0"
    return "1"


def main(folder):
    warnings.simplefilter("ignore")
    values = {path.stem: np.load(path) for path in sorted(Path(folder).glob("*.npy"))}
    for source, array in values.items():
        for target in values:
            kept = [keeps(array[i : i + 1], target) for i in range(len(array))]
            print(source, target, "".join(kept))


if np.lib.NumpyVersion(np.__version__) >= "2.4.0":
    main(sys.argv[1])
