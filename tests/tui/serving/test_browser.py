"""In a real Chromium, without a window: reading, searching, marking, loading again; and every way in that is shut."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pyte
import pytest
from aiohttp import web

if TYPE_CHECKING:
    from conftest import Desk, StartServer

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 30.0
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0",
)  # fmt: skip
KEYS = {"Enter": (13, "\r"), "Escape": (27, ""), "F1": (112, "")}
CONTROL = 2
FOREIGN = "http://evil.example/"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")]


class Browser:
    """Chromium, told what to do over its own protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._pages: dict[str, Page] = {}
        self._number = 0

    async def listen(self) -> None:
        """Take what it says until it is closed."""
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                self._waiting.pop(told["id"]).set_result(told)
            elif told.get("sessionId") in self._pages:
                self._pages[told["sessionId"]].take(told["method"], told["params"])

    async def send(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """One command and its answer."""
        self._number += 1
        answer = self._waiting[self._number] = asyncio.get_running_loop().create_future()
        to = {"sessionId": session} if session else {}
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters, **to})
        told = await asyncio.wait_for(answer, PATIENCE)
        assert "error" not in told, (method, told)
        result: dict[str, Any] = told["result"]
        return result

    async def page(self, *, apart: bool = False, scheme: str = "dark") -> Page:
        """A new tab; `apart` in a profile of its own, which knows no cookie."""
        context = {"browserContextId": (await self.send("Target.createBrowserContext"))["browserContextId"]}
        target = await self.send("Target.createTarget", url="about:blank", **(context if apart else {}))
        session = (await self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True))["sessionId"]
        page = self._pages[session] = Page(self, session)
        for domain in ("Network", "Page", "Runtime"):
            await page.send(f"{domain}.enable")
        await page.resize(1000, 640)
        await page.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        return page


class Page:
    """A tab: what it asked for, what it was sent, and what the terminal in it shows."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.size = (0, 0)

    async def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command to this tab."""
        return await self._browser.send(method, self._session, **parameters)

    def take(self, method: str, told: dict[str, Any]) -> None:
        """What the browser says of it."""
        if method == "Network.requestWillBeSent":
            self.asked.append(told["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.asked.append(told["url"])
        elif method == "Network.webSocketFrameReceived" and told["response"]["opcode"] == 2:
            self._stream.feed(base64.b64decode(told["response"]["payloadData"]))
        elif method == "Network.webSocketFrameSent" and told["response"]["payloadData"].startswith('["resize"'):
            size = json.loads(told["response"]["payloadData"])[1]
            self.size = (size["width"], size["height"])
            self._screen.resize(size["height"], size["width"])
        elif method == "Runtime.exceptionThrown":
            self.faults.append(json.dumps(told))

    @property
    def screen(self) -> str:
        """What the terminal shows."""
        return "\n".join(self._screen.display)

    async def hides(self, words: str) -> None:
        """Wait until words are gone from the terminal."""
        await self.until(lambda: words not in self.screen)

    async def resize(self, width: int, height: int) -> None:
        """Give the window a size in pixels."""
        await self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    async def visit(self, address: str) -> None:
        """Go to an address and wait until the page is loaded."""
        await self.send("Page.navigate", url=address)
        await self.until(lambda: self.js("location.href !== 'about:blank' && document.readyState === 'complete'"))

    async def js(self, program: str) -> Any:
        """The value of an expression."""
        answer = await self.send(
            "Runtime.evaluate", expression=program, awaitPromise=True, returnByValue=True, userGesture=True
        )
        return answer["result"].get("value")

    async def until(self, condition: Callable[[], Any]) -> None:
        """Wait for a condition."""
        end = time.monotonic() + PATIENCE
        while True:
            found = condition()
            if await found if asyncio.iscoroutine(found) else found:
                return
            assert time.monotonic() < end, f"waited in vain: {self.faults}\n{self.screen}"
            await asyncio.sleep(0.02)

    async def shows(self, *words: str) -> None:
        """Wait until words are on the terminal."""
        await self.until(lambda: all(word in self.screen for word in words))

    async def press(self, key: str, *, control: bool = False) -> None:
        """A key as the keyboard gives it, so that the browser may take it for itself."""
        code, text = KEYS.get(key, (ord(key[0].upper()), "" if control else key))
        told = {"key": key, "windowsVirtualKeyCode": code, "modifiers": CONTROL if control else 0}
        typed = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        await self.send("Input.dispatchKeyEvent", **told, **typed)
        await self.send("Input.dispatchKeyEvent", **told, type="keyUp")

    async def write(self, text: str) -> None:
        """Type a text."""
        for letter in text:
            await self.press(letter)


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    """Chromium with a profile of its own; every name but evil.example is unknown to it."""
    profile = tmp_path / "profile"
    rules = "--host-resolver-rules=MAP evil.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    running = subprocess.Popen(
        [str(CHROMIUM), *FLAGS, rules, f"--user-data-dir={profile}", "about:blank"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        where, end = profile / "DevToolsActivePort", time.monotonic() + PATIENCE
        while not (where.exists() and len(lines := where.read_text().splitlines()) == 2):
            assert time.monotonic() < end and running.poll() is None, "Chromium does not start"
            await asyncio.sleep(0.02)
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"ws://127.0.0.1:{lines[0]}{lines[1]}", max_msg_size=0) as socket,
        ):
            opened = Browser(socket)
            listening = asyncio.create_task(opened.listen())
            yield opened
            with contextlib.suppress(Exception):
                await opened.send("Browser.close")
            listening.cancel()
            running.wait(PATIENCE)
    finally:
        if running.poll() is None:
            running.kill()
            running.wait()


async def test_a_visit_with_the_keyboard(harbour: Desk, servers: StartServer, browser: Browser) -> None:
    server = servers(harbour.folder)
    page = await browser.page()
    await page.visit(server.link)
    await page.shows("The ferry Margit Hale", "4 documents")
    assert await page.js("location.href") == server.address, "the token stays in the address bar"

    # Keys that browsers have uses of their own for.
    await page.press("f", control=True)
    await page.write("lantern")
    await page.press("Enter")
    await page.shows("so is a lantern")
    await page.press("F1")
    await page.shows("Moves the cursor down.")
    await page.press("q")
    await page.hides("Moves the cursor down.")
    await page.press("p", control=True)
    await page.shows("enter  choose")
    await page.press("Escape")
    # Escape and a key at once would be alt and that key.
    await page.hides("enter  choose")

    await page.press("/")
    await page.write("letter")
    await page.press("Enter")
    await page.shows("/letter   match 1 of")
    await page.press("v")
    await page.press("e")
    await page.press("y")
    await page.shows("sent to")
    # To write is what a page may after a key; to read it back is for this test alone.
    allowed = ["clipboardReadWrite", "clipboardSanitizedWrite"]
    await browser.send("Browser.grantPermissions", permissions=allowed, origin=server.address)
    await page.until(lambda: page.js("navigator.clipboard.readText().then((text) => text === 'letter')"))
    await page.press("v")
    await page.press("e")
    await page.press("a")
    await page.shows("enter")
    await page.write("who wrote it?")
    await page.press("Enter")
    await page.shows("marked")
    marks = list((harbour.folder / ".glossator" / "layers").glob("*.jsonl"))
    assert len(marks) == 1 and "who wrote it?" in marks[0].read_text()

    await page.send("Page.reload")
    page._screen.reset()
    await page.shows("NOTES", "4 documents")
    await page.press("]")
    await page.press("a")
    await page.shows("who wrote it?")

    # Nothing is started where the server is.
    await page.write("gx")
    await page.shows("no program is started")

    # The window has a size, which is the room's, and nothing to scroll.
    wide = page.size
    await page.resize(600, 400)
    await page.until(lambda: page.size[0] < wide[0] and page.size[1] < wide[1])
    assert await page.js("document.documentElement.scrollHeight <= innerHeight")
    assert await page.js("[...document.fonts].every((font) => font.status === 'loaded')")

    await page.press("q")
    await page.press("q")
    await page.until(lambda: page.js("document.getElementById('word').textContent.includes('place remembered')"))

    assert await page.js(f"window.open('{FOREIGN}') === null"), "a link in a text leads out"
    assert page.faults == []
    ours = (server.address, server.address.replace("http:", "ws:"))
    assert len(page.asked) > 10 and [each for each in page.asked if not each.startswith(ours)] == []
    assert server.end() == 0


async def test_the_page_follows_the_browsers_scheme(harbour: Desk, servers: StartServer, browser: Browser) -> None:
    server = servers(harbour.folder)
    light = await browser.page(scheme="light")
    await light.visit(server.link)
    await light.shows("4 documents")
    colour = "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0] > 200"
    await light.until(lambda: light.js(colour))
    assert any("/tab/light" in each for each in light.asked)


async def test_every_other_way_in_is_shut(
    harbour: Desk, servers: StartServer, browser: Browser, unused_tcp_port: int
) -> None:
    server = servers(harbour.folder)
    wrong = await browser.page(apart=True)
    await wrong.visit(f"{server.address}?token=wrong")
    assert str(await wrong.js("document.body.innerText")).startswith("403")

    page = await browser.page()
    await page.visit(server.link)
    await page.shows("4 documents")

    # The link is spent for another browser, not for the first one.
    other = await browser.page(apart=True)
    await other.visit(server.link)
    assert str(await other.js("document.body.innerText")).startswith("403")
    second = await browser.page()
    await second.visit(server.link)
    await second.shows("4 documents")

    # A name that was made to lead here.
    rebound = await browser.page()
    await rebound.visit(f"http://evil.example:{server.host.partition(':')[2]}/")
    assert str(await rebound.js("document.body.innerText")).startswith("403")

    # A page of another server on this machine, to whose requests the browser adds our cookie.
    async with another_server(unused_tcp_port) as elsewhere:
        evil = await browser.page()
        await evil.visit(elsewhere)
        socket = f"new Promise((say) => {{ const s = new WebSocket('ws://{server.host}/tab/dark');"
        assert await evil.js(socket + " s.onopen = () => say('open'); s.onclose = () => say('shut'); })") == "shut"
        asked = f"fetch('{server.address}', {{credentials: 'include'}}).then(() => 'open', () => 'shut')"
        assert await evil.js(asked) == "shut"
    assert len(server.rooms) == 2


@contextlib.asynccontextmanager
async def another_server(port: int) -> AsyncIterator[str]:
    """A page of somebody else's."""

    async def page(request: web.Request) -> web.Response:
        return web.Response(text="<!DOCTYPE html><body>elsewhere</body>", content_type="text/html")

    application = web.Application()
    application.router.add_get("/", page)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        await runner.cleanup()
