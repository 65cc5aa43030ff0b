"""One browser tab: the process behind it, started without a shell and never left behind.

A child of textual-serve's own service, of which it keeps the packets and replaces the rest: that one starts its
program through a shell, prints what the program complains of as it stands, and waits for its end without limit.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final, Literal

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from tui.serving.child import Job

Scheme = Literal["dark", "light"]

GRACE_SECONDS: Final = 5.0
"""How long a room may take to close before it is made to."""
WORD_SECONDS: Final = 1.0
_READY: Final = b"__GANGLION__\n"
_GROUNDS: Final[dict[Scheme, str]] = {"dark": "15;0", "light": "0;15"}
_MOST_COMPLAINT: Final = 4000
_DRIVER: Final = "tui.serving.driver:Driver"


class Tab(AppService):
    """A reading room in a process of its own."""

    def __init__(
        self,
        job: Job,
        folder: Path,
        scheme: Scheme,
        *,
        send: Callable[[bytes], Awaitable[None]],
        close: Callable[[], Awaitable[None]],
        complain: Callable[[str], None],
    ) -> None:
        """`folder` is where the process stands, which is never the collection."""
        super().__init__(
            "", write_bytes=send, write_str=_nothing, close=close, download_manager=DownloadManager(), debug=False
        )
        self._job = job
        self._folder = folder
        self._scheme = scheme
        self._complain = complain
        self._deaf = False
        """The browser is gone; what the room still says is read and dropped, so that it can end."""

    @property
    def closing(self) -> bool:
        """The browser is gone, or about to be told that the room is."""
        return self._deaf

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the room without a shell, in a session of its own so that ctrl+c reaches the server alone."""
        self._process = process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "tui.serving.child", self._job.encode()),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            cwd=self._folder,
            env=environment(os.environ, self._scheme, width, height),
            start_new_session=True,
        )
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Hand on what the room draws until it ends."""
        process = self._process
        assert process is not None and process.stdout is not None and process.stderr is not None
        complaint = asyncio.create_task(_beginning(process.stderr))
        with contextlib.suppress(asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionResetError):
            await process.stdout.readuntil(_READY)
            while True:
                kind = await process.stdout.readexactly(1)
                size = int.from_bytes(await process.stdout.readexactly(4), "big")
                await self._take(kind, await process.stdout.readexactly(size))
        status = await process.wait()
        said = await complaint
        if status:
            self._complain(said or f"the reading room of a tab ended with status {status}")
        await self._hang_up()

    async def stop(self) -> None:
        """Close the room, its place remembered; in the end by force. May be called twice."""
        task, process = self._task, self._process
        if task is None or process is None:
            return
        self._deaf = True
        # A room that no longer reads would keep this waiting; the end of the pipe is word enough.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.send_meta({"type": "quit"}), WORD_SECONDS)
        self.stdin.close()
        for force in (None, signal.SIGTERM, signal.SIGKILL):
            if force is not None:
                self._signal(force)
            done, _ = await asyncio.wait([task], timeout=GRACE_SECONDS)
            if done:
                break

    def kill(self) -> None:
        """End it now."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

    async def _take(self, kind: bytes, payload: bytes) -> None:
        """What is drawn goes on; of the rest only the end is listened to: no links, no files."""
        if kind == b"D" and not self._deaf:
            try:
                await self.on_data(payload)
            except (ConnectionError, RuntimeError):
                self._deaf = True
        elif kind == b"M" and json.loads(payload).get("type") == "exit":
            await self._hang_up()

    async def _hang_up(self) -> None:
        self._deaf = True
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self.remote_close()


def environment(ours: Mapping[str, str], scheme: Scheme, width: int, height: int) -> dict[str, str]:
    """What a room is told: our own environment, but for what describes our terminal, and where it is."""
    kept = {name: value for name, value in ours.items() if not name.startswith("TEXTUAL")}
    kept.pop("LINES", None)
    return {
        **kept,
        "PYTHONSAFEPATH": "1",
        "TEXTUAL_DRIVER": _DRIVER,
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM": "xterm-256color",
        "TERM_PROGRAM": "textual",
        "COLORTERM": "truecolor",
        "COLORFGBG": _GROUNDS[scheme],
        "COLUMNS": str(width),
        "ROWS": str(height),
    }


async def _beginning(stream: asyncio.StreamReader) -> str:
    """The beginning of what a process says, read to its end."""
    kept = b""
    while read := await stream.read(4096):
        kept += read[: max(0, _MOST_COMPLAINT - len(kept))]
    return kept.decode("utf-8", "replace").strip()


async def _nothing(text: str) -> None:
    """Where textual-serve would send words to its page."""
