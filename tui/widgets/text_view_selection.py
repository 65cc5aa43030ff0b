"""A selection that grows with the cursor, by characters or by whole words, sentences or paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from index.document import Span
from tui.motions import Motions

SelectionMode = Literal["characters", "words", "sentences", "paragraphs"]
_OBJECTS: Final[dict[str, str]] = {"words": "iw", "sentences": "is", "paragraphs": "ip"}


@dataclass(frozen=True, slots=True)
class Selection:
    """Where a selection was begun, and by what it grows. Its other end is the cursor."""

    anchor: int
    mode: SelectionMode

    def span(self, cursor: int, motions: Motions) -> Span:
        """What is selected. The characters at both ends belong to it."""
        first, last = sorted((self.anchor, cursor))
        end = motions.layout.step(last, 1) if last < len(motions.text) else last
        if end > last + 1 and motions.text[last] == "\n":
            end = last + 1  # from a line's end the cursor steps over hidden blank lines; the selection does not
        name = _OBJECTS.get(self.mode)
        if name is None:
            return Span(first, end)
        before, after = motions.object_at(name, first), motions.object_at(name, last)
        start = min(first, before.start) if before else first
        return Span(start, max(end if after is None else after.end, start))

    def in_mode(self, mode: SelectionMode) -> Selection:
        """The same, growing by something else."""
        return replace(self, mode=mode)


def extended(selection: Span | None, name: str, cursor: int, motions: Motions) -> Span | None:
    """The selection with the object at the cursor in it; with the next one where it is in it already."""
    here = motions.object_at(name, cursor)
    if selection is None or here is None:
        return here
    if here.start < selection.start or here.end > selection.end:
        return Span(min(selection.start, here.start), max(selection.end, here.end))
    at = selection.end
    while at < len(motions.text):
        following = motions.object_at(name, at)
        if following is not None and following.end > selection.end:
            return Span(selection.start, following.end)
        at += 1
        if at - selection.end > 64:
            break
    return selection
