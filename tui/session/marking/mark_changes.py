"""Kinds and boundaries of marks that are there, and one code for every hit of a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.annotations.annotation import Passage
from index.errors import GlossatorError
from tui.counted import counted
from tui.session.marking.mark_looks import kinds

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation, PlacedAnnotation
    from tui.session.room import Room

MOST_HITS = 10_000
"""More than this are not coded in one go: nobody has looked at them."""


class MarkChanges:
    """Acts on the mark under the cursor, or the one that is chosen or shown."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._drawn: PlacedAnnotation | None = None
        """The mark whose boundaries are being moved."""

    @property
    def in_hand(self) -> Annotation | None:
        """The annotation that is chosen or shown, or the innermost one under the cursor of the text."""
        found = self._room.layers.annotation_in_hand
        if found is None and "text" in self._room.contexts:
            mark = self._room.marking.at_cursor()
            found = mark.annotation if mark is not None else None
        return found

    # -- kinds -------------------------------------------------------------------------------------------------------

    def choose_kind(self) -> None:
        """Let the reader choose the kind of the mark."""
        from tui.screens.menu import Menu

        room, annotation = self._room, self.in_hand
        if annotation is None:
            return
        room.layers.close_card()
        looks = kinds(room.settings.annotations.kinds)
        none = next(iter(looks))

        def choose(name: str) -> None:
            room.marking.change_kind(annotation, "" if name == none else name)

        choices = [(look.sign or "▎", name, lambda name=name: choose(name)) for name, look in looks.items()]
        room.layers.open_window(Menu(room, "what kind of mark", choices))

    # -- boundaries --------------------------------------------------------------------------------------------------

    @property
    def drawing(self) -> bool:
        """True while boundaries are being moved."""
        return self._drawn is not None and self._room.screen.text.selecting is not None

    def boundaries(self) -> None:
        """Select the mark, so that every motion moves its end; again: keep what is selected."""
        room, text = self._room, self._room.screen.text
        if self.drawing:
            self._keep()
            return
        annotation = self.in_hand
        room.layers.close_card()
        mark = next((each for each in room.marking.marks if annotation and each.annotation.id == annotation.id), None)
        if mark is None or mark.start is None or mark.end is None:
            room.messages.say("there is no mark under the cursor")
            return
        self._drawn = mark
        text.select_span(mark.start, mark.end)
        key, other = room.keys_of("boundaries"), room.keys_of("other-end")
        room.messages.say(f"move to the new end, {other} to the other one; {key} keeps it, esc leaves it as it was")

    def _keep(self) -> None:
        room, mark = self._room, self._drawn
        span, document = room.screen.text.selection, room.reading.document
        self._drawn = None
        room.screen.text.end_selection()
        if mark is None or span is None or document is None:
            return
        if mark.annotation.document != document.path or (mark.start, mark.end) == tuple(span):
            room.messages.say("its boundaries are as they were")
            return
        undo = room.keys_of("undo")

        def done(_: PlacedAnnotation) -> None:
            room.marking.after_change()
            room.messages.say(f"its boundaries are others now{f' · {undo} undoes' if undo else ''}")

        coding, id = room.collection.coding, mark.annotation.id
        room.background.in_order(lambda: coding.redraw(id, document.path, *span), done)

    # -- every hit ---------------------------------------------------------------------------------------------------

    def code_hits(self) -> None:
        """Let the reader choose a code for every hit of the search in force."""
        room, answer = self._room, self._room.search.answer
        if answer is None:
            return
        question = answer.question

        def read() -> list[Passage]:
            found: list[Passage] = []
            for line in room.collection.concordance(question.query, width=0, as_typed=question.as_typed):
                found.append(Passage(line.document.path, line.start, line.end, line.match))
                if len(found) > MOST_HITS:
                    raise GlossatorError(
                        f"more than {MOST_HITS:,} hits: narrow the search, or check lines of the concordance"
                    )
            return found

        def done(passages: list[Passage]) -> None:
            if passages:
                room.marking.choose_code_for(passages, f"{counted(len(passages), 'match')} of {question.query}")
            else:
                room.messages.say("no hit of this search stands in a text")

        room.background.run(read, done)
