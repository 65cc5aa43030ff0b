"""Decisions on names joined to the catalogue in use: one `Naming` for as long as neither changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from index.library import Library, Shelf

if TYPE_CHECKING:
    from index.corrections.corrections import Corrections
    from index.entities.naming import Naming
    from index.entities.rulings import Rulings


class NamingKeeper:
    """Safe to call from any thread."""

    def __init__(
        self, library: Library, rulings: Callable[[], Rulings], corrections: Callable[[], Corrections] | None = None
    ) -> None:
        self._library = library
        self._rulings = rulings
        self._corrections = corrections
        self._lock = threading.Lock()
        self._kept: tuple[object, Naming] | None = None

    def naming(self) -> Naming | None:
        """Names as they are decided to be now; None while nothing is indexed."""
        shelf = self._library.shelf()
        return self.of(shelf) if shelf is not None else None

    def of(self, shelf: Shelf) -> Naming:
        """The same for one shelf."""
        from index.entities.naming import Naming
        from index.entities.replay import Overlay, replay

        generation, rulings = self._rulings().now()
        deciding = shelf.catalogue.deciding
        # Without decisions there is nothing that could grow old.
        version = (id(shelf), generation, deciding.version() if rulings else ())
        with self._lock:
            if self._kept is not None and self._kept[0] == version:
                return self._kept[1]
        overlay = replay(rulings, deciding.going_by, deciding.of_ids) if rulings else Overlay()
        made = Naming(shelf.catalogue, overlay, self._corrections() if self._corrections is not None else None)
        with self._lock:
            self._kept = (version, made)
        return made
