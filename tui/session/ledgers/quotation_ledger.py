"""The quotations of the collection: read in one thread, narrowed and sorted in another; opened, walked, corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from tui.session.ledgers.quotation_checks import CheckedSayings
from tui.session.ledgers.quotation_words import flat
from tui.session.reading.listed_trail import ListedTrail
from tui.session.searching.counts import LongCount

if TYPE_CHECKING:
    from index.asking.said_order import Look, Order, SaidList, SaidView
    from index.asking.sayings import Gathered
    from index.attributing import Quote
    from index.corrections.speakers import SpeakerChoice
    from index.document import EntityCount
    from index.quotation import Said
    from tui.screens.quotations_page import QuotationsPage
    from tui.session.room import Room

PAGE: Final = "quotations"
FIRST_SECONDS: Final = 0.1
SHORT: Final = 40
"""Characters of a quotation in a label."""
ORDERS: Final[dict[Order, str]] = {
    "document": "by document",
    "date": "by date",
    "speaker": "by speaker",
    "length": "by length",
}
LOOKS: Final[dict[Look, str]] = {
    "all": "",
    "look": "contested or unknown",
    "contested": "contested",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which documents' quotations are wanted."""

    path: str | None = None
    """Those of one document,"""
    query: str | None = None
    """of those that answer a search,"""
    as_typed: bool = False
    same: Said | None = None
    """or those with the words of this one."""


class QuotationLedger(LongCount[Asked, "Gathered", Any]):
    """What the page of quotations shows."""

    PAGE: ClassVar[str] = PAGE
    DOING: ClassVar[str] = "reading quotations"

    def __init__(self, room: Room) -> None:
        from index.asking.said_order import SaidList, SaidView

        super().__init__(room)
        self.first_seconds = FIRST_SECONDS
        self.view: SaidView = SaidView()
        self.checks = CheckedSayings(room)
        self._nothing = SaidList()
        self._whole: Gathered | None = None
        """What was read of all documents."""
        self._before: Asked | None = None
        """What was shown before the same words were looked for."""
        self._opened: Said | None = None
        """Where n and N go on from."""
        self._serial = 0

    @property
    def wanted(self) -> Asked:
        """What is asked for."""
        return self.asked if self.asked is not None else Asked()

    @property
    def listed(self) -> SaidList:
        """The rows of the list."""
        from index.asking.said_order import SaidList

        return self.rows if isinstance(self.rows, SaidList) else self._nothing

    @property
    def _page(self) -> QuotationsPage:
        return self.room.screen.page_named(PAGE)  # type: ignore[return-value]

    @property
    def in_hand(self) -> list[Said]:
        """What a command acts on: all that are checked, else the one under the cursor."""
        if self.checks:
            return list(self.checks)
        said = self._page.said
        return [said] if said is not None else []

    # -- asking ------------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show the list as it was left; at first that of the whole collection."""
        self.look_at(self.wanted)

    def look_at(self, wanted: Asked) -> None:
        """Show what is wanted."""
        if self.asked == Asked() != wanted and self.counted is not None:
            self._whole = self.counted
        self.ask(wanted)

    def begin(self, asked: Asked, cancelled: Callable[[], bool]) -> Any:
        """Start to read; in a thread."""
        collection = self.room.collection
        sayings = collection.ledgers.sayings

        def found(query: str, as_typed: bool = False) -> list[str]:
            page = collection.search(query, limit=0, as_typed=as_typed, cancelled=cancelled)
            return [hit.document.path for hit in page.hits]

        if asked.same is not None:
            return sayings.elsewhere(asked.same, found, collection.matches)
        before = self.counted if self.counted is not None else self._whole if asked == Asked() else None
        if asked.path is not None:
            return sayings.gathering([asked.path], before)
        paths = found(asked.query, asked.as_typed) if asked.query is not None else None
        return sayings.gathering(paths, before)

    def everything(self) -> None:
        """All documents, everybody."""
        from index.asking.said_order import SaidView

        self._show_view(SaidView(order=self.view.order, by_speaker=self.view.by_speaker))
        self.look_at(Asked())
        self.room.messages.say("the quotations of every document")

    def of_document(self, path: str | None = None) -> None:
        """Of one document only; of the open one, or of all again."""
        document = self.room.reading.document
        if path is None and document is not None:
            path = None if self.wanted.path == document.path else document.path
        self.look_at(Asked(path))

    def of_results(self) -> None:
        """Of the documents that answer the search in force."""
        answer = self.room.search.answer
        if answer is not None:
            self.look_at(Asked(None, answer.question.query, answer.question.as_typed))

    def of_entity(self, count: EntityCount) -> None:
        """What somebody says, in all documents."""
        from index.asking.said_order import SaidView

        self._show_view(SaidView(count.name, count.id))
        self.look_at(Asked())

    def of_name(self, name: str) -> None:
        """What those say who are called so; what anybody says where no name is given."""
        self._show_view(self.view._replace(name=" ".join(name.split()), entity=None))

    def told(self, name: str) -> None:
        """`:quotations hallam`"""
        self.of_name(name)
        self.look_at(Asked())

    def same_words(self, said: Said) -> None:
        """Show where these words stand."""
        from index.asking.sayings import query_for

        if not query_for(said.words):
            self.room.messages.say("these words are too few to be looked for elsewhere")
            return
        if self.wanted.same is None:
            self._before = self.wanted
        self.checks.forget()
        self.look_at(Asked(same=said))

    # -- what of it is shown -----------------------------------------------------------------------------------------

    def sort_by(self, order: Order) -> None:
        """Another order; once more, the other way round."""
        backwards = self.view.order == order and not self.view.backwards
        self._show_view(self.view._replace(order=order, backwards=backwards))
        self.room.messages.say(f"quotations {ORDERS[order]}{', turned round' if backwards else ''}")

    def toggle_by_speaker(self) -> None:
        """Divided by speaker, or not."""
        self._show_view(self.view._replace(by_speaker=not self.view.by_speaker))
        self.room.messages.say("divided by speaker" if self.view.by_speaker else "not divided")

    def next_look(self) -> None:
        """What is contested or unknown, what is contested, what is unknown, all."""
        looks = list(LOOKS)
        look = looks[(looks.index(self.view.look) + 1) % len(looks)]
        self._show_view(self.view._replace(look=look))
        self.room.messages.say(f"speaker {LOOKS[look]}" if LOOKS[look] else "every quotation")

    def _show_view(self, view: SaidView) -> None:
        self.view = view
        self.arrange(at_once=True)

    def arranged(self, counted: Gathered, cancelled: Callable[[], bool]) -> SaidList:
        """Narrowed and in order; in a thread."""
        from index.asking.said_order import listing

        view = self.view._replace(words=self.words)
        if self.wanted.same is not None:
            # Whoever says the same words elsewhere: what the list was narrowed to does not hold for them.
            view = view._replace(name="", entity=None, look="all")
        by = self.room.collection.ledgers.sayings.by(view.name, view.entity) if view.name else None
        return listing(counted, view, by, cancelled)

    def clear_one_thing(self) -> bool:
        """Esc: checks, the same words, what was typed, speaker and status, documents; False where there is none."""
        from index.asking.said_order import SaidView

        page, room = self._page, self.room
        if self.checks:
            room.messages.say(f"{self.checks.forget():,} unchecked")
        elif self.wanted.same is not None:
            self.look_at(self._before or Asked())
        elif self.words:
            page.narrow("")
            room.messages.say("every quotation is shown again")
        elif self.view.name or self.view.look != "all":
            self._show_view(SaidView(order=self.view.order, by_speaker=self.view.by_speaker))
            room.messages.say("every speaker is shown again")
        else:
            return False
        return True

    @property
    def label(self) -> str:
        """What is shown, in a few words."""
        asked = self.wanted
        if asked.same is not None:
            words = flat(asked.same.words)
            return f"the same words: “{words if len(words) <= SHORT else words[: SHORT - 1] + '…'}”"
        parts = [f"by {self.view.name}" if self.view.name else "", LOOKS[self.view.look]]
        parts.append(f"/{asked.query}" if asked.query is not None else "")
        parts.append(self.room.library.title(asked.path) if asked.path is not None else "")
        return " · ".join(filter(None, parts))

    # -- passages ----------------------------------------------------------------------------------------------------

    def open_row(self, said: Said) -> None:
        """Go to the words; n and N go on to the rows after and before."""
        self._opened = said
        self._trail(self.listed).open_at(self.room, said.document.path, said.quotation.start)

    def _trail(self, rows: SaidList) -> ListedTrail:
        """Along these rows: the one that is walked, if it is of these."""
        trail = self.room.walk.trail
        if isinstance(trail, ListedTrail) and trail.listed is rows:
            return trail
        self._serial += 1
        label = self.label or "quotations"
        return ListedTrail(label, "quotation", listed=rows, places=lambda: rows.at, step=self.step, serial=self._serial)

    def step(self, steps: int) -> bool:
        """To the row so many on from the one that was opened last; False where that one is gone."""
        rows, opened = self.listed, self._opened
        at = rows.at.get(opened.place) if opened is not None else None
        if at is None:
            return False
        way, left, next_one = (1 if steps > 0 else -1), abs(steps), None
        while left and 0 <= at + way < len(rows):
            at += way
            said = rows.said_at(at)
            if said is not None:
                next_one, left = said, left - 1
        if next_one is None:
            self.room.messages.say(f"this was the {'last' if way > 0 else 'first'} quotation of the list")
            return True
        self._page.rows.go_to(rows.at[next_one.place])
        self.open_row(next_one)
        return True

    def toggle(self, number: int) -> None:
        """Check so many rows from the one under the cursor on, and go to the next."""
        rows = self._page.rows
        found = (self.listed.said_at(at) for at in range(rows.cursor, rows.cursor + number))
        self.checks.toggle([said for said in found if said is not None])
        rows.move("row-down", number)

    # -- correcting --------------------------------------------------------------------------------------------------

    def correct(self, some: Sequence[Quote], words: str) -> None:
        """Let the reader say who speaks; `words`: what is said, in a few words."""
        from tui.screens.speaker_window import SpeakerWindow

        room = self.room
        attributing = room.collection.ledgers.attributing

        def chosen(choice: SpeakerChoice | str) -> None:
            def job() -> str:
                return attributing.decide(some, attributing.choice_for(choice) if isinstance(choice, str) else choice)

            room.background.in_order(job, self._decided)

        room.type_ahead.read(
            lambda: attributing.proposals(some[0]),
            lambda found: room.layers.open_window(SpeakerWindow(room, words, found, chosen)),
        )

    def _decided(self, what: str) -> None:
        undo = self.room.keys_of("undo")
        self.room.messages.say(what + (f" · {undo} undoes" if undo and what != "nothing changed" else ""))
        self.checks.forget()
        self.reload()

    def reload(self) -> None:
        """A speaker was decided, or an entity: what is on the screen anew."""
        self.refresh()
        for seat in self.room.seats.shown:
            if seat.reading.document is not None:
                self.room.entities.reload(seat, seat.reading.document)

    def export(self) -> None:
        """Let the reader write the checked rows, or all that are listed, to a file."""
        from tui.screens.quotations_export import QuotationsExport

        rows = list(self.checks) or list(self.listed.said)
        if not rows:
            self.room.messages.say("there is nothing to write")
            return
        self.room.layers.open_window(QuotationsExport(self.room, rows, checked=bool(self.checks)))
