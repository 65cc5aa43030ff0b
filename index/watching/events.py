"""What a watcher tells, and what it is told to watch; both travel as one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

How = Literal["notices", "looking"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be watched. Paths are strings with surrogate escapes."""

    root: str
    only: str | None
    """The one file of a collection of one."""
    ignore: tuple[str, ...]
    follow_links: bool
    poll_seconds: int
    """Seconds between two looks, where the system does not tell of changes; more where a look takes long."""
    table: str = ""
    """A file that describes documents."""


@dataclass(frozen=True, slots=True)
class Watching:
    """From now on every change is noticed."""

    how: How
    """`notices`: the system tells of changes. `looking`: the folder is looked through now and then."""
    why: str = ""
    """Why the system cannot be asked to tell."""
    seconds: float = 0.0
    """Between two looks."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Something in the folder is not as it was."""

    paths: tuple[str, ...] | None = None
    """The files that this concerns, paths in the collection; None where only the whole folder can tell."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The folder itself cannot be listed; Changed follows when it can be again."""

    why: str


@dataclass(frozen=True, slots=True)
class Blind:
    """Nothing is noticed any more: the watcher has ended by itself."""

    why: str


WatchEvent = Watching | Changed | Lost | Blind
OnWatchEvent = Callable[[WatchEvent], None]
_KINDS: Final[dict[str, type[Any]]] = {kind.__name__: kind for kind in (Watching, Changed, Lost, Blind)}


def encode(event: WatchEvent) -> bytes:
    """An event as one line of JSON."""
    return json.dumps({"event": type(event).__name__, **asdict(event)}).encode() + b"\n"


def decode(line: bytes) -> WatchEvent:
    """The inverse of `encode`."""
    raw = json.loads(line)
    event: WatchEvent = _KINDS[raw.pop("event")](**raw)
    return replace(event, paths=tuple(event.paths)) if isinstance(event, Changed) and event.paths else event


def encode_order(order: Order) -> bytes:
    """An order as one line of JSON."""
    return json.dumps(asdict(order)).encode() + b"\n"


def decode_order(line: bytes) -> Order:
    """The inverse of `encode_order`."""
    raw = json.loads(line)
    return Order(**{**raw, "ignore": tuple(raw["ignore"])})
