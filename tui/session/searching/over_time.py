"""How often queries match over time: their count, what of it is shown, and the documents of a bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from index.errors import QueryError
from tui.session.searching.counts import LongCount, query_in_force

if TYPE_CHECKING:
    from index.asking.over_time import Bar, By, Dated, Found, Measure, OverTime
    from tui.session.room import Room


@dataclass(frozen=True, slots=True)
class Asked:
    """Queries that are compared."""

    queries: tuple[str, ...]
    as_typed: bool


class Row(NamedTuple):
    """A bar: what one query finds in a period."""

    bar: Bar
    number: int
    """Of the query."""
    value: float | None
    """As it is measured now."""

    @property
    def found(self) -> Found:
        """What the query finds."""
        return self.bar.found[self.number]


class FrequencyCount(LongCount[Asked, "Dated", Row]):
    """What the page of frequencies shows."""

    PAGE: ClassVar[str] = "frequency"
    DOING: ClassVar[str] = "counting matches"

    def __init__(self, room: Room) -> None:
        from index.asking.over_time import Measure

        super().__init__(room)
        self.wanted: By | None = None
        """What the reader chose; None leaves it to the dates."""
        self.unit: By = "year"
        """What is shown."""
        self.measure: Measure = Measure()
        self.most = 0.0
        """The longest bar."""

    # -- asking ------------------------------------------------------------------------------------------------------

    def show(self, queries: str | None = None) -> None:
        """Show the frequency of queries with commas between them, of the search in force, or of the word under the
        cursor."""
        from index.asking.over_time import queries_in

        found = query_in_force(self.room)
        if queries is not None and queries.strip():
            asked = Asked(tuple(queries_in(queries)), False)
        elif found is not None:
            asked = Asked((found[0],), found[1])
        elif self.asked is not None:
            asked = self.asked
        else:
            self.room.messages.say("no search is in force, and no word under the cursor: :frequency word")
            return
        if asked.queries:
            self.ask(asked)

    def begin(self, asked: Asked, cancelled: Callable[[], bool]) -> OverTime:
        """Start to count."""
        counting = self.room.collection.counting
        return counting.over_time(asked.queries, as_typed=asked.as_typed, cancelled=cancelled)

    # -- arranging ---------------------------------------------------------------------------------------------------

    def by(self, unit: By) -> None:
        """A row a year, month or day."""
        self.wanted = unit
        self.arrange(at_once=True)
        self.room.messages.say(f"by {unit}")

    def toggle_documents(self) -> None:
        """Documents in place of matches, or back."""
        self._measure(self.measure._replace(documents=not self.measure.documents))

    def toggle_relative(self) -> None:
        """Relative to how much there is, or as counted."""
        self._measure(self.measure._replace(relative=not self.measure.relative))

    def _measure(self, measure: Measure) -> None:
        self.measure = measure
        self.arrange(at_once=True)
        self.room.messages.say(f"bars show {measure.name}")

    def arranged(self, counted: Dated, cancelled: Callable[[], bool]) -> list[Row]:
        """The bars of every query, period by period."""
        from index.asking.over_time import bars, chosen_unit

        self.unit = unit = self.wanted or chosen_unit(counted)
        measure, words = self.measure, self.words.casefold().split()
        rows = [
            Row(bar, number, measure.of(found, bar.all))
            for bar in bars(counted, unit)
            for number, found in enumerate(bar.found)
        ]
        self.most = max((row.value or 0.0 for row in rows), default=0.0)
        return [row for row in rows if all(word in self.text_of(row) for word in words)] if words else rows

    def text_of(self, row: Row) -> str:
        """What a row says of itself."""
        queries = self.asked.queries if self.asked is not None else ()
        query = queries[row.number] if len(queries) > 1 and row.number < len(queries) else ""
        return f"{row.bar.period.label} {query}".casefold()

    # -- rows --------------------------------------------------------------------------------------------------------

    def open_row(self, row: Row) -> None:
        """The documents that it counts, as the results of a search."""
        if self.asked is None:
            return
        if not row.found.documents:
            self.room.messages.say(f"no document of {row.bar.period.label} answers")
            return
        from index.asking.over_time import query_of

        try:
            query = query_of(self.asked.queries[row.number], row.bar.period, as_typed=self.asked.as_typed)
        except QueryError as error:
            self.room.messages.fail(error)
            return
        self.room.search.run(query)
        self.room.screen.show_page("results")
