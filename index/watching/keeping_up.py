"""What a collection offers to whoever wants to keep up with its folder."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from index.errors import CollectionError

if TYPE_CHECKING:
    from index.library import Library
    from index.opening import Opened
    from index.settings import Settings
    from index.watching.events import OnWatchEvent
    from index.watching.watcher import Watcher

LOCK: Final = "watch.lock"
_LOOK_SECONDS: Final = 0.3


class KeepingUp:
    """Starts watchers, and finds documents again whose files were renamed."""

    def __init__(self, opened: Opened, settings: Settings, library: Library) -> None:
        self._opened = opened
        self._settings = settings
        self._library = library

    def start(self, on_event: OnWatchEvent) -> Watcher:
        """Start to watch, in a process of its own; the first event says how. Raises CollectionError."""
        from index.watching.events import Order
        from index.watching.watcher import Watcher

        opened, settings = self._opened, self._settings
        order = Order(
            root=str(opened.root),
            only=None if opened.narrowed else opened.only,
            ignore=settings.documents.ignore,
            follow_links=settings.documents.follow_links,
            poll_seconds=settings.indexing.poll_seconds,
            table=settings.metadata.table,
        )
        try:
            opened.folders.make()
            return Watcher(order, str(opened.folders.cache), on_event)
        except OSError as error:
            raise CollectionError(f"changes of files are not noticed: {error.strerror or error}") from error

    @contextlib.contextmanager
    def turn(self, waits: Callable[[int | None], None]) -> Iterator[None]:
        """Be the one that keeps the index current without a screen; wait while another process is.

        `waits` is told once which process that is, if it is known.
        """
        from index.indexing.indexer_lock import holder, sign, still_named, take
        from index.safe_files import privately

        told = False
        # It is held on what the name means now: the cache may be deleted, and made again, while this waits.
        while True:
            self._opened.folders.make()
            file = self._opened.folders.cache / LOCK
            with open(file, "a+b", opener=privately) as handle:
                if take(handle) and still_named(file, handle):
                    sign(handle)
                    yield
                    return
                other = holder(handle)
            if not told:
                told = True
                waits(other)
            time.sleep(_LOOK_SECONDS)

    def number_of(self, path: str) -> int | None:
        """The number of an indexed document, which it keeps where its file is renamed."""
        shelf = self._library.shelf()
        row = shelf.catalogue.row(path) if shelf is not None else None
        return row.id if row is not None else None

    def path_of(self, number: int) -> str | None:
        """Where a document lies now; None where it is gone from the catalogue."""
        shelf = self._library.shelf()
        rows = shelf.catalogue.rows([number]) if shelf is not None else []
        return rows[0].path if rows else None
