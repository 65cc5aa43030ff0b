"""Files that are opened and written safely."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import safe_files
from index.errors import ReadOnlyError
from index.safe_files import (
    Busy,
    RefusedFile,
    append_durably,
    locked,
    make_private_folder,
    open_file_below,
    open_folder,
    open_folder_below,
    read_only,
    write_atomically,
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[int]:
    opened = open_folder(tmp_path)
    yield opened
    os.close(opened)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_written_whole_and_for_the_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    write_atomically(path, [b"one ", b"two"])
    assert path.read_bytes() == b"one two"
    assert mode(path) == 0o600
    assert os.listdir(tmp_path) == ["notes"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_bytes(b"old")

    def chunks() -> Iterator[bytes]:
        yield b"half of the n"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_atomically(path, chunks())
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["notes"]


def test_a_link_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / "notes").symlink_to("precious")
    write_atomically(tmp_path / "notes", [b"new"])
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert not (tmp_path / "notes").is_symlink()


def test_private_folders_are_private_all_the_way(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        made = make_private_folder(tmp_path / "a" / "b" / "c")
    finally:
        os.umask(old)
    assert made.is_dir()
    assert [mode(path) for path in (made, made.parent, made.parent.parent)] == [0o700] * 3


@pytest.mark.parametrize("make", ["link", "dangling", "pipe", "folder"])
def test_only_a_plain_file_is_opened(tmp_path: Path, folder: int, make: str) -> None:
    path = tmp_path / "layer"
    if make == "link":
        (tmp_path / "elsewhere").write_text("secret")
        path.symlink_to("elsewhere")
    elif make == "dangling":
        path.symlink_to("nothing")
    elif make == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    for flags in (os.O_RDONLY, os.O_RDWR | os.O_CREAT | os.O_APPEND):
        with pytest.raises(RefusedFile, match="not a plain file"):
            open_file_below(folder, "layer", flags, path)
    assert not (tmp_path / "nothing").exists()


def test_a_folder_that_is_a_link_is_refused_by_name(tmp_path: Path, folder: int) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedFile, match="symbolic link"):
        open_folder(tmp_path / "link")
    with pytest.raises(RefusedFile, match="symbolic link"):
        open_folder_below(folder, "link", tmp_path / "link", create=True)
    with pytest.raises(RefusedFile, match="not a folder"):
        open_folder_below(folder, "file", tmp_path / "file", create=True)
    with pytest.raises(FileNotFoundError):
        open_folder(tmp_path / "missing")


def test_appending_closes_a_torn_line_first(tmp_path: Path, folder: int) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"one\ntw")
    opened = open_file_below(folder, "lines", os.O_RDWR | os.O_APPEND, path)
    append_durably(opened, b"three\n")
    append_durably(opened, b"four\n")
    os.close(opened)
    assert path.read_bytes() == b"one\ntw\nthree\nfour\n"


def test_a_full_disk_leaves_no_half_line(tmp_path: Path, folder: int, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"one\n")
    opened = open_file_below(folder, "lines", os.O_RDWR | os.O_APPEND, path)
    write = os.write

    def short(file: int, data: bytes) -> int:
        if len(data) <= 5:
            raise OSError(28, "No space left on device")
        return write(file, data[:5])

    monkeypatch.setattr(safe_files.os, "write", short)
    with pytest.raises(OSError, match="No space"):
        append_durably(opened, b"two words\n")
    monkeypatch.undo()
    os.close(opened)
    assert path.read_bytes() == b"one\n"


def test_the_lock_keeps_another_opening_out(tmp_path: Path, folder: int) -> None:
    path = tmp_path / "lines"
    first = open_file_below(folder, "lines", os.O_RDWR | os.O_CREAT, path)
    second = open_file_below(folder, "lines", os.O_RDWR, path)
    order: list[str] = []

    def other() -> None:
        with locked(second, path):
            order.append("second")

    with locked(first, path):
        with pytest.raises(Busy, match="held by another process"), locked(second, path, seconds=0.02):
            pass
        thread = threading.Thread(target=other)
        thread.start()
        time.sleep(0.05)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    os.close(first)
    os.close(second)


def test_the_lock_goes_with_its_process(tmp_path: Path, folder: int) -> None:
    path = tmp_path / "lines"
    path.write_text("")
    code = "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); input()"
    holder = subprocess.Popen([sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None and holder.stdin is not None
    assert holder.stdout.readline() == b"held\n"
    holder.kill()
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    opened = open_file_below(folder, "lines", os.O_RDWR, path)
    with locked(opened, path, seconds=1):
        pass
    os.close(opened)


def test_what_is_said_of_a_read_only_disk_tells_what_to_do() -> None:
    told = read_only("/archive/.glossator", OSError(30, "Read-only file system"))
    assert isinstance(told, ReadOnlyError)
    assert "--marks DIR" in str(told)
    assert "\n" not in str(told)
