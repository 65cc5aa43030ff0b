"""`glossator serve`: an address of this machine, a link for one browser, and an end that leaves nothing behind."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import logging
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import web

from index.errors import GlossatorError
from tui.serving.child import Job
from tui.serving.door import Door
from tui.serving.site import Site

_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP")


class CannotServe(GlossatorError):
    """The address or the port cannot be had."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen."""

    socket: socket.socket
    name: str
    """What readers type: the host as it was given, or this machine's name where it listens everywhere."""
    everywhere: bool
    loopback: bool

    @property
    def port(self) -> int:
        """The port, also where any was asked for."""
        port: int = self.socket.getsockname()[1]
        return port


def listen(host: str, port: int) -> Address:
    """Take an address. Raises CannotServe."""
    if not host:
        raise CannotServe("serve.host is empty; 127.0.0.1 is this machine alone")
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise CannotServe(f"{host}: no such address: {getattr(error, 'strerror', None) or error}") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise CannotServe(_why_not(host, port, error)) from error
    listener.setblocking(False)
    address = ipaddress.ip_address(str(place[0]).partition("%")[0])
    everywhere = address.is_unspecified
    return Address(listener, socket.gethostname() if everywhere else host, everywhere, address.is_loopback)


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program; --port 0 takes a free one"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} may not be used by this user; those from 1024 up may"
    return f"{host}, port {port}: {error.strerror or error}"


def serve(
    address: Address, job: Job, folder: Path, *, announce: Callable[[str], None], complain: Callable[[str], None]
) -> int:
    """Serve until a signal; returns its number. `announce` is told the link once the server answers."""
    return asyncio.run(_serve(address, job, folder, announce, complain))


def _silence() -> None:
    """What the libraries log would reach the terminal as it stands: tracebacks, and words that a visitor chose."""
    for name in ("aiohttp", "asyncio", "textual-serve"):
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False


async def _serve(
    address: Address, job: Job, folder: Path, announce: Callable[[str], None], complain: Callable[[str], None]
) -> int:
    door = Door(address.name, address.port, any_address=address.everywhere)
    site = Site(door, job, folder, complain)
    if not job.debug:
        _silence()
    # No log of visits: it would hold the token.
    runner = web.AppRunner(site.application(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    listening = web.SockSite(runner, address.socket)
    asked: asyncio.Queue[int] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    for name in _SIGNALS:
        number = getattr(signal, name)
        loop.add_signal_handler(number, asked.put_nowait, number)
    try:
        await listening.start()
        announce(door.link)
        ended_by = await asked.get()
        await listening.stop()
        ending = asyncio.create_task(site.end())
        again = asyncio.create_task(asked.get())
        await asyncio.wait([ending, again], return_when=asyncio.FIRST_COMPLETED)
        again.cancel()
    finally:
        # Whoever asks a second time does not want to wait.
        site.kill()
        await runner.cleanup()
    return ended_by
