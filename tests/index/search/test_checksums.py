"""What is read of an index is what was written, or DamagedIndex is raised."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.search.checksums import PIECE, CheckedFile, CheckedStorage
from index.search.engine import DamagedIndex

CONTENT = bytes(range(256)) * 200
"""Four pieces, the last of them not whole."""


def sealed(folder: Path) -> Path:
    file = folder / "a.seg"
    file.write_bytes(CONTENT)
    CheckedStorage(os.fspath(folder)).seal(file.name)
    return file


def test_reads_what_was_written(tmp_path: Path) -> None:
    file = CheckedFile.whole(os.fspath(sealed(tmp_path)), "a.seg")

    @settings(max_examples=60, deadline=None)
    @given(st.integers(0, len(CONTENT)), st.integers(0, len(CONTENT)), st.integers(0, 2 * PIECE))
    def holds_true(start: int, part: int, length: int) -> None:
        part_of_it = file.subset(start, min(part, len(CONTENT) - start))
        expected = CONTENT[start : start + min(part, len(CONTENT) - start)]
        assert part_of_it.read(length) == expected[:length]
        assert part_of_it.tell() == len(expected[:length])
        assert part_of_it.read() == expected[length:]
        if length <= len(expected):
            assert part_of_it.get(0, length) == expected[:length]

    holds_true()
    assert CheckedStorage(os.fspath(tmp_path)).verify("a.seg") is None
    with pytest.raises(EOFError):
        file.get(len(CONTENT) - 1, 2)


def test_no_flipped_bit_and_no_cut_is_read(tmp_path: Path) -> None:
    file = sealed(tmp_path)
    whole = file.read_bytes()

    @settings(max_examples=150, deadline=None)
    @given(st.integers(0, len(whole) - 1), st.integers(0, 7), st.booleans())
    def holds_true(at: int, bit: int, cut: bool) -> None:
        file.unlink()
        file.write_bytes(whole[:at] if cut else whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
        with pytest.raises(DamagedIndex):
            CheckedStorage(os.fspath(tmp_path)).verify(file.name)
        with pytest.raises(DamagedIndex):
            damaged = CheckedFile.whole(os.fspath(file), file.name)
            damaged.get(min(at, len(CONTENT) - 1), 1)

    holds_true()


def test_a_file_that_is_cut_while_it_is_open_ends_nothing(tmp_path: Path) -> None:
    file = sealed(tmp_path)
    opened = CheckedFile.whole(os.fspath(file), file.name)
    os.truncate(file, PIECE // 2)
    with pytest.raises(DamagedIndex):
        opened.get(0, 1)


def test_an_empty_segment(tmp_path: Path) -> None:
    (tmp_path / "a.seg").touch()
    CheckedStorage(os.fspath(tmp_path)).seal("a.seg")
    assert CheckedFile.whole(os.fspath(tmp_path / "a.seg"), "a.seg").read() == b""
