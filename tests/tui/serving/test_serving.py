"""`glossator serve` as a browser meets it: what is answered, to whom, and what is left when it ends."""

from __future__ import annotations

import importlib.util
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tui.command_line import run as command_line

if TYPE_CHECKING:
    from conftest import Desk, Homes, OpenClient, Server, StartServer

OURS = ("/", "/state", "/static/page.js", "/static/textual.js", "/static/mono.ttf", "/tab/dark", "/nowhere")
FOREIGN = "http://evil.example"
Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def server(harbour_once: Desk, servers: StartServer) -> Iterator[Server]:
    """One for all tests that only ask; the first of them uses its link."""
    with pytest.MonkeyPatch.context() as patch:
        harbour_once.homes.use(patch)
        harbour_once.clear()
        yield servers(harbour_once.folder)


async def test_a_link_lets_in_one_browser_and_nothing_else_is_answered(server: Server, browse: OpenClient) -> None:
    async with browse(server) as client:
        for path in (*OURS, "/?token=", "/?token=wrong", f"/static/page.js?token={server.token}"):
            status, text, _ = await client.get(path)
            assert status == 403, path
            assert "harbour" not in text and "Glossator" not in text
        for method in ("HEAD", "POST", "OPTIONS"):
            assert (await client.get(f"/?token={server.token}", method))[0] == 403
        assert (await client.get(f"/?token={server.token}", Host="evil.example"))[0] == 403
        assert (await client.get(f"/?token={server.token}&token={server.token}"))[0] == 403
        # None of which has spent the token.
        status, _, answer = await client.get(f"/?token={server.token}")
        assert status == 200
        cookie, *attributes = answer.headers["Set-Cookie"].split("; ")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(attributes)
        assert server.token not in cookie
        assert (await client.get(f"/?token={server.token}"))[0] == 403
        server.cookie = cookie
        assert (await client.get(f"/?token={server.token}"))[0] == 200
        assert [(await client.get(path))[0] for path in OURS] == [200, 200, 200, 200, 200, 403, 404]
        assert (await client.get("/static/..%2f..%2fpage.html"))[0] == 404
        assert (await client.get("/", "POST"))[0] == 403
        assert (await client.get("/", Host="evil.example"))[0] == 403
        assert (await client.get("/static/page.js", Origin=FOREIGN))[0] == 403


async def test_the_page_asks_nobody_else_for_anything(server: Server, browse: OpenClient) -> None:
    async with browse(server) as client:
        page = (await client.get("/"))[1]
        named = set(re.findall(r'(?:href|src)="([^"]+)"', page))
        style = (await client.get("/static/page.css"))[1]
        named |= set(re.findall(r'url\("([^"]+)"\)', style))
        assert len(named) == 7
        for address in named:
            assert address.startswith("/static/")
            status, _, answer = await client.get(address)
            assert status == 200, address
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        for path in ("/", "/static/page.css", "/static/page.js", "/static/xterm.css"):
            text = re.sub(r"/\*.*?\*/", "", (await client.get(path))[1], flags=re.DOTALL)
            assert not re.search(r"https?://|//[a-z]|@import", re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)), path


async def test_every_answer_carries_its_guards(server: Server, browse: OpenClient) -> None:
    async with browse(server) as client:
        for path in ("/", "/static/textual.js", "/nowhere", "/tab/dark"):
            headers = (await client.get(path))[2].headers
            assert headers["Cache-Control"] == "no-store"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert headers["X-Frame-Options"] == "DENY"
            policy = headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
            assert "http" not in policy and "unsafe-eval" not in policy
            assert "script-src 'self';" in policy
            assert "aiohttp" not in headers["Server"].lower()


async def test_a_socket_needs_cookie_host_and_origin(server: Server, browse: OpenClient) -> None:
    ours = {"Cookie": server.cookie, "Origin": server.address.rstrip("/")}
    async with browse(server) as client:
        for wrong in (
            {"Origin": ours["Origin"]},
            {"Cookie": server.cookie},
            {**ours, "Cookie": server.cookie[:-1]},
            {**ours, "Origin": FOREIGN},
            {**ours, "Origin": "null"},
            {**ours, "Origin": ours["Origin"] + "1"},
            {**ours, "Host": "evil.example"},
            {**ours, "Host": "evil.example", "Origin": FOREIGN},
        ):
            assert await client.socket_status(**wrong) == 403, wrong
        assert server.rooms == []


async def test_a_room_can_be_read_in_and_keeps_its_place(server: Server, browse: OpenClient) -> None:
    async with browse(server) as client:
        async with client.room() as room:
            await room.until("The ferry Margit Hale")
            (pid,) = server.rooms
            if Path("/proc").exists():
                secret = (server.token.encode(), server.cookie.partition("=")[2].encode())
                told = Path(f"/proc/{pid}/environ").read_bytes() + Path(f"/proc/{pid}/cmdline").read_bytes()
                assert not any(each in told for each in secret)
                assert b"PYTHONSAFEPATH=1" in told
                assert Path(f"/proc/{pid}/cwd").resolve() != Path(server.process.args[-1])
            # What makes no sense is passed over, and so is what is not for us.
            for nonsense in (
                '{"a":1}',
                "[",
                '["stdin",1]',
                '["resize",{"width":"x"}]',
                '["open","/etc/passwd"]',
                "[[]]",
            ):
                await room.socket.send_str(nonsense)
            await room.socket.send_bytes(b"\x00\xff")
            await room.press("G")
            await room.until("a lantern.")
        async with client.room() as room:
            await room.until("a lantern.")
            await room.press("q")
            await room.until_closed()
        assert (await client.get("/state"))[1].startswith("the reading room is closed")
    assert server.token not in server.said and server.said.count("\n") == 1


def room_of_a_hostile_folder(tmp_path: Path, name: str) -> Path:
    """A folder whose name and whose files would do something, if anybody let them."""
    folder = tmp_path / name
    folder.mkdir()
    (folder / "letter.txt").write_text("The boom is still in the channel.\n")
    for module in ("json", "asyncio", "textual", "tui", "sitecustomize"):
        (folder / f"{module}.py").write_text(f"open({str(tmp_path / 'harm')!r}, 'w')\n")
    return folder


@pytest.mark.parametrize("name", ["-a b'\";touch harm;$(touch harm)`touch harm`\n&|é日\u202e\n"])
async def test_a_folder_is_opened_whatever_its_name(
    name: str, homes: Homes, tmp_path: Path, servers: StartServer, browse: OpenClient
) -> None:
    folder = room_of_a_hostile_folder(tmp_path, name)
    # Called from within it, as one does; and a name of a folder may end in a line feed.
    server = servers(f"../{name}", cwd=folder)
    async with browse(server) as client:
        await client.come_in()
        async with client.room() as room:
            await room.until("still in the channel")
    assert server.end() == 0
    assert not list(tmp_path.rglob("harm*"))
    assert "\u202e" not in server.said


@pytest.mark.parametrize(("number", "status"), [(signal.SIGHUP, 0), (signal.SIGKILL, -signal.SIGKILL)])
async def test_no_room_outlives_its_server(
    number: int, status: int, harbour: Desk, servers: StartServer, browse: OpenClient
) -> None:
    server = servers(harbour.folder)
    async with browse(server) as client:
        await client.come_in()
        async with client.room() as room:
            await room.until("The ferry Margit Hale")
            (pid,) = server.rooms
            server.process.send_signal(number)
            await room.until_closed()
            assert server.end(number) == status
    server.until_gone(pid)


def test_ctrl_c_ends_it(harbour: Desk, servers: StartServer) -> None:
    assert servers(harbour.folder).end(signal.SIGINT) == 130


# -- what is refused before anything is served ---------------------------------------------------------------------


def refused(capfd: Captured, *arguments: object) -> tuple[int, str]:
    status = command_line.run(["serve", *map(str, arguments)])
    told = capfd.readouterr()
    assert told.out == ""
    return status, told.err


def test_sealed_serves_nothing(harbour: Desk, capfd: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    status, told = refused(capfd, harbour.folder, "--sealed")
    assert status == 2 and "sealed" in told
    monkeypatch.setenv("GLOSSATOR_SEALED", "true")
    assert refused(capfd, harbour.folder)[0] == 2


def test_a_path_that_is_not_there(homes: Homes, tmp_path: Path, capfd: Captured) -> None:
    assert refused(capfd, tmp_path / "nowhere")[0] == 3


def test_a_port_that_is_taken(harbour: Desk, capfd: Captured) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        status, told = refused(capfd, harbour.folder, "--port", other.getsockname()[1])
    assert status == 2 and "is taken" in told and "--port 0" in told


@pytest.mark.parametrize("host", ["", "192.0.2.1", "no such host", "999.1.1.1"])
def test_an_address_that_is_not_ours(host: str, harbour: Desk, capfd: Captured) -> None:
    status, told = refused(capfd, harbour.folder, "--port", 0, "--host", host)
    assert status == 2 and told.startswith("glossator: ")


def test_without_the_libraries_it_says_what_to_install(
    harbour: Desk, capfd: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "aiohttp" else find(name))
    status, told = refused(capfd, harbour.folder)
    assert status == 2 and "pip install 'glossator[serve]'" in told


def test_another_address_than_this_machine_is_warned_of(harbour: Desk, servers: StartServer) -> None:
    server = servers(harbour.folder, "--host", "0.0.0.0")
    assert "warning" in server.said and "reads" in server.said
    assert server.host.partition(":")[0] == socket.gethostname().lower()
    assert server.end() == 0
