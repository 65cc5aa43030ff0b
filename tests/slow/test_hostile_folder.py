"""A folder full of what does harm, indexed by the program itself: each file is read, or skipped with a reason.

Nothing in the folder is changed, nothing outlives the run, and a good document beside all that is found.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import stat
import struct
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("glossator")
NASTY = Path(__file__).resolve().parents[2].parent / "shared" / "formats" / "nasty_synthetic"
NEEDLE = "Quillfeather"
NAMES = (
    b"evil\x1b]0;x\x07\x1b[31m.txt",
    b"new\nline.txt",
    b"latin1_\xe9.txt",
    b"-rf.txt",
    b" lead.txt",
    b"rtl_\xe2\x80\xaetxt.txt",
    b"%s%n.txt",
    b"$(reboot).txt",
    b"a!_b.txt",
    b"[red]x[ red].txt",
    b"index.py.txt",
    b"." + b"n" * 240 + b".txt",
)


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    homes = {f"XDG_{place}_HOME": str(tmp_path / "homes" / place) for place in ("CACHE", "STATE", "DATA", "CONFIG")}
    yield {**os.environ, **homes, "HOME": str(tmp_path / "homes")}


def make(folder: Path) -> None:
    """What RECIPES.sh makes, smaller where only time would be lost, and more of the kind."""
    for name in NAMES:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(f"A text of {NEEDLE}.\n")
    with (folder / "sparse.txt").open("wb") as file:
        file.truncate(4 * 1024**3)
    with (folder / "sparse.zip").open("wb") as file:
        file.truncate(64 * 1024**3)
    os.mkfifo(folder / "pipe.txt")
    os.mkfifo(folder / "pipe.zip")
    for target, name in (
        (".", "loop"),
        ("/etc/passwd", "link.txt"),
        ("/dev/zero", "zero.txt"),
        ("nowhere", "gone.txt"),
    ):
        (folder / name).symlink_to(target)
    (folder / "a").mkdir()
    (folder / "a" / "up").symlink_to("..")
    _make_deep(folder, 900)
    (folder / "word.txt").write_text("word " * 1_000_000)
    for name, when in (("future.txt", 4_102_444_800), ("past.txt", -2_208_988_800), ("zero.md", 0)):
        (folder / name).write_text(f"{NEEDLE} of another time\n")
        os.utime(folder / name, (when, when))
    (folder / "unreadable.txt").write_text("x")
    (folder / "unreadable.txt").chmod(0)
    (folder / "noread").mkdir()
    (folder / "noread").chmod(0)
    _archives(folder)


def _make_deep(folder: Path, depth: int) -> None:
    """Folders deeper than a path may be long, made one below the other."""
    at = os.open(folder, os.O_RDONLY)
    for number in range(depth):
        os.mkdir("d", dir_fd=at)
        below = os.open("d", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
        if number % 300 == 10:
            with os.fdopen(os.open("deep.txt", os.O_WRONLY | os.O_CREAT, dir_fd=at), "w") as file:
                file.write("deep down\n")
    os.close(at)


def _archives(folder: Path) -> None:
    def zipped(name: str, files: dict[str, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for inner, data in files.items():
                archive.writestr(inner, data)
        (folder / name).write_bytes(out.getvalue())
        return out.getvalue()

    good = f"{NEEDLE} in an archive".encode()
    evil = {"../../out.txt": b"x", "/etc/out.txt": b"x", "a\x1b[31m\n.txt": good, "C:\\out.txt": b"x"}
    whole = zipped("names.zip", evil)
    zipped("bomb.zip", {"b.txt": bytes(80_000_000), "good.txt": good})
    nested = b"bottom"
    for depth in range(12):
        nested = zipped("nested.zip", {f"{depth}.txt": good, "in.zip": nested})
    at, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x01\x02", whole.index(b"PK\x01\x02") + 4)
    entry = whole[at:end] * 60_000
    over = whole[:at] + entry + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 60_000, 60_000, len(entry), at, 0)
    (folder / "overlapping.zip").write_bytes(over)
    (folder / "bomb.csv.gz").write_bytes(gzip.compress(b"a,b\n" * 20_000_000))
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, kind, link in (("l.txt", b"2", "/etc/passwd"), ("h.txt", b"1", "../../x"), ("d.txt", b"3", "")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, link
            archive.addfile(info)
        info = tarfile.TarInfo("good.txt")
        linked = f"{NEEDLE} among links".encode()
        info.size = len(linked)
        archive.addfile(info, io.BytesIO(linked))
    (folder / "links.tar.gz").write_bytes(out.getvalue())
    (folder / "quote.csv").write_text('id,text\n1,"some words that nothing closes\n' + "n,a row of words\n" * 50_000)
    (folder / "deep.json").write_text('{"a":' * 1_000_000)
    (folder / "line.jsonl").write_bytes(b'{"text": "' + b"x " * 5_000_000)


def state(folder: Path) -> dict[bytes, tuple[int, ...]]:
    """What tells that a file was touched, down to where paths grow too long."""
    found: dict[bytes, tuple[int, ...]] = {}
    for path, folders, files in os.walk(os.fsencode(folder)):
        for name in [*folders, *files]:
            status = os.lstat(path + b"/" + name)
            found[path + b"/" + name] = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ino)
        if path.count(b"/d/") > 300:
            folders.clear()
    return found


def run(folder: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [str(PROGRAM), *arguments, str(folder)]
    return subprocess.run(command, capture_output=True, env=environment, timeout=400, check=False)


@pytest.mark.slow
def test_a_hostile_folder_does_no_harm(tmp_path: Path, environment: dict[str, str]) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    make(folder)
    if NASTY.is_dir():
        for file in NASTY.iterdir():
            shutil.copyfile(file, folder / file.name)
    before = state(folder)
    try:
        first = run(folder, environment, "index", "--json")
        assert first.returncode in (0, 1), first.stderr[-3000:]
        said = json.loads(first.stdout.splitlines()[-1])["skipped"]
        words = first.stdout + first.stderr
        assert b"fault of Glossator" not in words, [line for line in words.splitlines() if b"fault of" in line][:5]
        assert b"Traceback" not in words
        assert b"\x1b" not in first.stdout
        _everything_is_told(said)
        assert state(folder) == before
        found = run(folder, environment, "search", "--json", NEEDLE)
        hits = {json.loads(line).get("document") for line in found.stdout.splitlines()}
        assert {"bomb.zip!/good.txt", "links.tar.gz!/good.txt", "nested.zip!/11.txt"} <= hits, hits
        assert len([path for path in hits if path and "!/" not in path]) >= len(NAMES) - 1
        again = run(folder, environment, "index", "--json")
        assert b'"added": 0' in again.stdout or b'"added":0' in again.stdout, again.stdout[-500:]
        assert not list(_processes(tmp_path))
    finally:
        (folder / "noread").chmod(0o700)
        # Deeper than shutil can go.
        subprocess.run(["rm", "-rf", "--", str(folder)], check=False)


def _everything_is_told(said: list[dict[str, str]]) -> None:
    reasons = {each["path"]: each["reason"] for each in said}
    for path in (
        "sparse.txt",
        "bomb.zip!/b.txt",
        "pipe.txt",
        "bomb.csv.gz",
        "link.txt",
        "overlapping.zip",
        "deep.json",
    ):
        assert reasons.get(path), (path, reasons)
    assert "max_depth" in "".join(reasons.values())


def _processes(folder: Path) -> Iterator[str]:
    """Processes that still work in the homes of this test."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder) in str((process / "cwd").readlink()):
                yield (process / "cmdline").read_text()
        except OSError:
            continue


@pytest.mark.slow
def test_files_that_change_while_they_are_read(tmp_path: Path, environment: dict[str, str]) -> None:
    folder = tmp_path / "moving"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(f"{NEEDLE} {number}\n" + "some words of a text\n" * 5_000)
        with zipfile.ZipFile(folder / f"{number}.zip", "w") as archive:
            archive.writestr("in.txt", f"{NEEDLE} {number}\n" * 2_000)
    stop = threading.Event()

    def disturb() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            for number in range(0, 12, 3):
                for suffix in (".txt", ".zip"):
                    file = folder / f"{number}{suffix}"
                    data = file.read_bytes()
                    with file.open("r+b") as opened:
                        opened.truncate(len(data) // 2)
                        opened.write(data[: 100 + turn % 7])
                        opened.truncate(len(data))
                    os.utime(file, (time.time() + 86_400 * (turn % 5 - 2),) * 2)

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        for _ in range(2):
            result = run(folder, environment, "index")
            assert result.returncode in (0, 1), result.stderr[-2000:]
            assert b"fault of Glossator" not in result.stdout + result.stderr
    finally:
        stop.set()
        thread.join()
    run(folder, environment, "index")
    found = run(folder, environment, "search", "--json", NEEDLE)
    hits = {json.loads(line).get("document") for line in found.stdout.splitlines()}
    assert {f"{number}.txt" for number in range(12) if number % 3} <= hits
    assert {f"{number}.zip!/in.txt" for number in range(12) if number % 3} <= hits


def test_a_file_that_is_no_file_is_never_opened(tmp_path: Path) -> None:
    """The short form: a pipe that nobody writes to would hold a reader up for ever."""
    from index.errors import UnreadableFile
    from index.readers.contained import Limits, parts
    from index.settings import FormatsSettings

    os.mkfifo(tmp_path / "pipe.zip")
    (tmp_path / "link.csv").symlink_to("/etc/passwd")
    (tmp_path / "folder.tar").mkdir()
    limits = Limits(1_000_000, FormatsSettings(1, 1, 10, 2, 300), False)
    for name, kind in (("pipe.zip", "a named pipe"), ("link.csv", "a symbolic link"), ("folder.tar", "a folder")):
        with pytest.raises(UnreadableFile, match=kind):
            list(parts(tmp_path, name, limits))
        assert stat.S_IFMT(os.lstat(tmp_path / name).st_mode)
