"""The checksums of the catalogue: there while nobody changes it, and true."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from index.catalogue.database import open_for_reading
from index.catalogue.sealing import fault_of
from index.catalogue.writer import CatalogueWriter


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "catalogue.sqlite"
    put(file, "first")
    return file


def put(file: Path, value: str) -> None:
    writer = CatalogueWriter(file)
    with writer.batch():
        writer.set_meta("a", value)
    writer.close()


def flip(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)


def test_a_flipped_bit_anywhere_is_found(file: Path) -> None:
    assert fault_of(file) is None
    size = file.stat().st_size
    for at in range(0, size, size // 20):
        flip(file, at)
        assert fault_of(file) == "catalogue.sqlite has changed"
        flip(file, at)
    assert fault_of(file) is None
    sums = file.with_suffix(".sums")
    for at in range(sums.stat().st_size - 1):
        flip(sums, at)
        assert fault_of(file) is not None, at
        flip(sums, at)


def test_while_it_is_changed_there_are_none(file: Path) -> None:
    writer = CatalogueWriter(file)
    with writer.batch():
        assert not file.with_suffix(".sums").exists()
        writer.set_meta("a", "second")
    assert fault_of(file) is None  # as a kill would leave it
    writer.close()
    assert file.with_suffix(".sums").exists() and fault_of(file) is None


def test_a_run_that_changes_nothing_leaves_them(file: Path) -> None:
    before = file.with_suffix(".sums").stat().st_mtime_ns
    CatalogueWriter(file).close()
    assert file.with_suffix(".sums").stat().st_mtime_ns == before
    assert fault_of(file) is None


def test_a_reader_may_come_and_go(file: Path) -> None:
    reader = open_for_reading(file)
    assert reader.execute("SELECT value FROM meta WHERE key = 'a'").fetchone() == ("first",)
    put(file, "second")  # what it changed stays in the log while somebody reads
    assert fault_of(file) is None
    assert reader.execute("SELECT value FROM meta WHERE key = 'a'").fetchone() == ("second",)
    reader.close()
    assert fault_of(file) is None
    CatalogueWriter(file).close()  # the last one to close it empties the log
    assert fault_of(file) is None


def test_a_log_that_came_from_elsewhere_is_found(file: Path) -> None:
    file.with_name(file.name + "-wal").write_bytes(b"something")
    assert fault_of(file) == "catalogue.sqlite-wal has changed"


def test_a_catalogue_of_another_version_is_none_of_ours(file: Path) -> None:
    file.with_suffix(".sums").unlink()
    database = sqlite3.connect(file)
    database.execute("PRAGMA user_version = 99")
    database.close()
    assert fault_of(file) == "made by another version of Glossator"


def test_looking_at_it_lets_go_of_no_lock(file: Path) -> None:
    reader = open_for_reading(file)
    reader.execute("BEGIN")
    assert reader.execute("SELECT value FROM meta WHERE key = 'a'").fetchone() == ("first",)
    assert fault_of(file) is None
    # Another process that thought itself alone would put its log into the file and remove it.
    script = f"""
from pathlib import Path
from index.catalogue.writer import CatalogueWriter
writer = CatalogueWriter(Path({str(file)!r}))
with writer.batch():
    writer.set_meta("a", "second")
writer.close()
"""
    subprocess.run([sys.executable, "-P", "-c", script], check=True)
    assert file.with_name(file.name + "-wal").stat().st_size > 0
    assert reader.execute("SELECT value FROM meta WHERE key = 'a'").fetchone() == ("first",)
    reader.execute("COMMIT")
    assert reader.execute("SELECT value FROM meta WHERE key = 'a'").fetchone() == ("second",)
    reader.close()
