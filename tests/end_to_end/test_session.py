"""A whole day at the desk, typed as a reader types it, in a real terminal; and the small windows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from conftest import OpenTmux, Tmux

pytestmark = pytest.mark.end_to_end
ASK = "type a label to go there"
MACROS = """\
macros:
  f9: ["filter is:unread", "sort date"]
  Q: [select-sentences, "theme light"]
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A reader's own settings, with two macros."""
    settings = tmp_path / "home" / ".config" / "glossator"
    settings.mkdir(parents=True)
    (settings / "config.yaml").write_text(MACROS)
    return tmp_path / "home"


def ask(room: Tmux, query: str, *expected: str) -> None:
    """Put another query into the open prompt."""
    room.keys("C-u")
    room.write(query)
    room.until(query, *expected)


def palette(room: Tmux, line: str, *expected: str) -> None:
    """Run a command by its name."""
    room.keys(":")
    room.until("enter  choose")
    room.write(line)
    room.until(f":{line}")
    room.keys("Enter")
    room.until(*expected)
    room.until("enter  choose", gone=True)


def follow_a_hint(room: Tmux) -> None:
    """Type the label farthest down the page: what `f` changed on the screen are the labels."""
    before = room.screen().splitlines()
    room.keys("f")
    screen = room.until(ASK)
    while ASK in screen:
        labels = [
            new
            for row, then in zip(screen.splitlines()[2:-2], before[2:-2], strict=True)
            for new, old in zip(row.ljust(120), then.ljust(120), strict=True)
            if new != old
        ]
        assert labels, screen
        room.write(labels[-1])
        # A label of two letters: after the first only those that begin with it are left.
        screen = room.until_other(screen)


def where(room: Tmux) -> str:
    """The paragraph in which the cursor stands, as the status line has it: "¶3/16"."""
    found = re.search(r"¶\d+/\d+", room.screen())
    assert found
    return found[0]


def pages(room: Tmux) -> list[str]:
    """What both pages show, without list, names and bars of scrolling."""
    return [row[32:102].rstrip() for row in room.screen().splitlines()[2:-2]]


def decided(folder: Path) -> dict[str, dict[str, object]]:
    """What documents.yaml holds."""
    whole = yaml.safe_load((folder / ".glossator/documents.yaml").read_text())
    return whole["documents"] or {}


def read_and_search(room: Tmux) -> None:
    room.until("19 documents", "index up to date", "¶1/16")
    for keys, place in (("12G", "¶12/16"), ("gg", "¶1/16"), ("2}", "¶3/16"), ("50%", "¶9/16"), ("3)", "¶10/16")):
        room.write(keys)
        room.until(place)

    room.keys("/")
    room.until("enter  open")
    ask(room, "captain NEAR/3 letter", "1 of 19 documents")
    ask(room, "V?ssarin", "the Minister speaks", "8 of 19 documents")
    ask(room, "/re?nk/ -boom", "of 19 documents")
    ask(room, "/(open/", "missing )")
    ask(room, "Commodoer~", "11 of 19 documents")
    room.keys("Enter")
    found = re.search(r"match 1 of (\d+)", room.until("match 1 of", "/Commodoer~"))
    assert found
    for match in range(2, int(found[1]) + 1):
        room.keys("n")
        room.until(f"match {match} of {found[1]}")
    room.keys("n")
    room.until("next document: ", "document 2 of 11")


def name_a_place_and_come_back(room: Tmux) -> str:
    room.write("mH")
    room.until("H is this place: ")
    named = where(room)
    room.write("]d")
    room.until(named, gone=True)
    room.keys("'")
    room.until("a letter goes there", "where you jumped from")
    room.keys("H")
    room.until(named)
    room.keys("Escape")
    room.until("put away")
    return named


def select_annotate_and_code(room: Tmux) -> None:
    room.write("vip")
    room.until("SELECT")
    room.keys("a")
    room.until("note on “")
    room.write("who opened it, and when?")
    room.keys("Enter")
    room.until("marked “", "saved")
    room.write("}V")
    room.until("SENTENCES")
    room.keys("t")
    room.until("code for “")
    room.write("the boom")
    room.keys("Enter")
    room.until("· the boom · u undoes")


def tag_star_filter_and_sort(room: Tmux, samples: Path) -> None:
    room.write("gd")
    room.until("s…  sort")
    room.write("gg")
    room.until("by path                 1")
    room.write("2x")
    room.until("2 checked")
    room.keys("T")
    room.until("tags of 2 documents")
    room.write("harbour board")
    room.keys("Enter")
    room.until("✓ harbour board", "tagged 2 documents")
    room.keys("Escape")
    room.until("s…  sort")
    room.write("!")
    room.until("starred 2 documents", "★")
    assert [
        kept for kept in decided(samples).values() if kept["tags"] == ["harbour board"] and kept["starred"]
    ] == list(decided(samples).values())

    room.keys("F")
    room.until("filter")
    room.write("is:starred")
    room.until("2 of 19 documents")
    room.keys("Enter")
    room.until("2 of 19 shown", "s…  sort")
    room.keys("Escape")
    room.until("shown again")
    room.write("sd")
    room.until("documents by date")
    room.write("sS")
    room.until("divided by source", "PLUMB LINE")
    room.write("sN")
    room.until("PLUMB LINE", gone=True)
    room.keys("Escape")
    room.until("2 checked", gone=True)
    room.keys("Escape")
    room.until("j k  read")


def the_same_side_by_side(room: Tmux) -> None:
    room.keys("S")
    room.until("1 of 2", "2 of 2")
    room.keys("=")
    room.until("TOGETHER", "by rows")
    room.keys("g", "g")
    room.until("¶1/14")
    room.keys("G")
    # The text without the keys has come to its end, too.
    assert room.until("¶14/14 · 100%").count("(Reporting by Ines Haldane") == 2


def palette_and_macros(room: Tmux) -> None:
    palette(room, "12", "¶12/14")
    palette(room, "theme contrast", "theme contrast")
    room.keys("Q")
    room.until("SENTENCES", "theme light")
    room.keys("Escape")
    room.until("SENTENCES", gone=True)
    room.keys("z")
    room.until("GLOSSATOR", gone=True)
    room.keys("z")
    room.until("GLOSSATOR")
    room.keys("F9")
    room.until("is:unread", "by date", "of 19 shown")


def undo_and_redo(room: Tmux, samples: Path) -> None:
    for what in ("starred 2", "tagged 2", "mark “", "mark “"):
        room.keys("u")
        room.until(f"undone: {what}")
        room.keys("C-l")  # any key takes the message away, so that the next is not taken for it
        room.until("undone", gone=True)
    room.keys("u")
    room.until("nothing to undo")
    assert decided(samples) == {}
    for what in ("mark “", "mark “", "tagged 2", "starred 2"):
        room.keys("C-r")
        room.until(f"done again: {what}")
        room.keys("C-l")
        room.until("done again", gone=True)
    assert len(decided(samples)) == 2


def test_a_day_at_the_desk(samples: Path, home: Path, tmux: OpenTmux) -> None:
    room = tmux(samples, (120, 40))
    read_and_search(room)
    named = name_a_place_and_come_back(room)
    palette(room, "open ferry-update", "¶1/14")
    follow_a_hint(room)
    select_annotate_and_code(room)
    tag_star_filter_and_sort(room, samples)
    the_same_side_by_side(room)
    palette_and_macros(room)
    undo_and_redo(room, samples)
    left = pages(room)
    room.keys("C-q")
    room.until("left with 0")
    room.close()

    again = tmux(samples, (120, 40))
    again.until("1 of 2", "2 of 2", "TOGETHER", "▎2", "index up to date")
    while pages(again) != left:
        again.until_other(again.screen())
    again.write("]d")
    again.until("¶1/18")
    again.keys("'")
    again.keys("H")
    again.until(named)
    again.write("gdgg")
    again.until("★", "s…  sort")
    again.write("ga")
    again.until("Annotations", "who opened it, and when?", "the boom")
    again.keys("C-q")
    again.until("left with 0")
    assert [kept["tags"] for kept in decided(samples).values()] == [["harbour board"]] * 2


@pytest.mark.slow
def test_forty_by_twelve(samples: Path, tmux: OpenTmux) -> None:
    room = tmux(samples, (40, 12))
    room.until("GLOSSATOR", "¶1/16")
    room.keys("Tab")
    room.keys("/")
    room.write("boom NEAR/5 ferry")
    room.until("NEAR/5 ferry", "1 of 19")
    room.keys("Enter")
    room.until("match 1 of")
    room.write("gd")
    room.until("by path")
    room.keys("x")
    room.until("1 checked")
    room.keys("T")
    room.until("tag ")
    room.write("key")
    room.keys("Enter")
    room.until("✓ key")
    room.keys("Escape")
    room.until("✓ key", gone=True)
    room.keys("Escape")
    room.until("checked", gone=True)
    room.keys("Escape")
    room.until("by path", gone=True)
    room.write("Va")
    room.until("note on")
    room.write("here")
    room.keys("Enter")
    room.until("marked")
    room.keys("S")
    room.until("of 2")
    room.keys("C-q")
    room.until("left with 0")


def test_twenty_by_five(samples: Path, tmux: OpenTmux) -> None:
    room = tmux(samples, (20, 5))
    room.until("help")
    room.keys("/")
    room.write("boom")
    # Typed before there is an index: the answer comes by itself when there is one.
    room.until("/boom   14 of")
    room.keys("Enter")
    before = room.until("match 1")
    room.keys("n")
    # Which document comes first, and how often it matches, depends on how much is indexed by now.
    room.until_other(before)
    room.until("match ")
    room.keys("C-q")
    room.until("left with 0")
