"""Python's zipfile: for each line `<level> <folder> <archive>` packs the folder, and prints its milliseconds."""
import os
import sys
import time
import zipfile

for line in sys.stdin:
    level, folder, path = line.split()
    start = time.perf_counter()
    method = zipfile.ZIP_STORED if level == "0" else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w", method, compresslevel=None if level == "0" else int(level)) as archive:
        for name in sorted(os.listdir(folder)):
            archive.write(os.path.join(folder, name), name)
    print((time.perf_counter() - start) * 1e3, flush=True)
