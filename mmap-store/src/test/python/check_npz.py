"""Prints what NumPy and zipfile read from an archive, as JSON; any warning is an error."""
import hashlib
import json
import sys
import warnings
import zipfile

import numpy as np

warnings.simplefilter('error')
path = sys.argv[1]
with zipfile.ZipFile(path) as archive:
    bad = archive.testzip()
    entries = [[i.filename, i.compress_type, list(i.date_time), i.file_size] for i in archive.infolist()]
with np.load(path) as npz:
    arrays = []
    for name in npz.files[:100]:
        a = npz[name]
        digest = hashlib.sha256(a.tobytes('F' if a.flags.fnc else 'C')).hexdigest()
        arrays.append([name, a.dtype.str, list(a.shape), bool(a.flags.fnc), digest])
print(json.dumps({'bad': bad, 'entries': entries, 'arrays': arrays}))
