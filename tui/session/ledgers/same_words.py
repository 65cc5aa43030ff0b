"""Passages that several documents have in the same words: the ledger, one document's, the places of one; and walking
those of the open document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Literal, NamedTuple

from index.document import Span
from tui.counted import counted
from tui.session.ledgers.copies import Compared
from tui.session.library import title_of
from tui.session.reading.listed_trail import ListedTrail
from tui.session.searching.counts import LongCount

if TYPE_CHECKING:
    from index.alike_texts.shared import SharedHere
    from index.document import Document, DocumentRow
    from tui.session.room import Room

PAGE: Final = "shared"
NEVER: Final = float("inf")
UNDATED: Final = "who copied whom cannot be told without dates"
Order = Literal["words", "documents", "date"]
ORDERS: Final[dict[Order, str]] = {
    "words": "the longest first",
    "documents": "those of most documents first",
    "date": "by first date",
}
_PROSE: Final = frozenset({"", "quotation"})


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose passages are wanted."""

    path: str | None = None
    """Those of one document,"""
    number: int | None = None
    """or the places of one passage."""
    named: str = ""


class SharedRow(NamedTuple):
    """A row of the list."""

    document: DocumentRow
    start: int
    end: int
    words: int
    documents: int
    sources: tuple[str, ...]
    dated: str | None
    kind: str
    text: str
    number: int = -1
    """Number of the passage; -1 in lists of one document or of one passage."""
    others: tuple[DocumentRow, ...] = ()
    copies: int = 0

    @property
    def place(self) -> tuple[str, int, int]:
        """What tells it from another."""
        return self.document.path, self.start, self.end


class SameWords(LongCount[Asked, "list[SharedRow]", SharedRow]):
    """What the page of shared passages shows."""

    PAGE: ClassVar[str] = PAGE
    DOING: ClassVar[str] = "looking for the same words"

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.first_seconds = NEVER
        self.order: Order = "words"
        self.backwards = False
        self.aside = False
        """Captions, credits and footers are listed too."""
        self.left_out = 0
        """How many passages are not listed because they are no prose."""
        self._before: Callable[[], None] | None = None
        """Brings back the list that was there before the places of one of its passages."""
        self._opened: SharedRow | None = None
        self._serial = 0
        self._looking: tuple[Document, list[int]] | None = None
        """The document whose passages are being found, and the steps that wait for them."""
        self._here: tuple[str, list[SharedHere]] | None = None
        """The passages of the document that was walked last, by the hash of its text."""

    @property
    def wanted(self) -> Asked:
        """What is asked for."""
        return self.asked if self.asked is not None else Asked()

    # -- asking ------------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show the list as it was left; compared anew where the collection has changed."""
        self.look_at(self.wanted)

    def look_at(self, asked: Asked) -> None:
        """Show what is wanted."""
        self._stale = True
        self.ask(asked)

    def refresh(self) -> None:
        """The collection has changed. Comparing is long work: it is done when the page is opened again."""
        self._here = None

    def of_document(self, path: str) -> None:
        """Those of one document, or of all again."""
        again = self.wanted.path == path
        self.look_at(Asked() if again else Asked(path, named=self.room.library.title(path)))

    def places_of(self, row: SharedRow) -> None:
        """Where a passage stands, by date."""
        if row.number < 0:
            return
        asked, counted, rows = self.asked, self.counted, self.rows
        again = self.room.screen.page_named(PAGE).keep()

        def come_back() -> None:
            self._counter.cancel()
            self._arranger.cancel()
            self.asked, self.counted, self.rows = asked, counted, rows
            self.refresh_page()
            again()

        self._before = come_back
        self.look_at(Asked(number=row.number, named=f"“{row.text[:40]}…”"))

    def clear_one_thing(self) -> bool:
        """Back from the places of a passage to the list."""
        before, self._before = self._before, None
        if before is None or self.wanted.number is None:
            return False
        before()
        return True

    def begin(self, asked: Asked, cancelled: Callable[[], bool]) -> Compared[list[SharedRow]]:
        """Start; in a thread."""

        def noticed(found: list[SharedRow]) -> tuple[str, ...]:
            undated = asked.number is not None and any(row.dated is None for row in found)
            return (UNDATED,) if undated else ()

        return Compared(self.room, lambda: self._read_rows(asked), cancelled, self._work, noticed)

    def _read_rows(self, asked: Asked) -> list[SharedRow]:
        collection = self.room.collection
        shared = collection.ledgers.alike.shared()
        if asked.number is not None:
            places = shared.standing(asked.number) if asked.number < len(shared) else []
            return [
                SharedRow(
                    p.document, p.start, p.end, 0, len(places), (), p.document.date, "", _flat(p.text), copies=p.copies
                )
                for p in places
            ]
        path = asked.path if asked.path is not None else collection.narrowed_to
        if path is not None:
            row, text = collection.row(path), collection.document(path).text
            return [_row_here(row, text, here) for here in shared.in_document(path)] if row is not None else []
        return [
            SharedRow(p.document, p.start, p.end, p.words, p.documents, p.sources, p.dated, p.kind, p.text, p.number)
            for p in shared.passages()
        ]

    # -- what is shown -----------------------------------------------------------------------------------------------

    def arranged(self, counted: list[SharedRow], cancelled: Callable[[], bool]) -> list[SharedRow]:
        """Narrowed and in order; in a thread."""
        words = self.words.casefold().split()
        prose = [row for row in counted if self.aside or row.kind in _PROSE]
        self.left_out = len(counted) - len(prose)
        rows = [row for row in prose if not words or all(word in _searched(row) for word in words)]
        if self.wanted.number is not None or self.wanted.path is not None:
            return rows
        if self.order == "words":
            rows.sort(key=lambda row: (-row.words, row.place))
        elif self.order == "documents":
            rows.sort(key=lambda row: (-row.documents, -row.words, row.place))
        else:
            rows.sort(key=lambda row: (row.dated is None, row.dated or "", row.place))
        return rows[::-1] if self.backwards else rows

    def sort_by(self, order: Order) -> None:
        """Another order; once more, the other way round."""
        self.backwards = self.order == order and not self.backwards
        self.order = order
        self.arrange(at_once=True)
        self.room.messages.say(f"passages {ORDERS[order]}{', turned round' if self.backwards else ''}")

    def toggle_aside(self) -> None:
        """With captions, credits and footers, or without."""
        self.aside = not self.aside
        self.arrange(at_once=True)
        self.room.messages.say(f"captions, credits and footers are {'listed too' if self.aside else 'left out'}")

    # -- passages ----------------------------------------------------------------------------------------------------

    def open_row(self, row: SharedRow) -> None:
        """Go to the passage; n and N go on to the rows after and before it."""
        self._opened = row
        rows = self.rows
        trail = self.room.walk.trail
        if not isinstance(trail, ListedTrail) or trail.listed is not rows:
            self._serial += 1
            trail = ListedTrail(
                "same words",
                "passage",
                listed=rows,
                places=lambda: [each.place for each in rows],
                step=self._step,
                serial=self._serial,
            )
        trail.open_at(self.room, row.document.path, row.start)

    def _step(self, steps: int) -> bool:
        rows, opened, page = self.rows, self._opened, self.room.screen.page_named(PAGE)
        if page.is_open and page.chosen is not None:
            opened = page.chosen
        if opened is None or opened not in rows:
            return False
        at = rows.index(opened)
        wanted = max(0, min(len(rows) - 1, at + steps))
        if wanted == at:
            self.room.messages.say(f"this was the {'last' if steps > 0 else 'first'} passage of the list")
            return True
        page.rows.go_to(wanted)
        self.open_row(rows[wanted])
        return True

    # -- in the open document ----------------------------------------------------------------------------------------

    def walk(self, steps: int) -> None:
        """Go to the next passage of the open document that others have too, and say which."""
        document, room = self.room.reading.document, self.room
        if document is None:
            return
        if self._here is not None and self._here[0] == document.sha256:
            self._go(self._here[1], steps)
            return
        if self._looking is not None and self._looking[0] is document:
            self._looking[1].append(steps)  # one thread is enough: the others are for what is read meanwhile
            return
        looking = self._looking = document, [steps]
        given_up = [False]
        busy = [True]
        work = room.works.begin(self.DOING, cancel=lambda: given_up.__setitem__(0, True), busy=lambda: busy[0])

        def job() -> list[SharedHere]:
            leaving = room.background
            read = Compared(
                room,
                lambda: room.collection.ledgers.alike.shared().in_document(document.path),
                lambda: given_up[0] or leaving.leaving,
                work,
            )
            for _ in read.count():
                pass
            return read.counted()

        def over() -> None:
            busy[0] = False
            if self._looking is looking:
                self._looking = None

        def done(found: list[SharedHere]) -> None:
            over()
            self._here = document.sha256, found
            if room.reading.document is document and (together := sum(looking[1])):
                self._go(found, together)

        def failed(error: Exception) -> None:
            from index.errors import Cancelled

            over()
            if not isinstance(error, Cancelled):
                room.messages.fail(error)

        room.background.run(job, done, failed)

    def _go(self, found: Sequence[SharedHere], steps: int) -> None:
        room, document = self.room, self.room.reading.document
        listed = [each for each in found if each.kind in _PROSE]
        if document is None or not listed:
            room.messages.say("no other document here has ten words of this one in the same order")
            return
        starts, cursor = [each.start for each in listed], room.screen.text.cursor
        at = bisect_right(starts, cursor) - 1 + steps if steps > 0 else bisect_left(starts, cursor) + steps
        if not 0 <= at < len(listed):
            room.messages.say(f"there is no {'further' if steps > 0 else 'earlier'} passage that others have too")
            return
        path, here = document.path, listed[at]
        self._serial += 1
        trail = ListedTrail(
            "same words",
            "passage",
            listed=listed,
            places=lambda: [(path, each.start, each.end) for each in listed],
            step=self._walked,
            serial=self._serial,
        )
        trail.stops.update({path: tuple(_spans(listed))})
        trail.open_at(room, path, here.start)
        room.messages.say(_told(at, listed))

    def _walked(self, steps: int) -> bool:
        self.walk(steps)
        return True


def _told(at: int, listed: Sequence[SharedHere]) -> str:
    here = listed[at]
    first = here.others[0].document
    others = f" and {len(here.others) - 1} more" if len(here.others) > 1 else ""
    where = f"{title_of(first)} ({first.date or 'undated'}){others}"
    return f"passage {at + 1} of {len(listed)} · {counted(here.words, 'word')} here also in {where}"


def _spans(listed: Sequence[SharedHere]) -> Sequence[Span]:
    return sorted({Span(each.start, each.end) for each in listed})


def _row_here(row: DocumentRow, text: str, here: SharedHere) -> SharedRow:
    others = tuple(other.document for other in here.others)
    every = [row, *others]
    sources = tuple(dict.fromkeys(each.source for each in others if each.source))
    dated = min((each.date for each in every if each.date), default=None)
    return SharedRow(
        row, here.start, here.end, here.words, len(every), sources, dated, here.kind,
        _flat(text[here.start : here.end]), others=others,
    )  # fmt: skip


def _flat(text: str) -> str:
    return " ".join(text[:2000].split())


def _searched(row: SharedRow) -> str:
    document = row.document
    return " ".join((row.text, document.title or "", document.path, *row.sources)).casefold()
