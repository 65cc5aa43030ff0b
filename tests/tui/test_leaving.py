"""The last moment of the program, and the shell that it may go back to."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import pytest

from tui.commands import needs
from tui.session.background import Background

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
