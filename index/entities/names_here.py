"""Deciding about places where a name stands: that it is none there, or somebody else's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.annotations.annotation import Passage
from index.corrections.passage_names import ABOUT, NameChoice
from index.document import Span
from index.errors import GlossatorError

if TYPE_CHECKING:
    from index.rooms import Rooms


class NamesHere:
    """Decisions on passages with names. Reads texts and writes: not for the screen's thread."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def set_aside(self, path: str, spans: Sequence[Span]) -> str:
        """No name stands there; on disk, one step of undo, when this says what was done.

        Raises GlossatorError where the text has changed meanwhile, ReadOnlyError.
        """
        exact = self._rooms.stated(path).text[spans[0].start : spans[0].end] if spans else ""
        words = " ".join(exact.split())
        where = "here" if len(spans) == 1 else f"in {len(spans):,} places here"
        return self._write(path, spans, NameChoice("no name"), f"{words} is no name {where}")

    def give(self, path: str, spans: Sequence[Span], entity: str) -> str:
        """It is the name of an entity that is known; raises as `set_aside`, and where none has this id."""
        naming = self._rooms.names.naming()
        members = naming.overlay.members.get(entity, (entity,)) if naming is not None else ()
        found = next(iter(naming.found(members)), None) if naming is not None else None
        if found is None:
            raise GlossatorError("nobody is called so in these documents")
        where = "here" if len(spans) == 1 else f"in {len(spans):,} places"
        return self._write(path, spans, NameChoice("name", found.name, found.type), f"{found.name} {where}")

    def _write(self, path: str, spans: Sequence[Span], choice: NameChoice, label: str) -> str:
        if not spans:
            raise GlossatorError("there is no name here")
        corrections, text = self._rooms.marks.corrections, self._rooms.stated(path).text
        corrections.refresh()
        wanted = {(span.start, span.end) for span in spans}
        same = [
            each
            for each in corrections.placed(ABOUT, path)
            if {(at.start, at.end) for at in each.places if at is not None} == wanted
        ]
        if len(same) == 1:
            corrections.change(same[0].correction.id, choice.as_json(), label)
        else:
            passages = [Passage(path, span.start, span.end, text[span.start : span.end]) for span in spans]
            corrections.add(ABOUT, passages, choice.as_json(), label)
        return label
