"""The ground of a terminal: what its answers mean, asking it, remembering, and answers that come late."""

from __future__ import annotations

import os
import pty
import select
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.theming import ground
from tui.theming.driver import Sieve
from tui.theming.ground import Question, from_environment, ground_of, may_be_asked, recall, remember

HERE = {"TERM": "xterm-256color", "TERM_PROGRAM": "lamp"}


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ("rgb:0000/0000/0000", "dark"),
        ("rgb:ffff/ffff/ffff", "light"),
        ("rgb:ff/ff/ff", "light"),
        ("rgb:1/2/3", "dark"),
        ("rgb:0000/2b2b/3636", "dark"),
        ("rgb:fdfd/f6f6/e3e3", "light"),
        ("rgba:ffff/ffff/ffff/8000", "light"),
        ("#14171c", "dark"),
        ("#fbfaf7", "light"),
        ("rgb:", None),
        ("red", None),
        ("rgb:fffff/0/0", None),
    ],
)
def test_what_a_colour_means(colour: str, expected: str | None) -> None:
    assert ground_of(colour) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("15;0", "dark"), ("0;15", "light"), ("0;default;15", "light"), ("7;8", "dark"), ("nonsense", None), ("", None)],
)
def test_what_the_environment_says(value: str, expected: str | None) -> None:
    assert from_environment({"COLORFGBG": value}) == expected


@pytest.mark.parametrize("term", ["dumb", "vt100", "linux", "", "unknown"])
def test_terminals_that_would_draw_the_question_are_not_asked(term: str) -> None:
    assert not may_be_asked({"TERM": term})
    assert may_be_asked(HERE)
    assert not may_be_asked({**HERE, "TEXTUAL_DRIVER": "web"})
    assert not may_be_asked({**HERE, "NO_COLOR": "1"})


@pytest.mark.usefixtures("homes")
def test_an_answer_is_remembered_for_terminals_like_this_one() -> None:
    assert recall(HERE) is None
    remember(HERE, "light")
    remember({**HERE, "TERM_PROGRAM": "other"}, "dark")
    assert recall(HERE) == "light"
    assert recall({"TERM": "tmux-256color"}) is None
    for number in range(60):
        remember({"TERM": f"t{number}"}, "dark")
    assert recall({"TERM": "t59"}) == "dark" and recall({"TERM": "t0"}) is None


@pytest.mark.usefixtures("homes")
@pytest.mark.parametrize("damage", ["", "[]", "{", '{"xterm-256color|lamp|": 7}'])
def test_a_damaged_memory_is_none(damage: str) -> None:
    remember(HERE, "light")
    (file,) = ground.user_folder("state").glob("terminals.json")
    file.write_text(damage)
    assert recall(HERE) is None


# -- asking -----------------------------------------------------------------------------------------------------------

Answerer = Callable[[bytes], bytes]


class Terminal:
    """The other end of a pseudo terminal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.near, self.far = pty.openpty()
        self.received = b""
        monkeypatch.setattr(sys, "__stdin__", os.fdopen(self.far, "r", closefd=False))
        monkeypatch.setattr(sys, "__stderr__", os.fdopen(self.far, "w", closefd=False))
        monkeypatch.setattr(Question, "_in_front", lambda _: True)

    def answers(self, text: bytes) -> threading.Thread:
        """Answer the question once it was asked."""

        def listen() -> None:
            while b"\x1b[c" not in self.received:
                if not select.select([self.near], [], [], 5)[0]:
                    return
                self.received += os.read(self.near, 1024)
            os.write(self.near, text)

        thread = threading.Thread(target=listen)
        thread.start()
        return thread


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, homes: object) -> Iterator[Terminal]:
    opened = Terminal(monkeypatch)
    monkeypatch.setattr(ground, "LONGEST_WAIT", 5.0)
    yield opened
    os.close(opened.near)
    os.close(opened.far)


def test_an_answer_is_read_and_what_was_typed_is_kept(terminal: Terminal) -> None:
    listener = terminal.answers(b"jj\x1b]11;rgb:fbfb/fafa/f7f7\x1b\\k\x1b[?62;4cG")
    with Question("auto", HERE) as question:
        listener.join()
    assert question.ground == "light"
    assert question.typed == "jjkG"
    assert recall(HERE) == "light"
    assert b"\x1b]11;?" in terminal.received


def test_silence_is_noticed_and_nothing_is_remembered(terminal: Terminal) -> None:
    listener = terminal.answers(b"\x1b[?1;2c")
    with Question("auto", HERE) as question:
        listener.join()
    assert question.ground is None and question.typed == "" and recall(HERE) is None


def test_a_terminal_that_says_nothing_at_all_is_not_waited_for(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "LONGEST_WAIT", 0.0)
    with Question("auto", HERE) as question:
        pass
    assert question.ground is None
    assert question.driver() is not None, "the answer may still come"


def test_the_terminal_is_as_before(terminal: Terminal) -> None:
    import termios

    before = termios.tcgetattr(terminal.far)
    terminal.answers(b"\x1b[?1c")
    with pytest.raises(RuntimeError), Question("auto", HERE):
        assert termios.tcgetattr(terminal.far)[3] != before[3]
        raise RuntimeError
    assert termios.tcgetattr(terminal.far) == before


@pytest.mark.parametrize(("theme", "environ"), [("dark", HERE), ("auto", {"TERM": "vt100"})])
def test_nothing_is_asked_where_it_is_of_no_interest(terminal: Terminal, theme: str, environ: dict[str, str]) -> None:
    with Question(theme, environ) as question:
        pass
    assert not select.select([terminal.near], [], [], 0)[0]
    assert question.driver() is None


def test_what_is_known_is_not_asked_before_the_start(terminal: Terminal) -> None:
    remember(HERE, "light")
    with Question("auto", HERE) as question:
        pass
    assert question.ground == "light"
    assert not select.select([terminal.near], [], [], 0)[0]


# -- answers that come while the reader types ------------------------------------------------------------------------

ANSWERS = ["\x1b]11;rgb:ffff/ffff/ffff\x07", "\x1b]11;rgb:0000/0000/0000\x1b\\", "\x1b[?62;22c", "\x1b[?997;2n"]
KEYS = ["j", "\x1b[A", "\x1b[1;5C", "\x1bOP", "é", "\x1b[?2026;2$y", "\x1b[<0;3;4M"]


@given(st.lists(st.sampled_from(ANSWERS + KEYS), max_size=12), st.lists(st.integers(1, 30), max_size=20))
def test_however_it_is_cut_an_answer_never_becomes_keys(parts: list[str], cuts: list[int]) -> None:
    text, sieve, left, told = "".join(parts), Sieve(), "", []
    for cut in [*cuts, len(text)]:
        while text[:cut].endswith("\x1b") and cut < len(text):
            cut += 1  # a lone escape is a key, and is not held back
        piece, text = text[:cut], text[cut:]
        keys, grounds = sieve.sift(piece)
        left += keys
        told += grounds
    left += sieve.release()

    wanted = "".join(part for part in parts if part in KEYS)
    assert left == wanted
    assert set(told) <= {"light", "dark"}


def test_an_answer_in_one_piece_is_told_in_order() -> None:
    keys, told = Sieve().sift("a" + "".join(ANSWERS) + "b")
    assert keys == "ab"
    assert told == ["light", "dark", "light"]


def test_an_escape_waits_for_nothing() -> None:
    assert Sieve().sift("\x1b") == ("\x1b", [])


def test_what_only_began_like_an_answer_is_given_back(tmp_path: Path) -> None:
    sieve = Sieve()
    assert sieve.sift("x\x1b]") == ("x", [])
    assert sieve.release() == "\x1b]"
    assert sieve.release() == ""
