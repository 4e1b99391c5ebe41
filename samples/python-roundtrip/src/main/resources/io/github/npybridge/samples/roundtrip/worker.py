"""The Python half of RoundTrip: maps a file and answers each line of its input with one line."""
import sys

try:
    import numpy as np
except ImportError:
    sys.exit(1)

array = np.load(sys.argv[1], mmap_mode="r+")
print("ready", flush=True)

for line in sys.stdin:
    command, *words = line.split()
    if command == "get":
        answer = array[int(words[0]), int(words[1])]
    elif command == "column":
        answer = array[:, int(words[0])]
    elif command == "set":
        array[int(words[0]), int(words[1])] = float(words[2])
        answer = "done"
    elif command == "add":
        array[int(words[0]), int(words[1])] += float(words[2])
        answer = "done"
    elif command == "double":
        array[int(words[0])] *= 2
        answer = "done"
    else:
        sys.exit(f"worker: expected a command, found '{line.strip()}'")
    print(answer, flush=True)
