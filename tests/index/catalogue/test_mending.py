"""The file of reading positions, damaged: it opens, and what can be read of it is there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index.catalogue.mending import fault_of
from index.catalogue.state import ReadingState
from index.places import NamedPlace

PATHS = [f"letters/{number:04}.txt" for number in range(600)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "reading.sqlite"
    state = ReadingState(file)
    state.set_read([(path, None) for path in PATHS], True)
    state.set_position(PATHS[0], None, 7)
    state.places.set(NamedPlace("A", PATHS[0], None, 3, "words"))
    state.add_query("ferry")
    state.close()
    return file


def test_a_sound_file_is_left_alone(file: Path) -> None:
    state = ReadingState(file)
    assert state.mended is None
    state.close()
    assert not list(file.parent.glob("*damaged*"))


@pytest.mark.parametrize("content", [b"", b"no database at all" * 500], ids=["empty", "another"])
def test_a_file_that_is_none_is_put_aside(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    state = ReadingState(file)
    state.add_query("boom")
    assert state.queries() == ["boom"]
    state.close()
    if content:
        assert state.mended is not None and "0 entries were saved" in state.mended
        (kept,) = file.parent.glob("*damaged*.sqlite")
        assert kept.read_bytes() == content


def test_what_can_be_read_is_saved(file: Path) -> None:
    whole = file.read_bytes()
    pages = len(whole) // 4096
    # In the middle: first are the tables' names, and few pages hold anything but places.
    torn = pages // 2 * 4096
    file.write_bytes(whole[:torn] + b"\x55" * 4096 + whole[torn + 4096 :])
    assert fault_of(file) is not None
    state = ReadingState(file)
    assert state.mended is not None
    assert len(state.read_paths()) > len(PATHS) // 2
    assert state.queries() == ["ferry"]
    assert [place.name for place in state.places.named(None)] == ["A"]
    state.close()
    assert fault_of(file) is None


def test_whatever_is_done_to_it_it_opens(file: Path) -> None:
    whole = file.read_bytes()
    rng = random.Random(4)
    for _ in range(12):
        for left in file.parent.glob("reading*"):
            left.unlink()
        content = bytearray(whole[: rng.choice([len(whole), rng.randrange(len(whole))])])
        for _ in range(rng.randrange(1, 40)):
            if content:
                content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        file.write_bytes(content)
        state = ReadingState(file)
        state.set_read([("new.txt", None)], True)
        assert "new.txt" in state.read_paths()
        state.opened(), state.queries(), state.places.named(None), state.places.way()
        state.close()


def test_where_nothing_can_be_kept_the_sitting_goes_on(tmp_path: Path) -> None:
    (tmp_path / "in the way").touch()
    state = ReadingState(tmp_path / "in the way" / "reading.sqlite")
    assert state.mended is not None and "not kept" in state.mended
    state.add_query("ferry")
    assert state.queries() == ["ferry"]
    state.close()
