"""The last moment of the program, and the shell that it may go back to."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import pytest

from tui.commands import needs
from tui.session.background import READERS, Background

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom

    from tui.session.room import Room


async def test_what_was_typed_ahead_of_the_end_does_nothing(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        cursor = here.cursor
        here.app._leaving = True
        await here.pilot.press("G", "/", "a", ":")
        here.app._leaving = False

        assert here.cursor == cursor
        assert here.room.contexts[0] == "text"
        await here.press("G")
        assert here.cursor != cursor


def test_a_result_that_comes_while_the_screen_is_taken_down_is_dropped() -> None:
    calls: list[Callable[[], None]] = []
    told = threading.Event()

    class Screenside:
        def call_later(self, callback: Callable[..., Any], *arguments: Any) -> bool:
            calls.append(lambda: callback(*arguments))
            told.set()
            return True

    background = Background(Screenside(), lambda error: None)
    seen: list[int] = []
    for deaf in (False, True):
        told.clear()
        background.run(lambda: 1, seen.append)
        assert told.wait(20)
        background.deaf = deaf
        calls.pop()()
    assert seen == [1]
    assert background.idle
    background.close()


class Nobody:
    """A screen that takes no calls."""

    def call_later(self, callback: Callable[..., Any], *arguments: Any) -> bool:
        return False


@pytest.mark.parametrize("stuck", [True, False])
def test_what_writes_comes_to_its_end_and_what_only_reads_is_not_waited_for(
    stuck: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.session.background.GRACE_SECONDS", 0.01 if stuck else 20)
    background = Background(Nobody(), lambda error: None)
    reading, go_on = threading.Event(), threading.Event()
    written: list[int] = []

    def read() -> None:
        reading.set()
        go_on.wait(20)

    background.run(read)
    assert reading.wait(20)
    for number in range(200):
        background.in_order(partial(written.append, number))
    if not stuck:
        go_on.set()
    assert background.close() is not stuck
    assert written == list(range(200))
    go_on.set()
    background.in_order(lambda: written.append(200))
    assert background.close() is True or stuck
    assert written == list(range(200)), "after the end nothing is taken"


def test_jobs_run_beside_each_other_up_to_a_number() -> None:
    background = Background(Nobody(), lambda error: None)
    together = threading.Barrier(READERS)
    for _ in range(3 * READERS):
        background.run(lambda: together.wait(20))
    while not background.idle:
        pass
    assert not together.broken
    assert background.close()


def test_the_interpreter_does_not_wait_for_a_job_that_only_reads() -> None:
    program = (
        "import threading, sys\n"
        "from tui.session.background import Background\n"
        "background = Background(None, None)\n"
        "begun = threading.Event()\n"
        "background.run(lambda: (begun.set(), threading.Event().wait()))\n"
        "begun.wait()\n"
        "print(background.close())\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=True)
    assert ended.stdout == b"False\n" and ended.stderr == b""


async def test_the_key_that_ends_it_works_in_a_sequence_and_while_a_macro_runs(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with visit(harbour.folder) as here:
        left: list[str] = []
        monkeypatch.setattr(here.app, "leave", lambda: left.append(here.app.dispatcher.shown))
        await here.press("4", "g", "ctrl+q")
        assert left == [""]
        await here.press("f", "ctrl+q", "escape", "/", "ctrl+q", "escape", ":", "ctrl+q", "escape")
        assert len(left) == 4
        here.room.macros._until = float("inf")
        await here.pilot.press("j", "ctrl+q")
        assert len(left) == 5 and [key.key for key in here.room.macros.held] == ["j"]
        here.room.macros._until = 0.0


@pytest.mark.parametrize(
    ("session", "group", "process", "usable"),
    [(10, 20, 20, True), (20, 20, 20, False), (10, 10, 20, False), (10, 19, 20, False)],
    ids=["a shell's job", "the first program of a terminal", "in a script", "in make"],
)
def test_suspending_needs_a_shell(
    session: int, group: int, process: int, usable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getsid", lambda pid: session)
    monkeypatch.setattr(os, "getpgrp", lambda: group)
    monkeypatch.setattr(os, "getpid", lambda: process)

    assert (needs.a_shell(cast("Room", None)) is None) is usable
