"""The facets of the results: counted beside the search, shown at its side, and put behind the query or taken off it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.asking.narrowing import conditions_of, narrowed, negated, widened
from index.errors import GlossatorError
from tui.session.background import LatestWins
from tui.widgets.facet_panel import Entry, Fold, Heading, Row

if TYPE_CHECKING:
    from textual.timer import Timer

    from index.asking.facets import Facet, Facets
    from tui.session.room import Room
    from tui.session.searching.search import Answer

TITLES: Final = {
    "source": "sources",
    "date": "years",
    "month": "months",
    "format": "formats",
    "lang": "languages",
    "tag": "tags",
    "code": "codes",
    "person": "people",
    "org": "organisations",
    "place": "places",
    "own": "names of your own",
}
NAMELESS: Final = {"date": "undated", "tag": "no tag"}
KEPT: Final = 8
"""Counts that are kept, for one who goes back and forth between queries."""
PAUSE_SECONDS: Final = 0.3
AT_FIRST: Final = 5
"""Values of a kind that are shown before it is unfolded."""


@dataclass(frozen=True, slots=True)
class _Asked:
    query: str
    as_typed: bool


class FacetChoice:
    """Counts when the pane can be seen; what was overtaken is dropped."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._asked: _Asked | None = None
        """What the results answer."""
        self._same: set[str] = set()
        """Queries with which the cursor stays where it is: the one that is shown, narrowed or widened from here."""
        self._counted: dict[_Asked, Facets] = {}
        """The last counts, the newest last."""
        self._pause: Timer | None = None
        """Until one who types has stopped for a moment."""
        self._unfolded: set[str] = set()
        self._added: list[str] = []
        """Conditions that the reader put behind the query from here, the last last."""
        self._runner: LatestWins[_Asked, Facets] = LatestWins(room.background, self._count, self._take, self._failed)

    # -- counting ----------------------------------------------------------------------------------------------------

    def answered(self, answer: Answer) -> None:
        """The results are those of another query, or in another order."""
        self._asked = _Asked(answer.question.query, answer.question.as_typed)
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        if self._asked in self._counted:
            self._runner.cancel()
            self._show()
        elif answer.question.as_typed:
            # Counting beside the next letter would hold up what it finds.
            self._runner.cancel()
            self._pause = self._room.screen.set_timer(PAUSE_SECONDS, self.look)
        else:
            self.look()

    def forget(self) -> None:
        """The collection has changed: nothing that was counted holds."""
        self._counted.clear()
        self.look()

    def look(self) -> None:
        """The pane comes into sight: count, as tags and codes may have been set since; until then what is known."""
        if self._asked is not None and self._room.screen.facets_in_sight:
            self._runner.submit(self._asked)
            self._show()

    def _count(self, asked: _Asked, cancelled: Callable[[], bool]) -> Facets:
        return self._room.collection.facets(asked.query, as_typed=asked.as_typed, cancelled=cancelled)

    def _take(self, asked: _Asked, facets: Facets) -> None:
        self._counted.pop(asked, None)
        self._counted[asked] = facets
        while len(self._counted) > KEPT:
            del self._counted[next(iter(self._counted))]
        if asked == self._asked:
            self._show()

    def _failed(self, asked: _Asked, error: Exception) -> None:
        # A mistake in the query is told by the search itself.
        if not isinstance(error, GlossatorError):
            self._room.messages.fail(error)

    # -- showing -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """What is counted of the answer; while that is on its way, what was shown last, as one types on."""
        facets = self._counted.get(self._asked) if self._asked is not None else None
        panel = self._room.screen.facets
        empty = panel.cursor < 0
        if facets is not None:
            nothing = "no document answers" if not facets.documents else "nothing tells these documents apart"
            assert self._asked is not None
            panel.show_rows(self._rows(facets), nothing, anew=self._asked.query not in self._same)
            self._same = {self._asked.query}
        elif not panel.row_count:
            panel.show_nothing("counting…")
        if empty != (panel.cursor < 0):
            # Keys that need a row come into the footer, or leave it.
            self._room.screen.show_state()

    def _rows(self, facets: Facets) -> list[Row]:
        standing = self._standing
        rows: list[Row] = []
        if standing:
            rows.append(Heading("narrowed to", len(standing)))
            for each in standing:
                out = each.startswith("-")
                rows.append(Entry("", each.removeprefix("-"), each.removeprefix("-"), None, "out" if out else "in"))
        for facet in facets.facets:
            if self._tells(facet, facets.documents, standing):
                rows += [None, *self._section(facet, standing)] if rows else self._section(facet, standing)
        return rows

    @staticmethod
    def _tells(facet: Facet, documents: int, standing: tuple[str, ...]) -> bool:
        """False for what all documents have alike, where the reader has not asked for it."""
        only = facet.values[0]
        if facet.kind == "month":
            return len(facet.values) > 1 or only.condition in standing
        return len(facet.values) > 1 or only.documents < documents or only.condition in standing

    def _section(self, facet: Facet, standing: tuple[str, ...]) -> list[Row]:
        kind, values = facet.kind, facet.values
        shown = values if kind in self._unfolded or len(values) <= AT_FIRST + 1 else values[:AT_FIRST]
        most = max(value.documents for value in values)
        rows: list[Row] = [Heading(TITLES[kind], len(values) + facet.more)]
        for value in shown:
            state = "in" if value.condition in standing else "out" if negated(value.condition) in standing else ""
            label = value.label or NAMELESS.get(kind, "none")
            share = value.documents / most
            rows.append(Entry(kind, label, value.condition, value.documents, state, share, nameless=not value.label))
        left = len(values) - len(shown) + facet.more
        if len(shown) < len(values):
            rows.append(Fold(kind, f"{left:,} more"))
        elif kind in self._unfolded:
            rows.append(Fold(kind, f"fewer · {left:,} more not listed" if left else "fewer"))
        elif left:
            rows.append(Heading("", left))
        return rows

    @property
    def _standing(self) -> tuple[str, ...]:
        asked = self._asked
        return conditions_of(asked.query, as_typed=asked.as_typed) if asked is not None else ()

    # -- narrowing ---------------------------------------------------------------------------------------------------

    def choose(self, row: Row) -> None:
        """Enter: narrow to a value, or no longer; unfold a kind, or fold it."""
        if isinstance(row, Fold):
            self._unfolded ^= {row.kind}
            self._show()
        elif isinstance(row, Entry) and not row.kind:
            self._take_off(row.condition if row.state == "in" else negated(row.condition))
        elif isinstance(row, Entry):
            self._put(row.condition)

    def exclude(self, row: Row) -> None:
        """Leave out the documents with a value, or no longer."""
        if isinstance(row, Entry):
            self._put(negated(row.condition))
        else:
            self._room.messages.say("only a value can be left out")

    def widen(self) -> bool:
        """Take off what was put behind the query last. False where there is nothing."""
        standing = self._standing
        while self._added:
            last = self._added.pop()
            if last in standing:
                self._take_off(last)
                return True
        return False

    @property
    def is_narrowed(self) -> bool:
        """True where `widen` takes something off."""
        standing = self._standing
        return any(condition in standing for condition in self._added)

    def _put(self, condition: str) -> None:
        """Put a condition behind the query, in place of its opposite; one that stands there already is taken off."""
        asked, standing = self._asked, self._standing
        if asked is None:
            return
        if condition in standing:
            self._take_off(condition)
            return
        try:
            query: str | None = asked.query
            as_typed = asked.as_typed
            if negated(condition) in standing:
                query, as_typed = widened(asked.query, negated(condition), as_typed=as_typed), False
            wanted = narrowed(query, condition, as_typed=as_typed) if query is not None else condition
        except GlossatorError as error:
            self._room.messages.fail(error)
            return
        self._added.append(condition)
        self._same.add(wanted)
        self._room.search.ask(wanted)
        self._room.messages.say(f"{'left out' if condition.startswith('-') else 'narrowed to'} {condition.lstrip('-')}")

    def _take_off(self, condition: str) -> None:
        asked = self._asked
        if asked is None:
            return
        wanted = widened(asked.query, condition, as_typed=asked.as_typed)
        if wanted is None:
            self._room.messages.say("nothing else is asked for: / asks for something")
            return
        self._added = [each for each in self._added if each != condition]
        self._same.add(wanted)
        self._room.search.ask(wanted)
        self._room.messages.say(
            f"no longer {'left out' if condition.startswith('-') else 'narrowed to'} {condition.lstrip('-')}"
        )
