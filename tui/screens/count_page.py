"""A page of a long count: rows that a thread makes, narrows and sorts; this draws those that there are by now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from tui.screens.page import Page
from tui.session.searching.counts import LongCount

Item = TypeVar("Item")


class CountPage(Page[Item]):
    """Its rows are those of a session, as they are."""

    @property
    def count(self) -> LongCount[Any, Any, Item]:
        """The session; for subclasses."""
        raise NotImplementedError

    def list_items(self) -> Sequence[Item]:
        """The rows."""
        return self.count.rows

    def refresh_rows(self) -> None:
        """Take the rows as they are by now; the cursor stays on its row, or at the top where nobody moved it."""
        if not self.is_attached:
            return
        rows, before, cursor = self.count.rows, self.chosen, 0
        if before is not None and self.rows.cursor > 0:
            key, cursor = self.key_of(before), min(self.rows.cursor, max(0, len(rows) - 1))
            cursor = next((at for at, row in enumerate(rows) if self.key_of(row) == key), cursor)
        was_empty = not self.items
        self.items = rows
        self.rows.set_rows(max(1, len(rows)), cursor=cursor)
        self.heading.show(self.title())
        if was_empty != (not rows):
            # Keys that need a row come into the footer, or leave it.
            self.room.screen.show_state()

    def narrow(self, words: str) -> None:
        """List only rows that hold these words; a thread does it."""
        self.words = words
        self.count.narrow(words)
