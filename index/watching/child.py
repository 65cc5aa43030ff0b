"""The watcher's own process: by notices of the system where they can be had, else by looking."""

from __future__ import annotations

import contextlib
import os
import threading

from index.watching.events import Changed, Lost, OnWatchEvent, Order, WatchEvent, Watching, decode_order, encode

_NICE = 10


def main() -> None:
    """Entry of the process: an order comes on standard input, whose end is also its own; events go out."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    # Nothing that a library prints may come between the events.
    os.dup2(2, 1)
    line = b""
    while not line.endswith(b"\n"):
        more = os.read(0, 65_536)
        if not more:
            return
        line += more
    gone = threading.Event()
    threading.Thread(target=_watch_parent, args=(gone,), daemon=True).start()
    with contextlib.suppress(OSError):
        os.nice(_NICE)

    def tell(event: WatchEvent) -> None:
        try:
            out.write(encode(event))
        except OSError:
            gone.set()

    with contextlib.suppress(KeyboardInterrupt):
        watch(decode_order(line), tell, gone)


def watch(order: Order, tell: OnWatchEvent, gone: threading.Event) -> None:
    """Tell of changes until `gone` is set."""
    from index.watching.looking import look_now_and_then
    from index.watching.notices import NoNotices, take_notices

    why = ""
    told: list[WatchEvent] = []

    def tell_once(event: WatchEvent) -> None:
        if not (isinstance(event, Lost) and told == [event]):
            tell(event)
        told[:] = [event]

    try:
        take_notices(order, tell_once, gone)
    except NoNotices as reason:
        why = str(reason)
    if not gone.is_set():
        # What the notices were about to tell of when they ended, the first look takes for what was there.
        also = [Changed()] if told else []
        look_now_and_then(order, tell_once, gone, lambda seconds: [Watching("looking", why, seconds), *also])


def _watch_parent(gone: threading.Event) -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    gone.set()
