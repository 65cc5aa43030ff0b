"""Dossiers of a folder that cannot be written, and of one that two processes write at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import index
from index.annotations.annotation import Passage
from index.annotations.place import MarksPlace
from index.annotations.undo import UndoLog
from index.errors import ReadOnlyError
from index.evidence.dossiers import Dossiers

ROOT = Path(index.__file__).parents[1]
TEXT = "".join(f"word{number:03} " for number in range(60))


def dossiers(place: MarksPlace, state: Path) -> Dossiers:
    return Dossiers(
        place,
        UndoLog(state / "undo.jsonl"),
        lambda path: (TEXT, "a" * 64, "b" * 64),
        text_hash=lambda path: "a" * 64,
        path_by_hash=lambda sha: None,
        context=8,
    )


def passage(number: int) -> Passage:
    return Passage("a.txt", number * 8, number * 8 + 7, f"word{number:03}")


def words(found: Dossiers, name: str = "d") -> list[str]:
    return [each.entry.exact for each in found.read(name).entries]


def test_on_a_folder_that_cannot_be_written_ones_own_lie_apart_and_the_others_are_read(tmp_path: Path) -> None:
    theirs, own = tmp_path / "archive" / ".glossator", tmp_path / "data" / ".glossator"
    theirs.parent.mkdir()
    dossiers(MarksPlace(theirs, None, private=False), tmp_path / "s1").add("theirs", [passage(1)])
    before = sorted(tmp_path.joinpath("archive").rglob("*"))
    for folder in (theirs / "dossiers", theirs, theirs.parent):
        folder.chmod(0o555)
    try:
        mine = dossiers(MarksPlace(own, theirs, private=True), tmp_path / "s2")
        mine.add("mine", [passage(2)])
        assert mine.names() == ["mine", "theirs"] and words(mine, "theirs") == ["word001"]
        kept = own / "dossiers" / "mine.yaml"
        assert kept.stat().st_mode & 0o777 == 0o600 and kept.parent.stat().st_mode & 0o777 == 0o700
        assert sorted(tmp_path.joinpath("archive").rglob("*")) == before
        if os.geteuid() != 0:  # whom no mode of a folder stops
            with pytest.raises(ReadOnlyError):
                mine.add("theirs", [passage(3)])
            assert words(mine, "theirs") == ["word001"]
    finally:
        for folder in (theirs.parent, theirs, theirs / "dossiers"):
            folder.chmod(0o755)


ADDER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_dossiers_shared import MarksPlace, dossiers, passage
folder, first = Path(sys.argv[2]), int(sys.argv[3])
mine = dossiers(MarksPlace(folder / ".glossator", None, private=False), folder / f"state{first}")
for number in range(first, first + 12):
    mine.add("d", [passage(number)], note=f"by {first}")
"""


def test_two_processes_lose_nothing_of_each_other(tmp_path: Path) -> None:
    code = [sys.executable, "-c", ADDER, str(Path(__file__).parent), str(tmp_path)]
    adders = [subprocess.Popen([*code, str(first)], env={**os.environ, "PYTHONPATH": str(ROOT)}) for first in (0, 20)]
    assert [each.wait() for each in adders] == [0, 0]
    found = dossiers(MarksPlace(tmp_path / ".glossator", None, private=False), tmp_path / "s")
    mine = words(found)
    assert sorted(mine) == [f"word{number:03}" for number in (*range(12), *range(20, 32))] and not found.faults()
    assert [each for each in mine if each < "word020"] == sorted(each for each in mine if each < "word020")
