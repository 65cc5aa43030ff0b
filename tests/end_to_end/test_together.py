"""Two readers at once, one that is killed, a folder that cannot be written, and folders of odd contents."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from conftest import OpenTerminal, Terminal

pytestmark = pytest.mark.end_to_end


def lines_of(layer: Path) -> list[dict[str, object]]:
    """The records of a layer; every line must be whole."""
    return [json.loads(line) for line in layer.read_text(encoding="utf-8").splitlines()]


def decided(folder: Path) -> dict[str, dict[str, object]]:
    """What documents.yaml holds."""
    whole = yaml.safe_load((folder / ".glossator" / "documents.yaml").read_text())
    return whole["documents"] or {}


def note(room: Terminal, words: str) -> None:
    """A note on the sentence under the cursor."""
    room.send("a")
    room.until("note on “")
    room.send(words)
    room.until(words)
    room.send("\r")
    room.until("marked “")


def tag(room: Terminal, name: str) -> None:
    """A tag on the document under the cursor of the list."""
    room.send("T")
    room.until("tag ")
    room.send(name)
    room.until(name)
    room.send("\r")
    room.until(f"✓ {name}")
    room.send("\x1b")
    room.until("s…  sort")


def test_two_at_once_lose_nothing(samples: Path, terminal: OpenTerminal) -> None:
    one, two = terminal(samples), terminal(samples)
    for room in (one, two):
        room.until("19 documents", "index up to date", "¶1/")
    for turn in range(3):
        for name, room in (("one", one), ("two", two)):
            room.send("}")
            note(room, f"{name} {turn}")
    for name, room in (("one", one), ("two", two)):
        room.send(f"m{name[0].upper()}")
        room.until(f"{name[0].upper()} is this place")
        room.send("gd")
        room.until("s…  sort")
        tag(room, f"tag {name}")
    one.send("!")
    one.until("starred")
    two.send("j!")
    two.until("starred")
    for room in (one, two):
        room.send("\x11")
        assert room.until_ended() == 0

    again = terminal(samples)
    again.until("index up to date", "▎6")
    again.send("'")
    again.until(" O  ", " T  ")
    again.send("\x1b")
    again.until("j k  read")
    again.send("\x11")
    assert again.until_ended() == 0
    notes = json.dumps(lines_of(samples / ".glossator/layers/reader.jsonl"))
    assert all(f"{name} {turn}" in notes for name in ("one", "two") for turn in range(3))
    kept = list(decided(samples).values())
    assert sorted(kept[0]["tags"]) == ["tag one", "tag two"]  # type: ignore[call-overload]
    assert [each["starred"] for each in kept] == [True, True]


def test_killed_while_it_tags_and_marks(samples: Path, terminal: OpenTerminal) -> None:
    after = 3
    room = terminal(samples)
    room.until("19 documents", "index up to date", "¶1/")
    for turn in range(after):
        note(room, f"note {turn}")
        room.send("}")
    room.send("gd")
    room.until("s…  sort")
    for turn in range(after):
        tag(room, f"tag {turn}")
    # What follows is under way when the end comes: it may be there or not, but nothing may be half there.
    room.send("!T")
    room.send("last\r")
    room.signal(signal.SIGKILL)
    room.until_ended()

    again = terminal(samples)
    again.until("index up to date", f"▎{after}")
    note(again, "after the end")
    again.send("\x11")
    assert again.until_ended() == 0
    notes = json.dumps(lines_of(samples / ".glossator/layers/reader.jsonl"))
    assert all(f"note {turn}" in notes for turn in range(after)) and "after the end" in notes
    tags = [name for each in decided(samples).values() for name in each.get("tags", [])]  # type: ignore[attr-defined]
    assert set(tags) >= {f"tag {turn}" for turn in range(after)}


@pytest.fixture
def unwritable(samples: Path) -> Iterator[Path]:
    """The samples on a disk that cannot be written; for root permissions are none, so it is mounted so."""
    if os.geteuid() != 0:
        samples.chmod(0o555)
        yield samples
        samples.chmod(0o755)
        return
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run([mount, "--bind", samples, samples], check=False, capture_output=True).returncode
    ):
        pytest.skip("no folder can be made read-only here")
    try:
        subprocess.run([mount, "-o", "remount,ro,bind", samples], check=True, capture_output=True)
        yield samples
    finally:
        subprocess.run(["umount", "--lazy", samples], check=True)


def test_a_folder_that_cannot_be_written(unwritable: Path, tmp_path: Path, terminal: OpenTerminal) -> None:
    room = terminal(unwritable)
    room.until("19 documents", "index up to date", "¶1/")
    note(room, "kept elsewhere")
    room.send("gd")
    room.until("s…  sort")
    tag(room, "elsewhere")
    room.send("\x11")
    assert room.until_ended() == 0
    assert not (unwritable / ".glossator").exists()
    data = tmp_path / "home" / ".local" / "share" / "glossator"
    [layer] = data.rglob("reader.jsonl")
    assert "kept elsewhere" in json.dumps(lines_of(layer))
    [documents] = data.rglob("documents.yaml")
    assert "elsewhere" in documents.read_text()
    again = terminal(unwritable)
    again.until("index up to date", "▎1")


def test_an_empty_folder_and_one_file(tmp_path: Path, terminal: OpenTerminal) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    room = terminal(folder, size=(80, 24))
    room.until("0 documents", "index up to date")
    for keys in ("j", "G", "n", "gd", "x", "T", "\x1b", "c", "\x1b", "O", "\x1b", "F", "\x1b", "S", "=", "f", "z", "z"):
        room.send(keys)
        room.until_quiet(0.06)
    room.send("/boom\r")
    room.until("no match for boom")
    room.send("\x11")
    assert room.until_ended() == 0
    (folder / "line\nbreak\r\t.txt").write_text("A name with a line break\n\nCaptain Josef Hallam wrote.\n")
    again = terminal(folder, size=(80, 24))
    again.until("1 document", "index up to date", "A name with a line break")
    again.send("/hallam")
    again.until("1 of 1 document")
    again.send("\r")
    again.until("match 1 of 1")
    again.send("n")
    again.until("this was the last match")
    again.send("\x11")
    assert again.until_ended() == 0


@pytest.mark.slow
def test_twenty_thousand_files(tmp_path: Path, terminal: OpenTerminal) -> None:
    folder = tmp_path / "papers"
    for number in range(20_000):
        file = folder / f"{number // 1000:02}" / f"{number:05}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"Report {number}\n\nCaptain Josef Hallam wrote number n{number} to the harbour.\n")
    room = terminal(folder)
    # It can be read and searched at once.
    room.until("20,000 documents", "¶1/")
    room.send("gdG")
    room.until("19999")
    end = time.monotonic() + 400
    while "index up to date" not in room.screen:
        assert room.read() and time.monotonic() < end, room.screen
    room.send("/n19876")
    room.until("1 of 20,000 documents")
    room.send("\r")
    room.until("match 1 of 1")
    room.send("gdsF")
    room.until("divided by folder")
    room.send("\x11")
    assert room.until_ended() == 0


@pytest.mark.slow
def test_fifty_megabytes_in_one_line(tmp_path: Path, terminal: OpenTerminal) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "line.txt").write_text("Captain Josef Hallam wrote to the harbour. " * 1_200_000 + "The needle.\n")
    room = terminal(folder)
    room.until("1 document", "¶1/1", "Josef Hallam wrote")
    room.send("G")
    room.until("100%", "needle")
    end = time.monotonic() + 400
    while "index up to date" not in room.screen:
        assert room.read() and time.monotonic() < end, room.screen
    room.send("gg/needle")
    room.until("1 of 1 document")
    room.send("\r")
    found = re.search(r"match 1 of 1", room.until("match 1 of 1"))
    assert found
    room.send("\x11")
    assert room.until_ended() == 0
