"""Python's zipfile, and the original DareBlopy where it is installed: a line names the work, the answer is
milliseconds, or `none`. usage: peers.py <stored> <deflated> <many>"""

import random
import sys
import time
import zipfile

try:
    import dareblopy
except ImportError:
    dareblopy = None

paths = dict(zip(("stored", "deflated", "many"), sys.argv[1:]))
names = ["%d.jpg" % i for i in range(200)]
many = ["train/%d/%d.bin" % (i % 100, i) for i in range(100000)]


def zipfile_read(which):
    with zipfile.ZipFile(paths[which]) as archive:
        for name in names:
            archive.read(name)


def original_read(which):
    archive = dareblopy.open_zip_archive(paths[which])
    for name in names:
        archive.open_as_bytes(name)


def measure(who, work):
    if who == "original" and dareblopy is None:
        return None
    start = time.perf_counter()
    if work in ("stored", "deflated"):
        zipfile_read(work) if who == "zipfile" else original_read(work)
    elif work == "open":
        zipfile.ZipFile(paths["many"]) if who == "zipfile" else dareblopy.open_zip_archive(paths["many"])
    elif work == "random":
        read = opened(who)[1]  # the archive stays open
        wanted = random.Random(1).sample(many, 1000)
        start = time.perf_counter()
        for name in wanted:
            read(name)
    return (time.perf_counter() - start) * 1000


kept = {}


def opened(who):
    if who not in kept:
        if who == "zipfile":
            archive = zipfile.ZipFile(paths["many"])
            kept[who] = archive, archive.read
        else:
            archive = dareblopy.open_zip_archive(paths["many"])
            kept[who] = archive, archive.open_as_bytes
    return kept[who]


for line in sys.stdin:
    answer = measure(*line.split())
    print("none" if answer is None else answer, flush=True)
