"""The processes behind the tabs: how many there may be, how they are told of the browser, and how they end."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from index.config import load_settings
from tui.serving import child, site, tab
from tui.serving.child import Job
from tui.serving.door import Door
from tui.serving.driver import within
from tui.serving.server import listen

READY = "import sys, os; os.write(1, b'__GANGLION__\\n');"
QUIT = READY + "sys.stdin.buffer.read()"
STUBBORN = (
    "import signal, time; signal.signal(15, signal.SIG_IGN);"
    + READY
    + "os.write(1, b'D\\0\\0\\0\\1x'); time.sleep(600)"
)
BROKEN = "import sys; print('no \\x1b[31mroom here', file=sys.stderr); sys.exit(3)"
TALKATIVE = READY + "\nwhile True: os.write(1, b'D\\0\\0\\x10\\0' + b'x' * 4096)"


class Place:
    """A site in this process, whose rooms run a program of a line instead of the reader."""

    def __init__(self, address: str, door: Door, session: aiohttp.ClientSession) -> None:
        self._address = address
        self._session = session
        self._headers = {"Cookie": f"{door.cookie_name}={door.session}", "Origin": address.rstrip("/")}
        self.said: list[str] = []
        self.started: list[asyncio.subprocess.Process] = []

    def open(self, path: str = "tab/dark") -> Any:
        """A socket."""
        return self._session.ws_connect(self._address + path, headers=self._headers)

    async def word(self) -> str:
        """What the page says of a tab that is closed."""
        async with self._session.get(self._address + "state", headers=self._headers) as answer:
            return await answer.text()


@pytest.fixture
def open_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    monkeypatch.setattr(tab, "GRACE_SECONDS", 0.15)
    monkeypatch.setattr(site, "PATIENCE_SECONDS", 0.2)

    @asynccontextmanager
    async def opened(program: str) -> AsyncIterator[Place]:
        original = asyncio.create_subprocess_exec

        async def start(*words: str, **options: Any) -> asyncio.subprocess.Process:
            process = await original(sys.executable, "-S", "-c", program, **options)
            place.started.append(process)
            return process

        monkeypatch.setattr(asyncio, "create_subprocess_exec", start)
        address = listen("127.0.0.1", 0)
        door = Door(address.name, address.port)
        async with aiohttp.ClientSession() as session:
            place = Place(door.address, door, session)
            rooms = site.Site(door, Job("/", None, {}, False), tmp_path, place.said.append)
            runner = web.AppRunner(rooms.application(), shutdown_timeout=0.1)
            await runner.setup()
            await web.SockSite(runner, address.socket).start()
            try:
                yield place
            finally:
                await rooms.end()
                await runner.cleanup()
        assert all(process.returncode is not None for process in place.started)

    return opened


async def test_there_are_only_so_many_rooms(open_place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "MOST_TABS", 2)
    async with open_place(QUIT) as place:
        async with place.open() as first, place.open():
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await place.open()
            assert "2 reading rooms are open" in await place.word()
            # One that is loaded again closes the old socket and opens a new one at once.
            monkeypatch.setattr(site, "PATIENCE_SECONDS", 20.0)
            await first.close()
            async with place.open() as again:
                await again.ping()
        assert await place.word() == "the reading room is closed, its place remembered"


async def test_a_room_that_does_not_end_is_made_to(open_place: Any) -> None:
    async with open_place(STUBBORN) as place:
        async with place.open() as socket:
            assert (await socket.receive(timeout=20)).data == b"x"
        (process,) = place.started
        assert await asyncio.wait_for(process.wait(), 20) == -9


async def test_a_room_that_never_stops_talking_ends_all_the_same(open_place: Any) -> None:
    async with open_place(TALKATIVE) as place:
        async with place.open() as socket:
            assert (await socket.receive(timeout=20)).data == b"x" * 4096
        await asyncio.wait_for(place.started[0].wait(), 20)


async def test_a_room_that_cannot_open_says_why_on_the_server(open_place: Any) -> None:
    async with open_place(BROKEN) as place:
        async with place.open() as socket:
            assert (await socket.receive(timeout=20)).type is aiohttp.WSMsgType.CLOSE
        assert place.said == ["no \x1b[31mroom here"]


async def test_a_room_that_cannot_be_started_is_told_of(
    open_place: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with open_place(QUIT) as place:
        # The folder in which it would stand is gone.
        tmp_path.rmdir()
        async with place.open() as socket:
            assert (await socket.receive(timeout=20)).type is aiohttp.WSMsgType.CLOSE
        assert len(place.said) == 1 and "No such file or directory" in place.said[0]
    assert "Traceback" not in capfd.readouterr().err


async def test_what_a_browser_says_reaches_the_room(open_place: Any) -> None:
    echo = READY + "\nwhile True:\n h = os.read(0, 5); d = os.read(0, int.from_bytes(h[1:], 'big'))\n" + (
        " d = h[:1] + d; os.write(1, b'D' + len(d).to_bytes(4, 'big') + d)"
    )  # fmt: skip
    async with open_place(echo) as place, place.open() as socket:
        for said, heard in (
            (["stdin", "jé\ud800"], b"Dj\xc3\xa9?"),
            (["resize", {"width": 90, "height": 20}], b'M{"type": "resize", "width": 90, "height": 20}'),
            (["focus"], b'M{"type": "focus"}'),
            (["blur"], b'M{"type": "blur"}'),
        ):
            await socket.send_str(json.dumps(said))
            assert (await socket.receive(timeout=20)).data == heard
        await socket.send_str(json.dumps(["ping", "12"]))
        assert json.loads((await socket.receive(timeout=20)).data) == ["pong", "12"]


@pytest.mark.parametrize(("text", "cells"), [("90", 90), ("0", 1), ("99999", 1000), ("-5", 80), ("٣", 80), (None, 80)])
def test_a_window_has_a_size_that_can_be(text: str | None, cells: int) -> None:
    assert site._cells(text, 80) == cells


@given(st.integers())
def test_no_window_is_without_a_cell(cells: int) -> None:
    assert 1 <= within(cells) <= 1000


@given(st.binary(), st.none() | st.text(), st.booleans())
def test_a_job_arrives_as_it_was_sent(path: bytes, marks: str | None, debug: bool) -> None:
    job = Job(os.fsdecode(path), marks, {"sealed": "true"}, debug)
    assert job.encode().isascii()
    assert Job.decode(job.encode()) == job


def test_a_room_is_told_of_its_browser_and_not_of_our_terminal() -> None:
    ours = {"HOME": "/h", "TERM": "vt100", "LINES": "9", "TEXTUAL_LOG": "x", "COLORFGBG": "0;15", "COLUMNS": "9"}
    told = tab.environment(ours, "dark", 90, 20)
    assert told["PYTHONSAFEPATH"] == "1" and told["HOME"] == "/h"
    assert (told["TERM"], told["COLORFGBG"], told["COLUMNS"], told["ROWS"]) == ("xterm-256color", "15;0", "90", "20")
    assert "TEXTUAL_LOG" not in told and "LINES" not in told
    assert tab.environment(ours, "light", 90, 20)["COLORFGBG"] == "0;15"


def test_a_copy_goes_to_the_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("GLOSSATOR_CLIPBOARD__TARGET", "command")
    loaded = load_settings(None)
    assert loaded.settings.clipboard.target == "command"
    assert child._as_served(loaded).settings.clipboard.target == "terminal"
