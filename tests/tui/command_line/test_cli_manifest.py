"""`glossator manifest` against `sha256sum` itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Answers = Callable[..., list[dict[str, Any]]]
NAMES = [
    b"plain.txt", b"with space", b"back\\slash", b"line\nfeed", b"return\rhere", b"-dash", b"*star",
    b"\xff\xfe", b"\xc3\xa9",
]  # fmt: skip


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder of files with odd names, and of what is no file."""
    folder = tmp_path / "odd"
    (folder / "sub" / ".glossator").mkdir(parents=True)
    for name in NAMES:
        for below in (b"", b"sub/"):
            Path(os.fsdecode(os.fsencode(folder) + b"/" + below + name)).write_bytes(name + below)
    (folder / "sub" / ".glossator" / "layer").write_text("mine")
    (folder / "link").symlink_to(folder / "plain.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "empty").write_bytes(b"")
    os.mkfifo(folder / "pipe")
    return folder


def test_every_file_is_stated(odd: Path, run: Run) -> None:
    done = run("manifest", odd)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2 * len(NAMES) + 1
    assert b".glossator" not in done.stdout
    assert b"link" not in done.stdout


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_sha256sum_prints_and_checks_the_same(odd: Path, run: Run, tmp_path: Path) -> None:
    ours = run("manifest", odd).stdout
    (tmp_path / "manifest.txt").write_bytes(ours)
    check = subprocess.run(
        ["sha256sum", "--check", "--strict", tmp_path / "manifest.txt"], cwd=odd, capture_output=True
    )  # fmt: skip
    assert check.returncode == 0, check.stdout + check.stderr
    theirs = subprocess.run(
        "find . -name .glossator -prune -o -type f -print0 | xargs -0 sha256sum",
        shell=True,
        cwd=odd,
        capture_output=True,
    ).stdout
    assert sorted(ours.split(b"\n")) == sorted(theirs.replace(b"  ./", b"  ").split(b"\n"))
    (tmp_path / "theirs.txt").write_bytes(theirs)
    assert run("manifest", odd, "--check", tmp_path / "theirs.txt").returncode == 0


def test_differences_are_named(folder: Path, run: Run, answers: Answers, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.txt"
    manifest.write_bytes(run("manifest", folder).stdout)
    assert answers("manifest", folder, "--check", manifest) == []
    (folder / "letter.txt").write_text("changed")
    (folder / "report.md").unlink()
    (folder / "added").write_text("new")
    assert answers("manifest", folder, "--check", manifest, status=1) == [
        {"document": "added", "state": "new", "reason": None},
        {"document": "letter.txt", "state": "changed", "reason": None},
        {"document": "report.md", "state": "missing", "reason": None},
    ]
    shown = run("manifest", folder, "--check", manifest)
    assert shown.stdout == b"added: new\nletter.txt: changed\nreport.md: missing\n"
    assert shown.stderr == b"1 file as stated, 3 not\n"


def test_a_manifest_inside_the_collection_is_not_part_of_it(folder: Path, run: Run) -> None:
    manifest = folder / "manifest.txt"
    with manifest.open("wb") as file:
        assert run("manifest", folder, stdout=file, stderr=subprocess.PIPE, capture_output=False).returncode == 0
    assert len(manifest.read_bytes().splitlines()) == 3
    assert run("manifest", folder, "--check", manifest).returncode == 0


@pytest.mark.parametrize("content", [b"nonsense\n", b"0" * 63 + b"  name\n", b"\x00\xff\n", b"0" * 64 + b"  \n"])
def test_what_is_no_manifest_is_refused(content: bytes, folder: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_bytes(b"\n" + content)
    done = run("manifest", folder, "--check", tmp_path / "wrong")
    assert done.returncode == 2
    assert b"wrong:2: not a line that sha256sum prints" in done.stderr


def test_one_file_is_a_collection_of_one(folder: Path, run: Run) -> None:
    assert run("manifest", folder / "letter.txt").stdout.endswith(b"  letter.txt\n")
    assert len(run("manifest", folder / "letter.txt").stdout.splitlines()) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_cannot_be_read_is_told(folder: Path, run: Run) -> None:
    (folder / "letter.txt").chmod(0)
    done = run("manifest", folder)
    assert done.returncode == 1
    assert b"letter.txt: cannot be read: Permission denied" in done.stderr
