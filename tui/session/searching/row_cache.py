"""Rows of a listing, fetched by the screenful and kept while nothing changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from index.document import DocumentRow

PAGE: Final = 32
"""Rows that are fetched together."""
KEPT: Final = 32
"""Pages that are kept; the one that was looked at longest ago goes first."""
Fetch = Callable[[int, int], list[DocumentRow]]


class RowCache:
    """The rows around those that are looked at."""

    def __init__(self) -> None:
        self._pages: OrderedDict[int, list[DocumentRow]] = OrderedDict()

    def row(self, position: int, fetch: Fetch) -> DocumentRow | None:
        """The row at a position; None where the listing ends before it."""
        number, place = divmod(position, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = fetch(number * PAGE, (number + 1) * PAGE)
            if len(self._pages) > KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[place] if 0 <= place < len(page) else None

    def drop(self) -> None:
        """What the rows say has changed."""
        self._pages.clear()
