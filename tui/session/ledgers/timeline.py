"""The timeline: every dated statement of the collection, what of it is shown, and the passages it leads to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final, cast

from index.collector import kept_for_good
from tui.session.reading.listed_trail import ListedTrail
from tui.session.searching.counts import LongCount

if TYPE_CHECKING:
    from index.asking.chronology import Chronology, Heading, Row, View
    from index.asking.moments import Days
    from index.asking.timeline import Dated, Timeline, Wanted
    from index.document import EntityCount
    from tui.screens.timeline_page import TimelinePage
    from tui.session.room import Room

PAGE: Final = "timeline"
_PERIOD: Final = re.compile(r"(?:^|(?<=\s))\d{4}(?:-\d\d){0,2}(?:\.\.(?:\d{4}(?:-\d\d){0,2})?)?(?=\s|$)", re.ASCII)


class TimelineCount(LongCount["Wanted", "Dated", "Heading | Row"]):
    """What the page of the timeline shows."""

    PAGE: ClassVar[str] = PAGE
    DOING: ClassVar[str] = "reading dates"

    def __init__(self, room: Room) -> None:
        from index.asking.chronology import Chronology, View
        from index.asking.timeline import Wanted

        super().__init__(room)
        self.everybody = Wanted()
        self.view: View = View()
        self.period_text = ""
        """The stretch that is shown, as it was typed."""
        self.nothing = Chronology()
        self._whole: Dated | None = None
        """What was read of all documents."""
        self._opened: Row | None = None
        """Where n and N go on from."""
        self._serial = 0

    @property
    def wanted(self) -> Wanted:
        """What is asked for."""
        return self.asked if self.asked is not None else self.everybody

    @property
    def listed(self) -> Chronology:
        """The rows of the list."""
        from index.asking.chronology import Chronology

        return self.rows if isinstance(self.rows, Chronology) else self.nothing

    # -- asking ------------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show it as it was left; at first that of the whole collection."""
        self.look(self.wanted)

    def look(self, wanted: Wanted) -> None:
        """Show what is wanted."""
        if self.asked == self.everybody != wanted and self.counted is not None:
            self._whole = self.counted
        self.ask(wanted)

    def begin(self, asked: Wanted, cancelled: Callable[[], bool]) -> Timeline:
        """Start to read; in a thread."""
        before = self.counted if self.counted is not None else self._whole if asked == self.everybody else None
        collection = self.room.collection

        def answering(query: str, as_typed: bool) -> Iterable[str]:
            page = collection.search(query, limit=0, as_typed=as_typed, cancelled=cancelled)
            return [hit.document.path for hit in page.hits]

        return collection.ledgers.timeline(asked, answering, before=before, cancelled=cancelled)

    def _read(self, asked: Wanted, cancelled: Callable[[], bool]) -> None:
        if self.counted is not None or self._whole is not None:
            super()._read(asked, cancelled)
            return
        with kept_for_good():
            super()._read(asked, cancelled)

    def everything(self) -> None:
        """All documents, everybody, all of time."""
        from index.asking.chronology import View

        self.period_text = ""
        self._look_at(View(open=self.view.open, aside=self.view.aside))
        self.look(self.everybody)
        self.room.messages.say("the timeline of every document")

    def of_document(self) -> None:
        """Of the open document only, or of all again."""
        document = self.room.reading.document
        if document is not None:
            path = None if self.wanted.path == document.path else document.path
            self.look(replace(self.wanted, path=path, query=None, as_typed=False))

    def of_results(self) -> None:
        """Of the documents that answer the search in force."""
        answer = self.room.search.answer
        if answer is not None:
            question = answer.question
            self.look(replace(self.wanted, path=None, query=question.query, as_typed=question.as_typed))

    def of_entity(self, count: EntityCount) -> None:
        """What is said of somebody, with the dates of it."""
        from index.asking.timeline import Wanted

        self.look(Wanted(name=count.name, entity=count.id))

    def of_name(self, name: str) -> None:
        """What is said of those who are called so; of anybody where no name is given."""
        self.look(replace(self.wanted, name=name.strip() or None, entity=None))

    def told(self, text: str) -> None:
        """A name, a stretch of time, or both, as they are typed: `hallam 2031-08..2031-10`."""
        from index.asking.timeline import Wanted

        found = _PERIOD.search(text)
        if found is not None and not self.between(found[0]):
            return
        name = _PERIOD.sub(" ", text, count=1) if found is not None else text
        if found is None:
            self.between("")
        self.look(Wanted(name=" ".join(name.split()) or None))

    # -- what of it is shown -----------------------------------------------------------------------------------------

    def between(self, text: str) -> bool:
        """Only what lies in a stretch as it is typed; all of time where it is empty. False where it is none."""
        from index.asking.moments import period_of

        period: Days | None = None
        if text.strip():
            period = period_of(text)
            if period is None:
                self.room.messages.say(
                    f"{text.strip()} is no stretch of time: 2031, 2031-08, 2031-08..2031-10 or 2031.."
                )
                return False
        self.period_text = text.strip()
        self._look_at(self.view._replace(period=period))
        return True

    def toggle_open(self) -> None:
        """Dates without a value, or those with one."""
        self._look_at(self.view._replace(open=not self.view.open))
        self.room.messages.say("dates without a value" if self.view.open else "dates in the order of time")

    def toggle_several(self) -> None:
        """Only days of which two or more sources speak, or all."""
        self._look_at(self.view._replace(several=not self.view.several, open=False))
        several = "only days that two or more sources speak of" if self.view.several else "every date"
        self.room.messages.say(several)

    def toggle_aside(self) -> None:
        """With captions, credits and footers, or without."""
        self._look_at(self.view._replace(aside=not self.view.aside))
        self.room.messages.say(f"captions, credits and footers are {'shown' if self.view.aside else 'left out'}")

    def _look_at(self, view: View) -> None:
        self.view = view
        self.arrange(at_once=True)

    def arranged(self, counted: Dated, cancelled: Callable[[], bool]) -> Chronology:
        """In the order of time, narrowed; in a thread."""
        from index.asking.chronology import chronology

        return chronology(counted.statements(), self.view._replace(words=self.words), cancelled)

    # -- passages ----------------------------------------------------------------------------------------------------

    def open_row(self, row: Row) -> None:
        """Go to the passage; n and N go on to the rows after and before it."""
        self._opened = row
        self._trail(self.listed).open_at(self.room, row.statement.origin.path, row.statement.date.start)

    def _trail(self, rows: Chronology) -> ListedTrail:
        """Along these rows: the one that is walked, if it is of these."""
        trail = self.room.walk.trail
        if isinstance(trail, ListedTrail) and trail.listed is rows:
            return trail
        self._serial += 1
        return ListedTrail(
            self.label, "date", listed=rows, places=lambda: _places(rows), step=self.step, serial=self._serial
        )

    def step(self, steps: int) -> bool:
        """To the row so many on from the one under the cursor of the list, or where that is not in front from the one
        that was opened last; False where that one is gone."""
        rows, opened, page = self.listed, self._opened, self._page
        if page.is_open and page.chosen_row is not None:
            opened = page.chosen_row
        at = rows.place_of(opened) if opened is not None else None
        if at is None:
            return False
        from index.asking.chronology import Row

        way, left = (1, steps) if steps > 0 else (-1, -steps)
        last, found = at, opened
        while left and 0 <= at + way < len(rows):
            at += way
            row = rows[at]
            if isinstance(row, Row):
                last, found, left = at, row, left - 1
        if found is None or found is opened:
            self.room.messages.say(f"this was the {'last' if way > 0 else 'first'} date of the timeline")
            return True
        self._page.rows.go_to(last)
        self.open_row(found)
        return True

    @property
    def _page(self) -> TimelinePage:
        return cast("TimelinePage", self.room.screen.page_named(PAGE))

    def go_years(self, steps: int) -> bool:
        """To the first row so many years with rows on; True where there was one."""
        return self._page.go_years(steps)

    def set_date_in_hand(self) -> None:
        """Let the reader say when the document under the cursor appeared; its dates are counted from that at once."""
        statement = self._page.statement
        if statement is not None:
            self.room.curating.edit_metadata([statement.origin.path], field="date")

    def export(self) -> None:
        """Let the reader write the rows to a file."""
        from tui.screens.timeline_export import TimelineExport

        if not self.listed:
            self.room.messages.say("there is nothing to write")
            return
        self.room.layers.open_window(TimelineExport(self.room, self.listed))

    @property
    def label(self) -> str:
        """What is shown, in a few words."""
        asked = self.wanted
        parts = [asked.name or ""]
        parts.append(f"/{asked.query}" if asked.query is not None else "")
        parts.append(self.room.library.title(asked.path) if asked.path is not None else "")
        parts.append(self.period_text)
        return " · ".join(filter(None, parts)) or "timeline"


def _places(rows: Sequence[Heading | Row]) -> Iterator[tuple[str, int, int]]:
    """Where the dates of the list stand."""
    for row in rows:
        statement = getattr(row, "statement", None)
        if statement is not None:
            yield statement.origin.path, statement.date.start, statement.date.end
