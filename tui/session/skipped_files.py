"""What was skipped and why: grouped by reason, folded where a group is long, narrowed in a thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.document import Skipped
from index.skipping import Reason, by_reason
from tui.session.background import LatestWins

if TYPE_CHECKING:
    from tui.session.room import Room

PAGE: Final = "skipped"
LONG: Final = 12
"""A group of more files begins folded."""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """What stands above the files of a reason."""

    reason: Reason
    shown: int
    """How many of its files hold the words that the list is narrowed to."""
    folded: bool


SkippedRow = ReasonRow | Skipped


@dataclass(frozen=True, slots=True)
class _Arranging:
    reasons: Sequence[Reason]
    words: str
    turned: frozenset[str]


class SkippedFiles:
    """What the page of skipped files shows."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.rows: list[SkippedRow] = []
        self.total = 0
        self.supported = 0
        """Those of kinds that are read."""
        self.in_part = 0
        """Documents of which something was left out."""
        self.words = ""
        """What the rows are narrowed to."""
        self.loaded = False
        self._reasons: Sequence[Reason] = ()
        self._turned: set[str] = set()
        """Reasons that the reader folded or unfolded."""
        self._arranger: LatestWins[_Arranging, list[SkippedRow]] = LatestWins(
            room.background, _arranged, self._show, lambda _, error: room.messages.fail(error)
        )

    def show(self) -> None:
        """Show the page, as things are now."""
        self._load(lambda: self._room.screen.show_page(PAGE))

    def refresh(self) -> None:
        """The collection has changed: look again where the page is on the screen."""
        if self._room.screen.page_named(PAGE).is_open:
            self._load(lambda: None)

    def narrow(self, words: str) -> None:
        """Only files whose path or reason hold these words."""
        if words != self.words:
            self.words = words
            self._arrange()

    def clear_one_thing(self) -> bool:
        """Show all again where the list is narrowed; False where it is not."""
        if not self.words:
            return False
        self._room.screen.page_named(PAGE).narrow("")
        return True

    def turn(self, row: ReasonRow) -> None:
        """Fold the files of a reason, or unfold them."""
        self._turned ^= {row.reason.words}
        self._arrange()

    def _load(self, then: Callable[[], None]) -> None:
        room = self._room

        def job() -> list[Reason]:
            return by_reason(room.collection.skipped(also_read=True))

        def done(reasons: list[Reason]) -> None:
            self._reasons, self.loaded = reasons, True
            left_out = [reason for reason in reasons if not reason.read]
            self.total = sum(len(reason.files) for reason in left_out)
            self.supported = sum(len(reason.files) for reason in left_out if reason.supported)
            self.in_part = len({file.path for reason in reasons if reason.read for file in reason.files})
            self._arrange()
            then()

        room.background.run(job, done)

    def _arrange(self) -> None:
        self._arranger.submit(_Arranging(self._reasons, self.words, frozenset(self._turned)))

    def _show(self, _: _Arranging, rows: list[SkippedRow]) -> None:
        self.rows = rows
        self._room.screen.page_named(PAGE).refresh_rows()


def _arranged(wanted: _Arranging, cancelled: Callable[[], bool]) -> list[SkippedRow]:
    """Each reason and below it its files, unless they are folded; in a thread."""
    words = wanted.words.casefold().split()
    rows: list[SkippedRow] = []
    for reason in wanted.reasons:
        if cancelled():
            break
        about = f"{reason.words} {reason.advice}".casefold()
        missing = [word for word in words if word not in about]
        files = [
            each
            for each in reason.files
            if not missing or all(word in f"{each.path} {each.reason}".casefold() for word in missing)
        ]
        if not files:
            continue
        folded = (len(files) > LONG and not missing) != (reason.words in wanted.turned)
        rows.append(ReasonRow(reason, len(files), folded))
        if not folded:
            rows += files
    return rows
