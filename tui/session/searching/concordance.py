"""The concordance of a search: its lines as they are found, their order, and those that are checked or silenced."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from tui.counted import counted
from tui.session.background import LatestWins
from tui.session.reading.trails import Trail
from tui.session.searching.concordance_checks import CheckedLines

if TYPE_CHECKING:
    from index.asking.collocates import LinesBeside, Window
    from index.asking.concordances import Concordance as Found
    from index.asking.concordances import Line, Order
    from tui.session.room import Room
    from tui.session.works import Work

FIRST_LINES: Final = 60
"""Lines that are shown at once; then each time that there are twice as many, or the reader has waited."""
WAIT_SECONDS: Final = 1.5
FIRST_SECONDS: Final = 0.5
WORK_SECONDS: Final = 0.01
NAP_SECONDS: Final = 0.004
LABELS: Final[dict[Order, str]] = {
    "left": "by what stands before",
    "right": "by what stands after",
    "document": "by document",
    "date": "by date",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of which the lines are wanted."""

    query: str
    as_typed: bool
    beside: tuple[str, ...] = ()
    """Only where one of these words stands beside a match: the line goes from the one to the other."""
    window: Window | None = None
    """How far from it."""

    @property
    def named(self) -> str:
        """As it is shown."""
        return f"{self.query} beside {self.beside[0]}" if self.beside else self.query


@dataclass(frozen=True, slots=True)
class _Arranging:
    """What is to be brought into order."""

    lines: tuple[list[Line], ...]
    order: Order
    words: str
    silenced: frozenset[tuple[str, int, int]]


class Concordance:
    """Reads in one thread, sorts and narrows in another; the page shows what is there."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.asked: Asked | None = None
        self.order: Order = "document"
        self.lines: list[Line] = []
        """What the page shows."""
        self.words = ""
        """What the lines are narrowed to."""
        self.of_document: dict[str, list[Line]] = {}
        """Every line found, by path."""
        self.found = 0
        self.checks = CheckedLines(room)
        self._silenced: set[tuple[str, int, int]] = set()
        self._stale = False
        self._work: Work | None = None
        self._shown = threading.Event()
        """The first lines are on the screen: until then no thread takes turns with it."""
        self._arrange_again = False
        self._reader: LatestWins[Asked, None] = LatestWins(room.background, self._read, self._read_all, self._failed)
        self._sorter: LatestWins[_Arranging, list[Line]] = LatestWins(
            room.background, self._arranged, self._show, self._failed_to_sort
        )

    @property
    def busy(self) -> bool:
        """True while lines are still being found."""
        return self._reader.busy

    @property
    def silenced(self) -> int:
        """How many lines are silenced."""
        return len(self._silenced)

    # -- asking ------------------------------------------------------------------------------------------------------

    def show(self, query: str | None = None) -> None:
        """Show the lines of a query, or of the search in force."""
        answer = self._room.search.answer
        if query is not None:
            asked = Asked(query, False)
        elif answer is not None:
            asked = Asked(answer.question.query, answer.question.as_typed)
        elif self.asked is not None:
            asked = self.asked
        else:
            self._room.messages.say("no results yet: / searches")
            return
        self._show_lines(asked)

    def show_beside(self, query: str, as_typed: bool, forms: tuple[str, ...], window: Window) -> None:
        """Show the places where one of some forms of a word stands beside a match."""
        self._show_lines(Asked(query, as_typed, forms, window))

    def _show_lines(self, asked: Asked) -> None:
        if asked != self.asked or self._stale:
            self._ask(asked)
        self._room.screen.show_page("concordance")

    def keep(self) -> Callable[[], None]:
        """What shows the lines of now again, for one who comes back from other lines."""
        asked, lines, of_document, found = self.asked, self.lines, self.of_document, self.found
        silenced, whole, check_again = set(self._silenced), not self.busy, self.checks.keep()

        def again() -> None:
            if asked is None or asked == self.asked:
                return
            self._reader.cancel()
            self.asked, self.lines, self.of_document, self.found = asked, lines, of_document, found
            self._silenced = silenced
            check_again()
            self._refresh_page()
            if self._stale or not whole:
                self._ask(asked)
            else:
                self._arrange()

        return again

    def refresh(self) -> None:
        """The collection has changed: find the lines again, at once where they are on the screen."""
        self._stale = self.asked is not None
        if self._stale and not self.busy and self._room.screen.page_named("concordance").is_open:
            assert self.asked is not None
            self._ask(self.asked)

    def _ask(self, asked: Asked) -> None:
        if asked != self.asked:
            self.checks.forget()
            self.lines, self.of_document, self.found = [], {}, 0
            self._silenced.clear()
        self.asked, self._stale = asked, False
        if self._work is not None:
            self._work.end()
        self._work = self._room.works.begin("finding lines", cancel=self._give_up, busy=lambda: self.busy)
        self._reader.submit(asked)

    def _read(self, asked: Asked, cancelled: Callable[[], bool]) -> None:
        """In a thread: hand lines over as they come, the first ones soon."""
        room, work = self._room, self._work
        assert work is not None
        self._shown.clear()
        found: Found | LinesBeside
        if asked.window is not None:
            count = room.collection.counting
            found = count.lines_beside(
                asked.query, asked.beside, asked.window, as_typed=asked.as_typed, cancelled=cancelled
            )
        else:
            found = room.collection.concordance(asked.query, as_typed=asked.as_typed, cancelled=cancelled)
        batch: dict[str, list[Line]] = {}
        # What is on the screen stays there until there are lines of the new state.
        number, fresh, wanted = 0, True, FIRST_LINES
        last = breath = time.monotonic()
        for done, lines in enumerate(found.by_document(), 1):
            if time.monotonic() - breath > WORK_SECONDS:
                # Threads take turns: the screen's would wait for every one of its steps.
                time.sleep(NAP_SECONDS)
                breath = time.monotonic()
            if lines:
                batch[lines[0].document.path] = lines
                number += len(lines)
            if batch and (number >= wanted or time.monotonic() - last > WAIT_SECONDS):
                work.progress(done, found.documents)
                room.background.tell(self._take, asked, batch, fresh)
                if fresh:
                    self._shown.wait(FIRST_SECONDS)
                batch, fresh, wanted, last = {}, False, 2 * number, time.monotonic()
        room.background.tell(self._take, asked, batch, fresh)
        if found.notices:
            room.background.tell(room.messages.say, " · ".join(found.notices))

    def _give_up(self) -> None:
        self._reader.cancel()
        self._stale = True
        self._refresh_page()

    def _take(self, asked: Asked, batch: dict[str, list[Line]], fresh: bool) -> None:
        if asked != self.asked or self._room.background.closed:
            return
        if fresh:
            self.of_document, self.found = {}, 0
        self.of_document.update(batch)
        self.found += sum(map(len, batch.values()))
        self._arrange()

    def _read_all(self, asked: Asked, _: None) -> None:
        if self._stale and self.asked is not None:
            self._ask(self.asked)
        else:
            self._refresh_page()

    def _failed(self, asked: Asked, error: Exception) -> None:
        self.asked = None
        self._room.messages.fail(error)
        self._refresh_page()

    # -- order and filter --------------------------------------------------------------------------------------------

    def sort_by(self, order: Order) -> None:
        """The lines in another order."""
        self.order = order
        self._arrange()
        self._room.messages.say(f"lines {LABELS[order]}")

    def narrow(self, words: str) -> None:
        """Only lines that hold these words."""
        if words != self.words:
            self.words = words
            self._arrange(at_once=True)

    def silence(self) -> None:
        """Take the lines in hand out of sight, for this sitting."""
        lines = self.in_hand
        self._silenced.update(line.place for line in lines)
        self.checks.forget()
        self._arrange(at_once=True)
        number = counted(len(lines), "line")
        self._room.messages.say(f"{number} silenced until another query is asked; :unsilence (not undo) shows them")

    def unsilence(self) -> None:
        """Show the lines again that were silenced."""
        lines = counted(len(self._silenced), "silenced line")
        self._room.messages.say(f"{lines} {'is' if len(self._silenced) == 1 else 'are'} shown again")
        self._silenced.clear()
        self._arrange(at_once=True)

    def _arrange(self, *, at_once: bool = False) -> None:
        """Bring what there is into order; not while that is being done, unless the reader waits for it."""
        if self._sorter.busy and not at_once:
            self._arrange_again = True
            return
        self._arrange_again = False
        lines = tuple(self.of_document.values())
        self._sorter.submit(_Arranging(lines, self.order, self.words, frozenset(self._silenced)))

    def _arranged(self, wanted: _Arranging, cancelled: Callable[[], bool]) -> list[Line]:
        from index.asking.concordances import ordered

        words, silenced = wanted.words.casefold().split(), wanted.silenced
        lines: Iterable[Line] = chain.from_iterable(wanted.lines)
        if silenced:
            lines = (line for line in lines if line.place not in silenced)
        if words:
            lines = (line for line in lines if not cancelled() and all(word in _searched(line) for word in words))
        return ordered(lines, wanted.order)

    def _show(self, wanted: _Arranging, lines: list[Line]) -> None:
        self.lines = lines
        self._refresh_page()
        if self._arrange_again:
            self._arrange()

    def _failed_to_sort(self, wanted: _Arranging, error: Exception) -> None:
        self._room.messages.fail(error)

    def _refresh_page(self) -> None:
        page = self._room.screen.page_named("concordance")
        page.refresh_rows()
        if self.lines and page.is_open:
            page.call_after_refresh(self._shown.set)

    # -- lines -------------------------------------------------------------------------------------------------------

    @property
    def in_hand(self) -> list[Line]:
        """What a command acts on: every line that is checked, else the one under the cursor."""
        if self.checks:
            return list(self.checks)
        chosen = self._room.screen.page_named("concordance").chosen
        return [chosen] if chosen is not None else []

    @property
    def in_hand_lines(self) -> list[Line]:
        """The same."""
        return self.in_hand

    def open_line(self, line: Line) -> None:
        """Go to the match in its document; n and N walk on from there."""
        room, asked = self._room, self.asked
        if asked is None:
            return
        path = line.document.path
        paths = tuple(dict.fromkeys(each.document.path for each in self.lines))
        trail = Trail(
            f"/{asked.query}",
            "match",
            query=asked.query,
            as_typed=asked.as_typed,
            documents=paths,
            total=len(paths),
            collection=len(room.library),
        )
        room.walk.open_at(trail, path, line.start)


def _searched(line: Line) -> str:
    row = line.document
    return f"{line.left}{line.match}{line.right} {row.title or ''} {row.path} {row.source or ''}".casefold()
