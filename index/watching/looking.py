"""Noticing changes by looking: the whole folder is gone through, and what it comes to is one number."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from index.errors import CollectionError
from index.walk import walk
from index.watching.events import Changed, Lost, OnWatchEvent, Order, WatchEvent

_SHARE = 20
"""At most one part in so many of the time goes to looking."""


def look(order: Order) -> int | None:
    """A number that is another one when a file is new, gone, renamed or changed; None where the folder is not there.

    Nothing is kept of a file: a look through a million files takes no memory.
    """
    seen = 0
    try:
        for item in walk(Path(order.root), order.ignore, follow_links=order.follow_links, only=order.only):
            seen = hash((seen, item))
    except CollectionError:
        return None
    return seen


def look_now_and_then(
    order: Order,
    tell: OnWatchEvent,
    gone: threading.Event,
    begun: Callable[[float], Sequence[WatchEvent]],
) -> None:
    """Look until `gone` is set. `begun` says what is told once the first look is over."""
    began = time.monotonic()
    before = look(order)
    rest = _rest(order, began)
    for event in begun(rest):
        tell(event)
    if before is None:
        tell(Lost("the folder is gone"))
    while not gone.wait(rest):
        began = time.monotonic()
        now = look(order)
        if now != before:
            tell(Changed() if now is not None else Lost("the folder is gone"))
        before = now
        rest = _rest(order, began)


def _rest(order: Order, began: float) -> float:
    return max(float(order.poll_seconds), _SHARE * (time.monotonic() - began))
