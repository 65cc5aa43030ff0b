"""The quotations that the reader has checked, and what is done with all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.annotations.annotation import Passage
from index.document import Span
from tui.counted import counted
from tui.session.clipboard import citation
from tui.session.ledgers.quotation_words import flat, speaker

if TYPE_CHECKING:
    from index.quotation import Said
    from tui.session.room import Room

Place = tuple[str, int, int]


class CheckedSayings:
    """In the order in which they were checked. They stay so while the list is sorted and narrowed."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._kept: dict[Place, Said] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, said: Said) -> bool:
        return bool(self._kept) and said.place in self._kept

    def __iter__(self) -> Iterator[Said]:
        return iter(self._kept.values())

    def toggle(self, some: Sequence[Said]) -> None:
        """Check these; where all of them are, uncheck them."""
        self._flip({said.place: said for said in some})

    def toggle_all(self) -> None:
        """Check all that are listed; where they are, uncheck them."""
        rows = self._room.quotations.listed

        def done(found: dict[Place, Said]) -> None:
            self._flip(found)
            self._room.messages.say(f"{len(self):,} checked" if self else "none is checked")

        self._room.background.run(lambda: {said.place: said for said in rows.said}, done)

    def forget(self) -> int:
        """Uncheck all; returns how many were."""
        number = len(self._kept)
        self._kept = {}
        if number:
            self._changed()
        return number

    def _flip(self, some: dict[Place, Said]) -> None:
        if all(map(self._kept.__contains__, some)):
            for place in some:
                del self._kept[place]
        else:
            self._kept.update(some)
        self._changed()

    def _changed(self) -> None:
        page = self._room.screen.page_named("quotations")
        if page.is_attached:
            page.rows.refresh_items()
            page.heading.show(page.title())

    # -- acting ------------------------------------------------------------------------------------------------------

    def write_note(self) -> None:
        """One note on all in hand."""
        some = self._room.quotations.in_hand
        self._room.marking.write_note_on([passage_of(said) for said in some], in_words(some))

    def choose_code(self) -> None:
        """One code for all in hand."""
        some = self._room.quotations.in_hand
        self._room.marking.choose_code_for([passage_of(said) for said in some], in_words(some))

    def copy(self) -> None:
        """All in hand, each with who speaks and its citation."""
        copy(self._room, self._room.quotations.in_hand)


def copy(room: Room, some: Sequence[Said]) -> None:
    """Copy quotations, each with who speaks and its citation."""

    def job() -> list[str]:
        cited = []
        for said in some:
            document, at = room.collection.document(said.document.path), said.quotation
            if document.text[at.start : at.end] == said.words:
                words, _, where = citation(document, Span(at.start, at.end)).partition("\n")
                cited.append(f"{words}\n{speaker(said)} · {where}")
        return cited

    def done(cited: list[str]) -> None:
        copied(room, cited, len(some), "quotation")

    room.background.run(job, done)


def copied(room: Room, cited: Sequence[str], number: int, noun: str) -> None:
    """Put what was cited of so many into the clipboard, and say how many stand there no more and were left out."""
    if not cited:
        room.messages.say("these words stand there no more; nothing was copied")
        return
    what = f"the {noun}" if number == 1 else counted(len(cited), noun)
    left = f" ({number - len(cited):,} left out: the words stand there no more)" if len(cited) < number else ""
    room.clipboard.put("\n\n".join(cited), f"{what} with citation{left}")


def passage_of(said: Said) -> Passage:
    """The words, to be marked."""
    return Passage(said.document.path, said.quotation.start, said.quotation.end, said.words)


def in_words(some: Sequence[Said]) -> str:
    """What is about to be acted on."""
    return flat(some[0].words) if len(some) == 1 else f"{len(some):,} quotations"
