"""Which passages a key means that puts them into a dossier: from the text, or from the list that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.annotations.annotation import Passage
from index.document import Span
from index.errors import GlossatorError
from tui.session.ledgers import quotations

if TYPE_CHECKING:
    from tui.session.room import Room


@dataclass(frozen=True, slots=True)
class Offered:
    """Passages on their way into a dossier."""

    passages: tuple[Passage, ...]
    note: str = ""
    codes: tuple[str, ...] = ()


class PassagesInHand:
    """Asks whatever has the keys."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def in_hand(self) -> Callable[[], Offered] | None:
        """What makes the passages, to be called in a thread; None where there are none."""
        room, context = self._room, self._room.contexts[0]
        if context == "concordance":
            from tui.session.searching.concordance_checks import passage_of

            lines = room.concordance.in_hand
            return (lambda: Offered(tuple(map(passage_of, lines)))) if lines else None
        if context == "entity":
            return self._of_lines(room.entity_page.in_hand_lines, room.entity_page.checks.stretch)
        if context == "quotations":
            from tui.session.ledgers.quotation_checks import passage_of as words_of

            said = room.quotations.in_hand
            return (lambda: Offered(tuple(map(words_of, said)))) if said else None
        if context in ("annotations", "card"):
            return self._of_annotation()
        if context == "results":
            return self._of_result()
        if context == "timeline":
            return self._of_statement()
        if context == "facts":
            return self._of_fact()
        if context == "verify":
            return self._of_source()
        return self._of_text()

    def _of_lines(self, lines: Sequence[object], stretch: Callable[..., Span]) -> Callable[[], Offered] | None:
        if not lines:
            return None
        places = [(line.document.path, *stretch(line)) for line in lines]  # type: ignore[attr-defined]
        return lambda: Offered(tuple(self._passage(*place) for place in places))

    def _of_annotation(self) -> Callable[[], Offered] | None:
        annotation = self._room.layers.annotation_in_hand
        if annotation is None:
            return None
        marks = [*self._room.marking.everywhere, *self._room.marking.marks]
        mark = next((each for each in marks if each.annotation.id == annotation.id), None)
        if mark is None or mark.start is None or mark.end is None:
            return None
        place = (annotation.document, mark.start, mark.end)
        return lambda: Offered((self._passage(*place),), annotation.note, annotation.codes)

    def _of_result(self) -> Callable[[], Offered] | None:
        room = self._room
        page, answer = room.screen.page_named("results"), room.search.answer
        path = page.chosen_key
        if path is None or answer is None:
            return None
        query = answer.question.query

        def make() -> Offered:
            matches = room.collection.matches(query, path)
            return Offered((self._sentence(path, matches[0] if matches else None),))

        return make

    def _of_statement(self) -> Callable[[], Offered] | None:
        statement = getattr(self._room.screen.page_named("timeline"), "statement", None)
        if statement is None:
            return None
        start = statement.date.start - statement.at
        place = (statement.origin.path, start, start + len(statement.sentence))
        return lambda: Offered((self._passage(*place),))

    def _of_fact(self) -> Callable[[], Offered] | None:
        cell = getattr(self._room.screen.page_named("facts"), "cell", None)
        if cell is None:
            return None
        path, span = cell.path, Span(cell.start, cell.end)
        return lambda: Offered((self._sentence(path, span),))

    def _sentence(self, path: str, place: Span | None) -> Passage:
        """The sentence around a place; without one the first paragraph."""
        from index.sentences import sentence_around

        document = self._room.collection.document(path)
        at = place.start if place is not None else 0
        blocks = [block for block in document.blocks if block.start <= at < block.end] or document.blocks[:1]
        if not blocks:
            raise GlossatorError("there is no passage in this document")
        paragraph = Span(blocks[0].start, blocks[0].end)
        span = sentence_around(document.text, place, paragraph) if place is not None else paragraph
        return Passage(path, span.start, span.end, document.text[span.start : span.end])

    def _of_source(self) -> Callable[[], Offered] | None:
        found = self._room.verifying.chosen
        if found is None or found.document is None or found.source_start is None or found.source_end is None:
            return None
        place = (found.document, found.source_start, found.source_end)
        return lambda: Offered((self._passage(*place),))

    def _of_text(self) -> Callable[[], Offered] | None:
        """The selection, else the annotation or the quotation under the cursor, else the sentence."""
        room = self._room
        document, view = room.reading.document, room.screen.text
        if document is None:
            return None
        if view.selection is None:
            mark = room.marking.at_cursor()
            if mark is not None and mark.start is not None and mark.end is not None:
                place = (mark.annotation.document, mark.start, mark.end)
                note, codes = mark.annotation.note, mark.annotation.codes
                return lambda: Offered((self._passage(*place),), note, codes)
            words = quotations.at_cursor(view)
            if words is not None and words.start < words.end:
                text = document.text[words.start : words.end]
                return lambda: Offered((Passage(document.path, words.start, words.end, text),))
        passage = room.marking.passage()
        if passage is None:
            return None
        exact = Passage(passage.path, passage.span.start, passage.span.end, passage.text)
        return lambda: Offered((exact,))

    def _passage(self, path: str, start: int, end: int) -> Passage:
        return Passage(path, start, end, self._room.collection.document(path).text[start:end])
