"""Near copies: groups of texts that are nearly the same, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Union

from tui.session.ledgers.copies import Compared
from tui.session.library import title_of
from tui.session.reading.listed_trail import ListedTrail
from tui.session.searching.counts import LongCount

if TYPE_CHECKING:
    from index.alike_texts.comparing import Change
    from index.alike_texts.copies import NearCopy
    from tui.session.room import Room

PAGE: Final = "near"
CHANGES: Final = "changes"
NEVER: Final = float("inf")


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """What stands above a group."""

    group: int
    texts: int
    least: float
    """How much of the one that is the least alike is the same as the longest."""


NearRow = Union["GroupHeading", "NearCopy"]


class NearCopies(LongCount[str, "list[NearCopy]", "NearRow"]):
    """What the page of near copies shows."""

    PAGE: ClassVar[str] = PAGE
    DOING: ClassVar[str] = "comparing texts"

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.first_seconds = NEVER

    def show(self) -> None:
        """Show them; compared anew where the collection has changed."""
        self._stale = True
        self.ask(PAGE)

    def refresh(self) -> None:
        """The collection has changed. Comparing is long work: it is done when the page is opened again."""

    def begin(self, asked: str, cancelled: Callable[[], bool]) -> Compared[list[NearCopy]]:
        """Start; in a thread."""
        return Compared(self.room, self.room.collection.ledgers.alike.near, cancelled, self._work)

    def arranged(self, counted: list[NearCopy], cancelled: Callable[[], bool]) -> list[NearRow]:
        """Group by group; narrowed to groups of which a text is called so; in a thread."""
        groups: dict[int, list[NearCopy]] = {}
        for each in counted:
            groups.setdefault(each.group, []).append(each)
        words = self.words.casefold().split()
        rows: list[NearRow] = []
        for number, some in groups.items():
            searched = " ".join(f"{title_of(e.document)} {e.document.path} {e.document.source}" for e in some)
            if all(word in searched.casefold() for word in words):
                rows.append(GroupHeading(number, len(some), min(each.alike for each in some)))
                rows += some
        return rows

    def of_group(self, near: NearCopy) -> list[NearCopy]:
        """All texts of the group of one."""
        return [each for each in self.counted or () if each.group == near.group]

    def pair(self, near: NearCopy) -> tuple[NearCopy, NearCopy] | None:
        """The longest text of a group and this one; where it is the longest, it and the most like it."""
        some = self.of_group(near)
        if len(some) < 2:
            return None
        return some[0], near if not near.longest else some[1]

    def beside(self, near: NearCopy) -> None:
        """Both side by side: the longest on the left."""
        pair, room = self.pair(near), self.room
        if pair is None:
            return
        first, second = pair
        room.screen.focus_text()

        def then() -> None:
            if room.seats.other is None:
                room.seats.open_second()
            room.reading.open(second.document.path)

        room.seats.close_other()
        room.reading.open(first.document.path, then=then)


class Changes:
    """What differs between two texts, a change a row."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.was: NearCopy | None = None
        self.now: NearCopy | None = None
        self.rows: list[Change] = []
        self.busy = False
        self._opened = 0
        self._serial = 0

    def show(self, was: NearCopy, now: NearCopy) -> None:
        """Compare them; the page fills when that is done."""
        room, self.was, self.now, self.rows, self.busy = self._room, was, now, [], True
        self._serial += 1
        serial = self._serial

        def job() -> list[Change]:
            from index.alike_texts.comparing import changes

            paths = was.document.path, now.document.path
            return changes(room.collection.ledgers.alike.difference(*paths))

        def done(found: list[Change]) -> None:
            if serial == self._serial:
                self.rows, self.busy = found, False
                room.screen.page_named(CHANGES).refresh_rows()
                room.screen.show_state()

        def failed(error: Exception) -> None:
            if serial == self._serial:
                self.busy = False
                room.screen.page_named(CHANGES).refresh_rows()
                room.messages.fail(error)

        room.background.run(job, done, failed)
        room.screen.show_page(CHANGES)
        room.screen.page_named(CHANGES).refresh_rows()

    def open_row(self, change: Change) -> None:
        """Go to the change in the second text; n and N go on to the others."""
        if self.now is None or change not in self.rows:
            return
        self._opened = self.rows.index(change)
        path = self.now.document.path
        places = [(path, each.now_start, each.now_start + max(1, len(each.now))) for each in self.rows]
        trail = ListedTrail(
            "changes", "change", listed=self.rows, places=lambda: places, step=self._step, serial=self._serial
        )
        trail.open_at(self._room, path, change.now_start)

    def _step(self, steps: int) -> bool:
        wanted = self._opened + steps
        if not 0 <= wanted < len(self.rows):
            self._room.messages.say(f"this was the {'last' if steps > 0 else 'first'} change")
            return True
        self.open_row(self.rows[wanted])
        return True
