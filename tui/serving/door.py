"""Who may come in. No web library here: what is asked is plain text, and the answer is one of three words.

A link is announced once. The first browser that brings its token is given a cookie, and the token is spent. From then
on the cookie is asked for, and beside it the name under which the browser reached us (a page elsewhere can make its own
name lead here) and, for whatever is no plain visit, the page that asked (a page elsewhere can open a socket to us).
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from enum import Enum
from typing import Final

_BYTES: Final = 32


class Verdict(Enum):
    """What the door says."""

    REFUSED = "refused"
    KNOWN = "known"
    """The browser has the cookie."""
    FIRST = "first"
    """The browser brought the token, which is spent now: give it the cookie."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a request says of itself. None where it says nothing, or says it twice."""

    host: str | None
    origin: str | None
    cookie: str | None
    token: str | None
    arrived_at: str = ""
    """Our own address, as the connection names it."""
    upgrade: bool = False
    """It asks for a socket, and has to say which page asks."""
    reads: bool = True
    """The method is GET. Nothing else is asked here."""


class Door:
    """The door of one server."""

    def __init__(self, name: str, port: int, *, any_address: bool = False) -> None:
        """`name` is announced. `any_address`: whatever address of ours a connection came in at will do as well."""
        self._port = port
        self._any_address = any_address
        self._announced = authority(name, port)
        self._session = secrets.token_urlsafe(_BYTES)
        self._token: str | None = secrets.token_urlsafe(_BYTES)
        self.cookie_name: Final = f"glossator-{port}"
        """With the port: browsers keep one set of cookies for all ports of a machine."""

    @property
    def address(self) -> str:
        """Where the server is, without the token."""
        return f"http://{self._announced}/"

    @property
    def link(self) -> str:
        """What is announced, with the token. Works once."""
        return f"{self.address}?token={self._token or ''}"

    @property
    def session(self) -> str:
        """The value of the cookie."""
        return self._session

    def judge(self, visit: Visit) -> Verdict:
        """Let in or refuse. A token that is right is spent by this."""
        if not visit.reads or not self._host_is_ours(visit):
            return Verdict.REFUSED
        if (visit.upgrade or visit.origin is not None) and visit.origin != f"http://{visit.host}":
            return Verdict.REFUSED
        if _same(visit.cookie, self._session):
            return Verdict.KNOWN
        if not visit.upgrade and visit.origin is None and self._token is not None and _same(visit.token, self._token):
            self._token = None
            return Verdict.FIRST
        return Verdict.REFUSED

    def _host_is_ours(self, visit: Visit) -> bool:
        if visit.host is None:
            return False
        # An address cannot be made to lead elsewhere, as a name can.
        at_our_address = self._any_address and visit.host == authority(visit.arrived_at, self._port)
        return visit.host == self._announced or at_our_address


def authority(name: str, port: int) -> str:
    """Host and port as a browser writes them: no port where it is the usual one, IPv6 in brackets, all small."""
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        host = name.lower()
    else:
        # One socket for both families names a visitor of the old one by an address of the new.
        address = getattr(address, "ipv4_mapped", None) or address
        host = f"[{address.compressed}]" if address.version == 6 else str(address)
    return host if port == 80 else f"{host}:{port}"


def _same(given: str | None, secret: str) -> bool:
    """Compared in a time that does not tell how much of it is right."""
    return given is not None and hmac.compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())
