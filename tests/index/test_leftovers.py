"""What is left of a file that took no other's place: swept where nobody writes it any more, and nowhere else."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from index import leftovers
from index.safe_files import replacing, write_atomically


def left_by_a_kill(folder: Path, name: str) -> Path:
    """What a process leaves that is killed while it writes."""
    child = os.fork()
    if child == 0:
        opened = os.open(folder, os.O_RDONLY)
        _, into = leftovers.begin(opened, name, 0o600)
        os.write(into, b"half")
        os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    (left,) = (path for path in folder.iterdir() if path.name.startswith(f".{name}.") and path.stat().st_size == 4)
    return left


def test_what_a_kill_left_is_swept_and_what_somebody_writes_stays(tmp_path: Path) -> None:
    below = tmp_path / "below"
    below.mkdir()
    others = [".a.yaml.tmp", "a.yaml.0123456789ab.tmp", ".a.yaml.0123456789AB.tmp", ".0123456789ab.tmp", "note.tmp"]
    for other in others:
        (tmp_path / other).touch()
    (tmp_path / ".link.0123456789ab.tmp").symlink_to("note.tmp")
    os.mkfifo(tmp_path / ".pipe.0123456789ab.tmp")
    gone, deep = left_by_a_kill(tmp_path, "a.yaml"), left_by_a_kill(below, "b")
    (below / f"{deep.name}-wal").touch()
    with replacing(tmp_path / "a.yaml") as living:
        (tmp_path / f"{living.name}-wal").touch()
        leftovers.sweep(tmp_path)
        assert living.exists() and (tmp_path / f"{living.name}-wal").exists()
        assert not gone.exists() and deep.exists()
        leftovers.sweep(tmp_path, below=True)
        assert living.exists() and list(below.iterdir()) == []
        (tmp_path / f"{living.name}-wal").unlink()
    assert {path.name for path in tmp_path.iterdir()} == {
        *others, "below", "a.yaml", ".link.0123456789ab.tmp", ".pipe.0123456789ab.tmp"
    }  # fmt: skip


def test_who_writes_a_file_sweeps_what_was_to_become_it_and_nothing_else(tmp_path: Path) -> None:
    left, other = left_by_a_kill(tmp_path, "a.yaml"), left_by_a_kill(tmp_path, "a.yaml.b.yaml")
    write_atomically(tmp_path / "a.yaml", [b"whole"])
    assert not left.exists() and other.exists()


def test_a_file_that_is_swept_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, swept = leftovers.fcntl.flock, []

    def late(opened: int, how: int) -> None:
        if not swept:
            swept.append(opened)
            leftovers.sweep(tmp_path)
        lock(opened, how)

    monkeypatch.setattr(leftovers.fcntl, "flock", late)
    write_atomically(tmp_path / "a", [b"whole"])
    assert swept and [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    def breaks() -> object:
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a", breaks())  # type: ignore[arg-type]
    with pytest.raises(OSError, match="full"), replacing(tmp_path / "b") as new:
        (tmp_path / f"{new.name}-wal").touch()
        raise OSError("full")
    assert list(tmp_path.iterdir()) == []
