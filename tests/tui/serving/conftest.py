"""A server in a process of its own, a browser's side of its protocol, and a real browser."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import aiohttp
import pyte
import pytest

PROGRAM = Path(sys.executable).with_name("glossator")
PATIENCE = 30.0


def children(pid: int, words: str = "tui.serving.child") -> list[int]:
    """Processes below another one whose command holds these words."""
    table = subprocess.run(["ps", "-Ao", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [(int(line.split()[0]), int(line.split()[1]), line) for line in table.splitlines()]
    return [each for each, parent, line in rows if parent == pid and words in line]


def alive(pid: int) -> bool:
    """Whether a process is there and no mere corpse."""
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(found.strip()) and not found.strip().startswith("Z")


class Server:
    """`glossator serve`, running."""

    def __init__(self, path: object, *options: str, log: Path, cwd: Path | None = None, **variables: str) -> None:
        self._log = log
        with log.open("wb") as complaints:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--port", "0", *options, "--", str(path)],
                stdout=subprocess.PIPE, stderr=complaints, stdin=subprocess.DEVNULL, cwd=cwd or log.parent,
                env={**os.environ, **variables}, start_new_session=True,
            )  # fmt: skip
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        self.link = self.process.stdout.readline().decode().strip() if ready else ""
        assert self.link, self.said
        self.address, self.token = self.link.split("?token=")
        self.host = self.address.removeprefix("http://").rstrip("/")
        self.cookie = ""

    @property
    def said(self) -> str:
        """What it wrote on standard error."""
        return self._log.read_text()

    @property
    def rooms(self) -> list[int]:
        """Its children."""
        return children(self.process.pid)

    def until_gone(self, pid: int) -> None:
        """Wait until a room of this server has ended."""
        end = time.monotonic() + PATIENCE
        while alive(pid) and time.monotonic() < end:
            time.sleep(0.02)
        if alive(pid):
            os.kill(pid, signal.SIGKILL)
            pytest.fail(f"{pid} is still there; the server said {self.said!r}")

    def end(self, number: int = signal.SIGTERM) -> int:
        """End it; returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)


StartServer = Callable[..., Server]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Starts servers, and sees that none is left."""
    started: list[Server] = []

    def start(path: object, *options: str, **keywords: object) -> Server:
        log = tmp_path_factory.mktemp("server") / "log"
        started.append(Server(path, *options, log=log, **keywords))  # type: ignore[arg-type]
        return started[-1]

    yield start
    for each in started:
        rooms = each.rooms
        each.process.kill()
        each.process.wait()
        for room in rooms:
            if alive(room):
                os.kill(room, signal.SIGKILL)


class Client:
    """A browser as the server sees it."""

    def __init__(self, server: Server, session: aiohttp.ClientSession) -> None:
        self.server = server
        self._session = session

    async def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str, aiohttp.ClientResponse]:
        """Status, text and the whole answer; the cookie goes along where there is one."""
        if self.server.cookie:
            headers.setdefault("Cookie", self.server.cookie)
        async with self._session.request(method, self.server.address + path.lstrip("/"), headers=headers) as answer:
            return answer.status, await answer.text(errors="replace"), answer

    async def come_in(self) -> None:
        """Bring the token and keep the cookie."""
        status, _, answer = await self.get(f"/?token={self.server.token}")
        assert status == 200, self.server.said
        self.server.cookie = answer.headers["Set-Cookie"].partition(";")[0]

    async def socket_status(self, **headers: str) -> int:
        """Ask for a socket with exactly these headers; 101 where it was given."""
        try:
            async with self._session.ws_connect(self.server.address + "tab/dark", headers=headers):
                return 101
        except aiohttp.WSServerHandshakeError as refused:
            return refused.status

    @asynccontextmanager
    async def room(self, width: int = 100, height: int = 30) -> AsyncIterator[Room]:
        """A tab with the reading room in it."""
        headers = {"Cookie": self.server.cookie, "Origin": self.server.address.rstrip("/")}
        url = f"{self.server.address}tab/dark?width={width}&height={height}"
        async with self._session.ws_connect(url, headers=headers, max_msg_size=0) as socket:
            yield Room(socket, width, height)


class Room:
    """The reading room as it is drawn in a tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, width: int, height: int) -> None:
        self.socket = socket
        self.raw = b""
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def screen(self) -> str:
        """What is shown."""
        return "\n".join(self._screen.display)

    async def press(self, keys: str) -> None:
        """Keys, as a terminal sends them."""
        await self.socket.send_str(json.dumps(["stdin", keys]))

    async def until(self, *words: str) -> None:
        """Wait until words are shown."""
        end = time.monotonic() + PATIENCE
        while not all(word in self.screen for word in words):
            message = await self.socket.receive(timeout=max(0.1, end - time.monotonic()))
            assert message.type is aiohttp.WSMsgType.BINARY or message.type is aiohttp.WSMsgType.TEXT, self.screen
            if message.type is aiohttp.WSMsgType.BINARY:
                self.raw += message.data
                self._stream.feed(message.data)

    async def until_closed(self) -> None:
        """Read to the end."""
        while not self.socket.closed:
            await asyncio.wait_for(self.socket.receive(), PATIENCE)


OpenClient = Callable[[Server], AbstractAsyncContextManager[Client]]


@pytest.fixture
def browse() -> OpenClient:
    """Makes a client of a server."""

    @asynccontextmanager
    async def client(server: Server) -> AsyncIterator[Client]:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            yield Client(server, session)

    return client
