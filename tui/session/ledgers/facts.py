"""The account table on the screen: read and put together in threads; a cell in hand, decided on, opened, walked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final, cast

from index.collector import kept_for_good
from index.document import Document, Span
from tui.session.ledgers.fact_strip import Sentences
from tui.session.reading.trails import Trail
from tui.session.searching.counts import LongCount

if TYPE_CHECKING:
    from index.annotations.annotation import Passage
    from index.collection import Collection
    from index.document import EntityCount
    from index.facts.cell import Cell
    from index.facts.listing import Listed, Order, View
    from index.facts.row import Row
    from index.facts.table import FactReading, Read, Table
    from tui.screens.facts_page import FactsPage
    from tui.session.room import Room

PAGE: Final = "facts"
ORDERS: Final[dict[Order, str]] = {
    "conflict": "conflicts first",
    "documents": "by number of documents",
    "label": "by label",
}
_NAP: Final = 0.002


@dataclass(frozen=True, slots=True)
class FactTrail(Trail):
    """The cells of a row, walked from document to document."""

    stops: dict[str, tuple[Span, ...]] = field(default_factory=dict, compare=False)
    """By document."""
    serial: int = 0
    """Tells one row from another."""

    def spans_in(self, collection: Collection, path: str) -> list[Span]:
        """The cells of one document."""
        return list(self.stops.get(path, ()))

    def lead(self, room: Room, steps: int) -> bool:
        """Go to the cell so many on, whatever document it is in."""
        return room.facts.step(steps)


class FactTable(LongCount[str, "Read", "Row"]):
    """What the page of facts shows."""

    PAGE: ClassVar[str] = PAGE
    DOING: ClassVar[str] = "reading facts"

    def __init__(self, room: Room) -> None:
        from index.facts.listing import Listed, View

        super().__init__(room)
        self.view: View = View()
        self.name = ""
        """Whose rows are shown."""
        self.checked: dict[tuple[object, ...], Row] = {}
        self.shows_silent = False
        self.sentences = Sentences(room, self._changed_strip)
        self._nothing = Listed()
        self._table: tuple[Read, Table] | None = None
        self._opened: tuple[Row, int] | None = None
        self._serial = 0

    @property
    def listed(self) -> Listed:
        """The rows of the list."""
        from index.facts.listing import Listed

        return self.rows if isinstance(self.rows, Listed) else self._nothing

    @property
    def page(self) -> FactsPage:
        """Where they are shown."""
        return cast("FactsPage", self.room.screen.page_named(PAGE))

    # -- reading -----------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show the table as it was left."""
        self.ask("all")

    def told(self, text: str) -> None:
        """`:facts hallam`: the rows that speak of somebody; all where nothing is typed."""
        self.name = " ".join(text.split())
        self._look(self.view._replace(names=(self.name,) if self.name else ()))
        self.show()

    def of_entity(self, count: EntityCount) -> None:
        """The rows that speak of one, by any of the names."""
        room = self.room

        def done(names: tuple[str, ...]) -> None:
            self.name = count.name
            self._look(self.view._replace(names=names))
            self.show()

        def job() -> tuple[str, ...]:
            found = next((each for each in room.collection.entities() if each.id == count.id), None)
            return (count.name,) if found is None else tuple(dict.fromkeys((found.name, *found.aliases)))

        room.background.run(job, done)

    def begin(self, asked: str, cancelled: Callable[[], bool]) -> FactReading:
        """Start to read; in a thread."""
        return self.room.collection.ledgers.facts(before=self.counted, cancelled=cancelled)

    def _read(self, asked: str, cancelled: Callable[[], bool]) -> None:
        with kept_for_good():
            super()._read(asked, cancelled)

    def arranged(self, counted: Read, cancelled: Callable[[], bool]) -> Listed:
        """Put together, narrowed, in order; in a thread."""
        with kept_for_good():
            return self._arranged(counted, cancelled)

    def _arranged(self, counted: Read, cancelled: Callable[[], bool]) -> Listed:
        from index.facts.listing import listing
        from index.facts.table import table

        def asked() -> bool:
            time.sleep(_NAP)  # the screen's thread waits for every one of these steps
            return cancelled()

        known = self._table
        if known is None or known[0] is not counted:
            known = self._table = (counted, table(counted, asked))
        return listing(known[1], self.view._replace(words=self.words), asked)

    # -- what of it is shown -----------------------------------------------------------------------------------------

    def _look(self, view: View) -> None:
        self.view = view
        self.arrange(at_once=True)

    def sort_by(self, order: Order) -> None:
        """Another order; once more, the other way round."""
        backwards = self.view.order == order and not self.view.backwards
        self._look(self.view._replace(order=order, backwards=backwards))
        self.room.messages.say(f"{ORDERS[order]}{', turned round' if backwards else ''}")

    def toggle_conflicts(self) -> None:
        """Only rows whose cells cannot all hold, or all."""
        self._look(self.view._replace(conflicts=not self.view.conflicts))
        self.room.messages.say("only conflicts" if self.view.conflicts else "every row")

    def toggle_alone(self) -> None:
        """Rows of a single document too, or not."""
        self._look(self.view._replace(alone=not self.view.alone))
        self.room.messages.say("rows of one document too" if self.view.alone else "rows of several documents")

    def of_document(self) -> None:
        """Only rows of the open document, or all again."""
        document = self.room.reading.document
        if document is not None:
            path = None if self.view.path == document.path else document.path
            self._look(self.view._replace(path=path))

    def everything(self) -> None:
        """Rows of all documents and of everybody."""
        self.name = ""
        self._look(self.view._replace(path=None, names=(), conflicts=False))
        self.room.messages.say("every row")

    def clear_one_thing(self) -> bool:
        """Esc: who is silent, checks, words, what the list was narrowed to; False where there is none."""
        view, room = self.view, self.room
        if self.shows_silent:
            self.toggle_silent()
        elif self.checked:
            room.messages.say(f"{len(self.checked):,} unchecked")
            self.checked = {}
            self.refresh_page()
        elif self.words:
            self.page.narrow("")
            room.messages.say("every row is shown again")
        elif view.names or view.path is not None or view.conflicts:
            self.everything()
        else:
            return False
        return True

    @property
    def label(self) -> str:
        """What is shown, in a few words."""
        view = self.view
        parts = [self.name if view.names else "", "only conflicts" if view.conflicts else ""]
        parts.append(self.room.library.title(view.path) if view.path is not None else "")
        return " · ".join(filter(None, parts))

    def toggle_silent(self) -> None:
        """Show who is silent on the row under the cursor in place of what is said, or what is said."""
        self.shows_silent = not self.shows_silent
        self._changed_strip()

    def silent(self, row: Row) -> list[str]:
        """Titles of the documents that say nothing of a row."""
        table = self.listed.table
        return [self.listed.title(path) for path in table.silent(row)] if table is not None else []

    def _changed_strip(self) -> None:
        if self.page.is_open:
            self.page.strip.refresh()

    # -- passages ----------------------------------------------------------------------------------------------------

    def open_cell(self, row: Row, at: int) -> None:
        """Go to the passage of a cell; n and N go on to the others of its row."""
        room, cell = self.room, row.cells[at]
        if self._opened is None or self._opened[0] is not row:
            self._serial += 1
        self._opened = (row, at)
        stops: dict[str, list[Span]] = {}
        for each in row.cells:
            stops.setdefault(each.path, []).append(Span(each.start, each.end))
        sorted_stops = {path: tuple(sorted(set(spans))) for path, spans in stops.items()}
        trail = FactTrail(row.label, "cell", stops=sorted_stops, serial=self._serial)

        def then() -> None:
            room.walk.follow(trail, spans=sorted_stops.get(cell.path, ()))
            room.walk.near(cell.start)
            room.messages.clear()

        def locate(document: Document) -> int:
            return min(cell.start, len(document.text))

        room.reading.open(cell.path, locate=locate, then=then)

    def is_opened(self, row: Row) -> bool:
        """True where a cell of this row was opened last."""
        return self._opened is not None and self._opened[0].cells[0].place == row.cells[0].place

    def step(self, steps: int) -> bool:
        """To the cell so many on in its row; False where there is none."""
        if self._opened is None:
            return False
        row, at = self._opened
        wanted = max(0, min(at + steps, len(row.cells) - 1))
        if wanted == at:
            self.room.messages.say(f"this was the {'last' if steps > 0 else 'first'} cell of the row")
        else:
            self.open_cell(row, wanted)
        return True

    # -- checking and deciding ---------------------------------------------------------------------------------------

    def toggle(self, number: int) -> None:
        """Check so many rows from the one under the cursor on, and go to the next."""
        rows = self.page.rows
        for row in self.listed[rows.cursor : rows.cursor + number]:
            if self.checked.pop(row.key, None) is None:
                self.checked[row.key] = row
        rows.refresh_items()
        self.page.heading.show(self.page.title())
        rows.move("row-down", number)

    def join(self) -> None:
        """The checked rows and the one under the cursor are one fact."""
        row = self.page.row
        rows = dict(self.checked)
        if row is not None:
            rows[row.key] = row
        if len(rows) < 2:
            self.room.messages.say("check the other row first")
            return
        # A cell of each is enough: whatever else is in its row comes along, after a rebuild too.
        cells = [cell for each in rows.values() for cell in each.cells[:4]]
        self._decide(lambda: self.room.collection.ledgers.deciding_facts.join(cells))

    def part(self, label: str = "") -> None:
        """The cell under the cursor is not the same as the rest of its row."""
        cell, row = self.page.cell, self.page.row
        if cell is None or row is None:
            return
        if len(row.cells) == 1 and not label:
            self.room.messages.say("it stands in a row of its own")
            return
        self._decide(lambda: self.room.collection.ledgers.deciding_facts.part(cell, label))

    def call(self, label: str) -> None:
        """Another label for the row under the cursor."""
        row = self.page.row
        if row is not None:
            cells = row.cells[:4]
            self._decide(lambda: self.room.collection.ledgers.deciding_facts.call(cells, label))

    def put(self, passages: list[Passage], wanted: str) -> None:
        """Put passages into the row that is called so, or begin one."""
        room = self.room

        def job() -> str:
            deciding, said = room.collection.ledgers.deciding_facts, ""
            for passage in passages:
                row = self._called(wanted)
                said = deciding.put(
                    passage, row.cells[:4] if row is not None else (), "" if row is not None else wanted
                )
                said = f"{said}: {row.label}" if row is not None else said
            return said

        self._decide(job)

    def _called(self, wanted: str) -> Row | None:
        """The row of a label or id, as the collection has it now; in a thread."""
        folded = " ".join(wanted.split()).casefold()
        rows = self.read_now().rows
        return next((row for row in rows if folded in (row.label.casefold(), row.id)), None)

    def read_now(self) -> Table:
        """The table as it is now; in a thread."""
        from index.facts.table import table

        reading = self.room.collection.ledgers.facts(before=self.counted)
        for _ in reading.count():
            pass
        return table(reading.counted())

    def _decide(self, job: Callable[[], str]) -> None:
        def done(what: str) -> None:
            undo = self.room.keys_of("undo")
            self.room.messages.say(what + (f" · {undo} undoes" if undo else ""))
            self.checked = {}
            self.refresh()

        self.room.background.in_order(job, done)

    def cell_in_hand(self) -> Cell | None:
        """The cell under the cursor."""
        return self.page.cell

    def export(self) -> None:
        """Let the reader write the rows to a file."""
        from tui.screens.facts_export import FactsExport

        if not self.listed:
            self.room.messages.say("there is nothing to write")
            return
        rows = list(self.checked.values()) or list(self.listed)
        self.room.layers.open_window(FactsExport(self.room, rows, self.listed, checked=bool(self.checked)))
