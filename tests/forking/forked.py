"""Asks the process of `ready.py` for programs, indexers and workers, and stands in for what would start them."""

from __future__ import annotations

import base64
import json
import multiprocessing
import os
import pickle
import select
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

LARGEST = 150_000
"""Bytes of a request: they travel in one packet, so that several processes may ask at once."""
POSSIBLE = sys.platform == "linux"
"""Elsewhere there are no such packets, or what has loaded libraries of the system may not be forked: everything starts
from nothing there, and the tests take longer."""
NUMBER = struct.Struct("!q")


def tell(pipe: int, number: int) -> None:
    """Write a number."""
    os.write(pipe, NUMBER.pack(number))


class Forked:
    """A process that was asked for."""

    def __init__(self, channel: socket.socket, fds: list[int], request: dict[str, Any]) -> None:
        self._told, telling = os.pipe()
        data = json.dumps(request).encode()
        assert len(data) < LARGEST, len(data)
        try:
            socket.send_fds(channel, [data], [channel.fileno(), telling, *fds])
        finally:
            os.close(telling)
        self.pid = self._number()
        self.returncode: int | None = None

    def __del__(self) -> None:
        os.close(self._told)

    def _number(self) -> int:
        data = os.read(self._told, NUMBER.size)
        assert data, "the process that forks others has ended"
        return int(NUMBER.unpack(data)[0])

    def wait(self, timeout: float | None = None) -> int:
        """The exit status; raises TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("forked", timeout or 0)
            self.returncode = self._number()
        return self.returncode

    def poll(self) -> int | None:
        """The exit status, or None."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        """End it, unless it has ended."""
        if self.poll() is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass  # its status is on the way


class Ready:
    """A process that has loaded the program, and the way to ask it. Without a way, it is started when it is asked."""

    def __init__(self, channel: socket.socket | None = None) -> None:
        self._given = channel
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def _channel(self) -> socket.socket:
        if self._given is None:
            self._given, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            # Its locale is set as it starts, and stays.
            kept = {name: text for name, text in os.environ.items() if not name.startswith(("GLOSSATOR_", "XDG_"))}
            surroundings = {**kept, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(Path(__file__).parents[2])}
            words = [sys.executable, "-P", str(Path(__file__).with_name("ready.py")), str(theirs.fileno())]
            with theirs:
                self._process = subprocess.Popen(words, pass_fds=[theirs.fileno()], env=surroundings)
        return self._given

    def close(self) -> None:
        """It ends when nobody can ask it any more."""
        if self._given is not None:
            self._given.close()
        if self._process is not None:
            self._process.wait(timeout=30)

    def ask(self, kind: str, fds: list[int], **request: Any) -> Forked:
        """A process of a kind, which takes these files."""
        return Forked(self._channel, fds, {"kind": kind, **request})

    def indexer(self, words: list[str], *, cwd: str, env: dict[str, str], **_: Any) -> Forked:
        """As `subprocess.Popen` makes it for `index.indexing.indexer`."""
        (into, stdin), (stdout, out), (stderr, err) = os.pipe(), os.pipe(), os.pipe()
        try:
            made = self.ask("indexer", [into, out, err], environment=env, folder=str(cwd))
        finally:
            for fd in (into, out, err):
                os.close(fd)
        made.stdin, made.stdout, made.stderr = os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb"), os.fdopen(stderr, "rb")
        return made

    def worker(self, *, target: object, args: tuple[Any, ...], daemon: bool) -> Worker:
        """As `multiprocessing.Process` makes it for `index.indexing.workers`."""
        return Worker(self, *args)


class Worker:
    """A worker of an indexer."""

    def __init__(self, ready: Ready, pipe: Any, *arguments: Any) -> None:
        self._asked = lambda: ready.ask(
            "worker", [pipe.fileno()], arguments=base64.b64encode(pickle.dumps(arguments)).decode()
        )

    def start(self) -> None:
        """Have it made."""
        self._forked = self._asked()

    def kill(self) -> None:
        """End it."""
        self._forked.kill()

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end."""
        try:
            self._forked.wait(timeout)
        except subprocess.TimeoutExpired:
            pass

    @property
    def exitcode(self) -> int | None:
        """Its exit status."""
        return self._forked.poll()


def use(ready: Ready, *, workers: bool = False) -> None:
    """From here on indexers (and their workers) of this process are forked there."""
    from index.indexing import indexer
    from index.indexing import workers as pool

    indexer.subprocess = SimpleNamespace(Popen=ready.indexer, PIPE=subprocess.PIPE)  # type: ignore[assignment]
    if workers:
        context = SimpleNamespace(Pipe=multiprocessing.get_context("spawn").Pipe, Process=ready.worker)
        pool.multiprocessing = SimpleNamespace(get_context=lambda _: context)  # type: ignore[assignment]


def check_settings_once() -> None:
    """In this process the same settings are checked once, whoever has them: a user lives for one test."""
    from dataclasses import replace

    from index import config_check

    check = config_check.check
    done: dict[Any, Any] = {}

    def checked(files: Any, variables: Any, overrides: Any, check_keys: Any) -> Any:
        key = (tuple(files), tuple(variables.items()), tuple(overrides.items()), check_keys)
        if key not in done:
            done[key] = check(files, variables, overrides, check_keys)
        found = done[key]
        return replace(found, warnings=[*found.warnings], provenance={**found.provenance})

    checked.__wrapped__ = check  # type: ignore[attr-defined]
    config_check.check = checked
