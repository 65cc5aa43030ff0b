"""Two readers and an indexer at once: nobody stands in another's way, whoever searches is answered rightly, and every
mark is there in the end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from . import acts, roles


@pytest.mark.parametrize("seconds", [4, pytest.param(300, marks=pytest.mark.slow)])
def test_two_readers_and_an_indexer(
    seconds: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count_told: Callable[[str], None]
) -> None:
    folder = acts.at_home(tmp_path, monkeypatch)
    folder.mkdir()
    for number in range(roles.DOCUMENTS):
        (folder / f"{number}.txt").write_text(roles.text(number, 0))
    collection = acts.opened(folder)
    collection.update()
    names = "one", "two", "indexer"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, str(Path(roles.__file__))]
    at_work = [
        subprocess.Popen([*command, name, folder, str(seconds)], env=environment, stdout=subprocess.PIPE, text=True)
        for name in names
    ]
    done = {
        name: each.communicate(timeout=seconds + 120)[0].split("\n")[:-1]
        for name, each in zip(names, at_work, strict=True)
    }
    assert [each.returncode for each in at_work] == [0, 0, 0]
    assert all(len(lines) > 1 for lines in done.values()), done
    collection.update()
    noted = {mark.annotation.note for mark in collection.annotations()}
    tagged = {tag for row in collection.documents() for tag in row.tags}
    assert {*done["one"], *done["two"]} <= noted | tagged
    assert {finding.state for finding in collection.check()} == {"ok"}
    collection.close()
    count_told(f"{len(done['one']) + len(done['two'])} marks beside {len(done['indexer'])} runs, nothing lost")
