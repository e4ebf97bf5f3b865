#!/usr/bin/env python3
"""Makes the archives of this folder with Info-ZIP, 7-Zip, Python's zipfile and Go's archive/zip, and
fixtures.json, which says what is in each: from the source files, never from a reader of ours.

usage: make.py   (needs zip, 7z and go on PATH)"""

import io
import json
import os
import shutil
import struct
import subprocess
import tempfile
import zipfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.dirname(HERE)
TIME = (2024, 2, 3, 4, 5, 6)

FILES = {
    "hello.txt": b"Hello, archive! " * 40,
    "data.bin": bytes(range(256)) * 8,
    "folder/deep/empty": b"",
    "folder/one.txt": b"1",
}
UNICODE = {"na\u00efve/\u8a9e.txt": b"UTF-8 names\n"}

fixtures = {}


def note(name, entries, **more):
    """What a reader has to find in the archive `name`."""
    fixtures[name] = {
        "entries": {k: {"size": len(v), "crc32": zlib.crc32(v)} for k, v in entries.items()},
        **more,
    }


def path(name):
    return os.path.join(OUT, name)


def fresh(name):
    if os.path.exists(path(name)):
        os.remove(path(name))
    return path(name)


def source_folder(files):
    folder = tempfile.mkdtemp()
    for name, data in files.items():
        full = os.path.join(folder, name)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as out:
            out.write(data)
        os.utime(full, (1706933106, 1706933106))
    return folder


def info_zip():
    folder = source_folder({**FILES, **UNICODE})
    run = lambda *args, **kw: subprocess.run(args, cwd=folder, check=True, stdout=subprocess.DEVNULL, **kw)
    everything = {**FILES, **UNICODE}
    run("zip", "-qr", fresh("infozip.zip"), ".")
    note("infozip.zip", everything, directories=["folder/", "folder/deep/", "na\u00efve/"])
    run("zip", "-qrD0X", fresh("infozip-stored.zip"), ".")
    note("infozip-stored.zip", everything)
    run("zip", "-qrDz", fresh("infozip-comment.zip"), ".", input=b"an archive's comment\n")
    note("infozip-comment.zip", everything, comment="an archive's comment")
    run("zip", "-qD", fresh("infozip-encrypted.zip"), "hello.txt", "-P", "secret")
    note("infozip-encrypted.zip", {}, errors={"hello.txt": "ZIP_ENCRYPTED"})
    # To a pipe: sizes and CRC-32 follow the data, and ZIP64 fields are reserved.
    with open(fresh("infozip-streamed.zip"), "wb") as out:
        subprocess.run(["zip", "-qD", "-", "hello.txt", "data.bin"], cwd=folder, check=True, stdout=out)
    note("infozip-streamed.zip", {k: FILES[k] for k in ("hello.txt", "data.bin")})
    # From a pipe: of unknown size, so ZIP64.
    with open(fresh("infozip-zip64.zip"), "wb") as out:
        subprocess.run(["zip", "-q", "-", "-"], cwd=folder, check=True, stdout=out, input=FILES["hello.txt"])
    note("infozip-zip64.zip", {"-": FILES["hello.txt"]})
    # Something before the archive, once with offsets as they were, once mended.
    plain = open(path("infozip.zip"), "rb").read()
    for name in ("infozip-prefixed.zip", "infozip-prefixed-mended.zip"):
        with open(fresh(name), "wb") as out:
            out.write(b"#!/bin/sh\necho self-extracting; exit\n" + plain)
        note(name, everything, directories=["folder/", "folder/deep/", "na\u00efve/"])
    subprocess.run(["zip", "-qA", path("infozip-prefixed-mended.zip")], check=True, stdout=subprocess.DEVNULL)
    run("zip", "-q", "-Z", "bzip2", fresh("infozip-bzip2.zip"), "hello.txt")
    note("infozip-bzip2.zip", {}, errors={"hello.txt": "ZIP_METHOD_UNSUPPORTED"})
    shutil.rmtree(folder)


def seven_zip():
    everything = {**FILES, **UNICODE}
    folder = source_folder(everything)
    for name, args in {
        "7zip.zip": [],
        "7zip-ultra.zip": ["-mx=9"],
        "7zip-stored.zip": ["-mx=0"],
    }.items():
        subprocess.run(["7z", "a", "-tzip", *args, fresh(name), "."], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        note(name, everything, directories=["folder/", "folder/deep/", "na\u00efve/"])
    for name, args, code in (
        ("7zip-aes.zip", ["-psecret", "-mem=AES256"], "ZIP_ENCRYPTED"),
        ("7zip-lzma.zip", ["-mm=LZMA"], "ZIP_METHOD_UNSUPPORTED"),
        ("7zip-deflate64.zip", ["-mm=Deflate64"], "ZIP_METHOD_UNSUPPORTED"),
    ):
        subprocess.run(["7z", "a", "-tzip", *args, fresh(name), "hello.txt"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        note(name, {}, errors={"hello.txt": code})


def python():
    def add(archive, name, data, method=zipfile.ZIP_DEFLATED, comment=b"", **kw):
        info = zipfile.ZipInfo(name, TIME)
        info.compress_type = method
        info.comment = comment
        with archive.open(info, "w", **kw) as out:
            out.write(data)

    everything = {**FILES, **UNICODE}
    with zipfile.ZipFile(fresh("python.zip"), "w") as z:
        for name, data in everything.items():
            add(z, name, data, comment=b"of " + name.encode()[:5])
        z.comment = b"Python's"
    note("python.zip", everything, comment="Python's")
    with zipfile.ZipFile(fresh("python-zip64.zip"), "w") as z:
        for name, data in everything.items():
            add(z, name, data, force_zip64=True)
    note("python-zip64.zip", everything)

    class Pipe(io.RawIOBase):  # cannot seek: descriptors follow the data
        def __init__(self):
            self.parts = []

        def writable(self):
            return True

        def write(self, data):
            self.parts.append(bytes(data))
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as z:
        for name, data in everything.items():
            add(z, name, data, zipfile.ZIP_STORED if name.endswith(".bin") else zipfile.ZIP_DEFLATED)
    open(fresh("python-streamed.zip"), "wb").write(b"".join(pipe.parts))
    note("python-streamed.zip", everything)
    with zipfile.ZipFile(fresh("python-duplicates.zip"), "w") as z:
        add(z, "twice.txt", b"the first")
        add(z, "once.txt", b"once")
        add(z, "twice.txt", b"the second")
    note("python-duplicates.zip", {"twice.txt": b"the second", "once.txt": b"once"}, length=3)
    with zipfile.ZipFile(fresh("python-odd-names.zip"), "w") as z:
        odd = {"/absolute.txt": b"a", "../outside.txt": b"o", "a/../b.txt": b"b", " ": b"space", "back\\slash": b"\\"}
        for name, data in odd.items():
            add(z, name, data)
    note("python-odd-names.zip", odd)
    with zipfile.ZipFile(fresh("python-empty.zip"), "w"):
        pass
    note("python-empty.zip", {})
    with zipfile.ZipFile(fresh("python-lzma.zip"), "w") as z:
        add(z, "hello.txt", FILES["hello.txt"], zipfile.ZIP_LZMA)
    note("python-lzma.zip", {}, errors={"hello.txt": "ZIP_METHOD_UNSUPPORTED"})


def by_hand():
    """What no tool at hand writes: old DOS names, and names in the Unicode Path field."""

    def archive(entries):
        out, directory = b"", b""
        for raw, data, extra, host in entries:
            crc, size, n, e = zlib.crc32(data), len(data), len(raw), len(extra)
            offset = len(out)
            common = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0x20A6, 0x5843, crc, size, size, n, e)
            out += b"PK\3\4" + common + raw + extra + data
            directory += b"PK\1\2" + struct.pack("<BB", 20, host) + common + struct.pack("<HHHII", 0, 0, 0, 0, offset) + raw + extra
        end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(out), 0)
        return out + directory + end

    raw = "caf\u00e9 \u00df\u2591.txt".encode("cp437")
    open(fresh("cp437.zip"), "wb").write(archive([(raw, b"DOS", b"", 0)]))
    note("cp437.zip", {"caf\u00e9 \u00df\u2591.txt": b"DOS"})
    plain = b"?.txt"
    unicode_path = lambda crc: struct.pack("<HHBI", 0x7075, 5 + len("\u8a9e.txt".encode()), 1, crc) + "\u8a9e.txt".encode()
    open(fresh("unicode-path.zip"), "wb").write(
        archive([(plain, b"with", unicode_path(zlib.crc32(plain)), 0), (b"stale.txt", b"stale", unicode_path(1), 0)])
    )
    note("unicode-path.zip", {"\u8a9e.txt": b"with", "stale.txt": b"stale"})
    # macOS's Archive Utility: UTF-8 without the flag, host Unix.
    mac = "U\u0308ber/\u00e9.txt".encode()
    open(fresh("macos-names.zip"), "wb").write(archive([(mac, b"mac", b"", 3)]))
    note("macos-names.zip", {mac.decode(): b"mac"})


def go():
    folder = source_folder({**FILES, **UNICODE})
    subprocess.run(["go", "run", os.path.join(HERE, "make.go"), folder, fresh("go.zip")], check=True)
    note("go.zip", {**FILES, **UNICODE}, comment="Go's")
    shutil.rmtree(folder)


info_zip()
seven_zip()
python()
by_hand()
go()
with open(path("fixtures.json"), "w") as out:
    json.dump(fixtures, out, indent=1, sort_keys=True, ensure_ascii=False)
    out.write("\n")
