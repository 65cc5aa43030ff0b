"""The words that stand around matches: their count, what of it is shown, and the lines that a row counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from index.errors import Cancelled
from tui.session.searching.counts import LongCount, query_in_force

if TYPE_CHECKING:
    from index.asking.collocates import Collocate, Collocates, Counted, Rank, Standard, Window
    from tui.session.room import Room

RANKS: Final[dict[Rank, str]] = {
    "strength": "the strongest first",
    "count": "the most frequent first",
    "effect": "by log ratio",
    "word": "by alphabet",
    "left": "by how often before",
    "right": "by how often after",
    "documents": "by documents",
}
WIDEST: Final = 50
"""As config.yaml may say."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of which the collocates are wanted."""

    query: str
    as_typed: bool
    window: Window


class CollocatesCount(LongCount[Asked, "Counted", "Collocate"]):
    """What the page of collocates shows."""

    PAGE: ClassVar[str] = "collocates"
    DOING: ClassVar[str] = "counting words"

    def __init__(self, room: Room) -> None:
        from index.asking.collocates import Window

        super().__init__(room)
        settings = room.settings.collocates
        self.window = Window(*settings.window, settings.across_paragraphs)
        self.rank: Rank = "strength"
        self.small = settings.small_words
        """Words that say little are shown."""
        self.by_stem = False
        self.standard: Standard | None = None
        """What is counted against; None until a count has begun."""

    # -- asking ------------------------------------------------------------------------------------------------------

    def show(self, query: str | None = None) -> None:
        """Show the collocates of a query, of the search in force, or of the word under the cursor."""
        found = (query.strip(), False) if query is not None and query.strip() else query_in_force(self.room)
        if found is not None:
            self.ask(Asked(*found, self.window))
        elif self.asked is not None:
            self.ask(replace(self.asked, window=self.window))
        else:
            self.room.messages.say("no search is in force, and no word under the cursor: :collocates word")

    def widen(self, step: int) -> None:
        """So many words more on each side."""
        left, right = (min(WIDEST, max(0, side + step)) for side in self.window[:2])
        self._look(self.window._replace(left=left, right=right))

    def look_at(self, window: str) -> None:
        """A window as it is typed: 5, or 2,0."""
        parts = window.replace(",", " ").split()
        if not 1 <= len(parts) <= 2 or not all(part.isascii() and part.isdigit() for part in parts):
            self.room.messages.say(f"{window} is no window: 5, or 2,0 for two words before")
            return
        left, right = (min(WIDEST, int(part)) for part in (parts * 2)[:2])
        self._look(self.window._replace(left=left, right=right))

    def look_across(self) -> None:
        """Beyond paragraphs, or not."""
        self._look(self.window._replace(across=not self.window.across))

    def _look(self, window: Window) -> None:
        self.window = window
        where = "across paragraphs" if window.across else "within the paragraph"
        self.room.messages.say(f"{window.left} words before, {window.right} after, {where}")
        if self.asked is not None:
            self.ask(replace(self.asked, window=window))

    def begin(self, asked: Asked, cancelled: Callable[[], bool]) -> Collocates:
        """Start to count."""
        counting = self.room.collection.counting
        count = counting.collocates(asked.query, asked.window, as_typed=asked.as_typed, cancelled=cancelled)
        self.standard = count.standard
        return count

    # -- arranging ---------------------------------------------------------------------------------------------------

    def sort_by(self, rank: Rank) -> None:
        """The rows in another order."""
        self.rank = rank
        self.arrange(at_once=True)
        self.room.messages.say(f"words {RANKS[rank]}")

    def toggle_small(self) -> None:
        """With or without words that say little."""
        self.small = not self.small
        self.arrange(at_once=True)
        self.room.messages.say(f"words that say little are {'shown' if self.small else 'left out'}")

    def toggle_stems(self) -> None:
        """Words as they stand, or those of one stem in one row."""
        self.by_stem = not self.by_stem
        self.arrange(at_once=True)
        self.room.messages.say("words of one stem in one row" if self.by_stem else "each form in a row of its own")

    def arranged(self, counted: Counted, cancelled: Callable[[], bool]) -> list[Collocate]:
        """Weighed, narrowed, in order."""
        from index.asking.collocates import ranked, weighed

        def go_on() -> None:
            if cancelled():
                raise Cancelled

        assert self.standard is not None
        words = self.words.casefold().split()
        rows = weighed(
            counted,
            self.standard,
            least=self.room.settings.collocates.least,
            by_stem=self.by_stem,
            hide_small=not self.small,
            go_on=go_on,
        )
        if words:
            rows = [row for row in rows if any(all(word in form for word in words) for form in row.forms)]
        return ranked(rows, self.rank)

    # -- rows --------------------------------------------------------------------------------------------------------

    def open_row(self, row: Collocate) -> None:
        """The lines that it counts."""
        if self.asked is not None:
            self.room.concordance.show_beside(self.asked.query, self.asked.as_typed, row.forms, self.asked.window)
