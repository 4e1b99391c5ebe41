"""Prints name, dtype, shape and last element of each array of an archive; with --header not the last element, which
takes reading all of it."""
import sys
import zipfile

import numpy as np

out = []
with zipfile.ZipFile(sys.argv[1]) as archive:
    for info in archive.infolist():
        with archive.open(info) as member:
            version = np.lib.format.read_magic(member)
            shape, _, dtype = np.lib.format.read_array_header_1_0(member)
            row = [info.filename.removesuffix('.npy'), dtype.str, list(shape)]
            if len(sys.argv) < 3:
                tail = b''
                while block := member.read(1 << 24):
                    tail = (tail + block)[-dtype.itemsize:]
                row.append(np.frombuffer(tail, dtype)[0].item())
            out.append(row)
print(out)
