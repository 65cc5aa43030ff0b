"""The pages of the server: what a browser may ask for, and how it is answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final, cast

import textual_serve
from aiohttp import WSCloseCode, WSMsgType, web

from tui.serving.child import Job
from tui.serving.door import Door, Verdict, Visit
from tui.serving.tab import Scheme, Tab

MOST_TABS: Final = 8
"""Reading rooms that are open at once, a process each."""
PATIENCE_SECONDS: Final = 3.0
"""How long a tab waits for another to close, as the one does that is loaded again."""
_MOST_MESSAGE: Final = 1 << 20
_HEARTBEAT_SECONDS: Final = 15.0
_OURS: Final = Path(__file__).parent / "static"
_THEIRS: Final = Path(str(textual_serve.__file__)).parent / "static"
_FILES: Final[dict[str, tuple[Path, str]]] = {
    "page.css": (_OURS / "page.css", "text/css; charset=utf-8"),
    "page.js": (_OURS / "page.js", "text/javascript; charset=utf-8"),
    "icon.svg": (_OURS / "icon.svg", "image/svg+xml"),
    "xterm.css": (_THEIRS / "css" / "xterm.css", "text/css; charset=utf-8"),
    "textual.js": (_THEIRS / "js" / "textual.js", "text/javascript; charset=utf-8"),
    "mono.ttf": (_THEIRS / "fonts" / "RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "mono-italic.ttf": (_THEIRS / "fonts" / "RobotoMono-Italic-VariableFont_wght.ttf", "font/ttf"),
}
"""Every file that is served; no name reaches the disk."""
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "glossator",
}
_REFUSAL: Final = "403: this link was used before, or is not one; `glossator serve` prints a new one when it starts\n"


class Site:
    """Answers browsers, and keeps the reading rooms that they have open."""

    def __init__(self, door: Door, job: Job, folder: Path, complain: Callable[[str], None]) -> None:
        self._door = door
        self._job = job
        self._folder = folder
        self._complain = complain
        self._open: set[Tab] = set()
        self._freed = asyncio.Event()
        self._ending = False

    def application(self) -> web.Application:
        """What aiohttp runs."""
        application = web.Application(middlewares=[self._at_the_door])
        application.on_response_prepare.append(_add_headers)
        application.add_routes(
            [
                web.get("/", self._page, allow_head=False),
                web.get("/state", self._state, allow_head=False),
                web.get("/static/{name}", self._file, allow_head=False),
                web.get("/tab/{scheme:dark|light}", self._tab, allow_head=False),
            ]
        )
        return application

    async def end(self) -> None:
        """Close every reading room, its place remembered."""
        self._ending = True
        await asyncio.gather(*(tab.stop() for tab in self._open), return_exceptions=True)

    def kill(self) -> None:
        """End every reading room now."""
        for tab in self._open:
            tab.kill()

    # -- answers -----------------------------------------------------------------------------------------------------

    @web.middleware
    async def _at_the_door(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        verdict = self._door.judge(_visit(request, self._door.cookie_name))
        if verdict is Verdict.REFUSED:
            return _plain(_REFUSAL, 403)
        try:
            response = await handler(request)
        except web.HTTPException as refused:
            return _plain(f"{refused.status}: there is nothing here\n", refused.status)
        if verdict is Verdict.FIRST:
            response.set_cookie(self._door.cookie_name, self._door.session, httponly=True, samesite="Strict", path="/")
        return response

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(_OURS / "page.html", headers={"Content-Type": "text/html; charset=utf-8"})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        known = _FILES.get(request.match_info["name"])
        if known is None:
            raise web.HTTPNotFound
        path, kind = known
        return web.FileResponse(path, headers={"Content-Type": kind})

    async def _state(self, request: web.Request) -> web.StreamResponse:
        """Why a tab is closed, in words for the page."""
        if self._ending:
            return _plain("the server has ended, your place is remembered; glossator serve starts it again")
        if sum(not tab.closing for tab in self._open) >= MOST_TABS:
            return _plain(f"{MOST_TABS} reading rooms are open, which is the most: close one of them first")
        return _plain("the reading room is closed, its place remembered")

    async def _tab(self, request: web.Request) -> web.StreamResponse:
        """A socket, and behind it a reading room for as long as it is open."""
        if not await self._has_place():
            return _plain("503: too many reading rooms are open\n", 503)
        socket = web.WebSocketResponse(
            heartbeat=_HEARTBEAT_SECONDS, max_msg_size=_MOST_MESSAGE, compress=False, timeout=1.0
        )
        tab = Tab(
            self._job,
            self._folder,
            cast(Scheme, request.match_info["scheme"]),
            send=socket.send_bytes,
            close=lambda: _close(socket),
            complain=self._complain,
        )
        self._open.add(tab)
        try:
            await socket.prepare(request)
            await tab.start(_cells(request.query.get("width"), 80), _cells(request.query.get("height"), 24))
            if not self._ending:
                await _listen(socket, tab)
        except OSError as error:
            self._complain(f"a reading room cannot be started: {error.strerror or error}")
            await _close(socket)
        finally:
            await tab.stop()
            self._open.discard(tab)
            self._freed.set()
        return socket

    async def _has_place(self) -> bool:
        """Room for one more, now or in a moment. What is closing has a moment to close first: a page that is loaded
        again finds the place that its old room remembered."""
        end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while len(self._open) >= MOST_TABS or any(tab.closing for tab in self._open):
            self._freed.clear()
            left = end - asyncio.get_running_loop().time()
            try:
                await asyncio.wait_for(self._freed.wait(), max(0.0, left))
            except TimeoutError:
                break
        return len(self._open) < MOST_TABS and not self._ending


# -- what a browser says ---------------------------------------------------------------------------------------------


def _visit(request: web.Request, cookie_name: str) -> Visit:
    """What the door looks at."""
    place = request.transport.get_extra_info("sockname") if request.transport else None
    return Visit(
        host=_one(request.headers.getall("Host", [])),
        origin=_one(request.headers.getall("Origin", [])) if "Origin" in request.headers else None,
        cookie=request.cookies.get(cookie_name),
        # The page alone takes it: nothing else would hand on the cookie for which it is spent.
        token=_one(request.query.getall("token", [])) if request.path == "/" else None,
        arrived_at=str(place[0]) if place else "",
        upgrade="Upgrade" in request.headers or request.path.startswith("/tab/"),
        reads=request.method == "GET",
    )


def _one(values: list[str]) -> str | None:
    return values[0] if len(values) == 1 else None


async def _listen(socket: web.WebSocketResponse, tab: Tab) -> None:
    """Hand on keys, mouse, size and focus until the browser is gone. What makes no sense is passed over."""
    async for message in socket:
        if message.type is not WSMsgType.TEXT:
            continue
        match _envelope(message.data):
            case ["stdin", str(keys)]:
                await tab.send_bytes(keys.encode("utf-8", "replace"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await tab.set_terminal_size(width, height)
            case ["ping", str(mark)]:
                await socket.send_json(["pong", mark])
            case ["blur"]:
                await tab.blur()
            case ["focus"]:
                await tab.focus()


def _envelope(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _cells(text: str | None, otherwise: int) -> int:
    """Columns or rows that a browser says it has."""
    return max(1, min(1000, int(text))) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise


async def _close(socket: web.WebSocketResponse) -> None:
    if socket.prepared:
        await socket.close(code=WSCloseCode.OK)


# -- how it is answered ----------------------------------------------------------------------------------------------


def _plain(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/plain", charset="utf-8")


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
