"""The whole way of a reader over the samples, in a real terminal."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import OpenTerminal, OpenTmux

pytestmark = pytest.mark.end_to_end


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.slow)])
def test_read_search_follow_annotate_and_find_it_again(size: tuple[int, int], samples: Path, tmux: OpenTmux) -> None:
    room = tmux(samples, size)
    room.until("GLOSSATOR", "samples", "19 documents", "index up to date")

    room.keys("/")
    room.write("letter captain")
    room.until("of 19 documents", "enter  open")
    room.keys("Down", "Enter")
    room.until("match 1 of", "/letter captain", "j k  read")
    room.keys("n")
    room.until("match 2 of")
    for match in range(3, 40):
        room.keys("n")
        # One key at a time: the message of the crossing goes away with the next one.
        if "next document: " in room.until_any(f"match {match} of", "next document: "):
            break
    room.until("next document: ")

    room.keys("Escape")
    room.until("put away")
    room.keys("g", "e")
    room.until("PEOPLE", "n N  match")
    room.keys("Enter")
    room.until("▸mentions")
    room.keys("Enter")
    room.until("mention 1 of")

    room.keys("Escape", "V", "a")
    room.until("note on “")
    room.write("who says so?")
    room.keys("Enter")
    room.until("marked “", "u undoes")
    room.keys("g", "a")
    room.until("Annotations", "who says so?")
    room.keys("q", "q")
    room.until("left with 0")
    room.close()

    again = tmux(samples, size)
    again.until("GLOSSATOR", "▎", "19 documents")
    again.keys("g", "a")
    again.until("Annotations", "who says so?")
    again.keys("Enter")
    again.until("who says so?", "j k  read")
    again.keys("q")
    again.until("left with 0")


def test_the_smallest_window(samples: Path, tmux: OpenTmux) -> None:
    room = tmux(samples, (20, 5))
    room.until("help")
    for keys in (
        ("j", "j"),
        ("Tab",),
        ("Tab",),
        ("Escape",),
        ("?",),
        ("q",),
        (":",),
        ("Escape",),
        ("v", "a"),
        ("Escape",),
    ):
        room.keys(*keys)
    room.keys("Escape", "Escape", "/")
    room.write("boom")
    room.until("/boom")
    room.keys("Escape", "C-q")
    room.until("left with 0")


def test_the_terminal_is_as_it_was_when_the_program_ends(samples: Path, terminal: OpenTerminal) -> None:
    room = terminal(samples)
    room.until("19 documents")
    room.send("q")
    assert room.until_ended() == 0
    tail = room.raw[-400:]
    for mode in (b"\x1b[?1049l", b"\x1b[?25h"):
        assert mode in tail
    for switched_on, switched_off in ((b"\x1b[?1003h", b"\x1b[?1003l"), (b"\x1b[?2004h", b"\x1b[?2004l")):
        assert switched_on not in room.raw or room.raw.rindex(switched_off) > room.raw.rindex(switched_on)


@pytest.mark.parametrize("number", [signal.SIGHUP, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_a_signal_ends_it_with_the_place_remembered(number: int, samples: Path, terminal: OpenTerminal) -> None:
    room = terminal(samples)
    # The list takes its titles from the index: what is compared below must not change under the test.
    room.until("index up to date", "¶1/", "Trawlers shut")
    room.send("]d")
    room.until("¶1/")
    room.send("G")
    room.until("100%")
    shown = [line for line in room.screen.splitlines() if "▌" in line]
    room.signal(number)
    assert room.until_ended() == 0
    again = terminal(samples)
    again.until("index up to date", "100%", "Trawlers shut")
    assert [line for line in again.screen.splitlines() if "▌" in line] == shown


def test_sealed_copies_nothing(samples: Path, terminal: OpenTerminal) -> None:
    room = terminal(samples, "--sealed")
    room.until("19 documents", "¶1/")
    room.send("y")
    room.until("sealed")
    room.send("q")
    assert room.until_ended() == 0
    assert b"\x1b]52" not in room.raw
