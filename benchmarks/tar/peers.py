"""Python's tarfile, and webdataset where it is installed: a line names the work, the answer is milliseconds, or
`none`. usage: peers.py <tar> <tar.gz>"""

import random
import sys
import tarfile
import time

try:
    import webdataset
except ImportError:
    webdataset = None

path, packed = sys.argv[1:]
opened = None


def tarfile_work(work):
    global opened
    if work == "index":
        with tarfile.open(path) as archive:
            assert len(archive.getmembers()) == 100000
    elif work == "random":
        if opened is None:
            opened = tarfile.open(path)
            opened.by_name = {member.name: member for member in opened.getmembers()}
        wanted = random.Random(1).sample(list(opened.by_name), 1000)
        start = time.perf_counter()
        for name in wanted:
            opened.extractfile(opened.by_name[name]).read()
        return (time.perf_counter() - start) * 1000
    else:
        with tarfile.open(path if work == "order" else packed, "r|" if work == "order" else "r|gz") as archive:
            for member in archive:
                archive.extractfile(member).read()
    return None


def webdataset_work(work):
    for sample in webdataset.WebDataset(path if work == "order" else packed, shardshuffle=False, empty_check=False):
        pass


def measure(who, work):
    if who == "webdataset" and (webdataset is None or work not in ("order", "gzip")):
        return "none"
    start = time.perf_counter()
    own = tarfile_work(work) if who == "tarfile" else webdataset_work(work)
    return own or (time.perf_counter() - start) * 1000


for line in sys.stdin:
    print(measure(*line.split()), flush=True)
