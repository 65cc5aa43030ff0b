"""Who is let in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.serving.door import Door, Verdict, Visit, authority

HOST = "127.0.0.1:8484"
ORIGIN = f"http://{HOST}"


def token_of(door: Door) -> str:
    return door.link.partition("?token=")[2]


@pytest.fixture
def door() -> Door:
    return Door("127.0.0.1", 8484)


def visit(**changes: object) -> Visit:
    return replace(Visit(host=HOST, origin=None, cookie=None, token=None), **changes)  # type: ignore[arg-type]


def test_a_token_is_long_and_never_the_same(door: Door) -> None:
    # 128 bits are 22 letters of base64.
    assert len(token_of(door)) >= 22 and len(door.session) >= 22
    assert len({token_of(door), door.session, token_of(Door("127.0.0.1", 8484))}) == 3


def test_the_token_lets_in_once(door: Door) -> None:
    first = visit(token=token_of(door))
    assert door.judge(first) is Verdict.FIRST
    assert door.judge(first) is Verdict.REFUSED
    assert door.link.endswith("?token=")
    assert door.judge(visit(token="")) is Verdict.REFUSED


def test_the_first_browser_may_load_the_link_again(door: Door) -> None:
    token = token_of(door)
    door.judge(visit(token=token))
    assert door.judge(visit(token=token, cookie=door.session)) is Verdict.KNOWN
    assert door.judge(visit(cookie=door.session)) is Verdict.KNOWN


def test_a_cookie_does_not_spend_the_token(door: Door) -> None:
    token = token_of(door)
    assert door.judge(visit(token=token, cookie=door.session)) is Verdict.KNOWN
    assert door.judge(visit(token=token)) is Verdict.FIRST


@pytest.mark.parametrize(
    "changes",
    [
        {"reads": False},
        {"host": "evil.example:8484"},
        {"host": "localhost:8484"},
        {"host": "127.0.0.1"},
        {"host": "127.0.0.1:8485"},
        {"host": None},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "https://" + HOST},
        {"origin": "http://127.0.0.1:9999"},
        {"upgrade": True, "origin": None},
        {"upgrade": True, "origin": "http://evil.example"},
    ],
)
def test_neither_cookie_nor_token_helps_who_comes_the_wrong_way(door: Door, changes: dict[str, object]) -> None:
    assert door.judge(visit(cookie=door.session, **changes)) is Verdict.REFUSED
    assert door.judge(visit(token=token_of(door), **changes)) is Verdict.REFUSED
    # And the token is not spent by it.
    assert door.judge(visit(token=token_of(door))) is Verdict.FIRST


def test_a_socket_takes_the_cookie_and_no_token(door: Door) -> None:
    socket = visit(upgrade=True, origin=ORIGIN)
    assert door.judge(replace(socket, token=token_of(door))) is Verdict.REFUSED
    assert door.judge(replace(socket, cookie=token_of(door))) is Verdict.REFUSED
    assert door.judge(replace(socket, cookie=door.session)) is Verdict.KNOWN


@given(st.text() | st.none(), st.text() | st.none())
def test_nothing_else_lets_in(cookie: str | None, token: str | None) -> None:
    door = Door("127.0.0.1", 8484)
    assert door.judge(visit(cookie=cookie, token=token)) is Verdict.REFUSED
    part = token_of(door)[:-1]
    assert door.judge(visit(cookie=part, token=part)) is Verdict.REFUSED


def test_a_server_that_listens_everywhere_takes_the_address_at_which_one_came() -> None:
    door = Door("Desk", 8484, any_address=True)
    cookie = {"cookie": door.session, "arrived_at": "192.0.2.7"}
    assert door.address == "http://desk:8484/"
    assert door.judge(visit(host="desk:8484", **cookie)) is Verdict.KNOWN
    assert door.judge(visit(host="192.0.2.7:8484", **cookie)) is Verdict.KNOWN
    assert door.judge(visit(host="192.0.2.8:8484", **cookie)) is Verdict.REFUSED
    assert door.judge(visit(host="evil.example:8484", **cookie)) is Verdict.REFUSED


@pytest.mark.parametrize(
    ("name", "port", "written"),
    [
        ("127.0.0.1", 80, "127.0.0.1"),
        ("127.0.0.1", 8484, "127.0.0.1:8484"),
        ("::1", 8484, "[::1]:8484"),
        ("0:0:0:0:0:0:0:1", 8484, "[::1]:8484"),
        ("::ffff:192.0.2.7", 8484, "192.0.2.7:8484"),
        ("LocalHost", 8484, "localhost:8484"),
    ],
)
def test_an_address_is_written_as_browsers_write_it(name: str, port: int, written: str) -> None:
    assert authority(name, port) == written
