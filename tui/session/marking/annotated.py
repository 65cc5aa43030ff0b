"""The list of annotations: all of them, or those of a code; read and narrowed in a thread; checked and acted upon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.annotations.annotation import Passage
from index.errors import Cancelled
from tui.counted import counted
from tui.session.background import LatestWins
from tui.session.marking.mark_looks import key_of

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation, PlacedAnnotation
    from tui.session.room import Room

_AT_ONCE = 1_024


@dataclass(frozen=True, slots=True)
class Scope:
    """Which annotations are listed."""

    label: str = ""
    """In words; "" for all."""
    read: Callable[[], Sequence[PlacedAnnotation]] | None = None
    """Gives them, in a thread; None: all."""
    code: str | None = None
    """The code whose passages they are."""


ALL = Scope()


@dataclass(frozen=True, slots=True)
class _Wanted:
    scope: Scope
    words: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page shows, and where each annotation stands in it."""

    rows: list[PlacedAnnotation] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)
    number: int = 0
    """Before it was narrowed."""


class Annotated:
    """Keeps the list while pages come and go."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.scope = ALL
        self.words = ""
        self.listed = Listed()
        self.checks: dict[str, PlacedAnnotation] = {}
        """By layer and id, in the order in which they were checked: a copy of a layer has the same ids."""
        self._reader: LatestWins[_Wanted, Listed] = LatestWins(
            room.background, self._read, self._take, lambda _, error: self._failed(error)
        )

    @property
    def busy(self) -> bool:
        """True while the list is read."""
        return self._reader.busy

    # -- showing -----------------------------------------------------------------------------------------------------

    def show(self, scope: Scope = ALL) -> None:
        """List annotations."""
        if scope is not self.scope:
            self.checks.clear()
            self.listed = Listed()
        self.scope, self.words = scope, ""
        self._reader.submit(_Wanted(scope, ""))
        self._room.screen.show_page("annotations")

    def show_code(self, code: str) -> None:
        """List the passages of a code and of those below it."""
        coding = self._room.collection.coding
        self.show(Scope(code, lambda: coding.passages(code), code))

    def refresh(self) -> None:
        """Read again, where it is on the screen."""
        if self._page.is_open:
            self._reader.submit(_Wanted(self.scope, self.words))

    def narrow(self, words: str) -> None:
        """List only what holds these words."""
        if words != self.words or not self.listed.number:
            self.words = words
            self._reader.submit(_Wanted(self.scope, words))

    def _read(self, wanted: _Wanted, cancelled: Callable[[], bool]) -> Listed:
        collection = self._room.collection
        found = wanted.scope.read() if wanted.scope.read is not None else collection.annotations(None, verify=False)
        marks = self._room.layer_choice.visible(found)
        self._room.codebook.read_colours()
        words = wanted.words.casefold().split()
        rows = []
        for number, mark in enumerate(marks):
            if number % _AT_ONCE == 0 and cancelled():
                raise Cancelled
            if not words or all(word in text for text in (text_of(mark.annotation).casefold(),) for word in words):
                rows.append(mark)
        return Listed(rows, {key_of(mark): at for at, mark in enumerate(rows)}, len(marks))

    def _take(self, wanted: _Wanted, listed: Listed) -> None:
        self.listed = listed
        if not wanted.words:
            self.checks = {key: listed.rows[listed.at[key]] for key in self.checks if key in listed.at}
        self._page.refresh_rows()
        self._room.screen.show_state()

    def _failed(self, error: Exception) -> None:
        self._room.messages.fail(error)
        self._page.refresh_rows()

    @property
    def _page(self):  # type: ignore[no-untyped-def]
        return self._room.screen.page_named("annotations")

    # -- checking ----------------------------------------------------------------------------------------------------

    def toggle(self, count: int) -> None:
        """Check the rows under the cursor and below it, or no longer."""
        page = self._page
        self._flip(page.items[page.rows.cursor : page.rows.cursor + count])
        page.rows.move("row-down", count)

    def toggle_all(self) -> None:
        """Check all that is listed; where all are, none."""
        self._flip(self.listed.rows)
        number = len(self.checks)
        self._room.messages.say(f"{number:,} checked" if number else "none is checked")

    def clear_one_thing(self) -> bool:
        """Esc: uncheck; False where nothing is checked."""
        number = len(self.checks)
        if number:
            self._flip(list(self.checks.values()))
            self._room.messages.say(f"{number:,} unchecked")
        return bool(number)

    def _flip(self, marks: Sequence[PlacedAnnotation]) -> None:
        named = {key_of(mark): mark for mark in marks}
        if all(key in self.checks for key in named):
            self.checks = {key: mark for key, mark in self.checks.items() if key not in named}
        else:
            self.checks = {**self.checks, **named}
        page = self._page
        if page.is_attached:
            page.rows.refresh_items()
            page.heading.show(page.title())

    @property
    def in_hand(self) -> list[PlacedAnnotation]:
        """Those that are checked, else the one under the cursor."""
        chosen = self._page.chosen
        return list(self.checks.values()) or ([chosen] if chosen is not None else [])

    def code_checked(self) -> bool:
        """Give all that are checked one more code; False where nothing is checked."""
        room = self._room
        if not self.checks:
            return False
        ids = self._mine(list(self.checks.values()))
        if not ids:
            return True
        changing = room.collection.coding.changing
        what = counted(len(ids), "passage")
        room.marking.pick(what, lambda code: room.codebook.write(lambda: changing.give(ids, code)))
        return True

    # -- acting ------------------------------------------------------------------------------------------------------

    def _mine(self, marks: Sequence[PlacedAnnotation]) -> list[str]:
        """The ids of those that are one's own; says so where there are only others'."""
        mine = [mark.annotation.id for mark in marks if mark.annotation.layer == self._room.layer]
        if marks and not mine:
            self._room.messages.warn(self._room.layer_choice.why_not_mine(marks[0].annotation) or "")
        return mine

    def split(self) -> None:
        """Give the passages in hand another code instead of the one that is listed."""
        room, marks, code = self._room, self.in_hand, self.scope.code
        if code is None:
            room.messages.say("open a code first (g c): its passages can be given another one")
        elif ids := self._mine(marks):
            coding = room.collection.coding
            what = f"{counted(len(ids), 'passage')} of {code} instead"
            room.marking.pick(what, lambda name: room.codebook.write(lambda: coding.changing.split(ids, code, name)))


def text_of(annotation: Annotation) -> str:
    """What a filter looks into."""
    return f"{annotation.exact} {annotation.note} {' '.join(annotation.codes)} {annotation.document}"


def passage_of(mark: PlacedAnnotation) -> Passage | None:
    """Where a mark stands, to be marked again; None for an orphan."""
    if mark.start is None or mark.end is None or mark.status not in ("exact", "moved"):
        return None
    return Passage(mark.annotation.document, mark.start, mark.end, mark.annotation.exact)
