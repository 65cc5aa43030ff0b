"""Terminals of several kinds: each is sent the colours that it has, and an answer that comes late is no key."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import OpenTerminal, OpenTmux

pytestmark = pytest.mark.end_to_end

QUESTION, END = b"\x1b]11;?\x07", b"\x1b[c"
LIGHT_PAGE, DARK_PAGE = b"48;2;251;250;247", b"48;2;20;23;28"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "papers"
    made.mkdir()
    (made / "letter.txt").write_text("A letter from the harbour\n\nCaptain Josef Hallam had written a letter.\n")
    return made


def colours_sent(raw: bytes) -> set[str]:
    """What kinds of colour: `rgb`, `table`, `own`."""
    kinds = set()
    for codes in re.findall(rb"\x1b\[([\d;]*)m", raw):
        text = codes.decode()
        if "8;2;" in text:
            kinds.add("rgb")
        elif "8;5;" in text:
            kinds.add("table")
        elif re.search(r"(?:^|;)(?:3[0-7]|4[0-7]|9[0-7]|10[0-7])(?:;|$)", text):
            kinds.add("own")
    return kinds


COLOURS: list[tuple[dict[str, str], set[str]]] = [
    ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, {"rgb"}),
    ({"TERM": "tmux-256color"}, {"table"}),
    ({"TERM": "xterm"}, {"own"}),
    ({"TERM": "vt100"}, set()),
    ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, set()),
]


def test_a_terminal_is_sent_the_colours_it_has(terminal: OpenTerminal, folder: Path) -> None:
    """One user at five terminals, one after another."""
    for variables, kinds in COLOURS:
        here = terminal(folder, environment={"COLORTERM": "", **variables})
        here.until("A letter from the harbour", "Josef Hallam")
        here.until_quiet()
        assert colours_sent(here.raw) == kinds, variables
        here.close()


def test_an_answer_that_comes_late_is_no_key_and_is_remembered(terminal: OpenTerminal, folder: Path) -> None:
    here = terminal(folder)
    here.until("A letter from the harbour")
    assert here.raw.count(QUESTION) == 2 and here.raw.count(END) == 1
    assert LIGHT_PAGE not in here.raw
    here.send("\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;4c")
    while LIGHT_PAGE not in here.raw:
        assert here.read()
    screen = here.until_quiet()
    assert "rgb" not in screen and "62;4" not in screen and "11;" not in screen
    here.send("\x11")
    assert here.until_ended() == 0

    again = terminal(folder)
    again.until("A letter from the harbour")
    assert LIGHT_PAGE in again.raw and DARK_PAGE not in again.raw
    assert END not in again.raw, "what is known is not waited for"
    again.send("\x1b[?997;1n")
    while DARK_PAGE not in again.raw:
        assert again.read()
    again.send("\x11")
    assert again.until_ended() == 0
    assert again.raw.rindex(b"\x1b[?2031l") > again.raw.rindex(b"\x1b[?2031h")


def test_a_terminal_that_is_closed_leaves_no_program_behind(tmux: OpenTmux, folder: Path) -> None:
    here = tmux(folder, (100, 30), alone=True)
    here.until("Josef Hallam")
    program = here.program()
    here.close()
    end = time.monotonic() + 20
    while Path(f"/proc/{program}").exists():
        assert time.monotonic() < end, "it runs on without a terminal"
        time.sleep(0.05)
