"""Writes the tar fixtures with GNU tar, bsdtar, Python's tarfile and webdataset, and what tarfile reads in them.

    python testdata/tar/make/make.py        (GNU tar 1.34, bsdtar 3.6 of libarchive-tools, webdataset 1.0)

expected.json: of each archive the files in it, in order: name, size, SHA-256 and time, as Python's tarfile gives
them; hard links with the bytes of what they lead to.
"""
import bz2
import gzip
import hashlib
import io
import json
import lzma
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile

import webdataset

OUT = pathlib.Path(__file__).resolve().parent.parent
MTIME = 1700000000
LONG = "a-folder-with-a-name/" * 6 + "and-a-file-whose-name-is-rather-long-too.txt"  # 170 bytes
LONGER = "f" * 120 + "/" + "g" * 140 + ".txt"


def tree():
    """A folder of files, and what archivers do differently: long names, other scripts, links, folders."""
    root = pathlib.Path(tempfile.mkdtemp())
    files = {
        "empty.txt": b"",
        "one.txt": b"1",
        "block.bin": bytes(range(256)) * 2,
        "more.bin": bytes(i * 7 % 256 for i in range(1300)),
        "train/0.jpg": b"\xff\xd8 not really",
        "train/0.cls": b"3",
        "\u00fcml\u00e4ut/\u65e5\u672c.txt": "\u65e5\u672c".encode(),
        LONG: b"long",
        LONGER: b"longer",
    }
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    os.link(root / "one.txt", root / "z-hard.txt")
    os.symlink("one.txt", root / "z-soft.txt")
    for path in [root, *root.rglob("*")]:
        os.utime(path, (MTIME, MTIME), follow_symlinks=False)
    return root


def run(*args, cwd):
    subprocess.run([str(arg) for arg in args], cwd=cwd, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})


def by_archivers(root):
    common = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner"]
    for form in ("gnu", "pax", "ustar", "v7"):
        # ustar and v7 have no room for some names.
        left_out = ["--exclude=f*", "--exclude=a-folder*"] if form in ("ustar", "v7") else []
        run("tar", f"--format={form}", *common, *left_out, "-cf", OUT / f"gnu-{form}.tar", ".", cwd=root)
    run("tar", "--format=gnu", *common, "-czf", OUT / "gnu.tar.gz", ".", cwd=root)
    names = sorted(os.listdir(root))
    for form in ("pax", "gnutar", "ustar"):
        keep = [n for n in names if form != "ustar" or not n.startswith(("f", "a-"))]
        run("bsdtar", "--format", form, "--numeric-owner", "-cf", OUT / f"bsdtar-{form}.tar", *keep, cwd=root)
    hole = root / "hole.bin"
    with open(hole, "wb") as file:
        file.write(b"begin")
        file.truncate(200_000)
        for at in range(20_000, 200_000, 20_000):
            file.seek(at)
            file.write(b"x")
    os.utime(hole, (MTIME, MTIME))
    for form, options in (("gnu", []), ("pax", ["--sparse-version=1.0"]), ("pax", ["--sparse-version=0.1"])):
        name = f"sparse-{form}{options[0][-3:] if options else ''}.tar"
        run("tar", f"--format={form}", "--sparse", *options, *common, "-cf", OUT / name, "hole.bin", "one.txt", cwd=root)
    # The second volume begins with the rest of a file.
    big = root / "big.bin"
    big.write_bytes(bytes(i % 251 for i in range(30_000)))
    os.utime(big, (MTIME, MTIME))
    run("tar", "--format=gnu", *common, "-L", "20", "-M", "-cf", root / "v1.tar", "-f", root / "v2.tar",
        "big.bin", "one.txt", cwd=root)
    shutil.copy(root / "v2.tar", OUT / "volume.tar")


def by_python():
    forms = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
    for form, number in forms.items():
        with tarfile.open(OUT / f"python-{form}.tar", "w", format=number) as tar:
            def add(name, data, **fields):
                info = tarfile.TarInfo(name)
                info.size, info.mtime = len(data), MTIME
                for field, value in fields.items():
                    setattr(info, field, value)
                tar.addfile(info, io.BytesIO(data) if info.isreg() else None)
            add("a.txt", b"first")
            add("a.txt", b"second, of the same name")
            add("dir/", b"", type=tarfile.DIRTYPE)
            add("\u00e9.txt", b"accent")
            add("./dotted.txt", b"dotted")
            add("/absolute.txt", b"absolute")
            if form != "ustar":
                add(LONGER, b"longer")
            add("link", b"", type=tarfile.LNKTYPE, linkname="a.txt")
            add("nowhere", b"", type=tarfile.LNKTYPE, linkname="not-there.txt")
            add("pipe", b"", type=tarfile.FIFOTYPE)
    with tarfile.open(OUT / "python-global.tar", "w", format=tarfile.PAX_FORMAT,
                      pax_headers={"comment": "of all", "mtime": "1600000000.5"}) as tar:
        for i in range(3):
            info = tarfile.TarInfo(f"{i}.txt")
            info.size = 3
            tar.addfile(info, io.BytesIO(b"abc"))
    with tarfile.open(OUT / "python-latin1.tar", "w", format=tarfile.USTAR_FORMAT, encoding="latin-1") as tar:
        info = tarfile.TarInfo("caf\u00e9.txt")
        info.size, info.mtime = 4, MTIME
        tar.addfile(info, io.BytesIO(b"menu"))
    with tarfile.open(OUT / "python-empty.tar", "w"):
        pass


def by_webdataset():
    for shard in range(2):
        with webdataset.TarWriter(str(OUT / f"webdataset-{shard:06d}.tar"), mtime=MTIME) as writer:
            for i in range(shard * 5, shard * 5 + 5):
                writer.write({"__key__": f"sample{i:04d}", "cls": i % 3, "txt": f"text {i}", "jpg": (OUT / "../jpeg/one-pixel.jpg").read_bytes()})


def files(path):
    opened = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    encoding = "latin-1" if "latin1" in path.name else "utf-8"
    with tarfile.open(fileobj=io.BytesIO(opened), encoding=encoding) as tar:
        for member in tar.getmembers():
            if not (member.isreg() or member.islnk()) or member.issparse():
                continue
            try:
                data = tar.extractfile(member).read()
            except KeyError:  # a link to nowhere
                data = None
            name = member.name.lstrip("/")
            name = name[2:] if name.startswith("./") else name
            yield {"name": name, "modified": int(member.mtime),
                   "size": None if data is None else len(data),
                   "sha256": None if data is None else hashlib.sha256(data).hexdigest()}


def main():
    root = tree()
    by_archivers(root)
    by_python()
    by_webdataset()
    plain = (OUT / "webdataset-000000.tar").read_bytes()
    (OUT / "webdataset.tar.bz2").write_bytes(bz2.compress(plain))
    (OUT / "webdataset.tar.xz").write_bytes(lzma.compress(plain))
    run("zstd", "-q", "-f", "-19", OUT / "webdataset-000000.tar", "-o", OUT / "webdataset.tar.zst", cwd=root)
    readable = [p for p in sorted(OUT.glob("*.tar*")) if p.suffix in (".tar", ".gz")
                and not p.name.startswith("volume")]
    expected = {path.name: list(files(path)) for path in readable}
    (OUT / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=True) + "\n")
    shutil.rmtree(root)


if __name__ == "__main__":
    main()
