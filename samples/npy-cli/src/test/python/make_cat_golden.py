"""Writes ../resources/golden/cat.jsonl: what NumPy prints of the corpus, and of slices of it.

Usage: python3 make_cat_golden.py CORPUS   (the folder with manifest.json; NumPy 2.4)

Each line has "file", "slice" (or null), and "out", which is null where NumPy raises an exception.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np

SLICES = ["-1", "::-2", "1:, ...", "..., -1", "None", "5:2", "-3:", "99", "..., ::-1", "0, ..., 0"]


def printed(array, text):
    try:
        return str(array if text is None else eval(f"array[{text}]")) + "\n"
    except (IndexError, ValueError):
        return None


def main():
    warnings.simplefilter("ignore")
    corpus = Path(sys.argv[1])
    target = Path(__file__).parent.parent / "resources" / "golden" / "cat.jsonl"
    files = json.loads((corpus / "manifest.json").read_text())["files"]
    readable = [f for f in files if f["kind"] == "npy" and f["expect"] == "ok"]
    with target.open("w", encoding="utf-8", newline="\n") as out:
        for number, entry in enumerate(readable):
            array = np.load(corpus / entry["file"])
            whole = ", ".join(["-1"] * array.ndim) or "..."
            for text in [None, whole, SLICES[number % len(SLICES)]]:
                line = {"file": entry["file"], "slice": text, "out": printed(array, text)}
                print(json.dumps(line, ensure_ascii=False), file=out)


main()
