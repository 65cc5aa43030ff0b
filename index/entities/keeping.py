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
        self._about_names: tuple[int, bool] | None = None

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
        corrections = self._corrections() if self._corrections is not None else None
        passages = self._passages(corrections)
        # The catalogue itself and not its id, which the next one may have once this one is gone.
        made_of = (shelf.catalogue, generation, passages)
        version = (*made_of, deciding.version() if rulings or passages is not None else ())
        with self._lock:
            if self._kept is not None and self._kept[0] == version:
                return self._kept[1]
        overlay = replay(rulings, deciding.going_by, deciding.of_ids) if rulings else Overlay()
        made = Naming(shelf.catalogue, overlay, corrections)
        with self._lock:
            self._kept = (version, made)
        return made

    def _passages(self, corrections: Corrections | None) -> int | None:
        """The generation of the corrections where any is about a place with a name; None without."""
        if corrections is None:
            return None
        from index.corrections.passage_names import ABOUT

        generation = corrections.refresh()
        known = self._about_names
        if known is None or known[0] != generation:
            known = self._about_names = (generation, bool(corrections.of(ABOUT)))
        return generation if known[1] else None
